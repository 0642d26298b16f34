//! Where a request comes from, as coarsely as a fair share needs, and never kept.

use std::net::IpAddr;

use actix_web::HttpRequest;
use ipnet::IpNet;

/// A coarse network: the /24 of an IPv4 or the /48 of an IPv6 address, under a key that lives only
/// as long as the process. Nothing can be read back from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(pub(super) u64);

#[cfg(test)]
impl Network {
    /// A network of a test's own.
    pub const fn numbered(number: u64) -> Self {
        Self(number)
    }
}

/// The coarse network itself, the same on every instance: only ever for hashing under a secret that is destroyed,
/// never to be kept, logged or answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place(IpNet);

impl Place {
    /// What is hashed of it.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Place(…)")
    }
}

/// Turns addresses into [`Network`]s.
pub struct Networks {
    trusted_proxies: Vec<IpNet>,
    hasher: std::hash::RandomState,
}

impl Networks {
    /// Believes `X-Forwarded-For` only from these proxies.
    pub fn new(trusted_proxies: Vec<IpNet>) -> Self {
        Self {
            trusted_proxies,
            hasher: std::hash::RandomState::new(),
        }
    }

    /// The network that a request comes from.
    pub fn of(&self, peer: Option<IpAddr>, request: &HttpRequest) -> Network {
        let prefix = self.prefix(peer, request);
        Network(std::hash::BuildHasher::hash_one(&self.hasher, prefix))
    }

    /// The same, for areas that hash it.
    pub fn place(&self, peer: Option<IpAddr>, request: &HttpRequest) -> Option<Place> {
        self.prefix(peer, request).map(Place)
    }

    /// The coarse network itself, the same on every instance: only ever for signing what belongs to
    /// it, never to be kept, logged or answered.
    pub fn prefix(&self, peer: Option<IpAddr>, request: &HttpRequest) -> Option<IpNet> {
        let forwarded = request.headers().get_all("x-forwarded-for");
        let hops: Vec<&str> = forwarded
            .filter_map(|value| value.to_str().ok())
            .flat_map(|v| v.split(','))
            .collect();
        self.client(peer, &hops).and_then(coarse)
    }

    /// The last hop that is not one of our own proxies: whatever stands before it in the header
    /// may have been written by the caller.
    fn client(&self, peer: Option<IpAddr>, hops: &[&str]) -> Option<IpAddr> {
        // A listener on `[::]` sees IPv4 peers as `::ffff:…`, which no IPv4 network contains.
        let mut address = peer?.to_canonical();
        for hop in hops.iter().rev() {
            if !self
                .trusted_proxies
                .iter()
                .any(|network| network.contains(&address))
            {
                break;
            }
            let Ok(next) = hop.trim().parse::<IpAddr>() else {
                break;
            };
            address = next.to_canonical();
        }
        Some(address)
    }
}

fn coarse(address: IpAddr) -> Option<IpNet> {
    let address = address.to_canonical();
    let length = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, length)
        .ok()
        .map(|network| network.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, hops: &[&str]) -> String {
        let networks = Networks::new(vec![trusted.parse().unwrap()]);
        networks
            .client(Some(peer.parse().unwrap()), hops)
            .unwrap()
            .to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let hops = ["6.6.6.6", "203.0.113.9"];
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &hops), "203.0.113.9");
        assert_eq!(client("10.0.0.0/8", "198.51.100.7", &hops), "198.51.100.7");
        assert_eq!(
            client("10.0.0.0/8", "10.0.0.1", &["6.6.6.6", "10.1.1.1"]),
            "6.6.6.6"
        );
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &["garbage"]), "10.0.0.1");
    }

    #[test]
    fn a_proxy_is_the_same_however_its_address_is_written() {
        let hops = ["6.6.6.6", "203.0.113.9", "::ffff:10.1.1.1"];
        assert_eq!(
            client("10.0.0.0/8", "::ffff:10.0.0.1", &hops),
            "203.0.113.9"
        );
    }

    #[test]
    fn neighbours_share_a_network() {
        let of = |address: &str| coarse(address.parse().unwrap());
        assert_eq!(of("203.0.113.9"), of("203.0.113.200"));
        assert_eq!(of("::ffff:203.0.113.9"), of("203.0.113.200"));
        assert_ne!(of("203.0.113.9"), of("203.0.114.9"));
        assert_eq!(of("2001:db8:1::1"), of("2001:db8:1:ffff::2"));
    }
}
