//! Organisations, from the command line.

mod change;

use clap::{Args, Subcommand};

use super::{CommandError, say};
use crate::app::Shared;
use crate::config::Config;
use crate::identity::audit::{self, Action::OrganisationCreated};
use crate::identity::permissions::RATED;
use crate::organisations::{self, Filter, NewOrganisation, Organisation};
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::text::Line;
use crate::start::{self, Sources, StartError};

/// What an organisation is called.
type Name = Line<200>;

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Make an organisation that takes up requests or reports.
    Create {
        /// Its name, as the public knows it.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        profile: Profile,
    },
    /// List the organisations.
    List,
    /// Change an organisation; what is not named stays.
    Change {
        /// Its id or name.
        organisation: String,
        /// Its new name.
        #[arg(long)]
        name: Option<String>,
        /// What it does from now on: the countries and competences named replace those before.
        #[command(flatten)]
        profile: Profile,
    },
    /// Deactivate an organisation that has no open case: its staff are signed out and stay so, and it
    /// is given nothing any more.
    Deactivate {
        /// Its id or name.
        organisation: String,
    },
    /// Activate an organisation again.
    Activate {
        /// Its id.
        organisation: String,
    },
}

/// What a new organisation is and does.
#[derive(Debug, Clone, Args)]
pub(super) struct Profile {
    /// What it is, a code of `organisation_kinds`, such as `ngo`.
    #[arg(long)]
    kind: Option<String>,
    /// A country whose requests it takes, such as `MY`; may be repeated.
    #[arg(long = "country")]
    countries: Vec<String>,
    /// What it can do, a code of `organisation_competences`, such as `assistance`; may be repeated.
    #[arg(long = "competence")]
    competences: Vec<String>,
}

impl Profile {
    pub(super) const fn is_given(&self) -> bool {
        self.kind.is_some() || !self.countries.is_empty() || !self.competences.is_empty()
    }

    /// The organisation that is to be made, its codes checked.
    pub(super) fn named(
        &self,
        name: &str,
        shared: &Shared,
    ) -> Result<NewOrganisation, CommandError> {
        let refused = |text: &str| CommandError::Refused(text.to_owned());
        let name = checked_name(name)?;
        let kind = self.kind.clone().ok_or(refused("--kind is needed"))?;
        // Who is rated answers reviews; with a competence, requests for help would be given to it.
        let is_rated = RATED.contains(&kind.as_str());
        if self.countries.is_empty() || (self.competences.is_empty() && !is_rated) {
            return Err(refused(
                "at least one --country and one --competence is needed",
            ));
        }
        let new = NewOrganisation {
            id: shared.services.new_id(),
            name,
            kind,
            countries: countries(&self.countries),
            competences: competences(&self.competences),
        };
        let checked = new.check(&shared.services.code_lists());
        checked.map_err(|error| CommandError::Refused(error.to_string()))?;
        Ok(new)
    }
}

fn checked_name(name: &str) -> Result<String, CommandError> {
    let name = Name::try_from(name);
    let name = name.map_err(|error| CommandError::Refused(format!("--name {error}")))?;
    Ok(name.into_inner())
}

fn countries(codes: &[String]) -> Vec<String> {
    without_doubles(codes, str::to_ascii_uppercase)
}

fn competences(codes: &[String]) -> Vec<String> {
    without_doubles(codes, str::to_owned)
}

fn without_doubles(codes: &[String], write: fn(&str) -> String) -> Vec<String> {
    let mut codes: Vec<String> = codes.iter().map(|code| write(code)).collect();
    codes.sort();
    codes.dedup();
    codes
}

pub(super) fn run(config: Config, action: &Action) -> Result<(), CommandError> {
    let shared = start::start(config, &Sources::default())?;
    let done = match action {
        Action::Create { name, profile } => create(&shared, name, profile),
        Action::List => list(&shared),
        Action::Change {
            organisation,
            name,
            profile,
        } => change::change(&shared, organisation, name.as_deref(), profile),
        Action::Deactivate { organisation } => change::deactivate(&shared, organisation),
        Action::Activate { organisation } => change::activate(&shared, organisation),
    };
    shared.services.db.shutdown();
    done
}

fn create(shared: &Shared, name: &str, profile: &Profile) -> Result<(), CommandError> {
    let new = profile.named(name, shared)?;
    let (id, now) = (new.id, shared.services.clock.now());
    let chain = ChainKey::new(&shared.services.keyring);
    let stored = shared
        .services
        .db
        .write_blocking(move |conn| insert(conn, &chain, &new, now));
    stored.map_err(StartError::from)?;
    say(&format!("{id}  {name}"));
    Ok(())
}

/// Stores an organisation and that it was done here.
pub(super) fn insert(
    conn: &mut Conn,
    chain: &ChainKey,
    new: &NewOrganisation,
    now: Time,
) -> Result<(), DbError> {
    organisations::insert(conn, new, now)?;
    record(conn, chain, (new.id, OrganisationCreated, None), now)
}

/// Writes into an organisation's own log that something was done here.
fn record(
    conn: &mut Conn,
    chain: &ChainKey,
    (organisation, action, detail): (Id, audit::Action, Option<&'static str>),
    now: Time,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        at: now,
        account: None,
        organisation: Some(organisation),
        action,
        subject: audit::Subject::Organisation,
        subject_id: organisation,
        detail,
    };
    audit::record(conn, chain, &entry)
}

fn list(shared: &Shared) -> Result<(), CommandError> {
    for organisation in all(shared)? {
        say(&format!(
            "{}  {} ({}): {}: {}",
            organisation.id,
            organisation.name,
            organisation.kind,
            organisation.countries.join(" "),
            organisation.competences.join(" ")
        ));
    }
    let inactive = shared
        .services
        .db
        .read_blocking(organisations::list_inactive)
        .map_err(StartError::from)?;
    for (id, name) in inactive {
        say(&format!("{id}  {name}: inactive"));
    }
    Ok(())
}

/// Organisations read at once.
const STRETCH: i64 = 500;

/// Every active organisation.
pub(super) fn all(shared: &Shared) -> Result<Vec<Organisation>, CommandError> {
    let read = |conn: &mut Conn| {
        let mut found: Vec<Organisation> = Vec::new();
        loop {
            let filter = Filter {
                after: found.last().map(|organisation| organisation.id),
                ..Filter::default()
            };
            let more = organisations::list(conn, &filter, STRETCH)?;
            if more.is_empty() {
                return Ok::<_, DbError>(found);
            }
            found.extend(more);
        }
    };
    Ok(shared
        .services
        .db
        .read_blocking(read)
        .map_err(StartError::from)?)
}

/// The one organisation with this id or name; `None` when there is none.
pub(super) fn find(shared: &Shared, text: &str) -> Result<Option<Id>, CommandError> {
    let wanted = text.to_owned();
    let found = shared
        .services
        .db
        .read_blocking(move |conn| organisations::find_by_id_or_name(conn, &wanted))
        .map_err(StartError::from)?;
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.id)),
        _ => Err(CommandError::Refused(format!(
            "several organisations are called `{text}`; name one by its id (`tulay organisations list`)"
        ))),
    }
}
