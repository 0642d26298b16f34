//! Other servers with which referrals are exchanged, from the command line: nobody else adds one.

use clap::Subcommand;

use super::{CommandError, say};
use crate::app::Shared;
use crate::config::Config;
use crate::identity::audit;
use crate::peers::{
    self, Added, Fingerprint, NewPeer, PeerError, PeerKeys, PeerRow, PeerStatus, rotate_own_keys,
};
use crate::platform::crypto::ChainKey;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::text::Line;
use crate::platform::vault::VaultError;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Show the address and the fingerprint of this server, to be read out to the operator of another.
    Fingerprint,
    /// Add a server, or give one at this address other keys. Without --fingerprint it only shows what the server
    /// says; compare that with its operator, by telephone, and run the command again with it.
    Add {
        /// Its address, such as `https://tulay.ngo.example`.
        address: String,
        /// What case workers here call it.
        #[arg(long)]
        name: String,
        /// The country for which it stands, such as `SG`.
        #[arg(long)]
        country: String,
        /// The thirty digits that its operator has read out.
        #[arg(long)]
        fingerprint: Option<String>,
    },
    /// List the servers.
    List,
    /// Exchange nothing with a server any more; what waits for it goes back to those who sent it.
    Remove {
        /// Its id (`tulay peers list`).
        peer: String,
    },
    /// Sign and open with new keys from now on. Nothing arrives from here until the others have added this server
    /// again with the new fingerprint; it waits for three days.
    RotateKeys,
}

pub(super) fn run(config: Config, action: &Action) -> Result<(), CommandError> {
    let shared = start::start(config, &Sources::default())?;
    let done = match action {
        Action::Fingerprint => show_own(&shared),
        Action::Add {
            address,
            name,
            country,
            fingerprint,
        } => add(&shared, address, (name, country), fingerprint.as_deref()),
        Action::List => list(&shared),
        Action::Remove { peer } => remove(&shared, peer),
        Action::RotateKeys => rotate(&shared),
    };
    shared.services.db.shutdown();
    done
}

fn refused(text: impl Into<String>) -> CommandError {
    CommandError::Refused(text.into())
}

fn show_own(shared: &Shared) -> Result<(), CommandError> {
    let own = peers::ready_keys(&shared.services).map_err(StartError::from)?;
    show(&own.public);
    Ok(())
}

fn show(keys: &PeerKeys) {
    say(&format!("address:     {}", keys.address));
    say(&format!("fingerprint: {}", keys.fingerprint()));
}

fn add(
    shared: &Shared,
    address: &str,
    (name, country): (&str, &str),
    fingerprint: Option<&str>,
) -> Result<(), CommandError> {
    let address = peers::address_of(address).ok_or(refused(
        "the address must be https:// and a public name, without a path (http:// for a loopback address only)",
    ))?;
    let name = Line::<200>::try_from(name);
    let name = name.map_err(|error| refused(format!("--name {error}")))?;
    let country = country.to_ascii_uppercase();
    let lists = shared.services.code_lists();
    let countries = lists.find("countries");
    if !countries.is_some_and(|list| list.codes.iter().any(|entry| entry.code == country)) {
        return Err(refused(format!("`{country}` is no country")));
    }
    let keys = peers::look_up(&address).map_err(|error| refused(format!("{address}: {error}")))?;
    let own = peers::ready_keys(&shared.services).map_err(StartError::from)?;
    if own.public.address == keys.address || own.public.signing.kid() == keys.signing.kid() {
        return Err(refused("this is this very server"));
    }
    let Some(compared) = fingerprint else {
        show(&keys);
        say(
            "Nothing was added. Compare the fingerprint with the operator of that server, and add it with --fingerprint.",
        );
        return Ok(());
    };
    let compared: Fingerprint = compared
        .parse()
        .map_err(|error| refused(format!("{error}")))?;
    if compared != keys.fingerprint() {
        let found = keys.fingerprint();
        return Err(refused(format!(
            "the server at {address} has the fingerprint {found}: somebody may stand between"
        )));
    }
    let new = NewPeer {
        id: shared.services.new_id(),
        name: name.into_inner(),
        country,
        keys,
    };
    store(shared, new)
}

fn store(shared: &Shared, new: NewPeer) -> Result<(), CommandError> {
    let chain = ChainKey::new(&shared.services.keyring);
    let now = shared.services.clock.now();
    let add = move |conn: &mut Conn| peers::add(conn, &chain, new, now);
    let (id, added) = shared.services.db.write_blocking(add).map_err(of_peers)?;
    say(&match added {
        Added::New => format!("{id} was added. Its operator must add this server, too."),
        Added::Changed => format!("{id} has these keys, this name and this country from now on."),
    });
    Ok(())
}

fn of_peers(error: PeerError) -> CommandError {
    match error {
        PeerError::Vault(error) => StartError::from(error).into(),
        PeerError::NotFound | PeerError::KeyTaken | PeerError::Unwritable => {
            refused(error.to_string())
        }
    }
}

fn list(shared: &Shared) -> Result<(), CommandError> {
    let found = shared.services.db.read_blocking(peers::list_peers);
    for peer in found.map_err(StartError::from)? {
        let (address, keys) = (&peer.address, fingerprint_of(&peer));
        let organisations = peer.organisations().map_err(StartError::from)?.len();
        let told = peer.organisations_read_at.map_or_else(
            || "has not said which organisations it has".to_owned(),
            |at| format!("{organisations} organisations, told {at}"),
        );
        say(&format!(
            "{}  {} ({}): {}: {address}: {told}: {}",
            peer.id,
            peer.name,
            peer.country,
            peer.status,
            keys.map_or_else(String::new, |keys| keys.to_string()),
        ));
    }
    Ok(())
}

fn fingerprint_of(peer: &PeerRow) -> Option<Fingerprint> {
    Some(peer.keys()?.fingerprint())
}

fn remove(shared: &Shared, peer: &str) -> Result<(), CommandError> {
    let id = Id::parse(peer).map_err(|error| refused(format!("`{peer}` is {error}")))?;
    let chain = ChainKey::new(&shared.services.keyring);
    let now = shared.services.clock.now();
    let remove = move |conn: &mut Conn| peers::remove(conn, &chain, id, now);
    let removed = shared
        .services
        .db
        .write_blocking(remove)
        .map_err(of_peers)?;
    let status: PeerStatus = removed.status;
    say(&format!("{id}  {}: {status}", removed.name));
    Ok(())
}

fn rotate(shared: &Shared) -> Result<(), CommandError> {
    let services = &shared.services;
    let (vault, now) = (services.vault.clone(), services.clock.now());
    let chain = ChainKey::new(&services.keyring);
    let made = services.db.write_blocking(move |conn| {
        let id = rotate_own_keys(conn, &vault, now)?;
        let entry = audit::Entry {
            at: now,
            account: None,
            organisation: None,
            action: audit::Action::KeysChanged,
            subject: audit::Subject::Keys,
            subject_id: id,
            detail: Some("peer_keys_rotated"),
        };
        Ok::<_, VaultError>(audit::record(conn, &chain, &entry)?)
    });
    made.map_err(StartError::from)?;
    show_own(shared)?;
    say("Read it out to the operators of the other servers; they add this one again.");
    Ok(())
}
