//! The headers of the contract: those that requests may carry and those that answers carry, each
//! described once among the components and referred to wherever it holds.

use serde_json::{Map, Value, json};

use super::contract_document::Access;
use super::proof_of_work::{MAX_ZERO_BITS, MIN_ZERO_BITS};

/// A string of RFC 8941 (section 3.3.3), or a bare word, as many clients send it.
const KEY_PATTERN: &str = r#"^("([ !#-\[\]-~]|\\["\\]){1,255}"|[A-Za-z0-9_.:~+/=-]{1,255})$"#;
/// One entity tag or several (RFC 9110, section 8.8.3), none of them weak.
const TAGS_PATTERN: &str = r#"^"[A-Za-z0-9_.+-]{1,100}"(, ?"[A-Za-z0-9_.+-]{1,100}"){0,19}$"#;
/// A challenge as it is issued; the last letter of its signature holds two bits.
const CHALLENGE: &str = r"v1\.1[2-6]\.[1-9][0-9]{0,11}\.[A-Za-z0-9_-]{21}[AQgw]";

/// Puts every shared header and parameter among the components.
pub fn add_components(components: &mut Map<String, Value>) {
    components.insert("parameters".to_owned(), parameters());
    components.insert("headers".to_owned(), headers());
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn parameters() -> Value {
    let key = json!({ "type": "string", "minLength": 1, "maxLength": 512, "pattern": KEY_PATTERN });
    let fresh = "A fresh random string for each new write, the same when it is repeated.";
    let key_example = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";
    json!({
        "Lang": {
            "name": "lang", "in": "query", "required": false,
            "description": "The wished language, for clients that cannot set Accept-Language.",
            "schema": { "type": "string", "maxLength": 35,
                "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
            "example": "fil"
        },
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "The wished languages with their weights (RFC 9110, RFC 4647 lookup).",
            "schema": { "type": "string" }, "example": "fil, en;q=0.5"
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The ETag of what you have: 304 when it is current.",
            "schema": { "type": "string" }, "example": "\"Yk3c1vWl7t0mJx5bq2Ea\""
        },
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version that is being changed, or several of which one is current. \
                Never weak; `*` names no version and is refused.",
            "schema": { "type": "string", "pattern": TAGS_PATTERN }, "example": "\"v1\""
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": fresh, "schema": key.clone(), "example": key_example
        },
        "IdempotencyKeyOfAnonymous": {
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": fresh, "schema": key, "example": key_example
        },
        "SecondStep": {
            "name": "Second-Step", "in": "header", "required": false,
            "description": "What `POST /v1/receipt/assistance-request/second-step` answered; without a good one 403 \
                `second_step_needed`. To be kept in memory only.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]{54}$" },
            "example": "AAZJ0VZ4pQBaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg"
        },
        "ProofOfWork": {
            "name": "Proof-Of-Work", "in": "header", "required": false,
            "description": "Only after 429 `proof_of_work_required`: the challenge, a full stop and a nonce such that \
                the SHA-256 hash of all of it begins with the zero bits that were asked for.",
            "schema": { "type": "string", "pattern": format!("^{CHALLENGE}\\.[A-Za-z0-9]{{1,15}}$") },
            "example": "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA.909"
        }
    })
}

