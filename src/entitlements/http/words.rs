//! The words of an answer in the caller's language.

use crate::entitlements::model::Library;
use crate::platform::clock::Date;
use crate::platform::code_lists::Texts;
use crate::platform::http::Context;
use crate::platform::messages::Arguments;

/// How things are called for one caller.
pub(super) struct Words<'c> {
    context: &'c Context,
    pub library: &'c Library,
    pub today: Date,
}

impl<'c> Words<'c> {
    pub fn of(context: &'c Context, library: &'c Library) -> Self {
        Self {
            context,
            library,
            today: context.now().date(),
        }
    }

    /// A text of ours.
    pub fn text(&self, name: &str, arguments: &Arguments) -> String {
        self.context.say(name, None, arguments)
    }

    /// What a code is called.
    pub fn label(&self, list: &str, code: &str) -> String {
        self.context.label(list, code)
    }

    /// The nearest of some labels.
    pub fn nearest(&self, texts: &Texts) -> String {
        self.context.nearest(texts).unwrap_or_default()
    }

    /// What a kind of entitlement is called.
    pub fn kind(&self, code: &str) -> String {
        let kind = self.library.kind(code);
        kind.map_or_else(|| code.to_owned(), |kind| self.nearest(&kind.label))
    }
}
