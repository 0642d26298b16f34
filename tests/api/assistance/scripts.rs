//! In what form is kept what people write: in Unicode, and without what turns the order of letters round.

use serde_json::json;

use super::{changed, least};
use crate::on_both;

on_both! {
    async fn what_is_written_in_zawgyi_is_read_in_unicode(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let zawgyi = "အလုပ္ရွင္က ႏိုင္ငံကူးလက္မွတ္ကို သိမ္းထားတယ္";
        let unicode = "အလုပ်ရှင်က နိုင်ငံကူးလက်မှတ်ကို သိမ်းထားတယ်";
        for written in [format!("{zawgyi}\r\n- {zawgyi} 2026"), format!("{unicode}\n- {unicode} 2026")] {
            let filed = app.ask_for_help(&changed(least(), &json!({ "narrative": written, "language": "my" }))).await;
            let opened = worker.get(&filed.path()).await;
            opened.assert_status(200);
            assert_eq!(opened.json()["content"]["narrative"], format!("{unicode}\n- {unicode} 2026"));
        }
    }

    async fn nothing_that_is_written_turns_round_what_stands_beside_it(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&changed(least(), &json!({
            "narrative": "They said \u{202E}yenom\u{202C} \u{2067}هو\u{2069} and \u{2066}left it open\nnext line",
            "employer": { "name": "\u{202A}شركة البناء\u{202E} Ltd\u{202C}" },
        }))).await;
        let content = worker.get(&filed.path()).await.json()["content"].clone();
        assert_eq!(content["narrative"], "They said yenom \u{2067}هو\u{2069} and left it open\nnext line");
        assert_eq!(content["employer"]["name"], "شركة البناء Ltd");
    }

    async fn a_name_of_controls_alone_is_blank(app: TestApp) {
        app.centre().await;
        let blank = changed(least(), &json!({ "employer": { "name": "\u{202E}\u{2066} " } }));
        let refused = app.post("/v1/assistance-requests", &blank).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults()[0].0, "/employer/name");
    }
}
