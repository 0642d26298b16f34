//! What each role may do, and in which organisations: the one table, which `tests/api/access.txt` shows from outside.

use crate::text_enum;

/// The competence of organisations that moderate reviews.
const MODERATION: &str = "moderation";
/// The kinds of organisations that are rated, and speak for what they are.
pub const RATED: &[&str] = &["recruitment_agency", "employer"];

/// What an organisation must be or be able to do for its accounts to have a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// It has this competence (code list `organisation_competences`).
    Competence(&'static str),
    /// It has one of these competences.
    AnyCompetence(&'static [&'static str]),
    /// It is of one of these kinds (code list `organisation_kinds`).
    OneOf(&'static [&'static str]),
}

/// The competence of organisations that vouch for workers whom they know.
const VOUCHING: &str = "vouching";

/// The competence of organisations that collect reviews on paper.
const OUTREACH: &str = "outreach";
/// The competence of organisations whose custodians keep keys of cases in reserve.
pub(super) const CUSTODY: &str = "custody";
/// The competence of organisations that look after the registers of agencies.
const REGISTERS: &str = "registers";
/// The competence of labour inspectorates, which keep the register of workplaces of their countries.
const LABOUR_INSPECTION: &str = "labour_inspection";
/// The competences of organisations that look after entries of the service directory: those that help, and those that
/// keep the registers. Whoever runs the service gives them, so that no agency and no employer is among them.
const DIRECTORY: Needed = Needed::AnyCompetence(&["assistance", REGISTERS]);
/// The competence of organisations that decide by which rules requests get their priority.
const TRIAGE_RULES: &str = "triage_rules";
/// The competence of organisations that look after articles about rights, which everybody reads.
const CONTENT: &str = "content";

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
        /// Speaks for the agency or employer that the own organisation is: claims its profile, answers
        /// reviews.
        AgencyRepresentative => "agency_representative",
        /// Keeps keys of cases in reserve, and hands them to case workers who have lost theirs; reads no
        /// case.
        Custodian => "custodian",
        /// Publishes, rejects and withdraws articles that others have written.
        ContentReviewer => "content_reviewer",
    }
}

impl Role {
    /// What an organisation must be or be able to do for its accounts to have the role. Cases and
    /// reports are the organisation's own, so that each hands out these roles as it likes; reviews
    /// are everybody's, and only an agency speaks for one, or an employer.
    pub const fn needed(self) -> Option<Needed> {
        match self {
            Self::Moderator => Some(Needed::Competence(MODERATION)),
            Self::AgencyRepresentative => Some(Needed::OneOf(RATED)),
            Self::Custodian => Some(Needed::Competence(CUSTODY)),
            Self::ContentReviewer => Some(Needed::Competence(CONTENT)),
            Self::CaseWorker | Self::Inspector | Self::Editor | Self::Administrator => None,
        }
    }

    /// Whether the role opens sealed records, or speaks in public for somebody else, and so must sign
    /// in with a second factor.
    pub const fn needs_second_factor(self) -> bool {
        match self {
            Self::CaseWorker
            | Self::Inspector
            | Self::Moderator
            | Self::Administrator
            | Self::AgencyRepresentative
            | Self::Custodian
            | Self::ContentReviewer => true,
            Self::Editor => false,
        }
    }
}

text_enum! {
    /// What a partner's program may be trusted with: never more than to see how things stand.
    pub enum Scope {
        /// List the requests for help of the own organisation, without anything sealed.
        AssistanceReadStatus => "assistance:read_status",
        /// List the safety reports of the own organisation, without anything sealed.
        SafetyReadStatus => "safety:read_status",
        /// List what became of webhooks.
        WebhooksRead => "webhooks:read",
        /// Have webhooks sent again.
        WebhooksReplay => "webhooks:replay",
        /// Read what the service directory shows to organisations that help.
        DirectoryReadPartner => "directory:read_partner",
    }
}

/// Something that a caller may be allowed to do; the type of [`Caller`](super::Caller)'s argument.
pub trait Capability: 'static {
    /// The roles that have it.
    const ROLES: &'static [Role];
    /// What the organisation of the account must be or be able to do, if anything.
    const NEEDED: Option<Needed> = None;
    /// The scope with which a partner's program may do it; without one, only people may.
    const SCOPE: Option<Scope> = None;
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+ $(where $needed:expr)? $(, $scope:ident)?;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Capability for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
            $(const NEEDED: Option<Needed> = $needed;)?
            $(const SCOPE: Option<Scope> = Some(Scope::$scope);)?
        })*
    };
}