fn header(text: &str, required: bool, schema: &Value, example: &str) -> Value {
    let example = serde_json::from_str(example).unwrap_or_else(|_| Value::from(example));
    json!({ "description": text, "required": required, "schema": schema, "example": example })
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn headers() -> Value {
    let text = json!({ "type": "string" });
    let seconds = json!({ "type": "integer", "minimum": 0 });
    let mut all = Map::new();
    let mut add = |name: &str, description: &str, required, schema: &Value, example: &str| {
        all.insert(
            name.to_owned(),
            header(description, required, schema, example),
        );
    };
    let id = json!({ "type": "string", "format": "uuid" });
    add(
        "XRequestId",
        "Names this request in our log.",
        true,
        &id,
        "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    );
    add(
        "RateLimitPolicy",
        "The allowance: its name, how many requests (`q`) in how many seconds (`w`).",
        true,
        &text,
        "\"anonymous\";q=1200;w=60",
    );
    add(
        "RateLimit",
        "What is left of it (`r`), and the seconds until there is more (`t`).",
        true,
        &text,
        "\"anonymous\";r=1187;t=0",
    );
    add(
        "ETag",
        "Names this version of this representation (strong).",
        true,
        &text,
        "\"v1\"",
    );
    add(
        "VersionETag",
        "Where a change needs `If-Match`: the version that it made.",
        false,
        &text,
        "\"v2\"",
    );
    add(
        "CurrentETag",
        "The version that is current.",
        true,
        &text,
        "\"v3\"",
    );
    add(
        "Link",
        "The next page, if there is one (RFC 8288).",
        false,
        &text,
        "</v1/agencies?cursor=bWFyaw>; rel=\"next\"",
    );
    add(
        "Location",
        "Where the new thing is.",
        true,
        &text,
        "/v1/receipt/assistance-request",
    );
    add(
        "IdempotencyReplayed",
        "`true` when this is the stored answer of an earlier attempt.",
        false,
        &json!({ "type": "string", "enum": ["true"] }),
        "\"true\"",
    );
    add(
        "ContentLanguage",
        "The languages of the texts, where there are any.",
        false,
        &text,
        "fil",
    );
    add(
        "ProblemLanguage",
        "The language of title and detail.",
        true,
        &text,
        "en",
    );
    add(
        "WWWAuthenticate",
        "What is wanted in `Authorization`.",
        true,
        &text,
        "Receipt realm=\"tulay\"",
    );
    add(
        "Allow",
        "The methods that are served.",
        true,
        &text,
        "GET, HEAD",
    );
    add(
        "RetryAfter",
        "Seconds after which a repetition may succeed.",
        true,
        &seconds,
        "7",
    );
    add(
        "RetryAfterInProgress",
        "With `in_progress`: seconds after which to repeat it.",
        false,
        &seconds,
        "1",
    );
    let challenge = json!({ "type": "string", "pattern": format!("^{CHALLENGE}$") });
    add(
        "ProofOfWorkChallenge",
        &format!(
            "With `proof_of_work_required`: the puzzle whose solution lets the request in; {MIN_ZERO_BITS} to {MAX_ZERO_BITS} zero bits."
        ),
        false,
        &challenge,
        "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA",
    );
    Value::Object(all)
}

/// The parameters that are the same everywhere.
pub fn shared_parameters(
    access: Access,
    is_safe: bool,
    is_conditional: bool,
    needs_key: bool,
) -> Vec<Value> {
    let mut names = vec!["Lang", "AcceptLanguage"];
    match (is_safe, access) {
        (true, _) => names.push("IfNoneMatch"),
        (false, _) if needs_key => names.push("IdempotencyKeyOfAnonymous"),
        (false, Access::Public) => names.extend(["IdempotencyKeyOfAnonymous", "ProofOfWork"]),
        (false, Access::Receipt | Access::Staff) => names.push("IdempotencyKey"),
    }
    if is_conditional {
        names.push("IfMatch");
    }
    names.into_iter().map(refer).collect()
}

/// Those of them that hold whatever protocol is spoken.
pub fn language_parameters() -> Vec<Value> {
    ["Lang", "AcceptLanguage"].map(refer).to_vec()
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// What matters for the headers of an operation's answers.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Kind {
    /// Who may call it.
    pub access: Access,
    /// Whether it only reads.
    pub is_safe: bool,
    /// Whether it answers page by page.
    pub is_list: bool,
    /// Whether another protocol is spoken, which has headers of its own.
    pub is_foreign: bool,
    /// Whether it asks something and stores nothing, although it takes a body.
    pub is_asked: bool,
}

/// Refers each answer to the headers that it carries.
pub fn add_response_headers(responses: &mut Map<String, Value>, kind: Kind) {
    for (status, response) in responses.iter_mut() {
        let Some(response) = response.as_object_mut() else {
            continue;
        };
        let is_json = response
            .get("content")
            .and_then(Value::as_object)
            .is_some_and(|content| {
                let is_kept = |media| content.contains_key(media);
                ["application/json", "application/geo+json"]
                    .iter()
                    .any(|media| is_kept(*media))
            });
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        let Some(headers) = headers.as_object_mut() else {
            continue;
        };
        let always = [
            ("X-Request-Id", "XRequestId"),
            ("RateLimit", "RateLimit"),
            ("RateLimit-Policy", "RateLimitPolicy"),
        ];
        let own = if status.starts_with(['4', '5']) {
            of_refusal(status, kind)
        } else {
            of_success(status, kind, is_json)
        };
        for (name, component) in always.into_iter().chain(own) {
            let reference = json!({ "$ref": format!("#/components/headers/{component}") });
            headers.insert(name.to_owned(), reference);
        }
    }
}

type Named = (&'static str, &'static str);

fn of_success(status: &str, kind: Kind, is_json: bool) -> Vec<Named> {
    let mut named = Vec::new();
    match (status, kind.is_safe) {
        (_, false) if kind.is_foreign => {}
        ("200", false) if kind.is_asked => named.push(("Content-Language", "ContentLanguage")),
        ("200", true) => {
            if is_json {
                named.extend([("ETag", "ETag"), ("Content-Language", "ContentLanguage")]);
            }
            if kind.is_list {
                named.push(("Link", "Link"));
            }
        }
        ("304", true) => named.push(("ETag", "ETag")),
        ("200" | "201", false) => named.extend([
            ("ETag", "VersionETag"),
            ("Content-Language", "ContentLanguage"),
            ("Idempotency-Replayed", "IdempotencyReplayed"),
        ]),
        ("204", false) => named.push(("Idempotency-Replayed", "IdempotencyReplayed")),
        _ => {}
    }
    if status == "201" {
        named.push(("Location", "Location"));
    }
    named
}

fn of_refusal(status: &str, kind: Kind) -> Vec<Named> {
    let mut named = vec![("Content-Language", "ProblemLanguage")];
    match status {
        "401" => named.push(("WWW-Authenticate", "WWWAuthenticate")),
        "405" => named.push(("Allow", "Allow")),
        "409" => named.push(("Retry-After", "RetryAfterInProgress")),
        "412" if !kind.is_foreign => named.push(("ETag", "CurrentETag")),
        "429" | "503" => named.push(("Retry-After", "RetryAfter")),
        _ => {}
    }
    let takes_proof = !kind.is_safe && !kind.is_asked && kind.access == Access::Public;
    if status == "429" && takes_proof {
        named.push(("Proof-Of-Work-Challenge", "ProofOfWorkChallenge"));
    }
    named
}
