//! One request for a list: over TLS, to a public address, within limits, and without following
//! anybody elsewhere.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::http::{StatusCode, header};
use ureq::{Agent, Error};

use crate::agencies::registers::runs::Refusal;
use crate::platform::outbound::{self, Patience, Reach};

/// How long the whole of it may take.
const GLOBAL: Duration = Duration::from_mins(2);
/// How long finding the server and saying hello may take.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest `ETag` that is kept; a longer one is as good as none.
const LONGEST_TAG: usize = 200;

/// What a server answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fetched {
    /// The list is the one that is known.
    Unchanged,
    /// A list.
    List {
        bytes: Vec<u8>,
        etag: Option<String>,
    },
}

/// Why there is no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub refusal: Refusal,
    /// For the log.
    pub reason: String,
}

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub url: &'a str,
    /// The tag of the list that is known.
    pub etag: Option<&'a str>,
    pub limit_bytes: usize,
}

/// Asks for a list. Blocks; so it runs on a thread that may.
pub(super) fn fetch(reach: Reach, wanted: Wanted<'_>) -> Result<Fetched, Failure> {
    let url = outbound::address_within(reach, wanted.url);
    let mut request = agent(reach).get(&url);
    if let Some(etag) = wanted.etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    let mut response = request.call().map_err(|error| Failure::of(&error))?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_MODIFIED if wanted.etag.is_some() => return Ok(Fetched::Unchanged),
        status => {
            let reason = format!("it answered {status}");
            return Err(Failure::new(Refusal::AnswerRefused, reason));
        }
    }
    let etag = response.headers().get(header::ETAG);
    let etag = etag.and_then(|value| value.to_str().ok());
    let etag = etag
        .filter(|tag| tag.len() <= LONGEST_TAG)
        .map(str::to_owned);
    // One byte more than is allowed shows that there is more.
    let limit = u64::try_from(wanted.limit_bytes).unwrap_or(u64::MAX);
    let body = response
        .body_mut()
        .with_config()
        .limit(limit.saturating_add(1));
    let bytes = body.read_to_vec().map_err(|error| Failure::of(&error))?;
    if bytes.len() > wanted.limit_bytes {
        let reason = format!("it is larger than {limit} bytes");
        return Err(Failure::new(Refusal::TooLarge, reason));
    }
    Ok(Fetched::List { bytes, etag })
}

fn agent(reach: Reach) -> Agent {
    let patience = Patience {
        whole: GLOBAL,
        connect: CONNECT,
    };
    outbound::agent(reach, patience)
}

impl Failure {
    const fn new(refusal: Refusal, reason: String) -> Self {
        Self { refusal, reason }
    }

    fn of(error: &Error) -> Self {
        let is_cut_off = |error: &std::io::Error| error.kind() == ErrorKind::UnexpectedEof;
        let refusal = if outbound::is_refused_address(error) {
            Refusal::AddressRefused
        } else if matches!(error, Error::BodyExceedsLimit(_)) {
            Refusal::TooLarge
        } else if matches!(error, Error::Protocol(_) | Error::LargeResponseHeader(..))
            || matches!(error, Error::Io(error) if is_cut_off(error))
        {
            Refusal::AnswerRefused
        } else {
            Refusal::NotReached
        };
        Self::new(refusal, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> Refusal {
        let wanted = Wanted {
            url,
            etag: None,
            limit_bytes: 1000,
        };
        fetch(Reach::Public, wanted).unwrap_err().refusal
    }

    #[test]
    fn what_is_not_public_is_not_asked() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        server.set_nonblocking(true).unwrap();
        let port = server.local_addr().unwrap().port();
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "2130706433",
        ] {
            let refusal = refusal(&format!("https://{host}:{port}/list.csv"));
            assert!(
                matches!(refusal, Refusal::AddressRefused | Refusal::NotReached),
                "{host}: {refusal:?}"
            );
        }
        assert_eq!(
            refusal(&format!("https://127.0.0.1:{port}/")),
            Refusal::AddressRefused
        );
        assert_eq!(
            refusal("https://169.254.169.254/latest"),
            Refusal::AddressRefused
        );
        // Nobody has knocked.
        assert!(server.accept().is_err());
    }

    #[test]
    fn a_server_is_spoken_to_over_tls_alone() {
        use std::io::Read as _;
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let hello = std::thread::spawn(move || {
            let (mut stream, _) = server.accept().unwrap();
            let mut hello = vec![0; 2000];
            let read = stream.read(&mut hello).unwrap();
            hello.truncate(read);
            hello
        });
        let agent = agent(Reach::OnlyLoopbackForTests(address));
        agent
            .get("https://lists.example/my.csv")
            .call()
            .unwrap_err();
        let hello = hello.join().unwrap();
        // The record of a handshake, which names the server and not what is wanted of it.
        assert_eq!(hello[0], 0x16);
        let holds = |text: &[u8]| hello.windows(text.len()).any(|part| part == text);
        assert!(holds(b"lists.example") && !holds(b"my.csv"));
    }

    #[test]
    fn without_tls_nothing_is_asked() {
        assert_eq!(refusal("http://93.184.215.14/"), Refusal::AddressRefused);
    }
}