capabilities! {
    /// Be signed in at all.
    BeSignedIn: CaseWorker | Inspector | Moderator | Editor | Administrator | AgencyRepresentative
        | Custodian | ContentReviewer;
    /// Write articles about rights. Everybody reads them, so the organisation is chosen by whoever runs the service.
    EditArticles: Editor where Some(Needed::Competence(CONTENT));
    /// Decide whether what somebody else has written is published.
    PublishArticles: ContentReviewer where Some(Needed::Competence(CONTENT));
    /// See drafts and earlier versions of articles, and what is to be done with them.
    ReadArticleVersions: Editor | ContentReviewer where Some(Needed::Competence(CONTENT));
    /// Read and move on the assistance requests of the own organisation.
    HandleAssistance: CaseWorker;
    /// Hand keys of cases to case workers of any organisation. They open what everybody told, so the
    /// organisation is chosen by whoever runs the service.
    KeepCaseKeys: Custodian where Role::Custodian.needed();
    /// Make boards with a QR code for places of work, print and revoke them.
    KeepSiteBoards: Inspector | CaseWorker;
    /// Read and move on the safety reports of the own organisation.
    HandleSafetyReports: Inspector;
    /// Hand in reviews that workers wrote on paper, and follow the own organisation's. They become everybody's,
    /// so the organisation is chosen by whoever runs the service.
    CollectReviews: CaseWorker where Some(Needed::Competence(OUTREACH));
    /// Publish and reject reviews.
    ModerateReviews: Moderator where Role::Moderator.needed();
    /// Decide whether two entries of a register are one agency. Agencies are everybody's, so the
    /// organisation is chosen by whoever runs the service.
    DecideAgencyMatches: Editor | Administrator where Some(Needed::Competence(REGISTERS));
    /// Decide whether an employer whom a worker has named gets a page. What the worker wrote is sealed, so
    /// it takes a role that signs in with a second factor.
    DecideOnEmployers: Moderator | Administrator where Some(Needed::Competence(REGISTERS));
    /// State who is behind an agency, and decide from which agency one came.
    TendAgencies: Editor | Administrator where Some(Needed::Competence(REGISTERS));
    /// Say in which agency one has an interest: whoever moderates, states something about agencies, vouches or
    /// collects reviews.
    DeclareInterest: Moderator | Editor | Administrator | CaseWorker;
    /// Decide who speaks for an agency.
    DecideOnClaims: Moderator | Administrator where Role::Moderator.needed();
    /// Claim the profile of an agency or employer, answer its reviews and report them.
    SpeakForAgency: AgencyRepresentative where Role::AgencyRepresentative.needed();
    /// Vouch for workers whom the own organisation knows.
    Vouch: CaseWorker where Some(Needed::Competence(VOUCHING));
    /// Draft, try and publish the rules by which requests get their priority. They hold for everybody, so the
    /// organisation is chosen by whoever runs the service, and it takes a role that signs in with a second factor.
    DecideTriageRules: Administrator where Some(Needed::Competence(TRIAGE_RULES));
    /// Answer the alerts for which one was called, and know who is on duty.
    AnswerDanger: CaseWorker | Administrator;
    /// Answer the alerts about reports of dangers for which one was called: inspectors, their administrators, and
    /// whoever runs the service.
    AnswerSafetyAlerts: Inspector | CaseWorker | Administrator;
    /// Decide who of the own inspectorate is called first when somebody is in danger at work.
    KeepInspectionDuty: Inspector | Administrator;
    /// Know what was not done in time, and see to it.
    AnswerEscalations: CaseWorker | Administrator;
    /// See how the own organisation's requests for help stand; nothing sealed is opened.
    SeeAssistanceQueue: CaseWorker, AssistanceReadStatus;
    /// See how the own organisation's safety reports stand; nothing sealed is opened.
    SeeSafetyQueue: Inspector, SafetyReadStatus;
    /// Keep the register of workplaces of the countries in which the own inspectorate works. It is everybody's, so the
    /// organisation is chosen by whoever runs the service.
    KeepEstablishments: Inspector where Some(Needed::Competence(LABOUR_INSPECTION));
    /// Make visits to workplaces, and write down what is found there.
    InspectEstablishments: Inspector where Some(Needed::Competence(LABOUR_INSPECTION));
    /// Plan which workplaces are visited when and by whom.
    PlanInspections: Inspector where Some(Needed::Competence(LABOUR_INSPECTION));
    /// Have a key with which cases are opened.
    HoldCaseKey: CaseWorker | Custodian;
    /// Register the own tablet.
    CarryTablet: Inspector;
    /// See tablets, the own ones or those of the own organisation, and say that one is trusted no more.
    SeeTablets: Inspector | Administrator;
    /// Find a workplace, without anything that only its inspectors know.
    FindEstablishments: CaseWorker | Inspector;
    /// Look after entries of the service directory: the own organisation's, and for administrators of an organisation that
    /// keeps the registers all of them.
    KeepDirectory: CaseWorker | Administrator where Some(DIRECTORY);
    /// See what the service directory shows to organisations that help.
    SeePartnerDirectory: CaseWorker | Administrator where Some(DIRECTORY), DirectoryReadPartner;
    /// Say which of the own organisation's servers are told what happens.
    ManageWebhooks: Administrator;
    /// See what became of webhooks.
    ReadWebhooks: Administrator, WebhooksRead;
    /// Have webhooks sent again.
    ReplayWebhooks: Administrator, WebhooksReplay;
    /// Look after the own organisation's clients.
    ManageClients: Administrator;
    /// Look after the own organisation's accounts, and read its audit log.
    Administer: Administrator;
}
