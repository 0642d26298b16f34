//! What the queues of requests and of reports are sorted and filtered by.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::clock::Time;
use crate::platform::ids::{Id, NotAnId};

/// Where something stands in a queue: danger first and what has ended last, then what is due first.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct QueuePosition(pub i64, pub Time, pub Id);

/// Only what is late, or only what is not.
#[derive(Debug, Clone, Copy)]
pub struct Late {
    /// Whether what is late is wanted.
    pub wanted: bool,
    /// When it is asked.
    pub now: Time,
}

/// To whom something is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// To nobody.
    ToNobody,
    /// To this account.
    To(Id),
}

/// To whom something is assigned, in a filter.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub enum AssignedTo {
    /// To the caller.
    Me,
    /// To nobody.
    Nobody,
    /// To this account.
    Account(Id),
}

impl AssignedTo {
    /// Who is meant, where `me` is the caller.
    pub const fn assigned(self, me: Id) -> Assigned {
        match self {
            Self::Me => Assigned::To(me),
            Self::Nobody => Assigned::ToNobody,
            Self::Account(account) => Assigned::To(account),
        }
    }
}

impl TryFrom<String> for AssignedTo {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        match text.as_str() {
            "me" => Ok(Self::Me),
            "nobody" => Ok(Self::Nobody),
            id => Id::parse(id).map(Self::Account),
        }
    }
}

impl PartialSchema for AssignedTo {
    fn schema() -> RefOr<Schema> {
        let uuid = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("`me`, `nobody`, or the id of an account."))
            .max_length(Some(36))
            .pattern(Some(format!("^(me|nobody|{uuid})$")))
            .examples(["nobody"])
            .into()
    }
}

impl ToSchema for AssignedTo {
    fn name() -> std::borrow::Cow<'static, str> {
        "AssignedTo".into()
    }
}
