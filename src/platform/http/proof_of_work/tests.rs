use super::*;

const WRITE: Bound<'static> = Bound {
    network: "203.0.113.0/24",
    operation: "POST /v1/assistance-requests",
    key: "k1",
};

fn challenges() -> Challenges {
    Challenges::new(SecretKey::new([7; 32]))
}

fn now() -> Time {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

fn solve(challenge: &Challenge) -> Proof {
    let hashed = |nonce: u64| Sha256::digest(format!("{challenge}.{nonce}"));
    let wanted = u32::from(challenge.zero_bits());
    let nonce = (0..u64::MAX).find(|nonce| leading_zero_bits(&hashed(*nonce)) >= wanted);
    format!("{challenge}.{}", nonce.unwrap()).parse().unwrap()
}

#[test]
fn a_solved_challenge_opens_its_write_until_its_time_is_over() {
    let proof = solve(&challenges().issue(WRITE, MIN_ZERO_BITS, now()));
    let solved = challenges().check(WRITE, &proof, now()).unwrap();
    let later = now().plus(Duration::from_secs(599));
    assert_eq!(challenges().check(WRITE, &proof, later), Ok(solved));
    let over = now().plus(Duration::from_mins(10));
    let refused = challenges().check(WRITE, &proof, over);
    assert_eq!(refused, Err(Unfit::Expired));
}

#[test]
fn it_opens_nothing_else() {
    let proof = solve(&challenges().issue(WRITE, MIN_ZERO_BITS, now()));
    let others = [
        Bound {
            network: "203.0.114.0/24",
            ..WRITE
        },
        Bound {
            operation: "POST /v1/safety-reports",
            ..WRITE
        },
        Bound { key: "k2", ..WRITE },
        // The same letters, divided in another way.
        Bound {
            operation: "POST /v1/assistance-requestsk",
            key: "1",
            ..WRITE
        },
    ];
    for other in others {
        let refused = challenges().check(other, &proof, now());
        assert_eq!(refused, Err(Unfit::Elsewhere), "{other:?}");
    }
    let elsewhere = Challenges::new(SecretKey::new([8; 32]));
    let refused = elsewhere.check(WRITE, &proof, now());
    assert_eq!(refused, Err(Unfit::Elsewhere));
}

#[test]
fn nobody_makes_a_puzzle_easier_or_its_time_longer() {
    let challenge = challenges().issue(WRITE, MAX_ZERO_BITS, now());
    let easier = Challenge {
        zero_bits: MIN_ZERO_BITS,
        ..challenge.clone()
    };
    let longer = Challenge {
        expires: challenge.expires + 1,
        ..challenge
    };
    for altered in [easier, longer] {
        let proof = format!("{altered}.1").parse().unwrap();
        let refused = challenges().check(WRITE, &proof, now());
        assert_eq!(refused, Err(Unfit::Elsewhere));
    }
}

#[test]
fn no_work_is_no_proof() {
    let challenge = challenges().issue(WRITE, MIN_ZERO_BITS, now());
    let idle = (0..u64::MAX).find(|nonce| {
        let hash = Sha256::digest(format!("{challenge}.{nonce}"));
        leading_zero_bits(&hash) < u32::from(MIN_ZERO_BITS)
    });
    let proof = format!("{challenge}.{}", idle.unwrap()).parse().unwrap();
    let refused = challenges().check(WRITE, &proof, now());
    assert_eq!(refused, Err(Unfit::Insufficient));
}

#[test]
fn difficulty_is_bounded() {
    for (wished, given) in [(0, MIN_ZERO_BITS), (14, 14), (255, MAX_ZERO_BITS)] {
        let challenge = challenges().issue(WRITE, wished, now());
        assert_eq!(challenge.zero_bits(), given);
    }
}

#[test]
fn a_challenge_with_its_nonce_is_one_block_of_sha_256() {
    let challenge = challenges().issue(WRITE, MAX_ZERO_BITS, now()).to_string();
    assert!(challenge.len() + 1 + NONCE_MAX <= 55, "{challenge}");
}

#[test]
fn what_is_no_proof_is_refused() {
    let challenge = challenges().issue(WRITE, MIN_ZERO_BITS, now()).to_string();
    let right = format!("{challenge}.7");
    assert!(right.parse::<Proof>().is_ok());
    let broken = [
        String::new(),
        challenge.clone(),
        format!("{challenge}."),
        format!("{challenge}.7.7"),
        format!("{challenge}.-7"),
        format!("{challenge}.{}", "7".repeat(16)),
        format!("{challenge}.é"),
        format!("{challenge}=.7"),
        right.replace("v1.", "v2."),
        right.replace(".12.", ".012."),
        right.replace(".12.", ".+12."),
        right.replace(".12.", ".11."),
        right.replace(".12.", ".17."),
        right.replace(".12.", ".300."),
    ];
    for text in broken {
        assert_eq!(text.parse::<Proof>(), Err(MalformedProof), "{text}");
    }
}

#[test]
fn the_example_of_the_documentation_is_right() {
    let documentation = include_str!("../../../../docs/using-the-api.md");
    let challenge: Challenge = Challenge {
        zero_bits: 12,
        expires: 1_790_000_000,
        signature: [0; SIGNATURE_BYTES],
    };
    let proof = solve(&challenge);
    let hash = Sha256::digest(&proof.text);
    let hash = hash
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    for part in [challenge.to_string(), proof.text, hash] {
        assert!(documentation.contains(&part), "{part}");
    }
}
