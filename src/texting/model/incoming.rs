//! A text as gateways hand it in.

use serde::Deserialize;
use serde_json::Value;

use crate::platform::phone::PhoneNumber;

/// In which form a gateway hands texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Our own: JSON with `from` and `text`; the id is in the headers.
    Generic,
    /// The webhook of a RapidPro or TextIt flow (JSON), or that of older versions for incoming messages (a form).
    RapidPro,
}

/// A text that came in. It has no `Debug`, which would show what is said.
pub struct Incoming {
    /// What the gateway calls it.
    pub message_id: String,
    /// Who sent it.
    pub from: PhoneNumber,
    /// What it says.
    pub text: String,
}

/// Why something that was handed in is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAText {
    /// It is about something else.
    #[error("it is no incoming text")]
    SomethingElse,
    /// It does not have the form.
    #[error("it does not have the form of a text")]
    Malformed,
}

/// Longest text that is read, in characters: more than a telephone sends in fifty parts.
const LONGEST: usize = 9_000;
/// Longest id of a message.
const LONGEST_ID: usize = 255;

/// Reads a body. `signed_id` is the id of the headers that were signed.
pub fn read(
    form: Form,
    is_form_encoded: bool,
    body: &[u8],
    signed_id: Option<&str>,
) -> Result<Incoming, NotAText> {
    match form {
        Form::Generic => read_generic(body, signed_id.ok_or(NotAText::Malformed)?),
        Form::RapidPro if is_form_encoded => read_event(body),
        Form::RapidPro => read_flow(body),
    }
}

#[derive(Deserialize)]
struct Generic {
    from: String,
    text: String,
}

fn read_generic(body: &[u8], id: &str) -> Result<Incoming, NotAText> {
    let read: Generic = serde_json::from_slice(body).map_err(|_| NotAText::Malformed)?;
    checked(id, &read.from, &read.text)
}

/// What a flow posts: the text under `input`, which is null when the flow was not started by one.
fn read_flow(body: &[u8]) -> Result<Incoming, NotAText> {
    let posted: Value = serde_json::from_slice(body).map_err(|_| NotAText::Malformed)?;
    let input = posted.get("input").filter(|input| !input.is_null());
    let input = input.ok_or(NotAText::SomethingElse)?;
    let text = |pointer: &str| input.pointer(pointer).and_then(Value::as_str);
    let of_contact = posted.pointer("/contact/urn").and_then(Value::as_str);
    let from = match text("/urn/scheme") {
        Some("tel") => text("/urn/path"),
        Some(_) => None,
        None => text("/urn")
            .or(of_contact)
            .and_then(|urn| urn.strip_prefix("tel:")),
    };
    let (Some(id), Some(from)) = (text("/uuid"), from) else {
        return Err(NotAText::Malformed);
    };
    checked(id, from, text("/text").unwrap_or_default())
}

/// What older versions post of each message (`event=mo_sms`).
fn read_event(body: &[u8]) -> Result<Incoming, NotAText> {
    let find = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(body);
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    };
    if find("event").as_deref() != Some("mo_sms") {
        return Err(NotAText::SomethingElse);
    }
    let (Some(id), Some(from)) = (find("sms"), find("phone")) else {
        return Err(NotAText::Malformed);
    };
    checked(&id, &from, &find("text").unwrap_or_default())
}

fn checked(id: &str, from: &str, text: &str) -> Result<Incoming, NotAText> {
    let length = id.chars().count();
    if length == 0 || length > LONGEST_ID {
        return Err(NotAText::Malformed);
    }
    Ok(Incoming {
        message_id: id.to_owned(),
        from: international(from).ok_or(NotAText::Malformed)?,
        text: text.chars().take(LONGEST).map(without_controls).collect(),
    })
}

/// Characters that no text keeps.
fn without_controls(c: char) -> char {
    if c == '\r' {
        '\n'
    } else if c.is_control() && !matches!(c, '\n' | '\t') {
        ' '
    } else {
        c
    }
}

/// A number as gateways write it: with or without `+`, with `00`, with spaces.
fn international(number: &str) -> Option<PhoneNumber> {
    let bare: String = number
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
        .collect();
    let digits = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    PhoneNumber::try_from(format!("+{}", digits.unwrap_or(&bare))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(read: Result<Incoming, NotAText>) -> Option<(String, String, String)> {
        let read = read.ok()?;
        Some((read.message_id, read.from.as_str().to_owned(), read.text))
    }

    fn expected(id: &str) -> (String, String, String) {
        (id.to_owned(), "+6591234567".to_owned(), "1".to_owned())
    }

    #[test]
    fn our_own_form_is_read_with_numbers_as_gateways_write_them() {
        for from in ["+6591234567", "6591234567", "006591234567", "+65 9123-4567"] {
            let body = serde_json::json!({ "from": from, "text": "1", "to": "77999" }).to_string();
            let read = read(Form::Generic, false, body.as_bytes(), Some("m1"));
            assert_eq!(told(read), Some(expected("m1")), "{from}");
        }
        for body in [
            "",
            "{}",
            r#"{"from":"INFO","text":"1"}"#,
            r#"{"from":"+6591234567"}"#,
        ] {
            assert!(
                read(Form::Generic, false, body.as_bytes(), Some("m1")).is_err(),
                "{body}"
            );
        }
    }

    #[test]
    fn what_a_flow_posts_is_read() {
        let body = serde_json::json!({
            "contact": { "uuid": "c", "name": "", "urn": "tel:+6591234567" },
            "flow": { "uuid": "f", "name": "Tulay" }, "path": [], "results": {},
            "run": { "uuid": "r", "created_on": "2026-11-30T08:00:00Z" },
            "input": { "attachments": [], "channel": { "uuid": "h", "name": "SIM", "address": "+6577999" },
                "created_on": "2026-11-30T08:00:00Z", "text": "1", "type": "msg",
                "urn": { "display": "9123 4567", "path": "+6591234567", "scheme": "tel" }, "uuid": "i1" },
            "channel": null
        });
        let posted = |body: &Value| read(Form::RapidPro, false, body.to_string().as_bytes(), None);
        assert_eq!(told(posted(&body)), Some(expected("i1")));
        let mut other = body.clone();
        other["input"]["urn"] = Value::Null;
        assert_eq!(
            told(posted(&other)),
            Some(expected("i1")),
            "the contact has the number"
        );
        other["input"]["urn"] = serde_json::json!({ "scheme": "telegram", "path": "12345678" });
        assert!(posted(&other).is_err(), "no telephone");
        other["input"] = Value::Null;
        assert_eq!(posted(&other).err(), Some(NotAText::SomethingElse));
    }

    #[test]
    fn what_older_versions_post_is_read() {
        let body = b"event=mo_sms&relayer=254&sms=912&phone=%2B6591234567&text=1&status=P&direction=I&time=2013-01-21T22%3A34%3A00.123";
        assert_eq!(
            told(read(Form::RapidPro, true, body, None)),
            Some(expected("912"))
        );
        let alarm = read(
            Form::RapidPro,
            true,
            b"event=alarm&phone=%2B6591234567",
            None,
        );
        assert_eq!(alarm.err(), Some(NotAText::SomethingElse));
    }
}
