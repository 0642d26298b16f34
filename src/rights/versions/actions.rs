//! Beginning versions and changing them.
//!
//! Every action locks all versions of the article first, so that two of them never run on the same one at once, and
//! writes to the audit log last.

use super::error::EditorialError;
use super::model::{
    EditorialAct, EditorialStatus, VersionOrigin, VersionText, hash_of_source, hash_of_words,
};
use super::store::{self, VersionRow};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{Capability, EditArticles, PublishArticles};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::http::IfMatch;
use crate::platform::http::etag::EntityTag;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::model::{Article, ArticleText, Audio};

/// Who writes.
pub type Editor = Caller<EditArticles>;
/// Who decides.
pub type Reviewer = Caller<PublishArticles>;

/// The tag of a version as it is now.
pub fn tag_of(row: &VersionRow) -> EntityTag {
    EntityTag::of_version(row.revision)
}

/// Which version.
#[derive(Debug, Clone)]
pub struct Place {
    /// Of which article.
    pub slug: String,
    /// Its number.
    pub version: i64,
}

/// All versions of an article, locked, and the one that is meant.
pub(super) struct Locked {
    /// The one that is meant.
    pub row: VersionRow,
    /// The one that everybody reads.
    pub published: Option<VersionRow>,
}

pub(super) fn lock(conn: &mut Conn, place: &Place, if_match: &IfMatch) -> Result<Locked, Problem> {
    let all = store::lock_all(conn, &place.slug).map_err(EditorialError::from)?;
    let row = all.iter().find(|row| row.version == place.version);
    let row = row.cloned().ok_or(EditorialError::NotFound)?;
    if_match.check(&tag_of(&row))?;
    let is_published = |row: &VersionRow| row.status == EditorialStatus::Published;
    Ok(Locked {
        row,
        published: all.into_iter().find(is_published),
    })
}

/// Writes what was done, and last of all the audit log.
pub(super) fn record<C: Capability>(
    conn: &mut Conn,
    by: &Caller<C>,
    row: &VersionRow,
    (act, language): (EditorialAct, Option<&Language>),
    now: Time,
) -> Result<(), EditorialError> {
    let language = language.map(Language::as_str);
    store::note(conn, row, (by.account(), now), (act, language))?;
    let action = if act.makes_an_author() {
        Action::ArticleChanged
    } else {
        Action::ArticleDecided
    };
    let subject = Subject::ArticleVersion;
    by.record(conn, now, action, subject, row.id, Some(act.as_str()))?;
    Ok(())
}

fn fresh(
    by: &Editor,
    (slug, version, id): (String, i64, Id),
    based_on: Option<i64>,
    document: Json,
    now: Time,
) -> VersionRow {
    VersionRow {
        slug,
        version,
        id,
        status: EditorialStatus::Draft,
        origin: VersionOrigin::Service,
        based_on,
        document,
        content_hash: None,
        revision: 1,
        written_by: Some(by.account()),
        decided_by: None,
        reason: None,
        created_at: now,
        submitted_at: None,
        decided_at: None,
    }
}

/// Begins an article that is new, with its English text.
pub fn begin_new(
    conn: &mut Conn,
    by: &Editor,
    (article, text): (&Article, ArticleText),
    (id, now): (Id, Time),
) -> Result<VersionRow, EditorialError> {
    if store::last_version(conn, &article.slug)? > 0 {
        return Err(EditorialError::Exists);
    }
    let row = fresh(
        by,
        (article.slug.clone(), 1, id),
        None,
        Json::of(article)?,
        now,
    );
    store::insert(conn, &row)?;
    let text = VersionText {
        source_hash: hash_of_words(&text),
        text,
        audio: None,
    };
    store::put_text(conn, (&row.slug, row.version), &text)?;
    record(conn, by, &row, (EditorialAct::Begun, None), now)?;
    Ok(row)
}

