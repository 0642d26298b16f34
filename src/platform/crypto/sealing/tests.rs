use proptest::prelude::*;

use super::super::testing::{chance, id, keyring};
use super::*;

fn narrative(record: u128) -> Context {
    Context {
        record: id(record),
        field: "case.narrative",
        version: 1,
    }
}

#[test]
fn a_value_opens_where_it_was_sealed() {
    let chance = chance(1);
    let key = DataKey::generate(&chance);

    let sealed = key
        .seal(&chance, &narrative(7), "they keep my passport".as_bytes())
        .unwrap();

    assert_eq!(
        key.open(&narrative(7), &sealed).unwrap().as_slice(),
        b"they keep my passport"
    );
}

#[test]
fn sealing_twice_gives_different_bytes() {
    let chance = chance(1);
    let key = DataKey::generate(&chance);

    let first = key.seal(&chance, &narrative(7), b"same").unwrap();

    assert_ne!(first, key.seal(&chance, &narrative(7), b"same").unwrap());
}

#[test]
fn the_length_says_nothing_about_a_short_text() {
    let chance = chance(1);
    let key = DataKey::generate(&chance);

    let yes = key.seal(&chance, &narrative(7), b"yes").unwrap();
    let no = key.seal(&chance, &narrative(7), &[b'n'; 200]).unwrap();

    assert_eq!(yes.len(), no.len());
    assert_eq!(yes.len(), 1 + NONCE_LENGTH + 256 + TAG_LENGTH);
}

#[test]
fn a_value_opens_in_no_other_row_field_or_version() {
    let chance = chance(1);
    let key = DataKey::generate(&chance);
    let here = narrative(7);
    let sealed = key.seal(&chance, &here, b"moved").unwrap();

    for elsewhere in [
        narrative(8),
        Context {
            field: "case.phone",
            ..here
        },
        Context { version: 2, ..here },
    ] {
        assert_eq!(key.open(&elsewhere, &sealed), Err(SealingError::Refused));
    }
}

#[test]
fn a_value_opens_under_no_other_key() {
    let chance = chance(1);
    let sealed = DataKey::generate(&chance)
        .seal(&chance, &narrative(7), b"x")
        .unwrap();

    let other = DataKey::generate(&chance);

    assert_eq!(
        other.open(&narrative(7), &sealed),
        Err(SealingError::Refused)
    );
}

#[test]
fn an_unknown_format_is_named() {
    let chance = chance(1);
    let key = DataKey::generate(&chance);
    let mut sealed = key.seal(&chance, &narrative(7), b"x").unwrap();
    sealed[0] = 2;

    assert_eq!(
        key.open(&narrative(7), &sealed),
        Err(SealingError::UnknownFormat)
    );
    assert_eq!(key.open(&narrative(7), &[]), Err(SealingError::Refused));
}

#[test]
fn a_key_unwraps_only_for_its_subject_and_class() {
    let (chance, keyring) = (chance(1), keyring(2));
    let key = DataKey::generate(&chance);
    let wrapped = key
        .wrap(&keyring, &chance, &id(7), Class::Identity)
        .unwrap();

    let again = DataKey::unwrap(&keyring, &id(7), Class::Identity, &wrapped).unwrap();
    assert_eq!(again.0, key.0);

    for (subject, class) in [
        (8, Class::Identity),
        (7, Class::Confidential),
        (7, Class::Account),
    ] {
        let refused = DataKey::unwrap(&keyring, &id(subject), class, &wrapped);
        assert_eq!(refused.unwrap_err(), SealingError::Refused);
    }
}

#[test]
fn a_wrapped_key_altered_or_from_another_installation_is_refused() {
    let (chance, ours) = (chance(1), keyring(2));
    let wrapped = DataKey::generate(&chance)
        .wrap(&ours, &chance, &id(7), Class::Identity)
        .unwrap();

    let mut altered = wrapped.clone();
    altered.bytes[40] ^= 1;
    let refused = DataKey::unwrap(&ours, &id(7), Class::Identity, &altered);
    assert_eq!(refused.unwrap_err(), SealingError::Refused);

    let refused = DataKey::unwrap(&keyring(3), &id(7), Class::Identity, &wrapped);
    assert_eq!(
        refused.unwrap_err(),
        SealingError::UnknownMasterKey(wrapped.master_key_id)
    );
}

#[test]
fn rewrapping_keeps_the_data_key() {
    let (chance, mut keyring) = (chance(1), keyring(2));
    let key = DataKey::generate(&chance);
    let wrapped = key.wrap(&keyring, &chance, &id(7), Class::Account).unwrap();
    assert!(!wrapped.is_outdated(&keyring));

    keyring.add_current(&chance, 1_800_000_000);
    assert!(wrapped.is_outdated(&keyring));
    let rewrapped = wrapped
        .rewrap(&keyring, &chance, &id(7), Class::Account)
        .unwrap();

    assert!(!rewrapped.is_outdated(&keyring));
    let again = DataKey::unwrap(&keyring, &id(7), Class::Account, &rewrapped).unwrap();
    assert_eq!(again.0, key.0);
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", DataKey::generate(&chance(1))), "DataKey(…)");
}

proptest! {
    #[test]
    fn every_altered_or_cut_value_is_refused(place in 0_usize..297, bit in 0_u8..8) {
        let chance = chance(1);
        let key = DataKey::generate(&chance);
        let sealed = key.seal(&chance, &narrative(7), b"text").unwrap();

        let mut altered = sealed.clone();
        altered[place] ^= 1 << bit;

        prop_assert!(key.open(&narrative(7), &altered).is_err());
        prop_assert!(key.open(&narrative(7), &sealed[..place]).is_err());
    }
}

#[test]
fn a_key_of_a_case_opens_with_its_private_part_also_after_the_master_key_has_changed() {
    use crate::platform::crypto::OpeningKey;

    let (mut keyring, case, subject) = (keyring(1), id(7), id(8));
    let private = OpeningKey::generate(&chance(2));
    let public = private.public().unwrap();
    let key = DataKey::generate(&chance(3));
    let of = (&subject, Class::Confidential);
    let wrapped = key.wrap_to_case(&keyring, &chance(4), (&case, &public), of);
    let wrapped = wrapped.unwrap();
    assert!(DataKey::unwrap(&keyring, &subject, Class::Confidential, &wrapped).is_err());

    keyring.add_current(&chance(9), 1_800_000_000);
    let anew = wrapped.rewrap(&keyring, &chance(5), &subject, Class::Confidential);
    let anew = anew.unwrap();
    assert!(!anew.is_outdated(&keyring));
    let open =
        |case: &_, private: &_, of| DataKey::unwrap_of_case(&keyring, (case, private), of, &anew);
    let opened = open(&case, &private, of).unwrap();
    assert_eq!(opened.key().as_slice(), key.key().as_slice());
    assert!(open(&id(9), &private, of).is_err());
    assert!(open(&case, &private, (&subject, Class::Identity)).is_err());
    let other = OpeningKey::generate(&chance(6));
    assert!(open(&case, &other, of).is_err());
}
