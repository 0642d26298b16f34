//! Requests to other servers: over TLS, to addresses of the public network, within limits of time and size, and
//! without following anybody elsewhere.
//!
//! Whoever controls a name decides to which address it leads. So names are looked up here, once, and the
//! connection goes to the very addresses that were checked.

mod address;

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::{Host, Url};

use self::address::is_public;

/// Whom the service may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Servers with public addresses, over TLS.
    Public,
    /// The server that the operator has named in the settings: wherever it is over TLS, and without TLS on this very
    /// machine.
    NamedByOperator,
    /// Servers on this very machine, named by their address, without TLS: what an operator has put there on
    /// purpose, such as the near end of a tunnel.
    ThisMachine,
    /// Whatever the name, one server on this very machine, without TLS. For tests: no setting leads
    /// here.
    OnlyLoopbackForTests(SocketAddr),
}

/// How long the other server may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The whole of it.
    pub whole: Duration,
    /// Finding the server, and saying hello, each.
    pub connect: Duration,
}

/// Names lead to addresses here.
#[derive(Debug)]
struct Checked {
    reach: Reach,
    inner: DefaultResolver,
}

/// The name leads to an address that is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its name leads to an address that is not public")
    }
}

impl std::error::Error for NotPublic {}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        if let Reach::OnlyLoopbackForTests(address) = self.reach {
            let mut only = self.empty();
            only.push(address);
            return Ok(only);
        }
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.reach == Reach::NamedByOperator {
            let is_tls = uri.scheme_str() == Some("https");
            if is_tls || found.iter().all(|address| address.ip().is_loopback()) {
                return Ok(found);
            }
            return Err(Error::Other(Box::new(NotPublic)));
        }
        if self.reach == Reach::ThisMachine {
            if found.iter().all(|address| address.ip().is_loopback()) {
                return Ok(found);
            }
            return Err(Error::Other(Box::new(NotPublic)));
        }
        // One that is not public among several is no accident.
        if found.iter().all(|address| is_public(address.ip())) {
            return Ok(found);
        }
        Err(Error::Other(Box::new(NotPublic)))
    }
}

/// A client that reaches no further. It blocks; so it runs on a thread that may.
pub fn agent(reach: Reach, patience: Patience) -> Agent {
    let config = Agent::config_builder()
        .https_only(reach == Reach::Public)
        // A proxy would look names up by itself, past our check.
        .proxy(None)
        // Elsewhere is another address, which nobody has named.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(patience.whole))
        .timeout_resolve(Some(patience.connect))
        .timeout_connect(Some(patience.connect))
        .user_agent(concat!("tulay/", env!("CARGO_PKG_VERSION")))
        .build();
    let resolver = Checked {
        reach,
        inner: DefaultResolver::default(),
    };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// The address as it is asked: in tests the server on this machine has no TLS.
pub fn address_within(reach: Reach, url: &str) -> String {
    match reach {
        Reach::Public | Reach::NamedByOperator | Reach::ThisMachine => url.to_owned(),
        Reach::OnlyLoopbackForTests(_) => url.replacen("https://", "http://", 1),
    }
}

/// Whether a request failed because of where its address leads.
pub fn is_refused_address(error: &Error) -> bool {
    matches!(error, Error::Other(inner) if inner.is::<NotPublic>())
        || matches!(error, Error::BadUri(_) | Error::RequireHttpsOnly(_))
}

/// Names that only this machine or its neighbours know.
const LOCAL_NAMES: [&str; 5] = [
    "localhost",
    ".localhost",
    ".local",
    ".internal",
    ".home.arpa",
];

/// Whether an address may be asked at all, as far as it shows without looking its name up: `https`, a public
/// host, no name or password in it, no fragment.
pub fn may_be_asked(url: &Url) -> bool {
    let host = match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let is_local = |local: &&str| {
                if local.starts_with('.') {
                    name.ends_with(*local)
                } else {
                    name == **local
                }
            };
            name.contains('.') && !LOCAL_NAMES.iter().any(is_local)
        }
        None => false,
    };
    url.scheme() == "https"
        && host
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
}

/// Whether an address is one of this very machine, written as such and without TLS: `http`, a loopback address in
/// digits, nothing else in it.
pub fn is_of_this_machine(url: &Url) -> bool {
    let host = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    };
    let is_bare = url.username().is_empty() && url.password().is_none();
    url.scheme() == "http" && host && is_bare && url.fragment().is_none()
}

/// Whether the name in an address leads to where only this machine or its neighbours are. A name that leads
/// nowhere does not; each request looks it up anew. Blocks.
pub fn leads_to_neighbours(url: &Url) -> bool {
    let found = url.socket_addrs(|| None);
    found.is_ok_and(|found| found.iter().any(|address| !is_public(address.ip())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_named_by_its_address() {
        let is = |text: &str| is_of_this_machine(&Url::parse(text).unwrap());
        for good in ["http://127.0.0.1:8081", "http://[::1]:8081/"] {
            assert!(is(good), "{good}");
        }
        for bad in [
            "https://127.0.0.1/",
            "http://localhost:8081/",
            "http://10.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://me@127.0.0.1/",
            "http://peer.example/",
        ] {
            assert!(!is(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_shows_whether_it_may_be_asked() {
        let may = |text: &str| may_be_asked(&Url::parse(text).unwrap());
        for good in [
            "https://hooks.ngo.example/tulay",
            "https://hooks.ngo.example:8443/a?b=c",
            "https://93.184.215.14/",
        ] {
            assert!(may(good), "{good}");
        }
        for bad in [
            "http://hooks.ngo.example/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://db.internal/",
            "https://printer.local/",
            "https://intranet/",
            "https://me:secret@hooks.ngo.example/",
            "https://hooks.ngo.example/#part",
        ] {
            assert!(!may(bad), "{bad}");
        }
    }
}
