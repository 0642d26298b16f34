//! Who is behind an agency.

mod badges;
mod interest;
mod job_orders;
mod names;
mod predecessors;
mod proposals;
mod relations;
mod sub_agents;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::register::{HEADER, MAPPING, Register, id_of, report};
use crate::harness::{Person, Response, TestApp};

/// Somebody who looks after the registers.
pub async fn editor(app: &TestApp) -> Person<'_> {
    let organisation = app
        .organisation("Register Office (made up)", &["MY"], &["other"])
        .await;
    app.member(organisation, &[Role::Editor]).await
}

/// Where a statement comes from.
pub fn source() -> Value {
    json!({ "name": "Sample Authority, notice 12", "url": "https://authority.example/12",
        "retrieved_on": "2026-01-05" })
}

/// A register whose words also know licences that were taken away.
pub fn register(list: &str) -> Register {
    let words = MAPPING.replace(
        "\"Digantung\" = \"suspended\"",
        "\"Digantung\" = \"suspended\", \"Dicabut\" = \"revoked\"",
    );
    let register = Register::with_mapping(&words);
    register.put("list.csv", &format!("{HEADER}{list}"));
    register
}

/// Two agencies of a made-up register: one whose licence was taken away, and one that holds one.
pub async fn two(app: &TestApp) -> (Register, String, String) {
    let register =
        register("L1,Merantau Sample,1 Road,,,,,Dicabut\nL2,Bahtera Sample,2 Street,,,,,Aktif\n");
    report(&register.import(app, &[]));
    let (one, two) = (id_of(app, "L1").await, id_of(app, "L2").await);
    (register, one, two)
}

/// An agency's page.
pub async fn page(app: &TestApp, agency: &str) -> Value {
    let path = format!("/v1/agencies/{agency}");
    app.get(&path).await.assert_status(200).json()
}

/// States something of an agency.
pub async fn state(by: &Person<'_>, agency: &str, list: &str, body: &Value) -> Response {
    by.post(&format!("/v1/staff/agencies/{agency}/{list}"), body)
        .await
}

/// States something that must be taken.
pub async fn stated(by: &Person<'_>, agency: &str, list: &str, body: &Value) -> Value {
    let response = state(by, agency, list, body).await;
    response.assert_status(201).json()
}

/// Nobody but who looks after the registers may state this.
pub async fn refuse_others(app: &TestApp, agency: &str, list: &str, body: &Value) {
    let path = format!("/v1/staff/agencies/{agency}/{list}");
    let organisation = app
        .organisation("Elsewhere (made up)", &["MY"], &["other"])
        .await;
    for role in [
        Role::Moderator,
        Role::CaseWorker,
        Role::Inspector,
        Role::Administrator,
    ] {
        let other = app.member(organisation, &[role]).await;
        other
            .post(&path, body)
            .await
            .assert_problem(403, "forbidden");
    }
    let clerk = app.organisation("Sunrise (made up)", &["PH"], &[]).await;
    let clerk = app.member(clerk, &[Role::AgencyRepresentative]).await;
    clerk
        .post(&path, body)
        .await
        .assert_problem(403, "forbidden");
}
