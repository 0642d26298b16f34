//! What each role may do: the one table, which `tests/api/access.txt` shows from outside.

use crate::text_enum;

text_enum! {
    /// What a member of staff is trusted with.
    pub enum Role {
        /// Takes up assistance requests of the own organisation.
        CaseWorker => "case_worker",
        /// Takes up safety reports of the own organisation.
        Inspector => "inspector",
        /// Publishes and rejects reviews.
        Moderator => "moderator",
        /// Looks after articles and contacts.
        Editor => "editor",
        /// Looks after the organisation's accounts and reads its audit log; opens no case.
        Administrator => "administrator",
    }
}

impl Role {
    /// Whether the role opens sealed records, and so must sign in with a second factor.
    pub const fn needs_second_factor(self) -> bool {
        match self {
            Self::CaseWorker | Self::Inspector | Self::Moderator | Self::Administrator => true,
            Self::Editor => false,
        }
    }
}

/// Something that a caller may be allowed to do; the type of [`Caller`](super::Caller)'s argument.
pub trait Capability: 'static {
    /// The roles that have it.
    const ROLES: &'static [Role];
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Capability for $name { const ROLES: &'static [Role] = &[$(Role::$role),+]; })*
    };
}

capabilities! {
    /// Be signed in at all.
    BeSignedIn: CaseWorker | Inspector | Moderator | Editor | Administrator;
    /// Read and move on the assistance requests of the own organisation.
    HandleAssistance: CaseWorker;
    /// Read and move on the safety reports of the own organisation.
    HandleSafetyReports: Inspector;
    /// Publish and reject reviews.
    ModerateReviews: Moderator;
    /// Look after the own organisation's accounts, and read its audit log.
    Administer: Administrator;
}
