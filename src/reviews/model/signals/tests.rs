use super::*;
use crate::platform::ids::SystemRandomness;

fn filing(overall: i64, network: u8) -> Filing {
    Filing {
        review: Id::random(&SystemRandomness),
        filed_on: Date::parse("2026-11-24").unwrap(),
        overall,
        status: ModerationStatus::Pending,
        network: Some(vec![network]),
    }
}

#[test]
fn a_shared_network_is_remarkable_only_when_many_agree() {
    let mut filings = vec![filing(5, 1), filing(5, 1), filing(5, 1)];
    assert_eq!(from_one_network(&filings), []);
    filings.push(filing(1, 1));
    let found = from_one_network(&filings);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|one| one.peers.len() == 2));
    filings.push(filing(1, 1));
    assert_eq!(from_one_network(&filings), []);
    let apart = [filing(5, 1), filing(5, 2), filing(5, 3), filing(5, 4)];
    assert_eq!(from_one_network(&apart), []);
}

#[test]
fn neither_a_burst_nor_a_network_nor_both_hold_a_review_that_can_be_checked() {
    let burst = SignalCode::Burst.strength(40);
    let network = SignalCode::OneNetwork.strength(40);
    assert!(burst + network < SUSPICIOUS);
    assert!(burst + network + SignalCode::NothingCheckable.strength(0) >= SUSPICIOUS);
    assert!(burst + SignalCode::NothingCheckable.strength(0) < SUSPICIOUS);
    assert!(burst + SignalCode::NearDuplicate.strength(1) >= SUSPICIOUS);
    for code in SignalCode::ALL {
        assert!(code.strength(1) < SUSPICIOUS, "{code} alone");
    }
}

#[test]
fn what_the_agency_says_of_itself_is_recognised() {
    let reply = "We never ask workers for fees, we help with all papers and we stay in touch with everybody";
    let texts = vec![reply.to_owned()];
    assert!(echoes(
        "They never ask workers for fees, they help with all papers and stay in touch with everybody",
        &texts
    ));
    assert!(!echoes(
        "I paid for the medical, the flight and the papers, and nobody ever called me back",
        &texts
    ));
}
