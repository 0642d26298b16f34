//! The keyring as a TOML file: reading it with suspicion, replacing it without ever losing it.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use super::{Keyring, KeyringError, WrappingKey};
use crate::platform::crypto::derivation::SecretKey;

const FORMAT: u32 = 1;
/// Far more than a keyring needs; whoever points the setting at a log file learns it quickly.
const MAX_BYTES: u64 = 256 * 1024;
const HEADER: &str = "\
# The master keys of this installation. Whoever has this file and the database can read everything;
# without it nothing that is sealed can ever be read again. Keep a copy in a safe, apart from the
# backups of the database. Times are seconds since 1970-01-01T00:00:00Z.
";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    current: String,
    lookup: Encoded,
    general: Encoded,
    wrapping: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    key: Encoded,
    created: i64,
}

struct Encoded(SecretKey);

impl<'de> Deserialize<'de> for Encoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let decoded = STANDARD.decode(text.as_bytes()).map(Zeroizing::new);

        let mut key = SecretKey::default();
        match decoded {
            Ok(bytes) if bytes.len() == key.len() => key.copy_from_slice(&bytes),
            Ok(_) | Err(_) => return Err(serde::de::Error::custom("not 32 bytes in base64")),
        }
        Ok(Self(key))
    }
}

pub(super) fn load(path: &Path) -> Result<Keyring, KeyringError> {
    let file = File::open(path).map_err(|source| io_error("open", path, source))?;
    // Asked of the open file, not of the path: between two looks at a path it may change.
    let metadata = file
        .metadata()
        .map_err(|source| io_error("inspect", path, source))?;
    refuse_if_open_to_others(path, &metadata)?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return Err(malformed(path, "not a file of reasonable size"));
    }

    let room = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    // Reserved at once: a string that grows leaves unwiped copies behind.
    let mut text = Zeroizing::new(String::with_capacity(room));
    file.take(MAX_BYTES)
        .read_to_string(&mut text)
        .map_err(|source| io_error("read", path, source))?;
    parse(path, &text)
}

pub(super) fn create(path: &Path, keyring: &Keyring) -> Result<(), KeyringError> {
    write_new(path, keyring).map_err(|source| {
        if source.kind() == io::ErrorKind::AlreadyExists {
            return KeyringError::Exists(path.to_owned());
        }
        io_error("create", path, source)
    })
}

/// Load, change and replace the file. The new file beside it is the lock: it is created
/// exclusively before the old one is read, so that two changes cannot undo each other.
pub(super) fn change(
    path: &Path,
    change: impl FnOnce(&mut Keyring) -> Result<(), KeyringError>,
) -> Result<Keyring, KeyringError> {
    // A symbolic link shall keep pointing; what it points to is replaced.
    let path = fs::canonicalize(path).map_err(|source| io_error("open", path, source))?;
    let beside = with_suffix(&path, ".new");
    let lock = open_new(&beside).map_err(|source| {
        if source.kind() == io::ErrorKind::AlreadyExists {
            return KeyringError::UnderWay(beside.clone());
        }
        io_error("create", &beside, source)
    })?;

    let replaced = load(&path).and_then(|mut keyring| {
        change(&mut keyring)?;
        fill(lock, &keyring).map_err(|source| io_error("write", &beside, source))?;
        fs::rename(&beside, &path).map_err(|source| io_error("replace", &path, source))?;
        sync_directory(&path).map_err(|source| io_error("replace", &path, source))?;
        Ok(keyring)
    });
    if replaced.is_err() && beside.exists() {
        fs::remove_file(&beside).map_err(|source| io_error("remove", &beside, source))?;
    }
    replaced
}

fn parse(path: &Path, text: &str) -> Result<Keyring, KeyringError> {
    let content = read_content(path, text)?;
    let (mut current, mut older) = (None, Vec::<WrappingKey>::new());
    for Entry {
        id,
        key: Encoded(key),
        created,
    } in content.wrapping
    {
        let known = |key: &WrappingKey| key.id == id;
        if !is_id(&id) {
            return Err(malformed(
                path,
                "an id has characters other than a-z, 0-9 and `-`",
            ));
        }
        if current.as_ref().is_some_and(known) || older.iter().any(known) {
            return Err(malformed(path, "two wrapping keys have the same id"));
        }
        let is_current = id == content.current;
        let key = WrappingKey { id, key, created };
        if is_current {
            current = Some(key);
        } else {
            older.push(key);
        }
    }

    Ok(Keyring {
        current: current.ok_or_else(|| malformed(path, "`current` names no wrapping key"))?,
        older,
        lookup: content.lookup.0,
        general: content.general.0,
    })
}

fn read_content(path: &Path, text: &str) -> Result<Content, KeyringError> {
    // The parser's own message quotes the line at fault, which may hold a key: only its number
    // is passed on.
    let content: Content = toml::from_str(text).map_err(|fault| {
        let before = fault
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        malformed(
            path,
            &format!("line {} is not as expected", before.split('\n').count()),
        )
    })?;
    if content.format != FORMAT {
        return Err(malformed(path, "its format is not known to this version"));
    }
    Ok(content)
}

fn print(keyring: &Keyring) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(4096));
    let lookup = Zeroizing::new(STANDARD.encode(keyring.lookup.as_slice()));
    let general = Zeroizing::new(STANDARD.encode(keyring.general.as_slice()));

    text.push_str(HEADER);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "format = {FORMAT}\ncurrent = \"{}\"\nlookup = \"{}\"\ngeneral = \"{}\"\n",
        keyring.current.id, *lookup, *general,
    );
    for WrappingKey { id, key, created } in keyring.wrapping_keys() {
        let key = Zeroizing::new(STANDARD.encode(key.as_slice()));
        let _ = write!(
            text,
            "\n[[wrapping]]\nid = \"{id}\"\nkey = \"{}\"\ncreated = {created}\n",
            *key,
        );
    }
    text
}

fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= 64 && id.bytes().all(allowed)
}

fn write_new(path: &Path, keyring: &Keyring) -> io::Result<()> {
    let written = fill(open_new(path)?, keyring).and_then(|()| sync_directory(path));
    if written.is_err() {
        // Half a keyring would be taken for a whole one and block the next attempt.
        fs::remove_file(path)?;
    }
    written
}

fn fill(mut file: File, keyring: &Keyring) -> io::Result<()> {
    file.write_all(print(keyring).as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn open_new(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn open_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The new name is safe only once the directory that holds it is on disk.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or_else(|| Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path, metadata: &fs::Metadata) -> Result<(), KeyringError> {
    use std::os::unix::fs::PermissionsExt;

    let mode = metadata.permissions().mode() & 0o7777;
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    Err(KeyringError::OpenToOthers {
        path: path.to_owned(),
        mode,
    })
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_path: &Path, _metadata: &fs::Metadata) -> Result<(), KeyringError> {
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn malformed(path: &Path, fault: &str) -> KeyringError {
    KeyringError::Malformed {
        path: path.to_owned(),
        fault: fault.to_owned(),
    }
}

fn io_error(action: &'static str, path: &Path, source: io::Error) -> KeyringError {
    KeyringError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}
