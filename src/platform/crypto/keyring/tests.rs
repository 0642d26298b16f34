use std::collections::HashSet;
use std::fs;

use tempfile::TempDir;

use super::super::testing::{chance, keyring};
use super::*;

fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keyring.toml");
    (directory, path)
}

fn create(path: &Path) -> Keyring {
    Keyring::create_new(path, &chance(1), 1_790_000_000).unwrap()
}

fn rewrite(path: &Path, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, change(text)).unwrap();
}

#[test]
fn a_created_keyring_is_loaded_again() {
    let (_directory, path) = place();
    let created = create(&path);

    let loaded = Keyring::load(&path).unwrap();

    assert_eq!(loaded.current_id(), created.current_id());
    assert_eq!(loaded.current_key(), created.current_key());
    assert_eq!(
        loaded.derive(Purpose::LookupHash),
        created.derive(Purpose::LookupHash)
    );
    assert_eq!(
        loaded.derive(Purpose::CursorSigning),
        created.derive(Purpose::CursorSigning)
    );
    assert_eq!(
        loaded.wrapping_ids().collect::<Vec<_>>(),
        [(created.current_id(), 1_790_000_000)]
    );
}

#[test]
fn a_keyring_is_never_overwritten() {
    let (_directory, path) = place();
    let first = create(&path);

    let second = Keyring::create_new(&path, &chance(2), 0);

    assert!(matches!(second, Err(KeyringError::Exists(_))));
    assert_eq!(
        Keyring::load(&path).unwrap().current_id(),
        first.current_id()
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (_directory, path) = place();
    create(&path);
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(), 0o600);
    Keyring::rotate(&path, &chance(3), 1).unwrap();
    assert_eq!(mode(), 0o600);

    for open in [0o640, 0o604, 0o660, 0o620, 0o601] {
        fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
        let refused = Keyring::load(&path).unwrap_err();
        assert!(matches!(refused, KeyringError::OpenToOthers { mode, .. } if mode == open));
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    Keyring::load(&path).unwrap();
}

#[test]
fn rotating_adds_a_key_and_keeps_the_rest() {
    let (directory, path) = place();
    let before = create(&path);

    let after = Keyring::rotate(&path, &chance(2), 1_800_000_000).unwrap();

    assert_ne!(after.current_id(), before.current_id());
    assert_eq!(
        after.wrapping_key(before.current_id()),
        Some(before.current_key())
    );
    assert_eq!(
        after.derive(Purpose::LookupHash),
        before.derive(Purpose::LookupHash)
    );
    assert_eq!(
        after.derive(Purpose::NetworkHash),
        before.derive(Purpose::NetworkHash)
    );
    let loaded = Keyring::load(&path).unwrap();
    assert!(loaded.wrapping_ids().eq(after.wrapping_ids()));
    assert_eq!(
        fs::read_dir(directory.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn only_old_keys_are_dropped() {
    let (_directory, path) = place();
    let old = create(&path).current_id().to_owned();
    let dropped = Keyring::drop_wrapping(&path, &old);
    assert!(matches!(dropped, Err(KeyringError::CurrentKey(_))));

    let current = Keyring::rotate(&path, &chance(2), 1)
        .unwrap()
        .current_id()
        .to_owned();
    let unknown = Keyring::drop_wrapping(&path, "mk-unknown");
    assert!(matches!(unknown, Err(KeyringError::UnknownKey(_))));
    Keyring::drop_wrapping(&path, &old).unwrap();

    let left = Keyring::load(&path).unwrap();
    assert_eq!(
        left.wrapping_ids().map(|(id, _)| id).collect::<Vec<_>>(),
        [current]
    );
}

#[test]
fn two_changes_at_once_are_refused() {
    let (directory, path) = place();
    create(&path);
    fs::write(directory.path().join("keyring.toml.new"), "").unwrap();

    let refused = Keyring::rotate(&path, &chance(2), 1);

    assert!(matches!(refused, Err(KeyringError::UnderWay(_))));
}

#[test]
fn a_failed_change_leaves_the_file_as_it_was() {
    let (directory, path) = place();
    create(&path);
    rewrite(&path, |text| text.replace("format = 1", "format = 2"));

    assert!(Keyring::rotate(&path, &chance(2), 1).is_err());

    assert!(fs::read_to_string(&path).unwrap().contains("format = 2"));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn faults_are_named_without_the_content() {
    type Fault = fn(String) -> String;
    let faults: [(Fault, &str); 7] = [
        (|text| text.replace("format = 1", "format = 2"), "format"),
        (
            |text| text.replace("current = \"mk-", "current = \"mk-0"),
            "`current` names no",
        ),
        (|text| text.replace("id = \"mk-", "id = \"MK-"), "an id has"),
        (
            |text| text.replace("lookup = \"", "lookup = \"AA"),
            "line 6",
        ),
        (|text| text.replace("general = \"", "general = "), "line 7"),
        (|text| format!("surprise = 1\n{text}"), "line 1"),
        (
            |text| text.replace("created = ", "created = \"S3CR3T\" # "),
            "line 12",
        ),
    ];

    for (fault, expected) in faults {
        let (_directory, path) = place();
        create(&path);
        rewrite(&path, fault);
        let message = Keyring::load(&path).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
        assert!(
            !message.contains("S3CR3T") && !message.contains('='),
            "{message}"
        );
    }
}

#[test]
fn doubled_ids_are_refused() {
    let (_directory, path) = place();
    create(&path);
    rewrite(&path, |text| {
        let entry = text.split("\n[[wrapping]]").nth(1).unwrap().to_owned();
        format!("{text}\n[[wrapping]]{entry}")
    });

    assert!(
        Keyring::load(&path)
            .unwrap_err()
            .to_string()
            .contains("same id")
    );
}

#[test]
fn a_missing_keyring_says_so() {
    let (_directory, path) = place();

    assert!(matches!(
        Keyring::load(&path),
        Err(KeyringError::Io { action: "open", .. })
    ));
    assert!(matches!(
        Keyring::rotate(&path, &chance(1), 1),
        Err(KeyringError::Io { .. })
    ));
}

#[test]
fn each_purpose_has_its_own_key() {
    let keyring = keyring(1);
    let purposes = [
        Purpose::CursorSigning,
        Purpose::LookupHash,
        Purpose::NetworkHash,
        Purpose::Idempotency,
        Purpose::PasswordPepper,
        Purpose::ProofOfWork,
        Purpose::AuditChain,
    ];

    let keys: HashSet<[u8; 32]> = purposes.iter().map(|use_| *keyring.derive(*use_)).collect();

    assert_eq!(keys.len(), purposes.len());
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", keyring(1)), "Keyring(…)");
}
