//! The log of what staff opened and did, chained so that tampering shows.
//!
//! Each entry's link covers the entry and the link before it, under a key outside the database, and
//! the end of the chain is sealed under it too: `tulay doctor` walks the chain. The log holds ids and
//! words of closed lists, never what was read.

mod chain;
mod reading;

pub use chain::{ChainState, SEALED_SINCE, has_entries, seal_head, seal_unless_used, verify};
pub use reading::{ActRow, list_of_subject};
pub(super) use reading::{Filter, ReadRow, list};

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::audit_entries;
use crate::text_enum;
use chain::{EntryRow, Head};

text_enum! {
    /// What was done.
    pub enum Action {
        /// A sealed record was opened and read.
        Opened => "opened",
        /// A message was written to the reporter.
        Answered => "answered",
        /// The state was changed.
        MovedOn => "moved_on",
        /// Something of it was shown to another organisation.
        Referred => "referred",
        /// Something of it was shown without the person's consent, because a life is in danger.
        ConsentOverridden => "consent_overridden",
        /// It was given to an organisation or a member of staff.
        Assigned => "assigned",
        /// Something was handed in.
        Uploaded => "uploaded",
        /// Evidence was downloaded.
        Downloaded => "downloaded",
        /// Something was stated about it.
        Stated => "stated",
        /// A statement about it was withdrawn.
        Withdrawn => "withdrawn",
        /// A review was published or rejected.
        Moderated => "moderated",
        /// A token was signed with which a worker proves a review.
        Vouched => "vouched",
        /// Somebody signed in.
        SignedIn => "signed_in",
        /// A refresh token was used twice; the session was ended.
        TokenReused => "token_reused",
        /// An account was made or changed.
        AccountChanged => "account_changed",
        /// Somebody signed out, here or everywhere.
        SignedOut => "signed_out",
        /// An organisation was made.
        OrganisationCreated => "organisation_created",
        /// An organisation was changed or deactivated.
        OrganisationChanged => "organisation_changed",
        /// Keys of the service were changed.
        KeysChanged => "keys_changed",
        /// The key of a case was handed to a case worker.
        KeyGranted => "key_granted",
        /// An interest was declared or lifted.
        Declared => "declared",
        /// Rules were drafted.
        Drafted => "drafted",
        /// Rules or an annual report were published.
        Published => "published",
        /// A priority was set by hand.
        Prioritised => "prioritised",
        /// An alert was answered.
        Acknowledged => "acknowledged",
        /// The next ones were called.
        Escalated => "escalated",
        /// Others are on duty.
        RosterChanged => "roster_changed",
        /// Others are taken up.
        CoverageChanged => "coverage_changed",
        /// An establishment was registered or changed, or two were merged or separated.
        EstablishmentChanged => "establishment_changed",
        /// An entry of the service directory was made or changed.
        DirectoryChanged => "directory_changed",
        /// A plan or a round of visits was made. Which establishments are in it, the plan says.
        VisitsPlanned => "visits_planned",
        /// What an inspectorate looks at first was changed.
        CampaignChanged => "campaign_changed",
        /// Something was written down about a visit of inspection, or its team was changed.
        VisitChanged => "visit_changed",
        /// The report of a visit of inspection was signed.
        ReportSigned => "report_signed",
        /// A webhook endpoint was made, changed, tried or disabled, or events were sent to it again.
        WebhookEndpointChanged => "webhook_endpoint_changed",
        /// A partner's client was made, changed or revoked, or its secret was changed.
        ClientChanged => "client_changed",
        /// Another server was added or removed.
        PeerChanged => "peer_changed",
        /// A tablet was registered, or is trusted no more.
        DeviceChanged => "device_changed",
        /// A version of an article was begun, changed or handed in.
        ArticleChanged => "article_changed",
        /// A version of an article was published, rejected, given up or withdrawn.
        ArticleDecided => "article_decided",
    }
}

