//! Values of the wire that have a schema of their own.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::identity::permissions::Scope;

/// Scopes, none of them twice.
#[derive(Debug)]
pub(super) struct ScopeSet(pub Vec<Scope>);

impl<'de> Deserialize<'de> for ScopeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl PartialSchema for ScopeSet {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(Scope::schema())
            .min_items(Some(1))
            .max_items(Some(Scope::ALL.len()))
            .unique_items(true)
            .description(Some("What a client may do: one or several scopes."))
            .into()
    }
}

impl ToSchema for ScopeSet {
    fn name() -> Cow<'static, str> {
        "ScopeSet".into()
    }
}

/// A public key as it came in.
#[derive(Debug, Deserialize)]
pub(super) struct PublicJwk(pub Value);

impl PartialSchema for PublicJwk {
    fn schema() -> RefOr<Schema> {
        let text = || {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .max_length(Some(2000))
        };
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "A public key (RFC 7517) with which the client signs: RSA of at least 2,048 bits, P-256 or Ed25519.",
            ))
            .property("kty", text().enum_values(Some(["RSA", "EC", "OKP"])))
            .required("kty")
            .additional_properties(Some(text()))
            .examples([serde_json::json!({ "kty": "OKP", "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })])
            .into()
    }
}

impl ToSchema for PublicJwk {
    fn name() -> Cow<'static, str> {
        "PublicJwk".into()
    }
}
