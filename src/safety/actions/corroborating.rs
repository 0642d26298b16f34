//! "I saw it too".

use super::filing::{Filed, file_for, find_inspectors};
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::Conn;
use crate::platform::encoded::Encoded;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::text::Prose;
use crate::safety::boards::{BoardToken, find_by_token};
use crate::safety::merging::{Given, MergeOrigin, corroborate as put_behind, open_lead_at_board};
use crate::safety::model::{
    Danger, Details, NewReport, PeopleExposedCode, Report, SafetyError, Statement, Status,
    WitnessSecret,
};
use crate::safety::store;

/// What a reporter passes on, so that others can say that they saw it too.
pub type Reference = Encoded<16>;

/// The kind of what somebody saw too: the other report's kind would tell what it is about.
const KIND: &str = "hazard";

/// How somebody says which danger they saw.
pub enum Via {
    /// The board at the site.
    Board(BoardToken),
    /// What a reporter passed on.
    Reference(Reference),
}

/// What somebody tells who saw a danger too.
pub struct Corroboration {
    /// The id of the report that it becomes.
    pub id: Id,
    /// Which danger.
    pub via: Via,
    /// What the danger is.
    pub hazard_codes: Vec<String>,
    /// Whether somebody is in danger now.
    pub danger: Danger,
    /// What they saw, in their own words.
    pub description: Option<Prose<10_000>>,
    /// How many people are exposed.
    pub people_exposed: Option<PeopleExposedCode>,
    /// Whether they wish to hear what became of it.
    pub wants_update: bool,
    /// In which language they wish to be answered.
    pub language: Language,
    /// The secret of their app.
    pub witness: WitnessSecret,
}

/// Where it is, and the report that it stands behind.
struct Seen {
    place: Place,
    board: Option<Id>,
    lead: Option<Report>,
}

/// Files what somebody saw too as a report of its own, with a receipt of its own, and puts it behind the one that they
/// mean: when there is one, when it is not over, and when nobody is in danger now, for then it must be seen for itself. The
/// answer is the same in every case.
pub fn corroborate(
    conn: &mut Conn,
    services: &Services,
    given: Corroboration,
    now: Time,
) -> Result<(NewReport, Filed), SafetyError> {
    let seen = match &given.via {
        Via::Board(token) => at_board(conn, services, token, &given.hazard_codes, now)?,
        Via::Reference(reference) => by_reference(conn, services, reference)?,
    };
    let is_over = |lead: &Report| lead.standing.status.is_over();
    let behind = seen.lead.as_ref().filter(|lead| !is_over(lead));
    let behind = behind
        .filter(|_| given.danger == Danger::NotNow)
        .map(|lead| lead.id);
    let organisation = match seen.lead.as_ref().and_then(|lead| lead.organisation) {
        Some(organisation) => Some(organisation),
        // What nobody has yet goes on together.
        None if behind.is_some() => None,
        None => find_inspectors(conn, &seen.place)?,
    };
    let origin = match &given.via {
        Via::Board(_) => MergeOrigin::Board,
        Via::Reference(_) => MergeOrigin::Reference,
    };
    let new = report_of(given, seen);
    let filed = file_for(conn, services, &new, organisation, now)?;
    if let (Some(lead), Some(witness)) = (behind, &new.witness) {
        let given = Given {
            lead,
            report: new.id,
            origin,
            witness,
            at: now,
        };
        put_behind(conn, &services.lookup, &given)?;
    }
    Ok((new, filed))
}

fn at_board(
    conn: &mut Conn,
    services: &Services,
    token: &BoardToken,
    hazards: &[String],
    now: Time,
) -> Result<Seen, SafetyError> {
    let board = find_by_token(conn, &services.lookup, token)?;
    let board = board.ok_or(SafetyError::UnknownBoard)?;
    let lead = open_lead_at_board(conn, &services.lookup, (board.id, hazards), now)?;
    let lead = match lead {
        Some(lead) => store::lock(conn, lead)?,
        None => None,
    };
    Ok(Seen {
        place: board.place(),
        board: Some(board.id),
        lead,
    })
}

fn by_reference(
    conn: &mut Conn,
    services: &Services,
    reference: &Reference,
) -> Result<Seen, SafetyError> {
    let unknown = || SafetyError::UnknownReference;
    let hash = reference_hash(&services.lookup, reference.as_bytes());
    let lead = store::find_by_reference(conn, &hash)?.ok_or_else(unknown)?;
    let lead = store::lock(conn, lead)?.ok_or_else(unknown)?;
    if lead.standing.status == Status::Withdrawn {
        return Err(unknown());
    }
    let key = services.vault.key(conn, lead.id, Class::Confidential)?;
    let told = store::open(conn, &key, lead.id)?;
    Ok(Seen {
        place: told.place,
        board: told.details.board,
        lead: Some(lead),
    })
}

/// Under what a reference is found.
pub(super) fn reference_hash(key: &LookupKey, reference: &[u8]) -> [u8; 32] {
    key.hash(Domain::SafetyReference, reference)
}

fn report_of(given: Corroboration, seen: Seen) -> NewReport {
    NewReport {
        id: given.id,
        kind: KIND.to_owned(),
        hazard_codes: given.hazard_codes,
        danger: given.danger,
        wants_update: given.wants_update,
        witness: Some(given.witness),
        told: Statement {
            description: given.description,
            place: seen.place,
            happening: None,
            people_exposed: given.people_exposed,
            injury: None,
            employer: None,
            told_employer: None,
            reporter_relation: None,
            language: given.language,
            occurred: None,
            details: Details {
                board: seen.board,
                ..Details::default()
            },
        },
    }
}