text_enum! {
    /// What it was done to.
    pub enum Subject {
        /// What of a request is shown to another organisation.
        Referral => "referral",
        /// An assistance request.
        AssistanceRequest => "assistance_request",
        /// A safety report.
        SafetyReport => "safety_report",
        /// A review.
        Review => "review",
        /// A document that is to prove a review.
        ReviewDocument => "review_document",
        /// Reviews that an organisation collected on paper and uploaded together.
        ReviewBatch => "review_batch",
        /// A claim to speak for an agency.
        AgencyClaim => "agency_claim",
        /// An agency's reply to a review.
        AgencyReply => "agency_reply",
        /// An agency's report of a review.
        ReviewReport => "review_report",
        /// A staff account.
        Account => "account",
        /// A sign-in.
        Session => "session",
        /// A tablet.
        Device => "device",
        /// An organisation.
        Organisation => "organisation",
        /// The keys of the service.
        Keys => "keys",
        /// A visit of inspection.
        Visit => "visit",
        /// A checklist of an inspectorate.
        Checklist => "checklist",
        /// Two entries of a register that may be one agency.
        AgencyMatch => "agency_match",
        /// An employer whom a worker has named.
        EmployerProposal => "employer_proposal",
        /// What a source says of an agency.
        AgencyStatement => "agency_statement",
        /// One agency that came out of another.
        AgencySuccession => "agency_succession",
        /// Who acts for an agency, or says so.
        SubAgent => "sub_agent",
        /// What keeps a moderator from the reviews of an agency.
        ModeratorInterest => "moderator_interest",
        /// Rules by which requests get their priority.
        TriageRules => "triage_rules",
        /// A version of an article about rights.
        ArticleVersion => "article_version",
        /// An alert that somebody may be in danger.
        DangerAlert => "danger_alert",
        /// Who of an organisation is called first; named by the organisation.
        DutyRoster => "duty_roster",
        /// An establishment.
        Establishment => "establishment",
        /// A list of establishments.
        EstablishmentImport => "establishment_import",
        /// An organisation of the service directory.
        DirectoryOrganisation => "directory_organisation",
        /// A service of the directory.
        DirectoryService => "directory_service",
        /// What somebody said of a service.
        ServiceReport => "service_report",
        /// A plan of visits.
        VisitPlan => "visit_plan",
        /// A campaign of visits.
        InspectionCampaign => "inspection_campaign",
        /// What an inspectorate writes for the annual report of a year, or an edition of the report.
        AnnualReport => "annual_report",
        /// A webhook endpoint.
        WebhookEndpoint => "webhook_endpoint",
        /// A partner's client.
        Client => "client",
        /// Another server with which referrals are exchanged.
        Peer => "peer",
        /// A board with a QR code at a place of work.
        SiteBoard => "site_board",
    }
}

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// Which account or client did it; `None` for the command line and for jobs.
    pub account: Option<Id>,
    /// The organisation of that account; of the command line's acts the one that they are about,
    /// so that its administrators read them.
    pub organisation: Option<Id>,
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub subject: Subject,
    /// To which one.
    pub subject_id: Id,
    /// A word of a closed list that says more, such as the new state.
    pub detail: Option<&'static str>,
}

/// Adds an entry to the chain. The end of the chain is locked until the commit, so call it last.
pub fn record(conn: &mut Conn, key: &ChainKey, entry: &Entry) -> Result<(), DbError> {
    let head = Head::lock(conn)?;
    let row = EntryRow {
        sequence: head.sequence + 1,
        at: entry.at,
        account_id: entry.account,
        organisation_id: entry.organisation,
        action: entry.action.as_str().to_owned(),
        subject_kind: entry.subject.as_str().to_owned(),
        subject_id: entry.subject_id,
        detail: entry.detail.map(str::to_owned),
        hash: Vec::new(),
    };
    let hash = head.link(key, &row);
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::sequence.eq(row.sequence),
            audit_entries::at.eq(row.at),
            audit_entries::account_id.eq(row.account_id),
            audit_entries::organisation_id.eq(row.organisation_id),
            audit_entries::action.eq(row.action),
            audit_entries::subject_kind.eq(row.subject_kind),
            audit_entries::subject_id.eq(row.subject_id),
            audit_entries::detail.eq(row.detail),
            audit_entries::hash.eq(&hash),
        ))
        .execute(conn)?;
    head.move_on(conn, key, hash)
}
