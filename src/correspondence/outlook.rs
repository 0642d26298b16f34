//! What a person is told about what they filed: what comes next, and where else they can turn.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::DueDates;
use super::shown::OrganisationName;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::rights::{ContactShown, EmergencyNumberShown, find_contacts, find_emergency_numbers};

/// Contacts that are told at once.
const MOST_CONTACTS: i64 = 10;

/// Something that happens next, or that the person should do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "organisation_reads",
    "text": "Example Workers' Centre has your request and will have read it by 2026-11-30.",
    "by": "2026-11-30T08:15:30Z" }))]
pub struct NextStep {
    /// What, for programs: `danger`, `call_emergency`, `keep_code`, `organisation_reads`,
    /// `offered`, `nobody_covers`, `feedback`, `come_back`, `erasure_near`, `held`, `consent_asked` or
    /// `consent_overridden`.
    pub code: &'static str,
    /// What, for people, in the caller's language.
    pub text: String,
    /// By when, where there is a date.
    pub by: Option<Time>,
}

/// How something that was filed stands, as far as the person must know what to do.
pub struct Situation<'a> {
    /// What the texts of the area begin with, for example `safety-next`.
    pub texts: &'static str,
    /// The country of the place.
    pub country: &'a str,
    /// The organisation that has it.
    pub organisation: Option<Id>,
    /// The organisation that is asked to take it, and by when it answers, while nobody has it.
    pub offered: Option<(Id, Option<Time>)>,
    /// By when the person hears from somebody.
    pub due: DueDates,
    /// Whether somebody was in danger when it was filed.
    pub danger: bool,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Whether the organisation has said that it cannot help.
    pub is_refused: bool,
}

/// What comes next, and where else the person can turn.
pub struct Outlook {
    /// The organisation that has it.
    pub organisation: Option<OrganisationName>,
    /// What comes next, the most pressing first.
    pub next_steps: Vec<NextStep>,
    /// Numbers to call, as long as somebody is in danger or nobody reads what was filed.
    pub emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to, as long as nobody else helps.
    pub contacts: Vec<ContactShown>,
}

impl Outlook {
    /// Finds out in the caller's language.
    pub fn find(
        conn: &mut Conn,
        context: &Context,
        situation: &Situation<'_>,
    ) -> Result<Self, DbError> {
        let organisation = OrganisationName::find(conn, situation.organisation)?;
        let is_alone = organisation.is_none();
        let wants_numbers = !situation.has_ended && (situation.danger || is_alone);
        let emergency_numbers = if wants_numbers {
            let numbers = find_emergency_numbers(conn, situation.country)?.into_iter();
            let shown = numbers.map(|number| EmergencyNumberShown::of(context, number));
            shown.collect()
        } else {
            Vec::new()
        };
        let contacts = if is_alone || situation.is_refused {
            let contacts = find_contacts(conn, situation.country, MOST_CONTACTS)?.into_iter();
            let shown = contacts.map(|contact| ContactShown::of(context, contact));
            shown.collect()
        } else {
            Vec::new()
        };
        let codes = situation.next_codes(organisation.as_ref(), &emergency_numbers);
        let asked = OrganisationName::find(conn, situation.offered.map(|(asked, _)| asked))?;
        let named = organisation.as_ref().or(asked.as_ref());
        let step = |(code, by)| situation.step(context, named, code, by);
        Ok(Self {
            next_steps: codes.into_iter().map(step).collect(),
            organisation,
            emergency_numbers,
            contacts,
        })
    }
}

impl Situation<'_> {
    fn next_codes(
        &self,
        organisation: Option<&OrganisationName>,
        numbers: &[EmergencyNumberShown],
    ) -> Vec<(&'static str, Option<Time>)> {
        let (due, mut steps) = (self.due, Vec::new());
        if self.danger && !self.has_ended {
            steps.push(("danger", None));
            if !numbers.is_empty() {
                steps.push(("call_emergency", None));
            }
        }
        steps.push(("keep_code", None));
        match organisation {
            _ if self.has_ended => {}
            None => match self.offered {
                Some((_, by)) => steps.push(("offered", by)),
                None => steps.push(("nobody_covers", None)),
            },
            Some(_) => {
                if due.acknowledged_at.is_none() {
                    steps.push(("organisation_reads", Some(due.acknowledge_by)));
                }
                steps.push(("feedback", Some(due.feedback_by)));
            }
        }
        steps.push(("come_back", None));
        steps
    }

    fn step(
        &self,
        context: &Context,
        organisation: Option<&OrganisationName>,
        code: &'static str,
        by: Option<Time>,
    ) -> NextStep {
        let organisation = organisation.map(|found| found.name.clone());
        let date = by.map(|by| by.date().to_string());
        let arguments = vec![
            ("organisation", organisation.unwrap_or_default()),
            ("date", date.unwrap_or_default()),
        ];
        let name = format!("{}-{code}", self.texts);
        NextStep {
            text: context.say(&name, None, &arguments),
            code,
            by,
        }
    }
}
