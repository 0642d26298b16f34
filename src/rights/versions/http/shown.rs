//! A version as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::members::ArticleMembers;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::rights::model::{Audio, TranslationStatus};
use crate::rights::reading::{self, ReadingGrade};
use crate::rights::versions::error::EditorialError;
use crate::rights::versions::model::{
    EditorialAct, EditorialStatus, VersionOrigin, VersionText, hash_of_source,
};
use crate::rights::versions::store::{self, EventRow, VersionRow};

/// A version of an article without what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedArticleVersion {
    /// The article.
    slug: String,
    /// The number of the version.
    pub version: i64,
    /// How it stands.
    status: EditorialStatus,
    /// Where it comes from.
    origin: VersionOrigin,
    /// The version that was published when this one was begun, or that its writer has seen since; null: none.
    based_on: Option<i64>,
    /// Who began it; null: it was imported.
    written_by: Option<Id>,
    /// Who published, rejected or withdrew it.
    decided_by: Option<Id>,
    /// Why it was rejected or withdrawn.
    reason: Option<String>,
    /// When it was begun.
    created_at: Time,
    /// When it was handed in.
    submitted_at: Option<Time>,
    /// When it was decided on.
    decided_at: Option<Time>,
}

impl From<VersionRow> for ListedArticleVersion {
    fn from(row: VersionRow) -> Self {
        Self {
            slug: row.slug,
            version: row.version,
            status: row.status,
            origin: row.origin,
            based_on: row.based_on,
            written_by: row.written_by,
            decided_by: row.decided_by,
            reason: row.reason,
            created_at: row.created_at,
            submitted_at: row.submitted_at,
            decided_at: row.decided_at,
        }
    }
}

/// A version of an article.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleVersion {
    /// How it stands.
    #[serde(flatten)]
    listed: ListedArticleVersion,
    /// What holds in every language.
    article: ArticleMembers,
    /// Its texts, by language.
    texts: Vec<ArticleVersionText>,
    /// What was done with it, in order.
    history: Vec<ArticleVersionEvent>,
}

/// A text of a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleVersionText {
    /// The language.
    language: Language,
    /// The question, or the answer in one line.
    title: String,
    /// The answer for a small screen.
    summary: String,
    /// The whole answer in Markdown.
    body: String,
    /// Where it comes from.
    translation_status: TranslationStatus,
    /// Whether the English text has changed since this one was made from it.
    is_stale: bool,
    /// Who published this wording, when it is not the project's own.
    published_by: Option<String>,
    /// Who has read and approved it.
    reviewed_by: Option<String>,
    /// When they did.
    reviewed_on: Option<Date>,
    /// How hard it is to read; null in a language that has no scale here.
    reading: Option<ReadingGrade>,
    /// The recording of exactly this text.
    audio: Option<ArticleAudio>,
}

/// A recording of a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "media_type": "audio/ogg", "bytes": 183_220, "seconds": 74,
    "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752" }))]
pub struct ArticleAudio {
    /// What it is.
    media_type: String,
    /// Its size.
    bytes: u64,
    /// How long it plays, in begun seconds.
    seconds: u64,
    /// SHA-256 of the file, in hexadecimal.
    sha256: String,
}

impl From<Audio> for ArticleAudio {
    fn from(audio: Audio) -> Self {
        Self {
            media_type: audio.media_type,
            bytes: audio.bytes,
            seconds: audio.seconds,
            sha256: audio.sha256,
        }
    }
}

/// What somebody did with a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleVersionEvent {
    /// When.
    at: Time,
    /// Who.
    account_id: Id,
    /// What.
    act: EditorialAct,
    /// In which language.
    language: Option<String>,
}

impl From<EventRow> for ArticleVersionEvent {
    fn from(row: EventRow) -> Self {
        Self {
            at: row.at,
            account_id: row.account_id,
            act: row.act,
            language: row.language,
        }
    }
}

impl ArticleVersionText {
    fn of(one: VersionText, source: &[u8]) -> Self {
        let is_stale = one.is_stale(source);
        let text = one.text;
        let tenths = reading::reckon(&text.language, &text.body);
        Self {
            reading: ReadingGrade::of(&text.language, tenths),
            language: text.language,
            title: text.title,
            summary: text.summary,
            body: text.body,
            translation_status: text.translation_status,
            is_stale,
            published_by: text.published_by,
            reviewed_on: text.review.as_ref().map(|review| review.on),
            reviewed_by: text.review.map(|review| review.by),
            audio: one.audio.map(Into::into),
        }
    }
}

impl ArticleVersion {
    /// A version with its texts and its history.
    pub fn of(conn: &mut Conn, row: VersionRow) -> Result<Self, EditorialError> {
        let texts = store::list_texts(conn, &row.slug, row.version)?;
        let source = hash_of_source(&texts);
        let events = store::list_events(conn, &row.slug, row.version)?;
        let article = ArticleMembers::of(&row.article()?)?;
        Ok(Self {
            article,
            texts: texts
                .into_iter()
                .map(|text| ArticleVersionText::of(text, &source))
                .collect(),
            history: events.into_iter().map(Into::into).collect(),
            listed: row.into(),
        })
    }
}
