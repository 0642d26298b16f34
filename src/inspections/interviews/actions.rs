//! Taking an interview, and what a visit's interviews come to.

use std::collections::{BTreeMap, BTreeSet};

use super::scripts::{self, Answers, Script, Tap};
use super::store::{self, InterviewRow};
use crate::assistance::{self, Asked};
use crate::identity::Caller;
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::error::{InspectionError, TOO_MANY_INTERVIEWS};
use crate::inspections::records::{
    Entry, Hand, Interview, InterviewRiskBand, Notebook, Record, RecordKind, Visit,
};
use crate::inspections::visits::{ensure_of_team, find, hand, members, places};
use crate::platform::crypto::{Class, ReceiptCode};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::{Fault, Problem};
use crate::text_enum;

/// Interviews with one script that a visit takes.
const MOST: i64 = 500;

/// Which answers were frequent is told of whole groups of so many interviews, so that nobody learns what the last one said by
/// comparing before and after.
pub const GROUP: i64 = 5;

/// An interview that was just taken.
pub struct Taken<'a> {
    /// Its id.
    pub id: Id,
    /// The script that was heard.
    pub script_hash: &'a str,
    /// In which language.
    pub language: &'a Language,
    /// What was answered.
    pub answers: Answers,
    /// The worker asks for help.
    pub requests_help: bool,
}