/// Begins a version with an earlier one: that which is named, otherwise the published one, otherwise the last.
pub fn begin(
    conn: &mut Conn,
    by: &Editor,
    (slug, from): (&str, Option<i64>),
    (id, now): (Id, Time),
) -> Result<VersionRow, EditorialError> {
    let all = store::lock_all(conn, slug)?;
    if all.iter().any(|row| row.status.is_open()) {
        return Err(EditorialError::DraftOpen);
    }
    let published = all
        .iter()
        .find(|row| row.status == EditorialStatus::Published);
    let last = all.first().ok_or(EditorialError::NotFound)?;
    let from = match from {
        Some(version) => all
            .iter()
            .find(|row| row.version == version)
            .ok_or(EditorialError::NotFound)?,
        None => published.unwrap_or(last),
    };
    let based_on = published.map(|row| row.version);
    let name = (slug.to_owned(), last.version + 1, id);
    let row = fresh(by, name, based_on, from.document.clone(), now);
    store::insert(conn, &row)?;
    for text in store::list_texts(conn, slug, from.version)? {
        store::put_text(conn, (slug, row.version), &text)?;
    }
    record(conn, by, &row, (EditorialAct::Begun, None), now)?;
    Ok(row)
}

/// What a change does to a draft.
pub enum Change {
    /// What holds in every language, and which published version its writer has seen.
    Members(Box<Article>, Option<i64>),
    /// A text.
    Text(ArticleText),
    /// No text in this language.
    NoText(Language),
    /// A recording of the text in this language; `None`: no recording.
    Recording(Language, Option<Audio>),
}

impl Change {
    const fn act(&self) -> EditorialAct {
        match self {
            Self::Members(..) => EditorialAct::Changed,
            Self::Text(_) => EditorialAct::TextWritten,
            Self::NoText(_) => EditorialAct::TextRemoved,
            Self::Recording(_, Some(_)) => EditorialAct::AudioAdded,
            Self::Recording(_, None) => EditorialAct::AudioRemoved,
        }
    }

    fn language(&self) -> Option<Language> {
        match self {
            Self::Members(..) => None,
            Self::Text(text) => Some(text.language.clone()),
            Self::NoText(language) | Self::Recording(language, _) => Some(language.clone()),
        }
    }
}

/// Changes a draft. One that waits for its review is a draft again: what was handed in is what is decided on.
pub fn change(
    conn: &mut Conn,
    by: &Editor,
    (place, if_match): (&Place, &IfMatch),
    make: impl FnOnce(&mut Conn, &VersionRow) -> Result<Change, Problem>,
    now: Time,
) -> Result<VersionRow, Problem> {
    let Locked { mut row, published } = lock(conn, place, if_match)?;
    if !row.status.is_open() {
        return Err(EditorialError::Stands.into());
    }
    let change = make(conn, &row)?;
    let told = (change.act(), change.language());
    apply(conn, &mut row, published.as_ref(), change)?;
    row.status = EditorialStatus::Draft;
    row.submitted_at = None;
    row.revision += 1;
    store::put(conn, &row)?;
    record(conn, by, &row, (told.0, told.1.as_ref()), now)?;
    Ok(row)
}

fn apply(
    conn: &mut Conn,
    row: &mut VersionRow,
    published: Option<&VersionRow>,
    change: Change,
) -> Result<(), EditorialError> {
    let place = (row.slug.as_str(), row.version);
    match change {
        Change::Members(article, based_on) => {
            // What is said to have been seen is what is published now.
            let is_new = based_on != row.based_on;
            if is_new && based_on != published.map(|row| row.version) {
                return Err(EditorialError::MovedOn);
            }
            row.document = Json::of(&*article)?;
            row.based_on = based_on;
        }
        Change::Text(text) => write_text(conn, place, text)?,
        Change::NoText(language) => {
            if store::remove_text(conn, place, language.as_str())? == 0 {
                return Err(EditorialError::NotFound);
            }
        }
        Change::Recording(language, audio) => {
            let mut texts = store::list_texts(conn, place.0, place.1)?.into_iter();
            let text = texts.find(|one| one.text.language == language);
            let mut text = text.ok_or(EditorialError::NotFound)?;
            text.audio = audio;
            store::put_text(conn, place, &text)?;
        }
    }
    Ok(())
}

/// A text is made from the English one as it is now. Its recording is of other words, unless only what is said about it
/// has changed.
fn write_text(
    conn: &mut Conn,
    place: (&str, i64),
    text: ArticleText,
) -> Result<(), EditorialError> {
    let texts = store::list_texts(conn, place.0, place.1)?;
    let was = texts.iter().find(|one| one.text.language == text.language);
    let same_words = was.filter(|one| hash_of_words(&one.text) == hash_of_words(&text));
    let source_hash = if text.language == Language::english() {
        hash_of_words(&text)
    } else {
        hash_of_source(&texts)
    };
    let text = VersionText {
        audio: same_words.and_then(|one| one.audio.clone()),
        source_hash,
        text,
    };
    Ok(store::put_text(conn, place, &text)?)
}
