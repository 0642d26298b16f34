//! What a report is, what its states are, and what must fit together in it.

mod risk;
mod standing;
mod told;

pub use risk::RiskBand;
pub use standing::{CannotMove, Danger, Standing, Status};
pub use told::{
    Contradiction, Details, Injury, Occurred, OccurredPrecision, Statement,
    contradictions_with_kind,
};
pub use told::{
    ControlCode, LikelihoodCode, SectorCode, SeverityCode, StopWorkCode, ToldResultCode,
    VulnerableCode,
};
pub use told::{
    HappeningCode, HazardCode, KindCode, PeopleExposedCode, ReporterRelationCode, ToldEmployerCode,
};

use crate::correspondence::{
    Assigned, CorrespondenceError, DueDates, Late, QueuePosition, Situation,
};
use crate::platform::clock::Time;
use crate::platform::db::DbError;
use crate::platform::encoded::Encoded;
use crate::platform::ids::Id;
use crate::platform::intake::FileFacts;
use crate::platform::vault::VaultError;

/// Most photos that a report may have.
pub const MOST_PHOTOS: i64 = 10;
/// Months for which a report is kept after the work on it has ended.
pub const MONTHS_KEPT: i32 = 24;

/// A secret that an app keeps for good, by which the person counts once for each report.
pub type WitnessSecret = Encoded<32>;

/// A report that is being filed.
pub struct NewReport {
    /// Its id.
    pub id: Id,
    /// What kind of report it is (code list `safety_report_kinds`).
    pub kind: String,
    /// What the danger is (code list `hazard_codes`).
    pub hazard_codes: Vec<String>,
    /// Whether somebody is in danger now.
    pub danger: Danger,
    /// Whether the reporter wishes to hear what became of it.
    pub wants_update: bool,
    /// A secret of the reporter's app, by which the same person counts once.
    pub witness: Option<WitnessSecret>,
    /// Everything that is sealed.
    pub told: Statement,
}

/// A report as it is stored.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its id.
    pub id: Id,
    /// What kind of report it is (code list `safety_report_kinds`).
    pub kind: String,
    /// The country in which the danger is.
    pub country: String,
    /// Whether somebody is in danger.
    pub danger: Danger,
    /// What the danger is (code list `hazard_codes`).
    pub hazard_codes: Vec<String>,
    /// How great the risk is, as far as the reporter could say.
    pub risk_band: Option<RiskBand>,
    /// Whether the reporter wishes to hear what became of it.
    pub wants_update: bool,
    /// How it stands.
    pub standing: Standing,
    /// The organisation that has it.
    pub organisation: Option<Id>,
    /// The member of staff who has it.
    pub assigned_to: Option<Id>,
    /// Since when its reporter waits for an answer.
    pub unanswered_since: Option<Time>,
    /// How many photos it has.
    pub photo_count: i64,
    /// Counts the changes.
    pub version: i64,
    /// When it was filed.
    pub filed_at: Time,
}

/// A photo of a report.
#[derive(Debug, Clone)]
pub struct Photo {
    /// Its id.
    pub id: Id,
    /// The name of its sealed file.
    pub file: Id,
    /// What is known about it.
    pub facts: FileFacts,
    /// When it was received.
    pub received_at: Time,
}

/// Which reports of an organisation are wanted.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// In this state.
    pub status: Option<Status>,
    /// Of this kind.
    pub kind: Option<String>,
    /// With or without danger.
    pub danger_now: Option<bool>,
    /// With a risk of this band.
    pub risk_band: Option<RiskBand>,
    /// With one of these hazards.
    pub hazard_codes: Option<Vec<String>>,
    /// Assigned to this account or to nobody.
    pub assigned: Option<Assigned>,
    /// Late, or not.
    pub late: Option<Late>,
}

impl NewReport {
    /// How great the risk is, as far as the reporter could say.
    pub fn risk_band(&self) -> Option<RiskBand> {
        let details = &self.told.details;
        let (severity, likelihood) = (details.severity.as_ref(), details.likelihood.as_ref());
        RiskBand::of(self.danger, severity, likelihood)
    }
}

impl Report {
    /// Where it stands in the queue.
    pub fn position(&self) -> QueuePosition {
        let (rank, at) = self.standing.place_in_queue(self.danger);
        QueuePosition(rank, at, self.id)
    }

    /// By when its reporter hears of it, as it looks now.
    pub fn due(&self, now: Time) -> DueDates {
        let standing = &self.standing;
        standing.due.at(now, standing.status.is_over())
    }

    /// How it stands, as far as its reporter must know what to do.
    pub fn situation(&self, due: DueDates) -> Situation<'_> {
        self.standing
            .situation(&self.country, self.danger, self.organisation, due)
    }

    /// Refuses what its reporter took back: nobody reads it any more, and nobody adds to it.
    pub fn standing_by(self) -> Result<Self, SafetyError> {
        if self.standing.status == Status::Withdrawn {
            return Err(SafetyError::Withdrawn);
        }
        Ok(self)
    }
}

/// Why something cannot be done with a report.
#[derive(Debug, thiserror::Error)]
pub enum SafetyError {
    /// The chosen id is in use.
    #[error("the id is in use")]
    IdTaken,
    /// There is none, or it belongs to another organisation.
    #[error("there is no such report")]
    NotFound,
    /// It was erased.
    #[error("the report was erased")]
    Erased,
    /// Its reporter took it back.
    #[error("the report was withdrawn")]
    Withdrawn,
    /// Its state does not lead there.
    #[error(transparent)]
    CannotMove(#[from] CannotMove),
    /// Somebody else changed it at the same moment.
    #[error("the report was changed by somebody else")]
    Overtaken,
    /// It has as many photos as it may have.
    #[error("the report has as many photos as it may have")]
    TooMuchEvidence,
    /// It stands behind another report.
    #[error("the report stands behind another")]
    Merged,
    /// There is no such report to put it behind.
    #[error("there is no such report of the organisation")]
    UnknownLead,
    /// It may not be shown in public.
    #[error("the report may not be shown in public")]
    NotPublishable,
    /// No board has this token.
    #[error("there is no such board")]
    UnknownBoard,
    /// No report has this reference.
    #[error("there is no such reference")]
    UnknownReference,
    /// The account cannot be given reports.
    #[error("the account is no inspector of the organisation")]
    NotAnInspector,
    /// There is no such establishment in the report's country.
    #[error("there is no such establishment")]
    UnknownEstablishment,
    /// It cannot be sealed, opened, stored or found.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for SafetyError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<diesel::result::Error> for SafetyError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Vault(error.into())
    }
}

impl From<CorrespondenceError> for SafetyError {
    fn from(error: CorrespondenceError) -> Self {
        match error {
            CorrespondenceError::IdTaken => Self::IdTaken,
            CorrespondenceError::Vault(error) => Self::Vault(error),
        }
    }
}
