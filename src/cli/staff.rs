//! Staff accounts, from the command line: how the first one is made.

use clap::{Args, Subcommand};

use super::organisations::{self, Profile};
use super::{CommandError, say};
use crate::app::Shared;
use crate::config::Config;
use crate::identity::permissions::Role;
use crate::identity::{
    self, AccountName, Invitation, Invitee, Keeper, KeepingError, SET_UP_HOURS, Secrets,
};
use crate::organisations::NewOrganisation;
use crate::platform::crypto::ChainKey;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::text::Line;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Make an account and print the one-time token with which its holder sets it up.
    Create(Box<New>),
    /// List the accounts of all organisations; that their names were opened is in the audit log.
    List,
    /// Disable an account; its sessions end at once.
    Disable {
        /// Its name or id.
        account: String,
    },
    /// Enable a disabled account.
    Enable {
        /// Its name or id.
        account: String,
    },
    /// Reset an account: its sessions end, and it is set up anew with another second factor.
    Reset {
        /// Its name or id.
        account: String,
    },
}

/// An account that is to be made.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The organisation's name or id. One that does not exist yet is made when --kind, --country
    /// and --competence say what it is.
    #[arg(long)]
    organisation: String,
    #[command(flatten)]
    profile: Profile,
    /// The name with which they will sign in, often an e-mail address.
    #[arg(long)]
    name: AccountName,
    /// What colleagues read.
    #[arg(long)]
    display_name: String,
    /// What they may do: case_worker, inspector, moderator, editor, administrator,
    /// agency_representative, custodian, content_reviewer; may be repeated.
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
}

pub(super) fn run(config: Config, action: &Action) -> Result<(), CommandError> {
    let shared = start::start(config, &Sources::default())?;
    let keeper = Keeper::command_line(&Secrets::of(&shared.services));
    let now = shared.services.clock.now();
    let db = &shared.services.db;
    let done = match action {
        Action::Create(new) => create(&shared, new),
        Action::List => list(&shared),
        Action::Disable { account } => find(&shared, account).and_then(|id| {
            let work = move |conn: &mut Conn| identity::disable(conn, &keeper, id, now);
            Ok(db.write_blocking(work)?)
        }),
        Action::Enable { account } => find(&shared, account).and_then(|id| {
            let work = move |conn: &mut Conn| identity::enable(conn, &keeper, id, now);
            Ok(db.write_blocking(work)?)
        }),
        Action::Reset { account } => find(&shared, account).and_then(|id| {
            let secrets = Secrets::of(&shared.services);
            let work = move |conn: &mut Conn| identity::reset(conn, &keeper, &secrets, id, now);
            tell_how_to_go_on(&shared, &db.write_blocking(work)?);
            Ok(())
        }),
    };
    db.shutdown();
    done
}

fn create(shared: &Shared, new: &New) -> Result<(), CommandError> {
    let display_name = Line::<100>::try_from(new.display_name.as_str())
        .map_err(|error| CommandError::Refused(format!("--display-name {error}")))?;
    let (organisation, founded) = employer(shared, new)?;
    let mut roles = new.roles.clone();
    roles.sort();
    roles.dedup();
    let invitee = Invitee {
        id: shared.services.new_id(),
        organisation,
        name: new.name.clone(),
        display_name: display_name.into_inner(),
        roles,
    };
    let (secrets, now) = (Secrets::of(&shared.services), shared.services.clock.now());
    let chain = ChainKey::new(&shared.services.keyring);
    // One transaction: an account that is refused leaves no organisation behind.
    let work = move |conn: &mut Conn| {
        if let Some(founded) = &founded {
            organisations::insert(conn, &chain, founded, now)?;
        }
        identity::invite(
            conn,
            &Keeper::command_line(&secrets),
            &secrets,
            invitee,
            now,
        )
    };
    tell_how_to_go_on(shared, &shared.services.db.write_blocking(work)?);
    Ok(())
}

/// The organisation of a new account, and what is to be founded when there is none yet.
fn employer(shared: &Shared, new: &New) -> Result<(Id, Option<NewOrganisation>), CommandError> {
    match organisations::find(shared, &new.organisation)? {
        // What was asked for must not be lost silently.
        Some(_) if new.profile.is_given() => Err(CommandError::Refused(format!(
            "there is an organisation `{}` already; leave --kind, --country and --competence out",
            new.organisation
        ))),
        Some(known) => Ok((known, None)),
        None if new.profile.is_given() => {
            let founded = new.profile.named(&new.organisation, shared)?;
            Ok((founded.id, Some(founded)))
        }
        None => Err(CommandError::Refused(format!(
            "there is no organisation `{}`; add --kind, --country and --competence to make it",
            new.organisation
        ))),
    }
}

fn tell_how_to_go_on(shared: &Shared, invitation: &Invitation) {
    let (url, key) = (&shared.services.config.public_url, shared.services.new_id());
    let token = invitation.token.expose();
    say(&format!(
        "account: {}\n\
         one-time set-up token, shown once, good for {SET_UP_HOURS} hours: {token}\n\
         \n\
         Its holder now chooses a password of at least 12 characters:\n\
         \n\
         curl -s '{url}/v1/account-set-ups' -H 'Content-Type: application/json' \\\n  \
           -H 'Idempotency-Key: \"{key}\"' \\\n  \
           -d '{{\"token\":\"{token}\",\"password\":\"CHANGE ME to four words or more\"}}'\n\
         \n\
         The answer says what comes next; see docs/staff.md.",
        invitation.account()
    ));
}

fn find(shared: &Shared, text: &str) -> Result<Id, CommandError> {
    let (secrets, wanted) = (Secrets::of(&shared.services), text.to_owned());
    let read = move |conn: &mut Conn| identity::find_by_id_or_name(conn, &secrets, &wanted);
    let found = shared.services.db.read_blocking(read);
    let found = found.map_err(StartError::from)?;
    Ok(found.ok_or(KeepingError::NotFound)?)
}

fn list(shared: &Shared) -> Result<(), CommandError> {
    for organisation in organisations::all(shared)? {
        say(&format!("{}  {}", organisation.id, organisation.name));
        let (secrets, now) = (Secrets::of(&shared.services), shared.services.clock.now());
        let work = move |conn: &mut Conn| {
            let keeper = Keeper::command_line(&secrets);
            identity::list_with_names(conn, &keeper, &secrets, organisation.id, now)
        };
        for account in shared.services.db.write_blocking(work)? {
            let roles: Vec<&str> = account.roles.iter().map(|role| role.as_str()).collect();
            say(&format!(
                "    {}  {}  {}  {}  {}",
                account.id,
                account.name,
                account.status,
                roles.join(","),
                account.display_name
            ));
        }
    }
    Ok(())
}
