//! What an import notices is a question; a person answers it. Joined entries keep what is known.

use serde_json::{Value, json};

use super::predecessors::decide;
use super::{editor, page, register, source, stated};
use crate::agencies::items;
use crate::agencies::register::{id_of, report};
use crate::harness::Person;
use crate::on_both;

const QUEUE: &str = "/v1/staff/agency-successions";
const MATCHES: &str = "/v1/staff/agency-matches";
const BEFORE: &str =
    "L1,Merantau Sample,1 Road,03-5550 1111,,,,Aktif\nL2,Bahtera Sample,2 Street,,,,,Aktif\n";
const AFTER: &str = "L1,Merantau Sample,1 Road,03-5550 1111,,,,Dicabut\nL2,Bahtera Sample,2 Street,,,,,Aktif\n\
    L7,Rimba Sample,1 ROAD,03-5550 1111,,,,Aktif\n";

async fn queue(by: &Person<'_>) -> Vec<Value> {
    items(&by.get(QUEUE).await)
}

/// Decides the only match that waits: the two are one.
pub async fn join(by: &Person<'_>) {
    let waiting = items(&by.get(MATCHES).await);
    let path = format!("{MATCHES}/{}", waiting[0]["id"].as_str().unwrap());
    let tag = by.get(&path).await.header("etag").unwrap().to_owned();
    let body = json!({ "decision": "same", "reason": "Notice 13 names both." });
    by.decide(&format!("{path}/decide"), &tag, &body)
        .await
        .assert_status(200);
}

on_both! {
    async fn an_import_asks_and_shows_nothing_by_itself(app: TestApp) {
        let register = register(BEFORE);
        report(&register.import(&app, &[]));
        let editor = editor(&app).await;
        assert_eq!(queue(&editor).await, Vec::<Value>::new());
        let text = report(&register.import_newer(&app, "2026-02-01", AFTER));
        assert!(text.contains("Rimba Sample may come from Merantau Sample: same_address, same_telephone"), "{text}");
        let (earlier, later) = (id_of(&app, "L1").await, id_of(&app, "L7").await);
        let waiting = queue(&editor).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0]["reasons"], json!(["same_address", "same_telephone"]));
        assert_eq!(waiting[0]["earlier"]["agency_id"], earlier);
        assert_eq!(waiting[0]["later"]["agency_id"], later);
        assert_eq!(page(&app, &later).await["predecessors"], json!([]));

        let id = waiting[0]["id"].as_str().unwrap();
        let without = json!({ "decision": "confirm", "evidence": "Seen." });
        let refused = decide(&editor, id, &without).await;
        assert_eq!(refused.assert_status(422).faults(), [("/kind".to_owned(), "missing_member".to_owned())]);
        let confirm = json!({ "decision": "confirm", "kind": "same_business", "evidence": "Visited." });
        decide(&editor, id, &confirm).await.assert_status(200);
        assert_eq!(page(&app, &later).await["predecessors"][0]["how"], "same_business");
        // It is asked once.
        report(&register.import_newer(&app, "2026-03-01", AFTER));
        assert_eq!(queue(&editor).await, Vec::<Value>::new());
    }

    async fn what_is_known_follows_into_the_agency_that_stays(app: TestApp) {
        let register = register("L1,Merantau Sample,1 Road,,,,,Aktif\nL2,Bahtera Sample,2 Street,,,,,Dicabut\n");
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01",
            "L7,Merantau Sample,9 Lane,,,,,Aktif\nL2,Bahtera Sample,2 Street,,,,,Dicabut\n"));
        let stays = items(&editor(&app).await.get(MATCHES).await)[0]["earlier"]["agency_id"].clone();
        let stays = stays.as_str().unwrap();
        let (goes, other) = (id_of(&app, "L7").await, id_of(&app, "L2").await);
        let editor = editor(&app).await;
        let sanction = json!({ "kind": "fine", "since": "2026-01-01", "authority": "Sample Authority", "source": source() });
        stated(&editor, &goes, "sanctions", &sanction).await;
        stated(&editor, stays, "sanctions", &sanction).await;
        let name = json!({ "name": "Kembara Sample", "kind": "trading", "source": source() });
        stated(&editor, &goes, "names", &name).await;
        let helper = json!({ "name": "Village Desk (made up)", "is_person": false, "said_by": "register", "source": source() });
        stated(&editor, &goes, "sub-agents", &helper).await;
        let from = json!({ "agency_id": other, "kind": "renamed", "evidence": "Notice.", "source": source() });
        stated(&editor, &goes, "predecessors", &from).await;
        join(&editor).await;

        let shown = page(&app, stays).await;
        assert_eq!(shown["badges"].as_array().unwrap().len(), 1);
        assert_eq!(shown["predecessors"][0]["agency_id"], other);
        assert_eq!(shown["predecessors"][0]["linked_to"], stays);
        assert!(shown["names"].to_string().contains("Kembara Sample"));
        let found = items(&app.get("/v1/agencies?search=kembara").await);
        assert_eq!(found[0]["id"], stays);
        let helpers = items(&app.get(&format!("/v1/agencies/{goes}/sub-agents")).await);
        assert_eq!(helpers[0]["name"], "Village Desk (made up)");
    }

    async fn of_two_that_say_the_same_the_last_word_and_the_decided_link_follow(app: TestApp) {
        let register = register("L1,Merantau Sample,1 Road,,,,,Aktif\nL2,Bahtera Sample,2 Street,,,,,Dicabut\n");
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01",
            "L7,Merantau Sample,9 Lane,,,,,Aktif\nL2,Bahtera Sample,2 Street,,,,,Dicabut\n"));
        let editor = editor(&app).await;
        let stays = items(&editor.get(MATCHES).await)[0]["earlier"]["agency_id"].clone();
        let stays = stays.as_str().unwrap();
        let (goes, other) = (id_of(&app, "L7").await, id_of(&app, "L2").await);
        let fine = |until: &str| json!({ "kind": "fine", "since": "2026-01-01", "until": until,
            "authority": "Sample Authority", "source": source() });
        stated(&editor, stays, "sanctions", &fine("2026-06-30")).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        stated(&editor, &goes, "sanctions", &fine("2026-09-30")).await;
        // Of the one that stays the link was refused before it was confirmed of the other.
        let from = json!({ "agency_id": other, "kind": "renamed", "evidence": "Notice.", "source": source() });
        let first = stated(&editor, stays, "predecessors", &from).await;
        let refuse = json!({ "decision": "refuse", "evidence": "Nothing proves it." });
        decide(&editor, first["id"].as_str().unwrap(), &refuse).await.assert_status(200);
        app.clock.advance(std::time::Duration::from_secs(1));
        stated(&editor, &goes, "predecessors", &from).await;
        join(&editor).await;
        let shown = page(&app, stays).await;
        assert_eq!(shown["predecessors"][0]["agency_id"], other);
        let sanctions = items(&app.get(&format!("/v1/agencies/{stays}/sanctions")).await);
        assert_eq!(sanctions.len(), 1);
        assert_eq!(sanctions[0]["until"], "2026-09-30");
    }
}
