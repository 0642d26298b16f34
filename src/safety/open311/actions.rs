//! Filing what another program sends.

use super::form::Reported;
use super::store::{self, Known};
use crate::platform::clock::Time;
use crate::platform::crypto::Domain;
use crate::platform::db::Conn;
use crate::platform::encoded::Encoded;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::platform::vault::VaultError;
use crate::safety::actions::{Filed, file};
use crate::safety::model::{Danger, Details, NewReport, SafetyError, Statement};

/// By what a program asks later whether something is shown of what it filed.
pub type Token = Encoded<16>;

/// Under what a token is found.
fn hash_of(services: &Services, token: &Token) -> [u8; 32] {
    services.lookup.hash(Domain::Open311Token, token.as_bytes())
}

/// Files a report like any other.
pub fn report(
    conn: &mut Conn,
    services: &Services,
    (reported, language): (Reported, Language),
    now: Time,
) -> Result<(Filed, Token), SafetyError> {
    let new = NewReport {
        // It does not tell when it was made: it stays in the audit log.
        id: Id::random(&*services.randomness),
        kind: reported.service.kind.clone(),
        hazard_codes: reported.hazard_codes,
        danger: Danger::NotNow,
        wants_update: false,
        witness: None,
        told: Statement {
            description: Some(reported.description),
            place: reported.place,
            happening: None,
            people_exposed: None,
            injury: None,
            employer: None,
            told_employer: None,
            reporter_relation: None,
            language,
            occurred: None,
            details: Details {
                may_be_published: reported.may_be_published,
                ..Details::default()
            },
        },
    };
    let filed = file(conn, services, &new, now)?;
    let mut bytes = vec![0; 16];
    services.randomness.fill(&mut bytes);
    let token = Token::try_from(bytes).map_err(|_| VaultError::Form)?;
    store::insert(conn, &hash_of(services, &token), new.id)?;
    Ok((filed, token))
}

/// What a token leads to; see [`store::find`].
pub fn find(conn: &mut Conn, services: &Services, token: &Token) -> Result<Option<Known>, Problem> {
    Ok(store::find(conn, &hash_of(services, token))?)
}
