//! Files that come in part by part (tus 1.0), who had them in their hands, and where they are kept.

mod bucket;
mod custody;
mod splits;
mod uploads;
mod uploads_end;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::files::UploadKeeper;
use tulay::identity::permissions::Role;
use tulay::platform::clock::{Clock as _, SystemClock};
use tulay::platform::ids::{Id, SystemRandomness};

use crate::harness::{Person, Response, TestApp};

const UPLOADS: &str = "/v1/receipt/uploads";
const EVIDENCE: &str = "/v1/receipt/safety-report/evidence";
const ATTACHMENTS: &str = "/v1/receipt/assistance-request/attachments";
const PART: &str = "application/offset+octet-stream";

/// What was filed.
struct Filed {
    id: String,
    code: String,
}

fn uuid() -> String {
    Id::from_parts(SystemClock.now(), &SystemRandomness).to_string()
}

/// SHA-256, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

/// A photo.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    std::fs::read(folder.join(name)).unwrap()
}

/// A photo of this length: what follows the end of a picture is dropped.
pub fn long_photo(length: usize) -> Vec<u8> {
    let mut photo = fixture("baseline.planted.jpg");
    let noise = (0..length).map(|at| u8::try_from(at * at % 251).unwrap());
    let missing = length - photo.len();
    photo.extend(noise.take(missing));
    photo
}

/// All files below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

impl TestApp {
    async fn file_at(&self, path: &str, body: &Value) -> Filed {
        let response = self.post(path, body).await;
        let body = response.assert_status(201).json();
        Filed {
            id: body["id"].as_str().unwrap().to_owned(),
            code: body["receipt_code"].as_str().unwrap().to_owned(),
        }
    }

    /// A report of a danger.
    async fn report_danger(&self) -> Filed {
        let body = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" } });
        self.file_at("/v1/safety-reports", &body).await
    }

    /// A request for help to this organisation.
    async fn help(&self, organisation: Id) -> Filed {
        let body = json!({ "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
            "place": { "country": "SG", "precision": "country" }, "language": "en",
            "consents": { "organisation_id": organisation.to_string(), "share_identity": false } });
        self.file_at("/v1/assistance-requests", &body).await
    }

    async fn inspecting(&self) -> Person<'_> {
        let organisation = self
            .organisation("Example Inspectorate", &["MY"], &["safety_inspection"])
            .await;
        self.member(organisation, &[Role::Inspector]).await
    }

    /// The sealed parts that are kept.
    pub fn parts(&self) -> Vec<PathBuf> {
        files_below(&self.data_dir().join("uploads"))
    }

    /// Does once what the server does each minute with uploads.
    pub async fn tidy_uploads(&self) {
        let destinations = self.shared.destinations.get_ref().clone();
        let mut keeper = UploadKeeper::new(destinations);
        keeper.tidy_up(&self.shared.services).await.unwrap();
    }
}

impl Person<'_> {
    /// A request that speaks tus.
    pub fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).header("Tus-Resumable", "1.0.0")
    }

    async fn try_to_begin(&self, length: usize) -> Response {
        self.try_to_begin_at(UPLOADS, length).await
    }

    /// Begins an upload somewhere else.
    pub async fn try_to_begin_at(&self, path: &str, length: usize) -> Response {
        let request = self.tus(Method::POST, path);
        Response::of(request.header("Upload-Length", length)).await
    }

    /// The same; returns where it is.
    pub async fn begin_at(&self, path: &str, length: usize) -> String {
        let begun = self.try_to_begin_at(path, length).await;
        begun.assert_status(201);
        begun.header("location").unwrap().to_owned()
    }

    /// Begins an upload; returns where it is.
    async fn begin(&self, length: usize) -> String {
        let begun = self.try_to_begin(length).await;
        begun.assert_status(201);
        begun.header("location").unwrap().to_owned()
    }

    /// A part of a file on its way.
    pub fn part(&self, at: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        let request = self.tus(Method::PATCH, at).header("Content-Type", PART);
        request.header("Upload-Offset", offset).body(bytes.to_vec())
    }

    /// Sends a part of a file.
    pub async fn send_part(&self, at: &str, offset: usize, bytes: &[u8]) -> Response {
        Response::of(self.part(at, offset, bytes)).await
    }

    /// How far an upload has come, as a client asks for it.
    pub async fn offset_of(&self, at: &str) -> usize {
        let head = Response::of(self.tus(Method::HEAD, at)).await;
        head.assert_status(200);
        assert!(head.body.is_empty());
        assert_eq!(head.header("cache-control"), Some("no-store"));
        assert_eq!(head.header("tus-resumable"), Some("1.0.0"));
        head.header("upload-offset").unwrap().parse().unwrap()
    }
}

/// The id at the end of a path.
pub fn id_in(location: &str) -> &str {
    location.rsplit('/').next().unwrap()
}

fn metadata(name: &str) -> String {
    format!(
        "filename {},filetype {}",
        STANDARD.encode(name),
        STANDARD.encode("image/jpeg")
    )
}
