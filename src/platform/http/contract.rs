//! The published contract, which is also what is enforced.
//!
//! The OpenAPI document comes from the code; here it gets what every operation has in common
//! (see [`complete`](super::contract_document::complete)) and is what requests are checked against. So a
//! limit is written once: what `/openapi.json` says is what a request is checked against, and all
//! faults are found at once.

mod checker;
mod document;
mod faults;
mod operation;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use actix_web::http::Method;
use actix_web::web::Bytes;
use serde_json::{Value, json};

use self::checker::Checker;
use self::document::{Components, Document};
pub(super) use self::faults::escape;
use self::faults::refuse;
use self::operation::{Operation, Taken};
use super::compress::Coded;
use super::etag::EntityTag;
use crate::platform::problem::{INTERNAL_ERROR, MALFORMED_REQUEST, Problem};

/// Why a contract cannot be enforced; only a broken build meets it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the contract of {operation} cannot be enforced: {reason}")]
pub struct ContractError {
    operation: String,
    reason: String,
}

/// The member of the document that names the schemas of what servers say to each other.
pub const MESSAGES: &str = "x-messages-between-servers";

/// The extension that names the schemas of documents which come in by more than one operation; the contract checks them by name.
pub const DOCUMENTS: &str = "x-documents";

/// The top-level member that names the version of the codes which the document holds.
pub const CODES: &str = "x-code-lists";

/// The contract in force.
pub struct Contract {
    json: Coded,
    tag: EntityTag,
    codes: String,
    operations: HashMap<(Method, String), Operation>,
    methods: Vec<(String, Vec<Method>)>,
    /// What servers say to each other, by the name of its schema.
    messages: HashMap<String, Checker>,
    components: Components<'static>,
}

impl Contract {
    /// The contract that comes with the program.
    pub fn shipped() -> Result<Arc<Self>, ContractError> {
        static SHIPPED: LazyLock<Result<Arc<Contract>, ContractError>> = LazyLock::new(|| {
            Contract::read(include_str!("../../../openapi/openapi.json")).map(Arc::new)
        });
        SHIPPED.clone()
    }

    /// The contract that a complete document makes. Its text stays in memory until the program ends.
    pub fn of(document: &Value) -> Result<Self, ContractError> {
        Self::read(document.to_string().leak())
    }

    /// Only finds where in the text each part is: see [`Operation`] and [`Checker`].
    fn read(text: &'static str) -> Result<Self, ContractError> {
        let document: Document<'static> =
            serde_json::from_str(text).map_err(|error| ContractError {
                operation: "the whole document".to_owned(),
                reason: error.to_string(),
            })?;
        let mut operations = HashMap::new();
        let mut methods = Vec::new();
        for (path, item) in document.paths {
            let mut of_path = Vec::new();
            for (name, source) in item {
                let Ok(method) = Method::from_bytes(name.to_uppercase().as_bytes()) else {
                    continue;
                };
                let operation = Operation::new(source);
                operations.insert((method.clone(), path.clone().into_owned()), operation);
                of_path.push(method);
            }
            methods.push((path.into_owned(), of_path));
        }
        let names = document.messages.into_iter().chain(document.documents);
        let json = Bytes::from_static(text.as_bytes());
        Ok(Self {
            tag: EntityTag::of_bytes(&json),
            json: Coded::new(json),
            codes: document.codes,
            operations,
            methods,
            messages: names.map(message).collect(),
            components: document.components,
        })
    }

    /// Compiles everything, for the test that proves that everything can be.
    pub fn compile_all(&self) -> Result<(), ContractError> {
        let of_operations = self.operations.iter().flat_map(|((method, path), own)| {
            let name = format!("{method} {path}");
            let checkers = own.taken(&self.components).checkers();
            checkers.map(move |checker| (name.clone(), checker))
        });
        let of_messages = self.messages.iter();
        let of_messages = of_messages.map(|(name, checker)| (name.clone(), checker));
        for (operation, checker) in of_operations.chain(of_messages) {
            let compiled = checker.compiled(&self.components);
            compiled.map_err(|reason| ContractError {
                operation,
                reason: reason.to_owned(),
            })?;
        }
        Ok(())
    }

    /// The version of the codes that the document holds.
    pub fn codes(&self) -> &str {
        &self.codes
    }

    /// The document as served.
    pub const fn json(&self) -> (&Coded, &EntityTag) {
        (&self.json, &self.tag)
    }

    /// The methods of each path template.
    pub fn methods(&self) -> &[(String, Vec<Method>)] {
        &self.methods
    }

    /// Checks a body; every fault is listed, up to a hundred.
    pub fn check_body(&self, method: &Method, path: &str, body: &Value) -> Result<(), Problem> {
        let taken = self.taken(method, path);
        let checker = taken.and_then(|taken| taken.body.as_ref());
        checker.map_or(Ok(()), |checker| self.check(checker, body, ""))
    }

    /// Checks one line of a body of newline-delimited JSON; every fault is listed, up to a hundred.
    pub fn check_line(&self, method: &Method, path: &str, line: &Value) -> Result<(), Problem> {
        let taken = self.taken(method, path);
        let checker = taken.and_then(|taken| taken.line.as_ref());
        checker.map_or(Ok(()), |checker| self.check(checker, line, ""))
    }

    /// Checks what another server says, by the name of its schema; every fault is listed, up to a hundred.
    pub fn check_message(&self, name: &str, message: &Value) -> Result<(), Problem> {
        let checker = self.messages.get(name);
        let checker = checker.ok_or(Problem::new(&MALFORMED_REQUEST))?;
        self.check(checker, message, "")
    }

    /// The faults are named by JSON pointers that begin with `base`.
    fn check(&self, checker: &Checker, value: &Value, base: &str) -> Result<(), Problem> {
        let compiled = checker.compiled(&self.components).map_err(|reason| {
            tracing::error!(reason, "A part of the contract cannot be enforced");
            Problem::new(&INTERNAL_ERROR)
        })?;
        refuse(compiled.faults_of(value, base))
    }

    /// The media types in which an operation takes its body; none when it takes no body.
    pub fn media_types(&self, method: &Method, path: &str) -> &[String] {
        let taken = self.taken(method, path);
        taken.map_or(&[], |taken| taken.media_types.as_slice())
    }

    /// Turns a query string into JSON by the parameters' types and checks it.
    pub fn read_query(&self, method: &Method, path: &str, query: &str) -> Result<Value, Problem> {
        let Some(taken) = self.taken(method, path) else {
            return Ok(json!({}));
        };
        let value = taken.query_as_json(query);
        self.check(&taken.query, &value, "/query")?;
        Ok(value)
    }

    /// What an operation takes. The routes of actix say of a variable that it may hold slashes; the contract cannot.
    fn taken(&self, method: &Method, path: &str) -> Option<&Taken> {
        let path = path.replace(":.*}", "}");
        let operation = self.operations.get(&(method.clone(), path))?;
        Some(operation.taken(&self.components))
    }
}

/// What another server's message is checked by, with its name.
fn message(name: Cow<'static, str>) -> (String, Checker) {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    (name.into_owned(), Checker::new(schema))
}
