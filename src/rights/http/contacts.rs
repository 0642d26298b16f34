//! `GET /v1/contacts`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::articles::codes;
use super::{ChannelCode, CountryCode, KindCode};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::languages::Wording;
use crate::rights::model::{Channel, Contact};
use crate::rights::store::{self, ContactFilter};

/// Which contacts are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ContactsQuery {
    /// The country in which they are.
    #[param(example = "ID")]
    country: Option<CountryCode>,
    /// A nationality that they serve; those that serve anybody are found as well.
    #[param(example = "PH")]
    serves: Option<CountryCode>,
    /// What they are.
    #[param(example = "embassy")]
    kind: Option<KindCode>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// Somewhere to turn to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactShown {
    /// Names it; stable.
    #[schema(example = "ph-embassy-jakarta")]
    pub key: String,
    /// What it is.
    pub kind: KindCode,
    /// What it is, in the caller's language.
    #[schema(example = "Embassy")]
    pub kind_label: String,
    /// Its name in the nearest language.
    #[schema(example = "Embassy of the Philippines, Jakarta")]
    pub name: String,
    /// The language of the name.
    pub name_language: Language,
    /// Where it is.
    pub country: CountryCode,
    /// The country's name in the caller's language.
    #[schema(example = "Indonesia")]
    pub country_label: String,
    /// The nationalities that it serves; empty means anybody.
    pub serves: Vec<CountryCode>,
    /// Its address; null when the source gives none.
    pub address: Option<String>,
    /// How it is reached; empty when the source tells only where it is.
    pub channels: Vec<ChannelShown>,
    /// Who says so.
    pub source_name: String,
    /// Where it was read.
    #[schema(format = Uri, example = "https://tulay.example/")]
    pub source_url: String,
    /// The day on which it was taken over from the source; the source may be older.
    pub retrieved_on: Date,
    /// Whether somebody of this service has called, written or gone there since.
    pub verified: bool,
}

/// A way to reach a contact.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactChannel)]
pub struct ChannelShown {
    /// The kind of channel.
    pub channel: ChannelCode,
    /// The kind of channel, in the caller's language.
    #[schema(example = "Email")]
    pub channel_label: String,
    /// The number (E.164 where that is certain) or address.
    #[schema(example = "jakarta.pe@dfa.gov.ph")]
    pub value: String,
    /// What one should know before using it, in English; null when there is nothing.
    pub note: Option<String>,
}

/// List embassies and organisations that help.
#[utoipa::path(tag = "rights", operation_id = "list_contacts", params(ContactsQuery),
    responses((status = 200, description = "A page of contacts", body = Page<ContactShown>)))]
#[get("/contacts")]
pub(super) async fn list_contacts(
    context: Context,
    query: QueryOf<ContactsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, query.0, &request)).await
}

async fn find(
    context: &Context,
    query: ContactsQuery,
    request: &HttpRequest,
) -> Result<Found<Page<ContactShown>>, Problem> {
    let filter = ContactFilter {
        country: query.country.map(Code::into_inner),
        serves: query.serves.map(Code::into_inner),
        kind: query.kind.map(Code::into_inner),
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let cursors = Cursors::of(context, request);
    let after: Option<(String, String)> = cursors.position(&page)?;
    let rows = page.rows();
    let db = context.public_db();
    let found = db.read(move |conn| {
        store::list_contacts(conn, &filter, after.as_ref(), rows).map_err(Problem::from)
    });
    let mut wording = Wording::new(context);
    let page = cursors.page(
        &page,
        found.await?,
        |contact| (contact.country.clone(), contact.key.clone()),
        |contact| ContactShown::worded(&mut wording, contact),
    );
    Ok(Found::in_languages(page, wording.spoken()))
}

impl ContactShown {
    /// The contact with its labels in the caller's language.
    pub fn of(context: &Context, contact: Contact) -> Self {
        Self::worded(&mut Wording::new(context), contact)
    }

    fn worded(wording: &mut Wording<'_>, contact: Contact) -> Self {
        let name = wording.nearest(&contact.names);
        let (name_language, name) = name.unwrap_or_else(|| (Language::english(), String::new()));
        let channels = contact.channels.into_iter();
        Self {
            kind_label: wording.label("contact_kinds", &contact.kind),
            country_label: wording.label("countries", &contact.country),
            key: contact.key,
            kind: Code::known(contact.kind),
            name,
            name_language,
            country: Code::known(contact.country),
            serves: codes(&contact.serves),
            address: contact.address,
            channels: channels
                .map(|channel| ChannelShown::worded(wording, channel))
                .collect(),
            source_name: contact.source.name,
            source_url: contact.source.url,
            retrieved_on: contact.source.retrieved_on,
            verified: contact.source.verified,
        }
    }
}

impl ChannelShown {
    fn worded(wording: &mut Wording<'_>, channel: Channel) -> Self {
        Self {
            channel_label: wording.label("contact_channels", &channel.kind),
            channel: Code::known(channel.kind),
            value: channel.value,
            note: channel.note,
        }
    }
}
