//! Which organisations of other servers a case worker can choose.

use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::peers::model::PeerStatus;
use crate::peers::store::{PeerRow, list_peers};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, Countries, OrganisationCompetences, OrganisationKinds};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

type CountryCode = Code<Countries>;
type CompetenceCode = Code<OrganisationCompetences>;
type KindCode = Code<OrganisationKinds>;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_peer_organisations);
}

/// An organisation of another server to which a request can be referred.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "peer_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
    "peer_name": "The service in Singapore",
    "peer_country": "SG",
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "name": "An organisation",
    "kind": "ngo",
    "countries": ["SG"],
    "competences": ["assistance"],
    "told_at": "2026-11-23T08:15:30Z"
}))]
struct PeerOrganisation {
    /// The server.
    peer_id: Id,
    /// What the operator here calls that server.
    peer_name: String,
    /// The country for which that server stands.
    peer_country: CountryCode,
    /// The organisation, as that server calls it.
    id: Id,
    /// Its name, as that server tells it.
    name: String,
    /// What it is.
    kind: KindCode,
    /// Countries in which it works.
    countries: Vec<CountryCode>,
    /// What it can do.
    competences: Vec<CompetenceCode>,
    /// When that server last said so.
    told_at: Time,
}

/// Organisations of other servers.
#[derive(Debug, Serialize, ToSchema)]
struct PeerOrganisations {
    /// All of them, by server.
    items: Vec<PeerOrganisation>,
}

/// List the organisations of other servers to which a request can be referred.
///
/// Other servers are added by whoever runs this one, and are asked for their organisations once a day.
#[utoipa::path(tag = "staff", operation_id = "list_peer_organisations",
    responses((status = 200, description = "The organisations", body = PeerOrganisations)))]
#[get("/staff/peer-organisations")]
async fn list_peer_organisations(
    _caller: Caller<HandleAssistance>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let mut items = Vec::new();
    for peer in context.db().read(list_peers).await? {
        if peer.status == PeerStatus::Active {
            items.extend(of_peer(&peer)?);
        }
    }
    Ok(HttpResponse::Ok().json(PeerOrganisations { items }))
}

fn of_peer(peer: &PeerRow) -> Result<Vec<PeerOrganisation>, Problem> {
    let Some(told_at) = peer.organisations_read_at else {
        return Ok(Vec::new());
    };
    let found = peer.organisations()?.into_iter();
    let shown = found.map(|one| PeerOrganisation {
        peer_id: peer.id,
        peer_name: peer.name.clone(),
        peer_country: Code::known(peer.country.clone()),
        id: one.id,
        name: one.name,
        kind: Code::known(one.kind),
        countries: one.countries.into_iter().map(Code::known).collect(),
        competences: one.competences.into_iter().map(Code::known).collect(),
        told_at,
    });
    Ok(shown.collect())
}
