//! Whether the pages on which articles rest can still be read.

mod http;
mod job;
mod store;

pub(super) use http::list_article_links;
pub use job::LinkChecker;
