//! Files in a storage that speaks S3, played here by a small server that knows as much of it as is needed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::web::{Bytes, Data, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::json;

use super::{EVIDENCE, files_below, fixture, id_in, long_photo, sha256, uuid};
use crate::harness::{Database, Person, Response, TestApp};

/// What is in the bucket, and whether the storage is away.
#[derive(Clone, Default)]
struct Bucket {
    objects: Arc<Mutex<BTreeMap<String, Bytes>>>,
    is_away: Arc<AtomicBool>,
}

#[derive(serde::Deserialize)]
struct Listing {
    prefix: Option<String>,
}

impl Bucket {
    fn names(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    fn be_away(&self, is_away: bool) {
        self.is_away.store(is_away, Ordering::SeqCst);
    }

    fn list(&self, prefix: &str) -> String {
        let mut listed = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><IsTruncated>false</IsTruncated>",
        );
        for (name, content) in &*self.objects.lock().unwrap() {
            if name.starts_with(prefix) {
                let size = content.len();
                write!(
                    listed,
                    "<Contents><Key>{name}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified>\
                     <ETag>\"x\"</ETag><Size>{size}</Size></Contents>"
                )
                .unwrap();
            }
        }
        listed + "</ListBucketResult>"
    }
}

/// What is signed names the key and never holds its secret.
fn assert_signed(request: &HttpRequest) {
    let signed = request.headers().get("authorization").unwrap();
    let signed = signed.to_str().unwrap();
    assert!(
        signed.starts_with("AWS4-HMAC-SHA256 Credential=test-key/"),
        "{signed}"
    );
    assert!(!signed.contains("a-secret"));
}

async fn serve(
    request: HttpRequest,
    query: Query<Listing>,
    body: Bytes,
    bucket: Data<Bucket>,
) -> HttpResponse {
    if bucket.is_away.load(Ordering::SeqCst) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    assert_signed(&request);
    let name = request
        .path()
        .trim_start_matches("/evidence-bucket")
        .trim_start_matches('/');
    let mut objects = bucket.objects.lock().unwrap();
    match request.method().as_str() {
        "PUT" => {
            objects.insert(name.to_owned(), body);
            HttpResponse::Ok().insert_header(("ETag", "\"x\"")).finish()
        }
        "DELETE" => {
            objects.remove(name);
            HttpResponse::NoContent().finish()
        }
        _ if name.is_empty() => {
            drop(objects);
            let listed = bucket.list(query.prefix.as_deref().unwrap_or_default());
            HttpResponse::Ok()
                .content_type("application/xml")
                .body(listed)
        }
        _ => match objects.get(name) {
            Some(content) => HttpResponse::Ok()
                .insert_header(("ETag", "\"x\""))
                .insert_header(("Last-Modified", "Wed, 01 Jan 2020 00:00:00 GMT"))
                .body(content.clone()),
            None => HttpResponse::NotFound().finish(),
        },
    }
}

