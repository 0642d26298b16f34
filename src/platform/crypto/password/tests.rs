use super::super::testing::{chance, keyring};
use super::*;

const PASSWORD: &str = "nine sleepy carabaos";

fn hasher() -> PasswordHasher {
    PasswordHasher::new(&keyring(1), Cost::LEAST).unwrap()
}

#[test]
fn the_password_and_no_other_matches() {
    let hasher = hasher();
    let stored = hasher.hash(&chance(2), PASSWORD).unwrap();

    assert!(
        stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"),
        "{stored}"
    );
    assert_eq!(hasher.verify(PASSWORD, &stored), Ok(Verdict::Match));
    assert_eq!(
        hasher.verify("nine sleepy carabao", &stored),
        Ok(Verdict::Mismatch)
    );
    assert_eq!(hasher.verify("", &stored), Ok(Verdict::Mismatch));
    assert_eq!(
        hasher.verify(&"x".repeat(1_000_000), &stored),
        Ok(Verdict::Mismatch)
    );
}

#[test]
fn the_same_password_hashes_differently_each_time() {
    let (hasher, chance) = (hasher(), chance(2));

    let first = hasher.hash(&chance, PASSWORD).unwrap();

    assert_ne!(first, hasher.hash(&chance, PASSWORD).unwrap());
}

#[test]
fn without_the_pepper_nothing_matches() {
    let stored = hasher().hash(&chance(2), PASSWORD).unwrap();

    let stranger = PasswordHasher::new(&keyring(2), Cost::LEAST).unwrap();

    assert_eq!(stranger.verify(PASSWORD, &stored), Ok(Verdict::Mismatch));
}

#[test]
fn one_password_typed_on_two_keyboards_matches() {
    let hasher = hasher();
    let stored = hasher
        .hash(&chance(2), "ti\u{1ebf}ng Vi\u{1ec7}t xin ch\u{e0}o")
        .unwrap();

    let decomposed = "tie\u{302}\u{301}ng Vie\u{323}\u{302}t xin cha\u{300}o";

    assert_eq!(hasher.verify(decomposed, &stored), Ok(Verdict::Match));
}

#[test]
fn damaged_hashes_are_errors_not_mismatches() {
    let hasher = hasher();
    let no_hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ";

    for stored in [
        "",
        "secret",
        no_hash,
        "$scrypt$ln=1,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",
    ] {
        assert_eq!(
            hasher.verify(PASSWORD, stored),
            Err(PasswordError::StoredHash),
            "{stored}"
        );
        assert!(hasher.needs_rehash(stored), "{stored}");
    }
}

#[test]
fn an_unknown_account_costs_a_whole_comparison() {
    let hasher = hasher();

    assert_eq!(hasher.verify_dummy(PASSWORD), Ok(()));
    let compared_with = hasher.hash_under([0; SALT_LENGTH], PASSWORD).unwrap();
    assert!(
        !hasher.needs_rehash(&compared_with),
        "it costs as much as a real one"
    );
}

#[test]
fn hashes_of_another_cost_match_and_are_replaced() {
    let dearer = Cost {
        memory_kib: 16,
        ..Cost::LEAST
    };
    let old = hasher();
    let new = PasswordHasher::new(&keyring(1), dearer).unwrap();
    let stored = old.hash(&chance(2), PASSWORD).unwrap();

    assert_eq!(new.verify(PASSWORD, &stored), Ok(Verdict::Match));
    assert!(new.needs_rehash(&stored));
    assert!(!old.needs_rehash(&stored));
    assert!(old.needs_rehash(&stored.replace("$argon2id$", "$argon2i$")));
}

#[test]
fn the_recommended_cost_is_possible_and_nonsense_is_not() {
    assert!(PasswordHasher::new(&keyring(1), Cost::OWASP).is_ok());
    let nonsense = Cost {
        memory_kib: 1,
        passes: 0,
        lanes: 0,
    };
    let refused = PasswordHasher::new(&keyring(1), nonsense);
    assert_eq!(refused.unwrap_err(), PasswordError::Cost);
}

#[test]
fn weak_passwords_are_not_accepted() {
    use PasswordWeakness::{Common, ContainsName, Repetitive, TooLong, TooShort};

    for (password, weakness) in [
        ("elevenchars", TooShort),
        ("ế ế ế ế ế", TooShort),
        (&"long ".repeat(26), TooLong),
        ("123456789012", Common),
        ("PasswordPassword", Common),
        ("aaaaaaaaaaaaaaaa", Repetitive),
        ("abababcababababc", Repetitive),
        ("sita.sharma-2026!", ContainsName),
        ("my SITA.SHARMA words", ContainsName),
    ] {
        let found = check_policy(password, "Sita.Sharma@example.org");
        assert_eq!(found, Err(weakness), "{password}");
    }
}

#[test]
fn good_passwords_are_accepted_in_any_script() {
    for password in [
        PASSWORD,
        "ข้าวเหนียวมะม่วงอร่อยมาก",
        "রাতের ট্রেনে ঢাকা যাব",
        "abcd1234efgh!",
    ] {
        assert_eq!(check_policy(password, "sita"), Ok(()), "{password}");
    }
    assert_eq!(
        check_policy("twelve plain ananas", "ana"),
        Ok(()),
        "short names are everywhere"
    );
    assert_eq!(
        check_policy(&"pass".repeat(32).replace("pp", "px"), ""),
        Err(PasswordWeakness::Repetitive)
    );
}

#[test]
fn the_list_of_commonest_holds_only_what_could_pass_otherwise() {
    for common in COMMONEST.lines() {
        assert!(
            common.chars().count() >= PASSWORD_MIN_CHARACTERS,
            "{common}"
        );
        assert_eq!(common, common.to_lowercase().trim());
    }
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", hasher()), "PasswordHasher(…)");
}
