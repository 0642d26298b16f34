//! Requests that were filed in sealed mode: who can open them, and who cannot.

pub mod forgotten;
mod handing_over;
mod leaving;
mod reading;
mod session;
mod thief;

use serde_json::Value;
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{Filed, changed, request};
use crate::harness::{Person, TestApp};
use crate::staff::{Colleague, access, invited};

/// The same database, served in sealed mode.
pub(super) fn sealed(app: &TestApp) -> TestApp {
    app.another_with(&[("TULAY_CASE_KEYS", "sealed")])
}

/// A member of staff who has set up an account, with a password and a second factor.
async fn colleague(app: &TestApp, organisation: Id, name: &str, role: Role) -> Colleague {
    invited(app, organisation, name, &[role])
        .await
        .set_up(app)
        .await
}

/// A case worker who has signed in, and so has a key.
pub async fn handler<'app>(
    app: &'app TestApp,
    organisation: Id,
    name: &str,
) -> (Colleague, Person<'app>) {
    let colleague = colleague(app, organisation, name, Role::CaseWorker).await;
    let opened = colleague.sign_in(app).await;
    let person = with_token_of(app, &opened);
    (colleague, person)
}

/// Whoever holds the tokens of an opened session.
fn with_token_of<'app>(app: &'app TestApp, opened: &Value) -> Person<'app> {
    let account = opened["account"]["id"].as_str().unwrap();
    Person {
        app,
        authorization: format!("Bearer {}", access(opened)),
        account: Some(account.parse().unwrap()),
        second_step: None,
    }
}

/// A custodian of an organisation that keeps keys, signed in.
async fn custodian<'app>(app: &'app TestApp, name: &str) -> (Colleague, Person<'app>) {
    let custody = app
        .organisation("Example Custody", &["SG"], &["custody"])
        .await;
    let colleague = colleague(app, custody, name, Role::Custodian).await;
    let opened = colleague.sign_in(app).await;
    let person = with_token_of(app, &opened);
    (colleague, person)
}

/// A whole request to an organisation that is told who the person is.
pub(super) async fn filed_with(app: &TestApp, organisation: Id) -> Filed {
    let consents =
        serde_json::json!({ "organisation_id": organisation.to_string(), "share_identity": true });
    let members = serde_json::json!({ "consents": consents });
    app.ask_for_help(&changed(request(), &members)).await
}
