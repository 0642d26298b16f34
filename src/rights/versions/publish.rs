//! What is in the files becomes versions, and what is published becomes what the public reads.

use std::collections::BTreeMap;

use super::model::{EditorialStatus, VersionOrigin, VersionText, hash_of_content, hash_of_words};
use super::store::{self, HeadRow, VersionRow};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::{Id, SystemRandomness};
use crate::platform::language::Language;
use crate::rights::import::Changes;
use crate::rights::model::{Article, ArticleText};
use crate::rights::store::StoreError;
use crate::rights::store::projection::{self, Before};

/// Whether files overwrite what editors have published here since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeOver {
    /// They do not; it is told.
    No,
    /// They do.
    Yes,
}

/// How an article stands before an import.
#[derive(Default)]
struct Standing {
    last: i64,
    published: Option<HeadRow>,
    /// Somebody has taken it from the public, and nothing was published since.
    is_taken_down: bool,
}

/// What becomes of an article of the files.
enum Verdict {
    Unchanged,
    Kept,
    Published,
}

/// Publishes what is new in the files, and takes from the public what is no longer in them. What editors have published,
/// or taken from the public, stays as it is unless it is to be taken over.
pub fn import(
    conn: &mut Conn,
    material: &[(Article, Vec<ArticleText>)],
    take_over: TakeOver,
    now: Time,
) -> Result<Changes, StoreError> {
    let mut standings = standings(store::list_heads(conn)?);
    let mut changes = Changes::none("articles");
    for (article, texts) in material {
        let slug = article.slug.clone();
        let standing = standings.remove(&slug).unwrap_or_default();
        let hash = hash_of_content(article, texts)?;
        match standing.verdict(&hash, take_over) {
            Verdict::Unchanged => changes.unchanged += 1,
            Verdict::Kept => changes.kept.push(slug),
            Verdict::Published => {
                let is_new = standing.published.is_none();
                publish_files(conn, &standing, (article, texts.as_slice()), &hash, now)?;
                let told = if is_new {
                    &mut changes.added
                } else {
                    &mut changes.changed
                };
                told.push(slug);
            }
        }
    }
    for (slug, standing) in standings {
        let Some(published) = standing.published else {
            continue;
        };
        if published.origin == VersionOrigin::Service && take_over == TakeOver::No {
            changes.kept.push(slug);
            continue;
        }
        end(conn, &published, EditorialStatus::Withdrawn, now)?;
        changes.removed.push(slug);
    }
    show_all(conn, now)?;
    Ok(changes)
}

fn standings(heads: Vec<HeadRow>) -> BTreeMap<String, Standing> {
    let mut all: BTreeMap<String, Standing> = BTreeMap::new();
    for head in heads {
        let standing = all.entry(head.slug.clone()).or_default();
        standing.last = head.version;
        // A published one that was withdrawn has the hash of its content; a draft that was given up has none.
        let was_public = head.content_hash.is_some();
        if head.status == EditorialStatus::Withdrawn && was_public {
            standing.is_taken_down = head.decided_by.is_some();
        }
        if head.status == EditorialStatus::Published {
            standing.published = Some(head);
        }
    }
    all
}

impl Standing {
    fn verdict(&self, hash: &[u8], take_over: TakeOver) -> Verdict {
        let is_of_editors = match &self.published {
            Some(published) if published.content_hash.as_deref() == Some(hash) => {
                return Verdict::Unchanged;
            }
            Some(published) => published.origin == VersionOrigin::Service,
            None => self.is_taken_down,
        };
        if is_of_editors && take_over == TakeOver::No {
            Verdict::Kept
        } else {
            Verdict::Published
        }
    }
}

/// A version that was published is no longer.
fn end(
    conn: &mut Conn,
    head: &HeadRow,
    status: EditorialStatus,
    now: Time,
) -> Result<(), StoreError> {
    if let Some(mut row) = store::find(conn, &head.slug, head.version)? {
        row.status = status;
        row.revision += 1;
        row.decided_at = Some(now);
        if status == EditorialStatus::Withdrawn {
            row.decided_by = None;
        }
        store::put(conn, &row)?;
    }
    Ok(())
}

fn publish_files(
    conn: &mut Conn,
    standing: &Standing,
    (article, texts): (&Article, &[ArticleText]),
    hash: &[u8],
    now: Time,
) -> Result<(), StoreError> {
    let before = match &standing.published {
        Some(head) => store::list_texts(conn, &head.slug, head.version)?,
        None => Vec::new(),
    };
    if let Some(head) = &standing.published {
        end(conn, head, EditorialStatus::Superseded, now)?;
    }
    let row = VersionRow {
        slug: article.slug.clone(),
        version: standing.last + 1,
        id: Id::from_parts(now, &SystemRandomness),
        status: EditorialStatus::Published,
        origin: VersionOrigin::Import,
        based_on: standing.published.as_ref().map(|head| head.version),
        document: Json::of(article)?,
        content_hash: Some(hash.to_vec()),
        revision: 1,
        written_by: None,
        decided_by: None,
        reason: None,
        created_at: now,
        submitted_at: None,
        decided_at: Some(now),
    };
    store::insert(conn, &row)?;
    for text in followed(texts, &before) {
        store::put_text(conn, (&row.slug, row.version), &text)?;
    }
    Ok(())
}

/// The texts of the files, each with what is remembered of it: a translation whose file has not changed was made from the
/// English text from which it was made before; one that has changed was brought up to date. A recording is of the same
/// words.
fn followed(texts: &[ArticleText], before: &[VersionText]) -> Vec<VersionText> {
    let english = Language::english();
    let source = texts.iter().find(|text| text.language == english);
    let source = source.map(hash_of_words).unwrap_or_default();
    let follow = |text: &ArticleText| {
        let was = before.iter().find(|one| one.text.language == text.language);
        let same_words = was.filter(|one| hash_of_words(&one.text) == hash_of_words(text));
        let is_source = text.language == english;
        VersionText {
            text: text.clone(),
            source_hash: match same_words {
                Some(one) if !is_source && one.text == *text => one.source_hash.clone(),
                Some(_) | None => source.clone(),
            },
            audio: same_words.and_then(|one| one.audio.clone()),
        }
    };
    texts.iter().map(follow).collect()
}

/// Writes all that the public reads anew, which cannot leave anything behind.
fn show_all(conn: &mut Conn, now: Time) -> Result<(), StoreError> {
    let before = Before::read(conn)?;
    projection::clear(conn)?;
    for row in store::list_published(conn)? {
        let texts = store::list_texts(conn, &row.slug, row.version)?;
        let article = row.article()?;
        projection::show(conn, &before, (&article, row.version), &texts, now)?;
    }
    Ok(())
}

/// Shows a version that has just been published in the place of what was shown of its article.
pub fn show(
    conn: &mut Conn,
    row: &VersionRow,
    texts: &[VersionText],
    now: Time,
) -> Result<(), StoreError> {
    let before = Before::read(conn)?;
    projection::take_down(conn, &row.slug)?;
    let article = row.article()?;
    projection::show(conn, &before, (&article, row.version), texts, now)
}
