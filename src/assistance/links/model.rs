//! Links and groups.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// How two requests belong together.
    pub enum LinkRelation {
        /// They are handled together.
        Group => "group",
        /// They are about the same employer.
        SameEmployer => "same_employer",
        /// The first tells of revenge for the other.
        RetaliationOf => "retaliation_of",
        /// The first goes on with the other.
        TransferOf => "transfer_of",
    }
}

/// A link to another request of the organisation.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssistanceLink, example = json!({ "relation": "retaliation_of",
    "request_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub struct NewLink {
    /// How this request belongs to the other.
    pub relation: LinkRelation,
    /// The other request.
    pub request_id: Id,
}

text_enum! {
    /// From which of the two a link is seen.
    pub enum LinkDirection {
        /// From the request that is told.
        FromThis => "from_this",
        /// From the other request.
        ToThis => "to_this",
    }
}

/// A link as it is shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssistanceLink)]
pub struct Link {
    /// How they belong together.
    pub relation: LinkRelation,
    /// Which of the two the relation is told of.
    pub direction: LinkDirection,
    /// The other request.
    pub request_id: Id,
    /// Since when.
    pub linked_at: Time,
}

/// A group that the person is asked to join, or has joined. Who else is in it is not told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnAssistanceGroup)]
pub struct OwnGroup {
    /// The group.
    pub id: Id,
    /// When the organisation asked.
    pub invited_at: Time,
    /// When the person agreed; null as long as they have not.
    pub joined_at: Option<Time>,
    /// When they left.
    pub left_at: Option<Time>,
}

/// A member of a group, or somebody who was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssistanceGroupMember)]
pub struct Member {
    /// Whose request.
    pub request_id: Id,
    /// When the organisation asked.
    pub invited_at: Time,
    /// When the person agreed; null as long as they have not.
    pub joined_at: Option<Time>,
    /// When they left.
    pub left_at: Option<Time>,
}

/// Whose request is asked to join.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AssistanceGroupInvitation,
    example = json!({ "request_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub struct Invitation {
    /// A request of the organisation.
    pub request_id: Id,
}
