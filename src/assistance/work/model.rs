//! What is written down of the work.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, ResponseTimeframes, ServiceTypes};
use crate::platform::ids::Id;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

type ServiceType = Code<ServiceTypes>;
type ResponseTimeframe = Code<ResponseTimeframes>;

text_enum! {
    /// What kind of thing is written down.
    pub enum ItemKind {
        /// A note.
        Note => "note",
        /// Something to be done.
        Task => "task",
        /// Help that somebody gives.
        Service => "service",
        /// A meeting with the person.
        Appointment => "appointment",
    }
}

text_enum! {
    /// How much is at stake for the person, as the organisation sees it.
    pub enum RiskLevel {
        /// Much.
        High => "high",
        /// Something.
        Medium => "medium",
        /// Little.
        Low => "low",
    }
}

/// Something that is written down of the work.
pub trait Item: Serialize + DeserializeOwned + Send + 'static {
    /// Its kind.
    const KIND: ItemKind;

    /// The account that has to do it, which must be a case worker of the organisation.
    fn assigned_to(&self) -> Option<Id> {
        None
    }
}

/// Where the work stands and where it goes; for handlers only.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CasePlan, example = json!({ "sub_status": "waiting for the payslips",
    "risk_level": "medium", "plan": "Claim at the labour office by the end of the month." }))]
#[expect(
    clippy::struct_field_names,
    reason = "the member bears this name on the wire"
)]
pub struct Plan {
    /// Where the work stands, in the organisation's own words.
    #[serde(default)]
    pub sub_status: Option<Line<100>>,
    /// How much is at stake.
    #[serde(default)]
    pub risk_level: Option<RiskLevel>,
    /// What is to be reached, and how.
    #[serde(default)]
    pub plan: Option<Prose<4000>>,
}

/// A note; for handlers only.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseNote, example = json!({ "text": "She is afraid of her room mate." }))]
pub struct Note {
    /// What it says.
    pub text: Prose<4000>,
}

impl Item for Note {
    const KIND: ItemKind = ItemKind::Note;
}

/// Something to be done; for handlers only.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseTask, example = json!({ "title": "Ask for the payslips", "due_on": "2026-12-04" }))]
pub struct Task {
    /// What.
    pub title: Line<200>,
    /// By when.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// By which case worker of the organisation.
    #[serde(default)]
    pub assigned_to: Option<Id>,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
    /// More about it.
    #[serde(default)]
    pub detail: Option<Prose<2000>>,
}

impl Item for Task {
    const KIND: ItemKind = ItemKind::Task;

    fn assigned_to(&self) -> Option<Id> {
        self.assigned_to
    }
}

/// Help that somebody gives; for handlers only.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseService, example = json!({ "service_type": "legal", "response_timeframe": "one_week",
    "implementing_organisation": "Example Legal Aid", "referred_on": "2026-11-24" }))]
#[expect(
    clippy::struct_field_names,
    reason = "the member bears this name on the wire"
)]
pub struct Service {
    /// Of which kind.
    #[schema(value_type = ServiceType)]
    pub service_type: ServiceType,
    /// How soon it is needed.
    #[serde(default)]
    #[schema(value_type = Option<ResponseTimeframe>)]
    pub response_timeframe: Option<ResponseTimeframe>,
    /// The appointment that belongs to it.
    #[serde(default)]
    pub appointment_id: Option<Id>,
    /// Who gives it.
    #[serde(default)]
    pub implementing_organisation: Option<Line<200>>,
    /// When they were asked.
    #[serde(default)]
    pub referred_on: Option<Date>,
    /// When it was given.
    #[serde(default)]
    pub implemented_on: Option<Date>,
    /// More about it.
    #[serde(default)]
    pub note: Option<Prose<2000>>,
}

impl Item for Service {
    const KIND: ItemKind = ItemKind::Service;
}

/// A meeting with the person, who sees it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Appointment, example = json!({ "starts_at": "2026-12-06T06:00:00Z", "minutes": 60,
    "purpose": "Going through the diary", "place": "The centre, second floor",
    "to_bring": "Contract and payslips, if it is safe to carry them" }))]
pub struct Appointment {
    /// When it begins.
    pub starts_at: Time,
    /// How long it takes.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: Option<u16>,
    /// What for.
    pub purpose: Line<200>,
    /// Where.
    #[serde(default)]
    pub place: Option<Line<200>>,
    /// What to bring.
    #[serde(default)]
    pub to_bring: Option<Prose<1000>>,
    /// Whether it does not take place.
    #[serde(default)]
    pub cancelled: bool,
}

impl Item for Appointment {
    const KIND: ItemKind = ItemKind::Appointment;
}

text_enum! {
    /// What the person says to an appointment.
    pub enum AppointmentReply {
        /// They will come.
        Confirmed => "confirmed",
        /// They ask for another time.
        OtherTime => "other_time",
    }
}

/// What the person says to an appointment.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppointmentReply,
    example = json!({ "reply": "other_time", "text": "Only Sundays after two." }))]
pub struct Reply {
    /// Whether they will come.
    pub reply: AppointmentReply,
    /// What else they want to say.
    #[serde(default)]
    pub text: Option<Prose<1000>>,
}

/// Something that is written down, in the version that was read; 0 when it is new.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Put<T> {
    /// The version that was read; 0 when it is new.
    #[schema(minimum = 0, example = 0)]
    pub version: i64,
    /// What it is from now on.
    pub content: T,
}

/// Something that is written down.
#[derive(Serialize, ToSchema)]
pub struct Kept<T> {
    /// Its id.
    pub id: Id,
    /// 1 as it was first written; one more with each change.
    pub version: i64,
    /// Who wrote it last.
    pub changed_by: Id,
    /// When it was first written.
    pub created_at: Time,
    /// When it was written last.
    pub changed_at: Time,
    /// What it is.
    pub content: T,
}

/// An appointment with what the person says to it.
#[derive(Serialize, ToSchema)]
pub struct AppointmentShown {
    /// Its id.
    pub id: Id,
    /// Changes when the appointment does.
    pub version: i64,
    /// What it is.
    pub content: Appointment,
    /// What the person says to it; null as long as they have not, or it changed since.
    pub reply: Option<AppointmentReply>,
    /// What else they said.
    pub reply_text: Option<String>,
    /// When they said so.
    pub replied_at: Option<Time>,
}

/// What was kept of what the person said to an appointment; the appointment itself is not shown with it.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptAppointmentReply)]
pub struct KeptReply {
    /// The appointment.
    pub id: Id,
    /// The version of the appointment to which it was said.
    pub version: i64,
    /// What they said.
    pub reply: AppointmentReply,
    /// When they said so.
    pub replied_at: Time,
}

/// All that an organisation has written down of a request.
#[derive(Serialize, ToSchema)]
pub struct CaseWork {
    /// The version of the plan; 0 as long as there is none.
    pub plan_version: i64,
    /// Where the work stands and where it goes.
    pub plan: Plan,
    /// Notes, the oldest first.
    pub notes: Vec<Kept<Note>>,
    /// Tasks, the oldest first.
    pub tasks: Vec<Kept<Task>>,
    /// Services, the oldest first.
    pub services: Vec<Kept<Service>>,
    /// Appointments, the oldest first.
    pub appointments: Vec<AppointmentShown>,
}
