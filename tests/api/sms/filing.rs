//! A request that is told by text.

use serde_json::{Value, json};

use super::{Line, MORE, NUMBER, RECEIPT, STORY, case_worker, code_in, count, only_request};
use crate::on_both;

on_both! {
    async fn a_request_is_told_in_filipino_and_followed_in_an_app(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        assert_eq!(phone.text("hi").await, ["1 English\n2 Filipino\n3 Bahasa Indonesia\n4 Tieng Viet"]);
        assert_eq!(phone.text("2").await, ["1 Humingi ng tulong\n2 May code ako\n3 Mga numerong pang-emergency\n4 Wika"]);
        assert_eq!(phone.text("1").await, ["Nasa Singapore ka ba?\n1 Oo\n2 Hindi"]);
        assert!(phone.text("1").await[0].starts_with("Gaano kabilis"));
        let topics = phone.text("2").await;
        assert!(topics[0].contains("1 Hindi binayarang sahod"), "{topics:?}");
        assert!(phone.texts(&["0", "1 12"]).await[0].starts_with("I-text ang nangyari"));
        assert!(phone.text(STORY).await[0].starts_with("Natanggap"));
        assert!(phone.text(MORE).await[0].starts_with("Natanggap"));
        assert!(phone.text("1").await[0].starts_with("Puwede ba"));
        assert!(phone.text("1").await[0].starts_with("Babasahin"));
        let filed = phone.text("1").await;
        assert_eq!(filed.len(), 2, "what comes next, and the code: {filed:?}");
        let code = code_in(&filed);

        let followed = line.app.holder_of(&code).get(RECEIPT).await;
        followed.assert_status(200);
        let opened = only_request(&worker).await;
        assert_eq!(opened["issue_codes"], json!(["passport_held", "unpaid_wages"]));
        assert_eq!((&opened["urgency"], &opened["country"]), (&json!("this_week"), &json!("SG")));
        let content = &opened["content"];
        assert_eq!(content["narrative"], format!("{STORY}\n{MORE}"));
        assert_eq!((&content["language"], &content["channel"]), (&json!("fil"), &json!("sms")));
        let method = &content["safe_contact"]["methods"][0];
        assert_eq!((&method["channel"], &method["address"]), (&json!("sms"), &json!(NUMBER)));
        assert_eq!(content["safe_contact"]["service_may_send"], true);
        for text in phone.heard() {
            assert!(!text.contains("planted"), "{text}");
            assert!(text.chars().count() <= 320, "{text}");
        }
        let left = count(&line.app, "SELECT COUNT(*) AS number FROM sms_conversations").await;
        assert_eq!(left, 0, "nothing is remembered once it is filed");
    }

    async fn a_request_is_told_in_indonesian_and_nobody_texts_who_does_not_want_it(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let help = phone.text("Tolong").await;
        assert!(help[0].starts_with("Bantuan gratis untuk pekerja."), "{help:?}");
        assert!(help[0].contains("1 Minta bantuan"));
        assert_eq!(phone.text("1").await, ["Apakah Anda di Singapura?\n1 Ya\n2 Tidak"]);
        assert!(phone.text("2").await[0].starts_with("Anda di negara mana?"));
        assert!(phone.text("di kamar saya").await[0].starts_with("Negara itu tidak kami kenal"));
        assert!(phone.text("singapura").await[0].starts_with("Seberapa cepat"));
        let asked = phone.texts(&["3", "2", "Upah saya dipotong plantedpepaya", "1"]).await;
        assert_eq!(asked, ["Bolehkah kami mengirim SMS ke nomor ini bila ada kabar?\n1 Ya\n2 Tidak, saya akan bertanya dengan kode"]);
        code_in(&phone.texts(&["2", "1"]).await);
        let content = only_request(&worker).await["content"].clone();
        assert_eq!(content["safe_contact"]["do_not_contact"], true);
        assert_eq!(content["safe_contact"]["methods"], json!([]));
        assert!(!content.to_string().contains(NUMBER), "the number is told to nobody");
        assert!(phone.heard().iter().all(|text| !text.contains("planted")));
    }

    async fn who_begins_with_the_story_tells_it_once(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        phone.text(STORY).await;
        let kept = phone.texts(&["4", "1"]).await;
        assert_eq!(kept, ["Chung toi giu loi ban da viet.\nBan dang o Singapore?\n1 Dung\n2 Khong"]);
        code_in(&phone.texts(&["1", "2", "1", "1", "2", "1"]).await);
        assert_eq!(only_request(&worker).await["content"]["narrative"], STORY);
    }

    async fn what_is_dropped_is_gone(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let dropped = phone.texts(&["hi", "1", "1", "1", "2", "1", STORY, "0"]).await;
        assert!(dropped[0].starts_with("Dropped. Nothing was sent."), "{dropped:?}");
        code_in(&phone.texts(&["1", "1", "2", "1", "1", "2", "1"]).await);
        assert_eq!(only_request(&worker).await["content"]["narrative"], Value::Null);
    }

    async fn nothing_that_was_texted_is_in_the_database_in_the_clear(app: TestApp) {
        let line = Line::new(&app);
        let phone = line.phone(NUMBER);
        phone.texts(&["hi", "2", "1", "1", "2", "1 12", STORY]).await;
        let kept = count(&line.app, "SELECT COUNT(*) AS number FROM sms_conversations").await;
        assert_eq!(kept, 1);
        for file in std::fs::read_dir(line.app.data_dir()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap_or_default();
            for word in ["plantedkalabasa", NUMBER, "91234567"] {
                let is_there = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!is_there, "{word} in {}", path.display());
            }
        }
    }
}
