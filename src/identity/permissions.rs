//! What each role may do, and in which organisations: the one table, which `tests/api/access.txt` shows from outside.

use crate::text_enum;

/// The competence of organisations that moderate reviews.
const MODERATION: &str = "moderation";

/// The competence of organisations that look after the registers of agencies.
const REGISTERS: &str = "registers";

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
    /// What an organisation must be able to do for its accounts to have the role. Cases and reports
    /// are the organisation's own, so that each hands out these roles as it likes; reviews are
    /// everybody's.
    pub const fn competence(self) -> Option<&'static str> {
        match self {
            Self::Moderator => Some(MODERATION),
            Self::CaseWorker | Self::Inspector | Self::Editor | Self::Administrator => None,
        }
    }

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
    /// The competence that the organisation of the account must have, if any.
    const COMPETENCE: Option<&'static str> = None;
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+ $(where $competence:expr)?;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Capability for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
            $(const COMPETENCE: Option<&'static str> = $competence;)?
        })*
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
    ModerateReviews: Moderator where Role::Moderator.competence();
    /// Decide whether two entries of a register are one agency. Agencies are everybody's, so the
    /// organisation is chosen by whoever runs the service.
    DecideAgencyMatches: Editor | Administrator where Some(REGISTERS);
    /// Look after the own organisation's accounts, and read its audit log.
    Administer: Administrator;
}