/// Keeps an interview; a receipt for the worker who asks for help.
pub fn take(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<InspectEstablishments>,
    (visit, taken): (Id, Taken<'_>),
) -> Result<(Interview, Option<ReceiptCode>), Problem> {
    let script = fitting(&taken)?;
    let interview = Interview {
        script_hash: taken.script_hash.to_owned(),
        taken_on: here.now().date(),
        risk_band: script.risk(&taken.answers),
    };
    let known = write_down(conn, here, by, (visit, taken.id, &interview))?;
    // The visit is locked now: of two at once one comes second.
    let number = store::count(conn, visit, taken.script_hash)? + 1;
    if number > MOST {
        return Err(Problem::new(&TOO_MANY_INTERVIEWS));
    }
    let place = (visit, by.organisation(), number);
    keep(conn, here, place, (&taken, &interview))?;
    if !taken.requests_help {
        return Ok((interview, None));
    }
    let of = BTreeSet::from([known.establishment_id]);
    let places = places(conn, by.organisation(), &of)?;
    let place = places.get(&known.establishment_id);
    let asked = Asked {
        country: place.ok_or(InspectionError::NotFound)?.country.clone(),
        language: taken.language.clone(),
    };
    let code = assistance::file_asked(conn, here.services(), asked, here.now())?;
    Ok((interview, Some(code)))
}

/// Makes the record of an interview; the visit to which it belongs.
fn write_down(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<InspectEstablishments>,
    (visit, id, interview): (Id, Id, &Interview),
) -> Result<Visit, InspectionError> {
    // Of the time the day is kept: the hour at which somebody asks for help is known elsewhere.
    let start = interview.taken_on.start();
    let own = Hand {
        now: start.unwrap_or_else(|_| here.now()),
        ..hand(here, by)
    };
    let ids = BTreeSet::from([visit, id]);
    let mut notebook = Notebook::open(conn, own, &ids)?.for_service();
    let of_kind = |record: &&Record| record.kind == RecordKind::Visit;
    let record = notebook.get(visit).filter(of_kind);
    let document = record.ok_or(InspectionError::NotFound)?.document.clone();
    ensure_of_team(conn, visit, by.account())?;
    let entry = Entry::new(id, members(interview)?);
    notebook.make(RecordKind::Interview, visit, entry)?;
    notebook.close(conn)?;
    Ok(serde_json::from_value(serde_json::Value::Object(document))?)
}

/// The script, when it is known and asks what was answered.
fn fitting(taken: &Taken<'_>) -> Result<&'static Script, InspectionError> {
    let fault = |at: String, code| InspectionError::Invalid(vec![Fault::new(at, code)]);
    let script = scripts::find(taken.script_hash);
    let script = script.ok_or_else(|| fault("/script_hash".to_owned(), "unknown_script"))?;
    let unknown = taken.answers.keys().find(|code| !script.asks(code));
    match unknown {
        Some(code) => Err(fault(format!("/answers/{code}"), "unknown_question")),
        None => Ok(script),
    }
}

fn keep(
    conn: &mut Conn,
    here: &Context,
    (visit, organisation, number): (Id, Id, i64),
    (taken, interview): (&Taken<'_>, &Interview),
) -> Result<(), Problem> {
    let vault = &here.services().vault;
    let day = interview.taken_on.start().unwrap_or_else(|_| here.now());
    let key = vault.create_key(conn, taken.id, Class::Confidential, day)?;
    let row = InterviewRow {
        id: taken.id,
        visit_id: visit,
        organisation_id: organisation,
        script_hash: interview.script_hash.clone(),
        number,
        taken_on: interview.taken_on,
        sealed_answers: store::seal(&key, taken.id, &taken.answers)?,
    };
    store::insert(conn, row)?;
    Ok(())
}

text_enum! {
    /// How many of those who answered a question gave the answer that speaks for a risk.
    pub enum InterviewShare {
        /// None, or fewer than a quarter.
        Few => "few",
        /// A quarter or more.
        Some => "some",
        /// Three quarters or more.
        Most => "most",
        /// Fewer than five answered it.
        Unknown => "unknown",
    }
}

/// What the interviews with one script come to.
pub struct Summary {
    /// The script.
    pub script_hash: String,
    /// How many interviews there were.
    pub count: i64,
    /// How many of each band.
    pub bands: BTreeMap<InterviewRiskBand, i64>,
    /// Of how many interviews the shares are; with fewer than five of none.
    pub shares_of: i64,
    /// For each question of the script, its code and how many speak for a risk.
    pub shares: Vec<(String, InterviewShare)>,
}

/// What the interviews of a visit come to, by script.
pub fn summaries(
    conn: &mut Conn,
    here: &Context,
    organisation: Id,
    visit: Id,
) -> Result<Vec<Summary>, Problem> {
    let (records, _) = find(conn, organisation, visit)?;
    let mut found: BTreeMap<String, Summary> = BTreeMap::new();
    for record in records
        .iter()
        .filter(|own| own.kind == RecordKind::Interview)
    {
        let document = serde_json::Value::Object(record.document.clone());
        let own: Interview = serde_json::from_value(document).map_err(InspectionError::from)?;
        let hash = own.script_hash;
        let summary = found.entry(hash.clone()).or_insert_with(|| Summary {
            script_hash: hash,
            count: 0,
            bands: BTreeMap::new(),
            shares_of: 0,
            shares: Vec::new(),
        });
        summary.count += 1;
        *summary.bands.entry(own.risk_band).or_default() += 1;
    }
    for summary in found.values_mut() {
        summary.shares_of = summary.count / GROUP * GROUP;
        if let Some(script) = scripts::find(&summary.script_hash)
            && summary.shares_of > 0
        {
            let which = (visit, summary.script_hash.as_str());
            let vault = &here.services().vault;
            let answers = store::open_first(conn, vault, which, summary.shares_of)?;
            summary.shares = shares(script, &answers);
        }
    }
    Ok(found.into_values().collect())
}

fn shares(script: &Script, all: &[Answers]) -> Vec<(String, InterviewShare)> {
    let share = |code: &str, risk: Tap| {
        let taps = all.iter().filter_map(|answers| answers.get(code));
        let taps: Vec<&Tap> = taps.filter(|tap| **tap != Tap::Skip).collect();
        let for_risk = taps.iter().filter(|tap| ***tap == risk).count();
        if i64::try_from(taps.len()).unwrap_or(0) < GROUP {
            InterviewShare::Unknown
        } else if for_risk * 4 >= taps.len() * 3 {
            InterviewShare::Most
        } else if for_risk * 4 >= taps.len() {
            InterviewShare::Some
        } else {
            InterviewShare::Few
        }
    };
    let questions = script.questions.iter();
    questions
        .map(|own| (own.code.clone(), share(&own.code, own.risk_answer)))
        .collect()
}
