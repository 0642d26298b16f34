//! In sealed mode the service sends only where the person has chosen it, and then what it needs opens without them.

use serde_json::json;

use super::super::sealed::handler;
use super::super::{Filed, changed, texts};
use super::{
    NUMBER, OWN_CODE, OWN_TEXT, any_time, asking, outcomes, plan, put_plan, rows, write_to,
};
use crate::harness::{Receiver, TestApp};
use crate::on_both;

async fn filed_at(
    app: &TestApp,
    centre: tulay::platform::ids::Id,
    plan: &serde_json::Value,
) -> Filed {
    let consents = json!({ "organisation_id": centre.to_string(), "share_identity": false });
    app.ask_for_help(&changed(asking(plan), &json!({ "consents": consents })))
        .await
}

on_both! {
    async fn only_who_chose_it_gets_texts_and_only_of_them_anything_is_kept(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting_with(&gateway, &[("TULAY_CASE_KEYS", "sealed")]);
        let centre = app.centre().await;
        let (_, worker) = handler(&app, centre, "ana@centre.example").await;
        let unchosen = plan(&json!({ "windows": null }), &json!({ "service_may_send": false }));
        let silent = filed_at(&app, centre, &unchosen).await;
        assert_eq!(rows(&app, "contact_plans").await, 0);
        let chosen = filed_at(&app, centre, &any_time()).await;
        assert_eq!(rows(&app, "contact_plans").await, 1);
        write_to(&worker, &silent).await;
        write_to(&worker, &chosen).await;
        app.send_texts().await;
        assert_eq!(outcomes(&app, &silent).await, ["refused: not_chosen"]);
        assert_eq!(outcomes(&app, &chosen).await, ["sent"]);
        assert_eq!(gateway.texts(), [(NUMBER.to_owned(), OWN_TEXT.to_owned())]);
        put_plan(&app, &chosen, &unchosen).await;
        assert_eq!(rows(&app, "contact_plans").await, 0);
        let keys = "SELECT class AS one, '' AS two FROM data_keys WHERE subject_id = {id}";
        assert_eq!(texts(&app, keys, &chosen.id).await.len(), 1, "the key of what was told");
    }

    async fn what_is_kept_is_nowhere_in_the_clear(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting_with(&gateway, &[("TULAY_CASE_KEYS", "sealed")]);
        let centre = app.centre().await;
        let (_, worker) = handler(&app, centre, "ana@centre.example").await;
        let chosen = filed_at(&app, centre, &any_time()).await;
        write_to(&worker, &chosen).await;
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
        let sealed = if app.database_url().starts_with("sqlite") {
            "SELECT hex(sealed) AS one, '' AS two FROM contact_plans"
        } else {
            "SELECT upper(encode(sealed, 'hex')) AS one, '' AS two FROM contact_plans"
        };
        let kept = texts(&app, sealed, &chosen.id).await;
        assert_eq!(kept.len(), 1);
        for word in [OWN_CODE, "9000 7777", "Kain tayo"] {
            assert!(!kept[0].0.contains(&hex(word)), "{word}");
        }
        // What waits holds neither number nor words.
        assert_eq!(texts(&app, "SELECT 'a' AS one, 'b' AS two FROM outgoing_texts WHERE sealed IS NULL", &chosen.id).await.len(), 1);
    }
}
