//! What a version is.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::platform::language::Language;
use crate::rights::model::{Article, ArticleText, Audio, TranslationStatus};
use crate::rights::store::StoreError;
use crate::text_enum;

text_enum! {
    /// How a version of an article stands.
    pub enum EditorialStatus {
        /// It is being written.
        Draft => "draft",
        /// It waits for a second person.
        InReview => "in_review",
        /// Everybody reads it.
        Published => "published",
        /// It was published; another one is now.
        Superseded => "superseded",
        /// A second person did not want it published; the reason is said.
        Rejected => "rejected",
        /// It was given up, or taken from the public.
        Withdrawn => "withdrawn",
    }
}

impl EditorialStatus {
    /// Whether it can still become the published one.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::InReview)
    }
}

text_enum! {
    /// Where a version of an article comes from.
    pub enum VersionOrigin {
        /// From files.
        Import => "import",
        /// It was written here.
        Service => "service",
    }
}

text_enum! {
    /// What somebody did with a version of an article.
    pub enum EditorialAct {
        /// Began it.
        Begun => "begun",
        /// Changed what holds in every language.
        Changed => "changed",
        /// Wrote a text.
        TextWritten => "text_written",
        /// Took a text out.
        TextRemoved => "text_removed",
        /// Added the recording of a text.
        AudioAdded => "audio_added",
        /// Took the recording of a text out.
        AudioRemoved => "audio_removed",
        /// Handed it in.
        HandedIn => "handed_in",
        /// Published it.
        Published => "published",
        /// Rejected it.
        Rejected => "rejected",
        /// Gave it up, or took it from the public.
        Withdrawn => "withdrawn",
    }
}

impl EditorialAct {
    /// Whether who did it has a hand in what the version says, so that somebody else must decide on it.
    pub const fn makes_an_author(self) -> bool {
        matches!(
            self,
            Self::Begun
                | Self::Changed
                | Self::TextWritten
                | Self::TextRemoved
                | Self::AudioAdded
                | Self::AudioRemoved
                | Self::HandedIn
        )
    }
}

/// A text of a version, with what belongs to it.
#[derive(Debug, Clone)]
pub struct VersionText {
    /// What it says.
    pub text: ArticleText,
    /// The hash of the English text from which it was made.
    pub source_hash: Vec<u8>,
    /// The recording of exactly this text.
    pub audio: Option<Audio>,
}

/// The hash of what a text says, by which a translation remembers of what it was made.
pub fn hash_of_words(text: &ArticleText) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in [&text.title, &text.summary, &text.body] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().to_vec()
}

/// The hash of the English text among these.
pub fn hash_of_source(texts: &[VersionText]) -> Vec<u8> {
    let english = Language::english();
    let source = texts.iter().find(|one| one.text.language == english);
    source
        .map(|one| hash_of_words(&one.text))
        .unwrap_or_default()
}

impl VersionText {
    /// Whether the English text has changed since this one was made from it. A wording that somebody else has
    /// published is no translation of ours and never is.
    pub fn is_stale(&self, source: &[u8]) -> bool {
        let is_translation = self.text.translation_status != TranslationStatus::Source
            && self.text.published_by.is_none();
        is_translation && self.source_hash != source
    }
}

/// The hash of something that can be written as JSON.
pub fn hash_of<T: Serialize>(content: &T) -> Result<Vec<u8>, StoreError> {
    Ok(Sha256::digest(serde_json::to_vec(content)?).to_vec())
}

/// The hash of an article with its texts, in whatever order they come.
pub fn hash_of_content<'t>(
    article: &Article,
    texts: impl IntoIterator<Item = &'t ArticleText>,
) -> Result<Vec<u8>, StoreError> {
    let mut texts: Vec<&ArticleText> = texts.into_iter().collect();
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    hash_of(&(article, texts))
}
