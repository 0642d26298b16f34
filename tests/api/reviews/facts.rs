//! Facts before stars: the fee ledger, legal limits, and what was promised, agreed and true.

use std::path::Path;

use serde_json::{Value, json};
use tulay::platform::ids::Id;
use tulay::reviews::{CapsError, read_caps, store_caps};

use super::{decide, filed, moderator, review, reviews_of};
use crate::harness::{Response, TestApp};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Puts the limits that come with the program into force.
pub async fn with_caps(app: &TestApp) {
    let lists = app.shared.services.code_lists();
    let caps = read_caps(&root().join("data/fee-caps.toml"), &lists).unwrap();
    let stored = app
        .shared
        .services
        .db
        .write(move |conn| store_caps(conn, &caps));
    let stored: Result<(), CapsError> = stored.await;
    stored.unwrap();
}

fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency })
}

fn fee(amount: &str, currency: &str) -> Value {
    json!({ "category": "recruitment_fee", "paid": money(amount, currency), "paid_to": "agency" })
}

/// A review with these members changed; null takes one out.
fn with(members: &Value) -> Value {
    let mut body = review(2);
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn assessed(app: &TestApp, agency: Id, members: &Value) -> Value {
    let response = app.post(&reviews_of(agency), &with(members)).await;
    response.assert_status(201).json()["assessment"].clone()
}

async fn agency_in(app: &TestApp, country: &'static str) -> Id {
    let agency = app.agency("Harbour Placement (made up)").await;
    let set = app.shared.services.db.write(move |conn| {
        use diesel::connection::SimpleConnection as _;
        conn.batch_execute(&format!("UPDATE agencies SET country = '{country}'"))?;
        Ok::<_, tulay::platform::db::DbError>(())
    });
    set.await.unwrap();
    agency
}

fn verdict(assessment: &Value) -> Vec<(String, String, Value)> {
    let checks = assessment["fee_limits"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    checks
        .map(|c| (text(&c["limit"]), text(&c["verdict"]), c["lacking"].clone()))
        .collect()
}

fn told(limit: &str, verdict: &str, lacking: Option<&str>) -> (String, String, Value) {
    (limit.to_owned(), verdict.to_owned(), json!(lacking))
}

/// Runs `tulay import rates` as the operator does.
fn import_rates(app: &TestApp, csv: &str) -> (bool, String) {
    let file = app.data_dir().join("rates.csv");
    std::fs::write(&file, csv).unwrap();
    let config = &app.shared.services.config;
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tulay"))
        .args(["import", "rates"])
        .arg(&file)
        .args(["--source", "Made-up bank, table 7"])
        .env("TULAY_DATA_DIR", &config.data_dir)
        .env("DATABASE_URL", &config.database_url)
        .env("TULAY_REFERENCE_DIR", root().join("data"))
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(printed).unwrap())
}

on_both! {
    async fn facts_and_terms_come_back_to_the_author_and_the_moderator_alone(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let facts = json!({
            "fees": { "loan_taken": "yes", "wage_deduction": "no" },
            "contract": { "given_before_departure": "yes", "language_understood": "no", "copy_kept": "no" },
            "orientation": { "given": "yes", "days": 2, "language_understood": "unsure", "rights_covered": "no" },
            "documents": { "holder": "employer", "can_get_it_back": "no" },
            "placement": { "employer_matches": "no", "visa": "visit", "waiting_days": 90 },
            "treatment": { "mistreatments": ["threats", "insults"] },
            "privacy": { "used_without_asking": "no" },
            "help_after": { "asked": "yes", "answered_after_days": 30, "solved": "no" },
            "wages": { "paid_in_full": "no", "late_by_days": 12 },
            "hours_rest": { "hours_per_day": 14, "rest_days_per_month": 1 },
            "living": { "problems": [] }
        });
        let terms = json!({ "wage": { "promised": money("900.00", "SGD"), "reality": money("600.00", "SGD") },
            "place": { "promised": "Plantedville", "reality": "Plantedtown" } });
        let body = with(&json!({ "facts": facts, "terms": terms, "contract_months": 24,
            "first_month_income": money("600.00", "SGD") }));
        let one = filed(&app.post(&reviews_of(agency), &body).await);
        let own = app.holder_of(&one.code).get(OWN).await.json();
        let read = moderator(&app).await.get(&format!("/v1/staff/reviews/{}", one.id)).await.json();
        for seen in [&own, &read] {
            assert_eq!(seen["facts"], facts);
            assert_eq!(seen["terms"], terms);
            assert_eq!(seen["contract_months"], 24);
            assert_eq!(seen["first_month_income"], money("600.00", "SGD"));
            assert_eq!(seen["assessment"]["contract_substitution"], true);
            assert_eq!(seen["assessment"]["substituted_terms"], json!(["wage", "place"]));
        }
        assert_eq!(app.where_is("Plantedville").await, Vec::<String>::new());
    }

    async fn facts_are_merged_member_by_member(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let body = with(&json!({ "facts": { "documents": { "holder": "employer", "can_get_it_back": "no" },
            "orientation": { "given": "no" } }, "contract_months": 24 }));
        let one = filed(&app.post(&reviews_of(agency), &body).await);
        let holder = app.holder_of(&one.code);
        let change = |body: Value| {
            let holder = app.holder_of(&one.code);
            async move {
                let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
                holder.patch(OWN, &tag, &body).await
            }
        };
        change(json!({ "facts": { "documents": { "can_get_it_back": "yes" }, "orientation": null,
            "privacy": { "used_without_asking": "yes" } }, "contract_months": null })).await.assert_status(200);
        let own = holder.get(OWN).await.json();
        assert_eq!(own["facts"], json!({ "documents": { "holder": "employer", "can_get_it_back": "yes" },
            "privacy": { "used_without_asking": "yes" } }));
        assert_eq!(own["contract_months"], Value::Null);
        change(json!({ "facts": null })).await.assert_status(200);
        assert_eq!(holder.get(OWN).await.json()["facts"], Value::Null);
        change(json!({ "facts": { "documents": { "holder": "moon" } } })).await.assert_problem(422, "invalid_request");
    }

    async fn each_wrong_fact_is_told_with_its_place(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let wrong = with(&json!({
            "facts": { "documents": { "holder": "moon" }, "orientation": { "days": 61 },
                "treatment": { "mistreatments": ["boredom"] }, "contract": { "copy_kept": "maybe" } },
            "terms": { "hours": { "reality": 25 }, "place": { "promised": " " } }, "contract_months": 0
        }));
        let response = app.post(&reviews_of(agency), &wrong).await;
        response.assert_problem(422, "invalid_request");
        let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        let mut faults = response.faults();
        faults.sort();
        assert_eq!(faults, [
            at("/contract_months", "too_small"),
            at("/facts/contract/copy_kept", "unknown_value"),
            at("/facts/documents/holder", "unknown_code"),
            at("/facts/orientation/days", "too_large"),
            at("/facts/treatment/mistreatments/0", "unknown_code"),
            at("/terms/hours/reality", "too_large"),
            at("/terms/place/promised", "blank"),
        ]);
        let misspelt = with(&json!({ "facts": { "document": {} } }));
        let response = app.post(&reviews_of(agency), &misspelt).await;
        response.assert_problem(400, "malformed_request");
        assert_eq!(response.faults(), [at("/facts/document", "unknown_member")]);
    }

    async fn a_ledger_that_cannot_be_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut items = [fee("100.00", "SGD"), fee("100.00", "SGD"), fee("100.00", "SGD")];
        items[0]["refunded"] = money("10.00", "PHP");
        items[1]["refunded"] = money("100.01", "SGD");
        items[2]["paid_month"] = json!("2099-01");
        let wrong = with(&json!({ "fee_items": items, "first_month_income": money("1.5", "VND") }));
        let response = app.post(&reviews_of(agency), &wrong).await;
        response.assert_problem(422, "invalid_request");
        let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        assert_eq!(response.faults(), [
            at("/fee_items/0/refunded/currency", "other_currency"),
            at("/fee_items/1/refunded/amount", "more_than_paid"),
            at("/fee_items/2/paid_month", "in_the_future"),
            at("/first_month_income/amount", "too_many_decimals"),
        ]);
    }

    async fn the_ledger_comes_back_whole(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let item = json!({ "category": "recruitment_fee", "sub_item": "broker_fee", "paid": money("500.00", "SGD"),
            "paid_to": "sub_agent", "paid_month": "2025-10", "paid_how": "cash", "receipt": "no",
            "refund_promised": true, "refunded": money("120.00", "SGD") });
        let one = filed(&app.post(&reviews_of(agency), &with(&json!({ "fee_items": [item] }))).await);
        assert_eq!(app.holder_of(&one.code).get(OWN).await.json()["fee_items"], json!([item]));
    }

    async fn a_fee_is_compared_with_the_limit_of_its_law(app: TestApp) {
        with_caps(&app).await;
        let agency = agency_in(&app, "SG").await;
        let terms = json!({ "wage": { "contract": money("600.00", "SGD") } });
        for (paid, months, expected) in [
            ("1200.00", json!(24), told("sg_agency_fee", "within_limit", None)),
            ("1200.01", json!(24), told("sg_agency_fee", "over_limit", None)),
            ("600.00", json!(12), told("sg_agency_fee", "within_limit", None)),
            ("700.00", json!(12), told("sg_agency_fee", "over_limit", None)),
            // A begun year counts, in doubt for the agency.
            ("700.00", json!(13), told("sg_agency_fee", "within_limit", None)),
            ("700.00", Value::Null, told("sg_agency_fee", "cannot_tell", Some("contract_months"))),
            ("1300.00", Value::Null, told("sg_agency_fee", "over_limit", None)),
        ] {
            let members = json!({ "fee_items": [fee(paid, "SGD")], "terms": terms, "contract_months": months });
            assert_eq!(verdict(&assessed(&app, agency, &members).await), [expected], "{paid} {months}");
        }
        let check = assessed(&app, agency, &json!({ "fee_items": [fee("700.00", "SGD"), fee("800.00", "SGD")],
            "terms": terms, "contract_months": 24 })).await["fee_limits"][0].clone();
        assert_eq!(check["charged"], money("1500.00", "SGD"));
        assert_eq!(check["allowed"], money("1200.00", "SGD"));
        assert_eq!(check["items"], json!([0, 1]));
        assert_eq!(check["legal_basis"]["article"], "rule 12");
        assert!(check["legal_basis"]["url"].as_str().unwrap().starts_with("https://sso.agc.gov.sg/"));
        assert_eq!(check["article"], "fees-singapore-agency");
    }

    async fn a_limit_concerns_only_what_it_says(app: TestApp) {
        with_caps(&app).await;
        let agency = agency_in(&app, "SG").await;
        let other = |name: &str, value: Value| {
            let mut item = fee("9000.00", "SGD");
            item[name] = value;
            json!({ "fee_items": [item] })
        };
        for members in [
            other("category", json!("medical")),
            other("paid_to", json!("clinic")),
            other("paid_month", json!("2011-03")),
            json!({ "fee_items": [fee("9000.00", "SGD")], "corridor": { "origin": "PH", "destination": "MY" } }),
        ] {
            assert_eq!(verdict(&assessed(&app, agency, &members).await), [], "{members}");
        }
        // Nothing is known of the wage.
        let members = json!({ "fee_items": [fee("9000.00", "SGD")] });
        let lacking = [told("sg_agency_fee", "cannot_tell", Some("wage"))];
        assert_eq!(verdict(&assessed(&app, agency, &members).await), lacking);
    }

    async fn who_may_charge_nothing_is_told_so(app: TestApp) {
        with_caps(&app).await;
        let agency = agency_in(&app, "PH").await;
        let of = |occupation: Value| json!({ "fee_items": [fee("1000.00", "PHP")], "occupation": occupation });
        let domestic = assessed(&app, agency, &of(json!("9111"))).await;
        assert_eq!(verdict(&domestic), [told("ph_placement_fee_domestic_work", "over_limit", None)]);
        assert_eq!(domestic["fee_limits"][0]["allowed"], money("0.00", "PHP"));
        let other = assessed(&app, agency, &of(json!("7126"))).await;
        assert_eq!(verdict(&other), [told("ph_placement_fee", "cannot_tell", Some("wage"))]);
        let unknown = assessed(&app, agency, &of(Value::Null)).await;
        assert_eq!(verdict(&unknown), [
            told("ph_placement_fee", "cannot_tell", Some("wage")),
            told("ph_placement_fee_domestic_work", "cannot_tell", Some("occupation")),
        ]);
        // What was paid back was not charged in the end.
        let mut item = fee("1000.00", "PHP");
        item["refunded"] = money("1000.00", "PHP");
        let back = assessed(&app, agency, &json!({ "fee_items": [item], "occupation": "9111" })).await;
        assert_eq!(verdict(&back), [told("ph_placement_fee_domestic_work", "within_limit", None)]);
    }

    async fn costs_are_counted_at_the_rates_of_their_months(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut first = fee("1340.00", "SGD");
        first["paid_month"] = json!("2025-10");
        let mut second = fee("28000.00", "PHP");
        second["paid_month"] = json!("2025-11");
        let members = json!({ "fee_items": [first, second], "recruited_month": "2025-09",
            "first_month_income": money("670.00", "SGD") });
        // Nothing is known of rates.
        let unknown = assessed(&app, agency, &members).await;
        assert_eq!(unknown["fee_items_usd"], json!([null, null]));
        assert_eq!((&unknown["total_usd"], &unknown["cost_in_months_of_income"]), (&Value::Null, &Value::Null));

        let (succeeded, printed) = import_rates(&app, "currency,month,units_per_usd\n\
            SGD,2025-10,1.34\nPHP,2025-11,56\nSGD,2025-11,1.3\n");
        assert!(succeeded, "{printed}");
        assert!(printed.contains("3 added, 0 changed, 0 unchanged"), "{printed}");
        assert!(printed.contains("tulay recompute --repair"), "{printed}");
        let known = assessed(&app, agency, &members).await;
        assert_eq!(known["fee_items_usd"], json!([money("1000.00", "USD"), money("500.00", "USD")]));
        assert_eq!(known["total_usd"], money("1500.00", "USD"));
        // 1340 + 500 × 1.3, in months of 670.
        assert_eq!(known["cost_in_months_of_income"], 2.97);

        let (_, again) = import_rates(&app, "currency,month,units_per_usd\nSGD,2025-10,1.34\nPHP,2025-11,57.5\n");
        assert!(again.contains("0 added, 1 changed, 1 unchanged"), "{again}");
    }

    async fn who_paid_nothing_says_so(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let silent = json!({ "fee_items": [], "first_month_income": money("670.00", "SGD") });
        let silent = assessed(&app, agency, &silent).await;
        assert_eq!((&silent["total_usd"], &silent["cost_in_months_of_income"]), (&Value::Null, &Value::Null));
        let nothing = json!({ "fee_items": [], "first_month_income": money("670.00", "SGD"),
            "facts": { "fees": { "nothing_paid": "yes" } } });
        let nothing = assessed(&app, agency, &nothing).await;
        assert_eq!(nothing["total_usd"], money("0.00", "USD"));
        assert_eq!(nothing["cost_in_months_of_income"], 0.0);
    }

    async fn a_faulty_list_of_rates_changes_nothing(app: TestApp) {
        let (succeeded, printed) = import_rates(&app, "currency,month,units_per_usd\nSGD,2025-10,1.34\n\
            XXX,2025-10,1\nSGD,2025-13,1.3\nSGD,2025-11,-2\nSGD,2025-10,1.35\nSGD\n");
        assert!(!succeeded);
        for fault in ["line 3: `XXX`", "line 4: `2025-13`", "line 5: `-2`", "line 6: this currency and month are there twice", "line 7"] {
            assert!(printed.contains(fault), "{fault}: {printed}");
        }
        let (_, good) = import_rates(&app, "currency,month,units_per_usd\nSGD,2025-10,1.34\n");
        assert!(good.contains("1 added"), "{good}");
    }

    async fn what_is_said_of_costs_is_never_shown_of_a_single_review(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        for overall in [1, 2, 3] {
            let mut body = with(&json!({ "facts": { "documents": { "holder": "employer" } }, "contract_months": 24,
                "terms": { "wage": { "contract": money("731.00", "SGD") } }, "first_month_income": money("731.00", "SGD") }));
            body["overall"] = json!(overall);
            let one = filed(&app.post(&reviews_of(agency), &body).await);
            decide(&by, &one, "publish", &json!({})).await.assert_status(200);
        }
        let page: Response = app.get(&reviews_of(agency)).await;
        let text = String::from_utf8(page.assert_status(200).body.clone()).unwrap();
        for private in ["731.00", "employer", "assessment", "contract_months", "facts"] {
            assert!(!text.contains(private), "{private}");
        }
    }

    async fn the_limits_that_come_with_the_program_name_real_articles(app: TestApp) {
        let lists = app.shared.services.code_lists();
        let caps = read_caps(&root().join("data/fee-caps.toml"), &lists).unwrap();
        assert!(caps.len() >= 6);
        for cap in caps {
            let article = cap.article.unwrap();
            let text = root().join("data/rights").join(&article).join("en.md");
            let text = std::fs::read_to_string(text).unwrap();
            assert!(text.contains(&cap.legal_basis.url), "{}: {article} does not cite its law", cap.code);
            assert!(text.contains(&cap.legal_basis.instrument), "{}", cap.code);
        }
    }
}
