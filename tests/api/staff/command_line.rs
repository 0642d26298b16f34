//! `tulay organisations` and `tulay staff`, run as the operator runs them, while the server runs.

use std::process::{Command, Output};

use reqwest::Method;
use serde_json::json;

use tulay::config::Config;

use super::{Invited, access, audit, with_token};
use crate::harness::TestApp;
use crate::on_both;

pub fn tulay(app: &TestApp, arguments: &[&str]) -> Output {
    run(&app.shared.services.config, &app.url, arguments)
}

/// The program as the operator of this server runs it.
pub fn run(config: &Config, url: &str, arguments: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(env!("CARGO_BIN_EXE_tulay"))
        .args(arguments)
        .env("TULAY_DATA_DIR", &config.data_dir)
        .env("DATABASE_URL", &config.database_url)
        .env("TULAY_PUBLIC_URL", url)
        .env("TULAY_REFERENCE_DIR", format!("{root}/data"))
        .output()
        .unwrap()
}

#[track_caller]
pub fn succeeds(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
pub fn refuses(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn invited(printed: &str, name: &str) -> Invited {
    let after = |mark: &str| {
        let (_, rest) = printed.split_once(mark).unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    assert!(printed.contains("/v1/account-set-ups' -H 'Content-Type: application/json'"));
    Invited {
        account: after("account: ").parse().unwrap(),
        name: name.to_owned(),
        token: after("good for 72 hours: "),
    }
}

/// Puts an audit log without a seal under the key.
pub fn seal_audit_log(app: &TestApp) -> String {
    succeeds(&tulay(app, &["keys", "seal-audit-log"]))
}

on_both! {
    async fn the_first_account_is_made_with_its_organisation_in_one_command(app: TestApp) {
        let create = [
            "staff", "create", "--organisation", "Test helpers", "--kind", "ngo", "--country", "my",
            "--country", "SG", "--competence", "assistance", "--name", "Chief@ngo.example",
            "--display-name", "Chief", "--role", "administrator", "--role", "case_worker",
        ];
        let printed = succeeds(&tulay(&app, &create));
        let chief = invited(&printed, "chief@ngo.example").set_up(&app).await;
        let opened = chief.sign_in(&app).await;
        let own = with_token(&app, Method::GET, "/v1/staff/organisation", access(&opened)).await;
        own.assert_status(200);
        assert_eq!(own.json()["name"], "Test helpers");
        assert_eq!(own.json()["countries"], json!(["MY", "SG"]));
        // What was done here is in the organisation's own log.
        let log = with_token(&app, Method::GET, "/v1/staff/audit-entries", access(&opened)).await;
        let log = log.json();
        let actions: Vec<&str> = log["items"].as_array().unwrap().iter()
            .map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["signed_in", "account_changed", "account_changed", "organisation_created"]);
    }

    async fn accounts_are_listed_disabled_enabled_and_reset(app: TestApp) {
        let create = [
            "organisations", "create", "--name", "Test helpers", "--kind", "ngo", "--country", "MY",
            "--competence", "assistance",
        ];
        succeeds(&tulay(&app, &create));
        assert!(succeeds(&tulay(&app, &["organisations", "list"])).contains("Test helpers (ngo): MY"));
        let create = [
            "staff", "create", "--organisation", "Test helpers", "--name", "sita@ngo.example",
            "--display-name", "Sita", "--role", "case_worker",
        ];
        let sita = invited(&succeeds(&tulay(&app, &create)), "sita@ngo.example").set_up(&app).await;
        let opened = sita.sign_in(&app).await;
        let listed = succeeds(&tulay(&app, &["staff", "list"]));
        assert!(listed.contains("sita@ngo.example  active  case_worker  Sita"), "{listed}");

        succeeds(&tulay(&app, &["staff", "disable", "sita@ngo.example"]));
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        out.assert_problem(401, "invalid_token");
        succeeds(&tulay(&app, &["staff", "enable", &sita.account.to_string()]));
        sita.sign_in(&app).await;
        let printed = succeeds(&tulay(&app, &["staff", "reset", "SITA@ngo.example"]));
        app.post("/v1/sessions", &sita.credentials(&app)).await.assert_problem(401, "sign_in_failed");
        invited(&printed, "sita@ngo.example").set_up(&app).await.sign_in(&app).await;
        let actions = audit::actions_of(&app, &json!(sita.account)).await;
        assert_eq!(actions, ["account_changed", "account_changed", "opened", "account_changed",
            "account_changed", "account_changed", "account_changed"]);
    }

    async fn a_representative_of_an_agency_is_made_with_its_organisation(app: TestApp) {
        let printed = succeeds(&tulay(&app, &["staff", "create", "--organisation", "Sunrise (made up)",
            "--kind", "recruitment_agency", "--country", "PH", "--name", "clerk@sunrise.example",
            "--display-name", "Clerk", "--role", "agency_representative"]));
        let clerk = invited(&printed, "clerk@sunrise.example").set_up(&app).await;
        let opened = clerk.sign_in(&app).await;
        let own = "/v1/staff/own-agency-claims";
        with_token(&app, Method::GET, own, access(&opened)).await.assert_status(200);
    }

    async fn what_cannot_be_is_refused_with_one_line(app: TestApp) {
        let organisation = |kind: &str, country: &str, competence: &str| {
            tulay(&app, &["organisations", "create", "--name", "Test helpers", "--kind", kind,
                "--country", country, "--competence", competence])
        };
        assert!(refuses(&organisation("club", "MY", "assistance")).contains("organisation_kinds"));
        assert!(refuses(&organisation("ngo", "XX", "assistance")).contains("countries"));
        assert!(refuses(&organisation("ngo", "MY", "magic")).contains("organisation_competences"));
        let account = |organisation: &str, name: &str, role: &str| {
            tulay(&app, &["staff", "create", "--organisation", organisation, "--name", name,
                "--display-name", "Sita", "--role", role])
        };
        assert!(refuses(&account("Nobody", "sita", "case_worker")).contains("--kind"));
        assert!(refuses(&account("Nobody", "si ta", "case_worker")).contains("account name"));
        assert!(refuses(&account("Nobody", "sita", "king")).contains("king"));
        assert!(refuses(&tulay(&app, &["staff", "reset", "nobody"])).contains("no such account"));
        assert_eq!(succeeds(&tulay(&app, &["organisations", "list"])), "");
        succeeds(&organisation("ngo", "MY", "assistance"));
        let incompetent = refuses(&account("Test helpers", "sita", "moderator"));
        assert!(incompetent.contains("competence"), "{incompetent}");
        let no_agency = refuses(&account("Test helpers", "sita", "agency_representative"));
        assert!(no_agency.contains("kind"), "{no_agency}");
        succeeds(&account("Test helpers", "sita", "case_worker"));
        let taken = refuses(&account("Test helpers", "SITA", "case_worker"));
        assert!(taken.contains("in use"), "{taken}");
    }

    async fn the_audit_log_stays_whole_when_keys_are_rotated(app: TestApp) {
        let sita = super::case_worker(&app, "sita").await;
        sita.sign_in(&app).await;
        for act in ["rotate-master", "rewrap", "rewrap", "rotate-signing"] {
            succeeds(&tulay(&app, &["keys", act]));
        }
        let restarted = app.another();
        let before = app.shared.services.keyring.current_id();
        assert_ne!(restarted.shared.services.keyring.current_id(), before);
        sita.sign_in(&restarted).await;
        // Invited, set up, signed in; re-wrapped (once: then nothing was left), rotated; signed in.
        let doctor = succeeds(&tulay(&app, &["doctor"]));
        assert!(doctor.contains("ok    audit log: 6 entries, whole"), "{doctor}");
    }

    async fn the_signing_key_is_rotated_without_a_restart(app: TestApp) {
        let sita = super::case_worker(&app, "sita").await;
        let before = sita.sign_in(&app).await;
        let printed = succeeds(&tulay(&app, &["keys", "rotate-signing"]));
        assert!(printed.starts_with("access tokens are signed by "));
        app.clock.advance(std::time::Duration::from_mins(1));
        let after = sita.sign_in(&app).await;
        let kid = |opened: &serde_json::Value| access(opened).split('.').next().unwrap().to_owned();
        assert_ne!(kid(&before), kid(&after));
        for opened in [&before, &after] {
            with_token(&app, Method::GET, "/v1/staff/me", access(opened)).await.assert_status(200);
        }
    }
}