/// An app whose files are in a bucket.
fn start(database: Database, folder: &Path) -> Option<(TestApp, Bucket)> {
    let bucket = Bucket::default();
    let of_server = bucket.clone();
    let server = HttpServer::new(move || {
        let large = web::PayloadConfig::new(16 << 20);
        let app = App::new()
            .app_data(Data::new(of_server.clone()))
            .app_data(large);
        app.default_service(web::to(serve))
    });
    let server = server
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
    let endpoint = format!("http://{}", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    let secret = folder.join("secret");
    std::fs::write(&secret, "a-secret\n").unwrap();
    let settings = [
        ("TULAY_FILES_BUCKET", "evidence-bucket"),
        ("TULAY_FILES_BUCKET_ENDPOINT", endpoint.as_str()),
        ("TULAY_FILES_BUCKET_KEY_ID", "test-key"),
        ("TULAY_FILES_BUCKET_SECRET_FILE", secret.to_str().unwrap()),
    ];
    Some((TestApp::start_with(database, &settings)?, bucket))
}

/// No evidence lies in the folder of the service.
fn assert_nothing_here(app: &TestApp) {
    let local = app.data_dir().join("evidence");
    assert!(!local.exists() || files_below(&local).is_empty());
}

async fn in_the_bucket(app: &TestApp, bucket: &Bucket) {
    let inspector = app.inspecting().await;
    let filed = app.report_danger().await;
    let holder = app.holder_of(&filed.code);
    let photo = long_photo(150_000);
    let at = holder.begin(photo.len()).await;
    holder
        .send_part(&at, 0, &photo[..70_000])
        .await
        .assert_status(204);
    let names = bucket.names();
    assert!(
        names[0].starts_with(&format!("tulay/uploads/{}/", id_in(&at))),
        "{names:?}"
    );
    holder
        .send_part(&at, 70_000, &photo[70_000..])
        .await
        .assert_status(204);
    let names = bucket.names();
    let evidence = format!("tulay/evidence/{}/", filed.id);
    assert!(
        names.len() == 2 && names.iter().all(|name| name.starts_with(&evidence)),
        "{names:?}"
    );
    for content in bucket.objects.lock().unwrap().values() {
        assert!(
            !content
                .windows(5)
                .any(|bytes| bytes == b"JFIF\0" || bytes == b"PLANT")
        );
    }
    assert_nothing_here(app);
    let path = format!(
        "/v1/staff/safety-reports/{}/evidence/{}",
        filed.id,
        id_in(&at)
    );
    out_of_the_bucket(bucket, (&inspector, &holder), &path).await;
}

async fn out_of_the_bucket(
    bucket: &Bucket,
    (inspector, holder): (&Person<'_>, &Person<'_>),
    path: &str,
) {
    let file = inspector.get(path).await;
    let item = holder.get(EVIDENCE).await.json()["items"][0].clone();
    assert_eq!(item["sha256"], sha256(&file.assert_status(200).body));
    let small = inspector.get(&format!("{path}/thumbnail")).await;
    small.assert_status(200);
    let erased = holder.delete("/v1/receipt/safety-report").await;
    erased.assert_status(204);
    assert_eq!(bucket.names(), Vec::<String>::new());
}

/// Sends a photo in one request.
async fn post_whole(holder: &Person<'_>, photo: &[u8]) -> Response {
    let request = holder.request(reqwest::Method::POST, EVIDENCE);
    let request = request.header("Content-Type", "image/jpeg");
    let request = request.header("Idempotency-Key", format!("\"{}\"", uuid()));
    Response::of(request.body(photo.to_vec())).await
}

async fn while_the_storage_is_away(app: &TestApp, bucket: &Bucket) {
    let filed = app.report_danger().await;
    let holder = app.holder_of(&filed.code);
    let photo = fixture("baseline.planted.jpg");
    let at = holder.begin(photo.len()).await;
    let (first, rest) = photo.split_at(1000);
    bucket.be_away(true);
    let whole = || post_whole(&holder, &photo);
    let refused = holder.send_part(&at, 0, first).await;
    refused.assert_problem(503, "unavailable");
    assert!(refused.header("retry-after").is_some());
    whole().await.assert_problem(503, "unavailable");
    assert_eq!(holder.offset_of(&at).await, 0);
    bucket.be_away(false);
    holder.send_part(&at, 0, first).await.assert_status(204);
    bucket.be_away(true);
    holder
        .send_part(&at, 1000, rest)
        .await
        .assert_problem(503, "unavailable");
    assert_eq!(
        holder.offset_of(&at).await,
        1000,
        "nothing is lost, nothing is claimed"
    );
    assert_eq!(holder.get(EVIDENCE).await.json(), json!({ "items": [] }));
    bucket.be_away(false);
    holder.send_part(&at, 1000, rest).await.assert_status(204);
    whole().await.assert_status(201);
    let listed = holder.get(EVIDENCE).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][0]["received_sha256"], sha256(&photo));
}

#[actix_web::test]
async fn files_are_sealed_in_a_bucket_and_nothing_is_lost_while_it_is_away() {
    for database in [Database::Sqlite, Database::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let Some((app, bucket)) = start(database, folder.path()) else {
            eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
            continue;
        };
        in_the_bucket(&app, &bucket).await;
        while_the_storage_is_away(&app, &bucket).await;
    }
}
