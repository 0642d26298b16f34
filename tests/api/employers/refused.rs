//! What is left of an employer that was let in by mistake and refused later.

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::{decide, file, looked_up, propose, registrar};
use crate::agencies::behind::{editor, source, stated};
use crate::agencies::items;
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::reviews::log::{a_day_goes_by, check};
use crate::reviews::publish;

async fn accepted(app: &TestApp, by: &Person<'_>) -> String {
    let id = propose(app).await;
    let accepted = decide(by, &id, "accept", &looked_up()).await;
    accepted.assert_status(200);
    id
}

async fn refuse(by: &Person<'_>, id: &str) {
    let refused = decide(by, id, "refuse", &json!({ "reason": "private_household" })).await;
    refused.assert_status(200);
}

on_both! {
    async fn the_log_of_an_employer_that_was_refused_later_is_sound(app: TestApp) {
        let by = registrar(&app).await;
        let id = accepted(&app, &by).await;
        for score in [1, 2, 3] {
            publish(&by, &file(&app, &id, score).await).await;
        }
        a_day_goes_by(&app).await;
        let employer = Id::parse(&id).unwrap();
        let before = check(&app, employer);
        assert_eq!((before.reviews, before.faults), (3, Vec::<String>::new()));
        refuse(&registrar(&app).await, &id).await;
        app.shared.services.public.forget();
        // The log says why from the next day on.
        let at_once = check(&app, employer);
        assert_eq!(at_once.faults, Vec::<String>::new());
        assert!(at_once.notices.iter().any(|notice| notice.contains("has no page")), "{:?}", at_once.notices);
        assert_eq!(at_once.notices.iter().filter(|notice| notice.contains("is gone since")).count(), 3);
        a_day_goes_by(&app).await;
        let after = check(&app, employer);
        assert_eq!((after.reviews, &after.faults), (0, &Vec::<String>::new()));
        assert!(!after.notices.iter().any(|notice| notice.contains("is gone")), "{:?}", after.notices);
    }

    async fn a_page_that_vanishes_quietly_is_found_out(app: TestApp) {
        let by = registrar(&app).await;
        let id = accepted(&app, &by).await;
        for score in [1, 2, 3] {
            publish(&by, &file(&app, &id, score).await).await;
        }
        a_day_goes_by(&app).await;
        let employer = Id::parse(&id).unwrap();
        check(&app, employer);
        let hidden = app.shared.services.db.write(move |conn| {
            use diesel::connection::SimpleConnection as _;
            let sql = "UPDATE agencies SET kind = 'refused_employer' WHERE kind = 'employer'";
            Ok::<_, tulay::platform::db::DbError>(conn.batch_execute(sql)?)
        });
        hidden.await.unwrap();
        app.shared.services.public.forget();
        check(&app, employer);
        for _ in 0..3 {
            a_day_goes_by(&app).await;
        }
        let found = check(&app, employer);
        assert_eq!(found.faults.len(), 3, "{:?}", found.faults);
        assert!(found.faults[0].contains("the log does not say why"));
    }

    async fn no_agency_names_it_as_its_principal_any_more(app: TestApp) {
        let by = registrar(&app).await;
        let id = accepted(&app, &by).await;
        let agency = app.agency("Sunrise Manpower (made up)").await.to_string();
        let editor = editor(&app).await;
        let principal = json!({ "name": "Vidalgo Yard", "country": "SG", "agency_id": id, "source": source() });
        let order = json!({ "number": "JO-1", "principal": "Vidalgo Yard", "principal_agency_id": id,
            "destination": "SG", "occupation": "7212", "approved_on": "2026-01-01", "status": "approved",
            "source": source() });
        let named = stated(&editor, &agency, "principals", &principal).await;
        assert_eq!(named["agency_id"], *id);
        stated(&editor, &agency, "job-orders", &order).await;
        refuse(&by, &id).await;
        app.shared.services.public.forget();
        for (list, member) in [("principals", "agency_id"), ("job-orders", "principal_agency_id")] {
            let shown = items(&app.get(&format!("/v1/agencies/{agency}/{list}")).await);
            assert_eq!((shown.len(), &shown[0][member]), (1, &Value::Null), "{list}");
        }
    }
}
