//! What servers tell each other, and how operators compare keys.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::platform::crypto::{PublicKey, SealingPublicKey};
use crate::platform::ids::Id;
use crate::platform::outbound::{is_of_this_machine, may_be_asked};
use crate::text_enum;

/// Where a server publishes its keys for other servers.
pub const KEYS_PATH: &str = "/.well-known/tulay-peer";
/// Where a server takes messages of other servers.
pub const MESSAGES_PATH: &str = "/peer/messages";
/// Where a server tells other servers which of its organisations take referrals.
pub const ORGANISATIONS_PATH: &str = "/peer/organisations";
/// The most organisations that are taken from one server.
pub const MOST_ORGANISATIONS: usize = 500;

text_enum! {
    /// Whether anything is exchanged with a server.
    pub enum PeerStatus {
        /// It is.
        Active => "active",
        /// Not any more.
        Removed => "removed",
    }
}

text_enum! {
    /// Why a message was given up.
    pub enum GivenUpBecause {
        /// The other server has not taken it for days.
        Unreachable => "unreachable",
        /// The other server refuses it for good.
        Refused => "refused",
        /// The operator has removed the other server.
        PeerRemoved => "peer_removed",
    }
}

/// An organisation of another server that takes referrals, as that server tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerOrganisation {
    /// Its id there.
    pub id: Id,
    /// Its name, as the public knows it.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Countries in which it works.
    pub countries: Vec<String>,
    /// What it can do.
    pub competences: Vec<String>,
}

/// What a server answers to another that asks for its organisations.
#[derive(Debug, Serialize, Deserialize)]
pub struct OrganisationList {
    /// Those that take referrals.
    pub items: Vec<PeerOrganisation>,
}

/// What a message says, once it is opened.
#[derive(Serialize, Deserialize)]
pub struct Letter {
    /// What it is.
    pub kind: String,
    /// The referral, as the server from which it came calls it.
    pub about: Id,
    /// Whether nothing comes after it about that.
    pub is_last: bool,
    /// The rest, by its kind.
    pub body: Value,
}

/// What is bound to a sealed message: from which server it is, and its name. So nobody can hand it in as their own.
pub fn place_of<'a>(address: &'a str, message: &'a Id) -> [&'a [u8]; 3] {
    [
        b"tulay/peer-message/1",
        address.as_bytes(),
        message.as_bytes(),
    ]
}

/// An address that is written in the one way in which both sides know it: scheme, host, port.
pub fn address_of(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none();
    let may_be = may_be_asked(&url) || is_of_this_machine(&url);
    (is_bare && may_be).then(|| url.as_str().trim_end_matches('/').to_owned())
}

/// The keys of a server, and its address.
#[derive(Debug, Clone)]
pub struct PeerKeys {
    /// Where it is reached.
    pub address: String,
    /// Verifies what it signs.
    pub signing: PublicKey,
    /// Seals what only it shall read.
    pub sealing: SealingPublicKey,
}

impl PeerKeys {
    /// As they are published.
    pub fn to_document(&self) -> Value {
        json!({
            "address": self.address,
            "signing_keys": { "keys": [self.signing.to_jwk()] },
            "sealing_key": {
                "kty": "OKP",
                "crv": "X25519",
                "use": "enc",
                "x": URL_SAFE_NO_PAD.encode(self.sealing.as_bytes()),
            },
            "fingerprint": self.fingerprint().to_string(),
        })
    }

    /// Reads them as they are published; nothing when they are not.
    pub fn of_document(document: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(document).ok()?;
        let sealing = document.get("sealing_key")?;
        let text = |name: &str| sealing.get(name).and_then(Value::as_str);
        if text("kty") != Some("OKP") || text("crv") != Some("X25519") || sealing.get("d").is_some()
        {
            return None;
        }
        let sealing = URL_SAFE_NO_PAD.decode(text("x")?).ok()?;
        let [signing] = document
            .pointer("/signing_keys/keys")?
            .as_array()?
            .as_slice()
        else {
            return None;
        };
        Some(Self {
            address: address_of(document.get("address")?.as_str()?)?,
            signing: PublicKey::from_jwk(signing).ok()?,
            sealing: SealingPublicKey::from_bytes(&sealing).ok()?,
        })
    }

    /// What two operators compare.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = Sha256::new();
        let parts: [&[u8]; 4] = [
            b"tulay/peer-fingerprint/1",
            self.address.as_bytes(),
            self.signing.as_bytes(),
            self.sealing.as_bytes(),
        ];
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            hasher.update(length.to_be_bytes());
            hasher.update(part);
        }
        let digest = hasher.finalize();
        let groups = digest.chunks_exact(5).map(|chunk| {
            let number = chunk.iter();
            let number = number.fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            format!("{:05}", number % 100_000)
        });
        Fingerprint(groups.collect::<Vec<_>>().join(" "))
    }
}

/// Thirty digits in groups of five, read out on the telephone: they follow from a server's address and keys, and
/// nobody finds other keys with the same digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

/// The text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is thirty digits, such as \"12345 67890 12345 67890 12345 67890\"")]
pub struct NotAFingerprint;

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if digits.len() != 30 || !digits.iter().all(char::is_ascii_digit) {
            return Err(NotAFingerprint);
        }
        let groups = digits
            .chunks(5)
            .map(|group| group.iter().collect::<String>());
        Ok(Self(groups.collect::<Vec<_>>().join(" ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::crypto::{OpeningKey, SigningKey};
    use crate::platform::ids::SystemRandomness;

    fn keys(address: &str) -> PeerKeys {
        PeerKeys {
            address: address.to_owned(),
            signing: SigningKey::generate(&SystemRandomness)
                .unwrap()
                .public()
                .clone(),
            sealing: OpeningKey::generate(&SystemRandomness).public().unwrap(),
        }
    }

    #[test]
    fn keys_come_back_from_what_is_published_and_have_one_fingerprint() {
        let ours = keys("https://origin.example");
        let document = ours.to_document().to_string();
        let read = PeerKeys::of_document(document.as_bytes()).unwrap();
        assert_eq!(read.fingerprint(), ours.fingerprint());
        let spoken = ours.fingerprint().to_string().replace(' ', "-");
        assert_eq!(spoken.parse(), Ok(ours.fingerprint()));
        assert_eq!("12345".parse::<Fingerprint>(), Err(NotAFingerprint));

        let moved = PeerKeys {
            address: "https://other.example".to_owned(),
            ..ours.clone()
        };
        assert_ne!(moved.fingerprint(), ours.fingerprint());
        let other = PeerKeys {
            sealing: keys("https://origin.example").sealing,
            ..ours
        };
        assert_ne!(other.fingerprint(), read.fingerprint());
    }

    #[test]
    fn an_address_is_bare_and_public_or_of_this_machine() {
        assert_eq!(
            address_of("https://Origin.example/").as_deref(),
            Some("https://origin.example")
        );
        assert_eq!(
            address_of("http://127.0.0.1:8081").as_deref(),
            Some("http://127.0.0.1:8081")
        );
        for bad in [
            "http://origin.example",
            "https://origin.example/path",
            "https://origin.example/?a=b",
            "https://10.0.0.1",
            "https://me@origin.example",
            "origin.example",
        ] {
            assert_eq!(address_of(bad), None, "{bad}");
        }
    }
}
