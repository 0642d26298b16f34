//! The part of Markdown that articles use: headings from the second level on, paragraphs, lists,
//! emphasis and links. Apps render it with whatever they have, so nothing else gets in.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

/// What is wrong with a body, each with its line.
pub(super) fn faults_of(body: &str, first_line: usize) -> Vec<String> {
    let mut faults = Vec::new();
    if body.trim().is_empty() {
        return vec!["there is no text below the front matter".to_owned()];
    }
    for (event, range) in Parser::new_ext(body, Options::empty()).into_offset_iter() {
        let Some(reason) = fault_of(&event) else {
            continue;
        };
        let before = body.get(..range.start).unwrap_or_default();
        let line = first_line + before.matches('\n').count();
        faults.push(format!("line {line}: {reason}"));
    }
    faults
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and open; what is allowed here is the short part"
)]
fn fault_of(event: &Event<'_>) -> Option<&'static str> {
    match event {
        Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::End(_) => None,
        Event::Start(tag) => fault_of_tag(tag),
        // A block comes as its tag first, which was told already.
        Event::Html(_) => None,
        Event::InlineHtml(_) => Some("HTML is not allowed"),
        _ => Some("only headings, paragraphs, lists, emphasis and links are allowed"),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "as above")]
fn fault_of_tag(tag: &Tag<'_>) -> Option<&'static str> {
    match tag {
        Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong => None,
        Tag::Heading {
            level: HeadingLevel::H1,
            ..
        } => Some("headings begin at the second level (`##`)"),
        Tag::Heading { .. } => None,
        Tag::Link { dest_url, .. } if dest_url.starts_with("https://") => None,
        Tag::Link { .. } => Some("a link must begin with https://"),
        Tag::HtmlBlock => Some("HTML is not allowed"),
        _ => Some("only headings, paragraphs, lists, emphasis and links are allowed"),
    }
}
