//! The part of Markdown that articles use: headings from the second level on, paragraphs, lists,
//! emphasis and links. Apps render it with whatever they have, so nothing else gets in.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

/// What is wrong with a body, each with its line.
pub(in crate::rights) fn faults_of(body: &str, first_line: usize) -> Vec<String> {
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
        Event::Start(tag) => fault_of_tag(tag),
        // `Html` is each line of a block of HTML, whose tag was told already.
        Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::End(_) | Event::Html(_) => {
            None
        }
        Event::InlineHtml(_) => Some("HTML is not allowed"),
        _ => Some("only headings, paragraphs, lists, emphasis and links are allowed"),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "as above")]
fn fault_of_tag(tag: &Tag<'_>) -> Option<&'static str> {
    match tag {
        Tag::Heading { level, .. } if *level == HeadingLevel::H1 => {
            Some("headings begin at the second level (`##`)")
        }
        Tag::Link { dest_url, .. } if !dest_url.starts_with("https://") => {
            Some("a link must begin with https://")
        }
        Tag::HtmlBlock => Some("HTML is not allowed"),
        Tag::Heading { .. }
        | Tag::Link { .. }
        | Tag::Paragraph
        | Tag::List(_)
        | Tag::Item
        | Tag::Emphasis
        | Tag::Strong => None,
        _ => Some("only headings, paragraphs, lists, emphasis and links are allowed"),
    }
}

#[cfg(test)]
mod tests {
    use super::faults_of;

    #[test]
    fn what_articles_use_is_allowed() {
        let body = "One *two* **three** [four](https://tulay.example/).\n\n## Five\n\n\
            - six\n- seven\n\n1. eight\n   nine\n\n### Ten\n";
        assert_eq!(faults_of(body, 1), Vec::<String>::new());
    }

    #[test]
    fn everything_else_is_told_with_its_line() {
        for (body, expected) in [
            ("", "there is no text below the front matter"),
            (
                "one\n\n# two",
                "line 12: headings begin at the second level (`##`)",
            ),
            (
                "one\n===",
                "line 10: headings begin at the second level (`##`)",
            ),
            ("<p>one</p>", "line 10: HTML is not allowed"),
            ("one <br> two", "line 10: HTML is not allowed"),
            (
                "one\n\n<script>\nx\n</script>",
                "line 12: HTML is not allowed",
            ),
            (
                "[one](http://tulay.example/)",
                "line 10: a link must begin with https://",
            ),
            (
                "[one](javascript:alert)",
                "line 10: a link must begin with https://",
            ),
        ] {
            assert_eq!(faults_of(body, 10), [expected], "{body}");
        }
        for body in [
            "![one](https://tulay.example/a.png)",
            "    code",
            "```\ncode\n```",
            "---",
            "> one",
        ] {
            let faults = faults_of(body, 1);
            assert!(
                faults.iter().any(|f| f.contains("only headings")),
                "{body}: {faults:?}"
            );
        }
    }
}
