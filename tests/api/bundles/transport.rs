//! How it comes: in every coding, in few bytes when nothing is new, and compressed with what the caller has.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::{BUNDLE, Copy, edit_passport, get_with, publish};
use crate::harness::TestApp;
use crate::on_both;

/// What comes over the wire, head and body, with a connection that stays open.
pub async fn raw(app: &TestApp, path: &str, headers: &str) -> (String, Vec<u8>) {
    let address = app.url.strip_prefix("http://").unwrap().to_owned();
    let request = format!("GET {path} HTTP/1.1\r\nhost: tulay.test\r\n{headers}\r\n");
    let ask = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut came = Vec::new();
        loop {
            let mut part = vec![0; 64 * 1024];
            let length = stream.read(&mut part).unwrap();
            came.extend_from_slice(&part[..length]);
            let Some(end) = came.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let head = String::from_utf8(came[..end + 4].to_vec()).unwrap();
            let body = came.len() - head.len();
            let lines = head.to_lowercase();
            let mut lengths = lines
                .lines()
                .filter_map(|line| line.strip_prefix("content-length: "));
            let wanted: usize = lengths.next().map_or(0, |length| length.parse().unwrap());
            if body >= wanted || length == 0 {
                let body = came[head.len()..].to_vec();
                return (head, body);
            }
        }
    };
    actix_web::rt::task::spawn_blocking(ask).await.unwrap()
}

pub fn decoded(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "zstd" => out = zstd::decode_all(body).unwrap(),
        "br" => {
            let mut decoder = brotli::Decompressor::new(body, 4096);
            decoder.read_to_end(&mut out).unwrap();
        }
        _ => {
            let mut decoder = flate2::read::GzDecoder::new(body);
            decoder.read_to_end(&mut out).unwrap();
        }
    }
    out
}

/// The names by which a copy is offered as a dictionary.
pub fn dictionary_of(copy: &Copy) -> String {
    format!(":{}:", STANDARD.encode(Sha256::digest(&copy.answer)))
}

on_both! {
    async fn every_coding_is_of_the_same_bytes(app: TestApp) {
        let plain = Copy::of(&app, BUNDLE).await;
        let mut tags = Vec::new();
        for coding in ["zstd", "br", "gzip"] {
            let answer = get_with(&app, BUNDLE, &[("accept-encoding", coding)]).await;
            answer.assert_status(200);
            assert_eq!(answer.header("content-encoding"), Some(coding));
            assert_eq!(answer.header("vary"), Some("accept-encoding, available-dictionary"));
            assert!(answer.header("cache-control").unwrap().starts_with("public, max-age="));
            assert!(answer.header("x-request-id").is_some() && answer.header("x-content-type-options").is_some());
            assert_eq!(decoded(coding, &answer.body), plain.answer);
            tags.push(answer.header("etag").unwrap().to_owned());
            // Compressed once: it is the same to the byte.
            assert_eq!(get_with(&app, BUNDLE, &[("accept-encoding", coding)]).await.body, answer.body);
        }
        let version = plain.version();
        assert_eq!(tags, ["zstd", "br", "gzip"].map(|coding| format!("\"{version}.{coding}\"")));
        let answer = app.get(BUNDLE).await;
        assert_eq!(answer.header("etag"), Some(format!("\"{version}\"").as_str()));
        assert_eq!(answer.header("use-as-dictionary"), Some(format!("match=\"{BUNDLE}\"").as_str()));
    }

    async fn nothing_new_takes_less_than_two_hundred_bytes(app: TestApp) {
        let version = Copy::of(&app, BUNDLE).await.version();
        for tag in ["", ".zstd", ".br", ".gzip", ".dcz"] {
            let known = format!("if-none-match: \"{version}{tag}\"\r\naccept-encoding: zstd, br, gzip\r\n");
            let (head, body) = raw(&app, BUNDLE, &known).await;
            assert!(head.starts_with("HTTP/1.1 304 ") && body.is_empty(), "{head}");
            assert!(head.len() <= 200, "{} bytes: {head}", head.len());
            assert!(head.to_lowercase().contains("\r\ndate: ") && head.contains(&version));
        }
        // Whoever asks for the change since what they have hears the same.
        let since = format!("{BUNDLE}?since={version}");
        let (head, _) = raw(&app, &since, &format!("if-none-match: \"{version}\"\r\n")).await;
        assert!(head.starts_with("HTTP/1.1 304 ") && head.len() <= 200, "{head}");
        let (head, _) = raw(&app, BUNDLE, "if-none-match: \"AAAAAAAAAAAAAAAA\"\r\n").await;
        assert!(head.starts_with("HTTP/1.1 200 "));
    }

    async fn an_older_bundle_is_the_dictionary_of_the_new_one(app: TestApp) {
        let before = Copy::of(&app, BUNDLE).await;
        app.clock.advance(Duration::from_mins(1));
        edit_passport(&app, "Keep a photo of it.");
        assert_eq!(publish(&app).await, 1);
        let after = Copy::of(&app, BUNDLE).await;
        let offered = dictionary_of(&before);
        let answer = get_with(&app, BUNDLE, &[("accept-encoding", "gzip, dcz"), ("available-dictionary", &offered)]).await;
        answer.assert_status(200);
        assert_eq!(answer.header("content-encoding"), Some("dcz"));
        assert_eq!(answer.header("etag"), Some(format!("\"{}.dcz\"", after.version()).as_str()));
        let (magic, rest) = answer.body.split_at(8);
        let (hash, frame) = rest.split_at(32);
        assert_eq!(magic, [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0]);
        assert_eq!(hash, Sha256::digest(&before.answer).as_slice());
        let mut decoder = zstd::bulk::Decompressor::with_dictionary(&before.answer).unwrap();
        assert_eq!(decoder.decompress(frame, 10_000_000).unwrap(), after.answer);
        assert!(answer.body.len() < 1500, "{} bytes", answer.body.len());
        // Magic and hash are a frame that every decoder of zstd skips.
        assert_eq!(decoder.decompress(&answer.body, 10_000_000).unwrap(), after.answer);

        // Who takes no such coding, or has something that is not known here, gets another.
        let unknown = format!(":{}:", STANDARD.encode(Sha256::digest(b"something else")));
        for (accepted, dictionary, coding) in [("gzip", &offered, Some("gzip")), ("dcz", &unknown, None),
            ("zstd, dcz", &unknown, Some("zstd")), ("dcz;q=0, br", &offered, Some("br"))] {
            let answer = get_with(&app, BUNDLE, &[("accept-encoding", accepted), ("available-dictionary", dictionary)]).await;
            assert_eq!(answer.header("content-encoding"), coding, "{accepted}");
        }
        let of_another = Copy::of(&app, "/v1/bundles/ID-MY/id").await;
        let answer = get_with(&app, BUNDLE, &[("accept-encoding", "dcz"), ("available-dictionary", &dictionary_of(&of_another))]).await;
        assert_eq!(answer.header("content-encoding"), None);
    }
}
