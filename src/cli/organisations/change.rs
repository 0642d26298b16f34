//! Changing, deactivating and activating an organisation.

use super::{Profile, checked_name, competences, countries, find, record};
use crate::app::Shared;
use crate::assistance;
use crate::cli::{CommandError, say};
use crate::identity::audit::Action::OrganisationChanged;
use crate::identity::end_sessions_of;
use crate::organisations::{self, Activity, NewOrganisation, Organisation};
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety;
use crate::start::StartError;

impl From<DbError> for CommandError {
    fn from(error: DbError) -> Self {
        StartError::from(error).into()
    }
}

/// Changes what was named.
pub(super) fn change(
    shared: &Shared,
    text: &str,
    name: Option<&str>,
    profile: &Profile,
) -> Result<(), CommandError> {
    let id = get(shared, text)?;
    let name = name.map(checked_name).transpose()?;
    if name.is_none() && !profile.is_given() {
        let text = "name what to change: --name, --kind, --country or --competence";
        return Err(CommandError::Refused(text.to_owned()));
    }
    let (lists, now) = (shared.services.code_lists(), shared.services.clock.now());
    let chain = ChainKey::new(&shared.services.keyring);
    let profile = profile.clone();
    let work = move |conn: &mut Conn| {
        organisations::lock(conn, id)?;
        let before = organisations::find(conn, id)?.ok_or_else(|| unknown(&id.to_string()))?;
        let after = changed(&before, name, &profile);
        let checked = after.check(&lists);
        checked.map_err(|error| CommandError::Refused(error.to_string()))?;
        let differences = differences(&before, &after);
        if !differences.is_empty() {
            organisations::replace(conn, &after)?;
        }
        for what in &differences {
            record(conn, &chain, (id, OrganisationChanged, Some(*what)), now)?;
        }
        Ok::<_, CommandError>((after.name, differences))
    };
    let (name, differences) = shared.services.db.write_blocking(work)?;
    say(&match differences.as_slice() {
        [] => format!("{id}  {name}: nothing is different"),
        some => format!("{id}  {name}: changed {}", some.join(", ")),
    });
    Ok(())
}

fn changed(before: &Organisation, name: Option<String>, profile: &Profile) -> NewOrganisation {
    let or_before = |given: Vec<String>, before: &[String]| {
        if given.is_empty() {
            before.to_vec()
        } else {
            given
        }
    };
    NewOrganisation {
        id: before.id,
        name: name.unwrap_or_else(|| before.name.clone()),
        kind: profile.kind.clone().unwrap_or_else(|| before.kind.clone()),
        countries: or_before(countries(&profile.countries), &before.countries),
        competences: or_before(competences(&profile.competences), &before.competences),
    }
}

fn differences(before: &Organisation, after: &NewOrganisation) -> Vec<&'static str> {
    let compared = [
        ("name", before.name != after.name),
        ("kind", before.kind != after.kind),
        ("countries", before.countries != after.countries),
        ("competences", before.competences != after.competences),
    ];
    let different = compared.into_iter().filter(|(_, different)| *different);
    different.map(|(what, _)| what).collect()
}

/// Deactivates an organisation, unless somebody waits for it.
pub(super) fn deactivate(shared: &Shared, text: &str) -> Result<(), CommandError> {
    let id = get(shared, text)?;
    let (chain, now) = (
        ChainKey::new(&shared.services.keyring),
        shared.services.clock.now(),
    );
    let work = move |conn: &mut Conn| {
        // Whoever gives it something holds it until their commit, and then it is counted here.
        organisations::lock(conn, id)?;
        let requests = assistance::count_open(conn, id)?;
        let reports = safety::count_open(conn, id)?;
        if requests + reports > 0 {
            return Err(CommandError::Refused(format!(
                "it still has {requests} open assistance requests and {reports} open safety reports"
            )));
        }
        organisations::put_activity(conn, id, Activity::Inactive)?;
        end_sessions_of(conn, id, now)?;
        let act = (id, OrganisationChanged, Some("deactivated"));
        Ok(record(conn, &chain, act, now)?)
    };
    shared.services.db.write_blocking(work)?;
    say(&format!("{id}  deactivated; its staff are signed out"));
    Ok(())
}

/// Activates an organisation again; its staff sign in anew.
pub(super) fn activate(shared: &Shared, text: &str) -> Result<(), CommandError> {
    let id = Id::parse(text).map_err(|_| unknown(text))?;
    let (chain, now) = (
        ChainKey::new(&shared.services.keyring),
        shared.services.clock.now(),
    );
    let work = move |conn: &mut Conn| {
        organisations::lock(conn, id)?;
        let inactive = organisations::list_inactive(conn)?;
        if !inactive.iter().any(|(inactive, _)| *inactive == id) {
            return Err(unknown(&id.to_string()));
        }
        organisations::put_activity(conn, id, Activity::Active)?;
        let act = (id, OrganisationChanged, Some("activated"));
        Ok(record(conn, &chain, act, now)?)
    };
    shared.services.db.write_blocking(work)?;
    say(&format!("{id}  activated"));
    Ok(())
}

fn get(shared: &Shared, text: &str) -> Result<Id, CommandError> {
    find(shared, text)?.ok_or_else(|| unknown(text))
}

fn unknown(text: &str) -> CommandError {
    CommandError::Refused(format!(
        "there is no such organisation: `{text}` (`tulay organisations list` shows all)"
    ))
}
