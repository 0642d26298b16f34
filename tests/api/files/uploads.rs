//! Uploads that come in.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::json;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;

use super::{
    ATTACHMENTS, EVIDENCE, PART, UPLOADS, files_below, fixture, id_in, long_photo, metadata, sha256,
};
use crate::harness::{Database, Person, Response, TestApp};
use crate::on_both;

/// Sends the head of a part and some of its bytes, and hangs up.
async fn break_off(by: &Person<'_>, at: &str, offset: usize, announced: usize, bytes: &[u8]) {
    let host = by.app.url.trim_start_matches("http://").to_owned();
    let head = format!(
        "PATCH {at} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {}\r\nTus-Resumable: 1.0.0\r\n\
         Content-Type: {PART}\r\nUpload-Offset: {offset}\r\nContent-Length: {announced}\r\n\r\n",
        by.authorization
    );
    let all = [head.as_bytes(), bytes].concat();
    let cut = move || {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(&all).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        // Whether an answer comes does not matter: the sender would not have heard it.
        let _ = stream.read_to_end(&mut Vec::new());
    };
    actix_web::rt::task::spawn_blocking(cut).await.unwrap();
}

on_both! {
    async fn a_file_that_comes_in_part_by_part_is_evidence_like_any_other(app: TestApp) {
        let inspector = app.inspecting().await;
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let photo = long_photo(200_000);
        let at = holder.begin(photo.len()).await;
        for (from, to) in [(0, 70_000), (70_000, 70_001), (70_001, 200_000)] {
            assert_eq!(holder.offset_of(&at).await, from);
            assert_eq!(holder.get(EVIDENCE).await.json(), json!({ "items": [] }));
            let sent = holder.send_part(&at, from, &photo[from..to]).await;
            sent.assert_status(204);
            assert_eq!(sent.header("upload-offset").unwrap(), to.to_string());
            assert_eq!(sent.header("upload-expires").is_some(), to < photo.len());
            assert_eq!(sent.header("tus-resumable"), Some("1.0.0"));
            for part in app.parts() {
                let sealed = std::fs::read(part).unwrap();
                assert!(!sealed.windows(5).any(|bytes| bytes == b"PLANT" || bytes == b"Exif\0"));
            }
        }
        assert_eq!(holder.offset_of(&at).await, photo.len());
        assert!(app.parts().is_empty(), "a file that is whole needs no parts");

        let listed = holder.get(EVIDENCE).await.json();
        let item = &listed["items"][0];
        assert_eq!(item["id"], id_in(&at));
        assert_eq!(item["received_sha256"], sha256(&photo));
        assert_eq!((&item["orientation"], &item["has_thumbnail"]), (&json!(6), &json!(true)));
        let path = format!("/v1/staff/safety-reports/{}/evidence/{}", filed.id, id_in(&at));
        let file = inspector.get(&path).await;
        file.assert_status(200);
        assert_eq!(item["sha256"], sha256(&file.body));
        assert!(!file.body.windows(5).any(|bytes| bytes == b"PLANT"));
        let upload = holder.get(&at).await.json();
        assert_eq!((&upload["is_finished"], &upload["length"]), (&json!(true), &json!(200_000)));
    }

    async fn the_name_of_an_uploaded_file_is_sealed_and_shown_to_the_organisation_only(app: TestApp) {
        let centre = app.organisation("Example Centre", &["SG"], &["assistance"]).await;
        let filed = app.help(centre).await;
        let holder = app.holder_of(&filed.code);
        let document = b"%PDF-1.7 a contract\nstartxref\n9\n%%EOF\n";
        let begun = holder.tus(Method::POST, UPLOADS).header("Upload-Length", document.len());
        let begun = Response::of(begun.header("Upload-Metadata", metadata("../Planted contract.pdf"))).await;
        begun.assert_status(201);
        let at = begun.header("location").unwrap();
        holder.send_part(at, 0, &document[..9]).await.assert_status(204);
        assert_eq!(app.where_is("Planted contract").await, Vec::<String>::new());
        let head = Response::of(holder.tus(Method::HEAD, at)).await;
        assert_eq!(head.header("upload-metadata"), None, "who found the code learns no name");
        holder.send_part(at, 9, &document[9..]).await.assert_status(204);

        let own = holder.get(ATTACHMENTS).await;
        assert_eq!(own.json()["items"][0]["kind"], "document");
        assert!(!String::from_utf8(own.body).unwrap().contains("Planted"));
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        let listed = worker.get(&format!("/v1/staff/assistance-requests/{}/attachments", filed.id)).await;
        assert_eq!(listed.json()["items"][0]["file_name"], "Planted contract.pdf");
        assert_eq!(listed.json()["items"][0]["id"], id_in(at));
        assert_eq!(app.where_is("Planted contract").await, Vec::<String>::new());
    }

    async fn what_has_come_in_of_a_request_that_broke_off_is_kept(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let photo = long_photo(300_000);
        let at = holder.begin(photo.len()).await;
        break_off(&holder, &at, 0, photo.len(), &photo[..100_000]).await;
        let mut offset = 0;
        for _ in 0..100 {
            offset = holder.offset_of(&at).await;
            if offset > 0 { break; }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(offset, 100_000);
        // Another instance, as after a restart.
        let another = app.another();
        let holder = another.holder_of(&filed.code);
        assert_eq!(holder.offset_of(&at).await, offset);
        holder.send_part(&at, offset, &photo[offset..]).await.assert_status(204);
        let listed = holder.get(EVIDENCE).await.json();
        assert_eq!(listed["items"][0]["received_sha256"], sha256(&photo));
    }

    async fn of_two_parts_at_the_same_place_one_wins(app: TestApp) {
        let filed = app.report_danger().await;
        let another = app.another();
        let (here, there) = (app.holder_of(&filed.code), another.holder_of(&filed.code));
        let photo = long_photo(600_000);
        let at = here.begin(photo.len()).await;
        for (from, to) in [(0, 290_000), (290_000, 295_000), (295_000, 600_000)] {
            let (one, two) = futures_util::join!(
                here.send_part(&at, from, &photo[from..to]), there.send_part(&at, from, &photo[from..to]));
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [204, 409], "{from}");
            let lost = if one.status == 409 { one } else { two };
            lost.assert_problem(409, "upload_offset_mismatch");
            assert_eq!(here.offset_of(&at).await, to);
        }
        let listed = here.get(EVIDENCE).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed["items"][0]["received_sha256"], sha256(&photo));
        assert!(app.parts().is_empty());
        assert_eq!(files_below(&app.data_dir().join("evidence")).len(), 2, "the file and its small picture");
    }

    async fn a_part_with_another_checksum_is_not_stored(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let photo = fixture("baseline.clean.jpg");
        let at = holder.begin(photo.len()).await;
        let (first, rest) = photo.split_at(100);
        let send = |offset: usize, bytes: &[u8], sum: String| {
            Response::of(holder.part(&at, offset, bytes).header("Upload-Checksum", sum))
        };
        let of = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)));
        send(0, first, of(rest)).await.assert_problem(460, "checksum_mismatch");
        send(0, first, "crc32 AAAA".to_owned()).await.assert_problem(400, "checksum_not_supported");
        send(0, first, "sha1".to_owned()).await.assert_problem(400, "malformed_request");
        assert_eq!(holder.offset_of(&at).await, 0);
        assert!(app.parts().is_empty());
        send(0, first, of(first)).await.assert_status(204);
        let sum = format!("sha256 {}", STANDARD.encode(Sha256::digest(rest)));
        send(100, rest, sum).await.assert_status(204);
        assert_eq!(holder.get(EVIDENCE).await.json()["items"][0]["received_sha256"], sha256(&photo));
    }

    async fn the_protocol_is_spoken_in_one_version_and_to_the_letter(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let asked = Response::of(holder.request(Method::OPTIONS, UPLOADS)).await;
        asked.assert_status(204);
        assert_eq!(asked.header("tus-version"), Some("1.0.0"));
        assert_eq!(asked.header("tus-extension"), Some("creation,expiration,checksum,termination"));
        assert_eq!(asked.header("tus-max-size"), Some("10485760"));
        assert_eq!(asked.header("tus-checksum-algorithm"), Some("sha1,sha256"));

        let begin = || holder.request(Method::POST, UPLOADS).header("Upload-Length", "500");
        let other = Response::of(begin().header("Tus-Resumable", "0.2.2")).await;
        other.assert_problem(412, "tus_version_not_supported");
        assert_eq!(other.header("tus-version"), Some("1.0.0"));
        assert_eq!(other.header("tus-resumable"), Some("1.0.0"));
        Response::of(begin()).await.assert_problem(412, "tus_version_not_supported");
        let too_long = holder.try_to_begin(10 * 1024 * 1024 + 1).await;
        too_long.assert_problem(413, "body_too_large");
        for (header, value) in [("Upload-Length", "-1"), ("Upload-Defer-Length", "1")] {
            let request = holder.tus(Method::POST, UPLOADS).header(header, value);
            Response::of(request).await.assert_problem(400, "malformed_request");
        }
        let at = holder.begin(500).await;
        let plain = holder.tus(Method::PATCH, &at).header("Upload-Offset", 0).body("x");
        Response::of(plain).await.assert_problem(415, "unsupported_media_type");
        holder.send_part(&at, 1, b"x").await.assert_problem(409, "upload_offset_mismatch");
        holder.send_part(&at, 0, &[0; 501]).await.assert_problem(413, "body_too_large");
        let nowhere = holder.part(&at, 0, b"x");
        let nowhere = nowhere.header("Upload-Offset", "1");
        Response::of(nowhere).await.assert_problem(400, "malformed_request");
        assert_eq!(holder.offset_of(&at).await, 0);
        // Where only GET and POST get through.
        let meant = holder.tus(Method::POST, &at).header("X-HTTP-Method-Override", "PATCH");
        let meant = meant.header("Content-Type", PART).header("Upload-Offset", 0).body("hello");
        let answer = meant.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["upload-offset"].to_str().unwrap()), (204, "5"));
        assert_eq!(holder.offset_of(&at).await, 5);
    }

    async fn an_upload_is_there_for_the_holder_of_its_code_only(app: TestApp) {
        let (filed, other) = (app.report_danger().await, app.report_danger().await);
        let centre = app.organisation("Example Centre", &["SG"], &["assistance"]).await;
        let help = app.help(centre).await;
        let holder = app.holder_of(&filed.code);
        let at = holder.begin(500).await;
        for code in [&other.code, &help.code] {
            let stranger = app.holder_of(code);
            stranger.get(&at).await.assert_problem(404, "not_found");
            stranger.send_part(&at, 0, b"x").await.assert_problem(404, "not_found");
            Response::of(stranger.tus(Method::DELETE, &at)).await.assert_problem(404, "not_found");
        }
        app.get(&at).await.assert_problem(401, "unauthenticated");
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        worker.get(&at).await.assert_problem(401, "unauthenticated");
        let wrong = app.holder_of("AAAA-BBBB-CCCC-DDDD-EEEE");
        wrong.try_to_begin(500).await.assert_problem(401, "unknown_receipt");
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let review = crate::reviews::file(&app, agency, 2).await;
        let author = app.holder_of(&review.code);
        author.try_to_begin(500).await.assert_problem(404, "not_found");
        assert_eq!(holder.offset_of(&at).await, 0);
    }
}

#[actix_web::test]
async fn parts_of_a_sealed_case_open_with_the_workers_code() {
    for database in [Database::Sqlite, Database::Postgres] {
        let Some(app) = TestApp::start_with(database, &[("TULAY_CASE_KEYS", "sealed")]) else {
            continue;
        };
        let centre = app
            .organisation("Example Centre", &["SG"], &["assistance"])
            .await;
        let filed = app.help(centre).await;
        let holder = app.holder_of(&filed.code);
        let photo = fixture("alpha.planted.png");
        let at = holder.begin(photo.len()).await;
        holder
            .send_part(&at, 0, &photo[..50])
            .await
            .assert_status(204);
        holder
            .send_part(&at, 50, &photo[50..])
            .await
            .assert_status(204);
        let listed = holder.get(ATTACHMENTS).await.json();
        assert_eq!(listed["items"][0]["received_sha256"], sha256(&photo));
    }
}
