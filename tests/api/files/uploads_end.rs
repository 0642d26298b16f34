//! How uploads end: refused, given up, expired, erased; and what limits them.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::{EVIDENCE, Filed, files_below, fixture, long_photo};
use crate::harness::{Response, TestApp};
use crate::on_both;
use crate::safety::keeping::count;

const RECEIPT: &str = "/v1/receipt/safety-report";

async fn begun(app: &TestApp, part: &[u8]) -> (Filed, String) {
    let filed = app.report_danger().await;
    let holder = app.holder_of(&filed.code);
    let at = holder.begin(100_000).await;
    holder.send_part(&at, 0, part).await.assert_status(204);
    assert_eq!(app.parts().len(), 1);
    (filed, at)
}

on_both! {
    async fn a_file_that_is_no_evidence_is_refused_when_it_is_whole_and_leaves_nothing(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let cut = fixture("baseline.clean.jpg");
        let cut = cut[..cut.len() / 2].to_vec();
        for (body, status, problem) in [
            (b"%PDF-1.7 a document\nstartxref\n9\n%%EOF\n".to_vec(), 415, "not_evidence"),
            (b"<html><script>alert(1)</script></html>".to_vec(), 415, "not_evidence"),
            (cut, 422, "damaged_evidence"),
        ] {
            let at = holder.begin(body.len()).await;
            holder.send_part(&at, 0, &body[..10]).await.assert_status(204);
            holder.send_part(&at, 10, &body[10..]).await.assert_problem(status, problem);
            holder.get(&at).await.assert_problem(404, "not_found");
        }
        holder.try_to_begin(0).await.assert_problem(415, "not_evidence");
        assert_eq!(holder.get(EVIDENCE).await.json(), json!({ "items": [] }));
        assert!(app.parts().is_empty());
        assert!(files_below(&app.data_dir().join("evidence")).is_empty());
    }

    async fn an_upload_is_given_up(app: TestApp) {
        let (filed, at) = begun(&app, b"bytes").await;
        let holder = app.holder_of(&filed.code);
        let no_version = holder.request(Method::DELETE, &at);
        Response::of(no_version).await.assert_problem(412, "tus_version_not_supported");
        let ended = Response::of(holder.tus(Method::DELETE, &at)).await;
        ended.assert_status(204);
        assert!(app.parts().is_empty());
        for method in [Method::DELETE, Method::GET] {
            Response::of(holder.tus(method, &at)).await.assert_problem(404, "not_found");
        }
        holder.send_part(&at, 5, b"more").await.assert_problem(404, "not_found");
        // What is whole already stays where it belongs.
        let photo = fixture("alpha.clean.png");
        let at = holder.begin(photo.len()).await;
        holder.send_part(&at, 0, &photo).await.assert_status(204);
        Response::of(holder.tus(Method::DELETE, &at)).await.assert_status(204);
        assert_eq!(holder.get(EVIDENCE).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn an_upload_waits_a_week_for_its_next_part_and_no_longer(app: TestApp) {
        let (filed, at) = begun(&app, b"bytes").await;
        let holder = app.holder_of(&filed.code);
        app.clock.advance(Duration::from_hours(6 * 24));
        app.tidy_uploads().await;
        holder.send_part(&at, 5, b"more").await.assert_status(204);
        app.clock.advance(Duration::from_hours(7 * 24 - 1));
        app.tidy_uploads().await;
        assert_eq!(holder.offset_of(&at).await, 9);
        app.clock.advance(Duration::from_hours(2));
        holder.get(&at).await.assert_problem(410, "upload_expired");
        holder.send_part(&at, 9, b"late").await.assert_problem(410, "upload_expired");
        app.tidy_uploads().await;
        assert!(app.parts().is_empty());
        holder.get(&at).await.assert_problem(404, "not_found");
    }

    async fn parts_of_something_erased_have_no_key_and_go_within_a_minute(app: TestApp) {
        let (filed, at) = begun(&app, b"bytes").await;
        let holder = app.holder_of(&filed.code);
        holder.delete(RECEIPT).await.assert_status(204);
        holder.get(&at).await.assert_problem(410, "gone");
        app.tidy_uploads().await;
        assert!(app.parts().is_empty());
        assert_eq!(count(&app, "uploads", "subject_id", &filed.id).await, 0);
        assert_eq!(count(&app, "custody_entries", "subject_id", &filed.id).await, 0);
    }

    async fn a_report_that_was_taken_back_takes_no_more(app: TestApp) {
        let (filed, at) = begun(&app, b"bytes").await;
        let holder = app.holder_of(&filed.code);
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        holder.try_to_begin(10).await.assert_problem(409, "report_withdrawn");
        let rest = vec![0; 100_000 - 5];
        // Whether it is a picture is asked first.
        holder.send_part(&at, 5, &rest).await.assert_problem(415, "not_evidence");
    }

    async fn uploads_of_one_receipt_are_limited_and_a_lost_answer_costs_nothing(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(holder.begin(100).await);
            app.clock.advance(Duration::from_secs(1));
        }
        // The answers of the first were lost, perhaps: nothing has come into them.
        let eleventh = holder.begin(100).await;
        holder.get(&all[0]).await.assert_problem(404, "not_found");
        all[0] = eleventh;
        for at in &all {
            holder.send_part(at, 0, b"some").await.assert_status(204);
        }
        holder.try_to_begin(100).await.assert_problem(409, "too_many_uploads");
        Response::of(holder.tus(Method::DELETE, &all[3])).await.assert_status(204);
        holder.begin(100).await;
    }

    async fn a_report_takes_ten_files_however_they_come(app: TestApp) {
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let photo = fixture("grey.clean.jpg");
        let late = holder.begin(photo.len()).await;
        for _ in 0..10 {
            let at = holder.begin(photo.len()).await;
            holder.send_part(&at, 0, &photo).await.assert_status(204);
        }
        holder.try_to_begin(photo.len()).await.assert_problem(409, "too_much_evidence");
        holder.send_part(&late, 0, &photo).await.assert_problem(409, "too_much_evidence");
        assert_eq!(holder.get(EVIDENCE).await.json()["items"].as_array().unwrap().len(), 10);
        assert!(app.parts().is_empty());
    }

    async fn what_an_interrupted_write_left_is_swept_away(app: TestApp) {
        let (filed, at) = begun(&app, &long_photo(90_000)).await;
        let holder = app.holder_of(&filed.code);
        let folder = app.data_dir().join("uploads").join(super::uuid());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(super::uuid()), b"noise").unwrap();
        app.tidy_uploads().await;
        assert_eq!(app.parts().len(), 2, "it may still be on its way");
        app.clock.advance(Duration::from_hours(25));
        app.tidy_uploads().await;
        assert_eq!(app.parts().len(), 1);
        assert_eq!(holder.offset_of(&at).await, 90_000);
    }
}
