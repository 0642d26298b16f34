//! A short conversation with the running service, in the Rust client that a foreign generator made from the contract.

use openapi::apis::configuration::{ApiKey, Configuration};
use openapi::apis::{agencies_api, apps_api, receipt_api, rights_api, safety_api};
use openapi::models;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base_path = std::env::args().nth(1).expect("the address");
    let mut own = Configuration { base_path, ..Configuration::default() };

    let config = apps_api::get_apps_config(&own, None, Some("fil"), None).await.expect("config");
    let exit = config.safe_exit.flatten().expect("a quick exit");
    assert_eq!(exit.language, "fil");
    assert!(config.limits.body_bytes > 0 && !config.features.texts_are_sent);

    let singapore = Some(models::CodeOfCountries::Sg);
    let agencies = agencies_api::list_agencies(&own, singapore, None, None, None, None, Some(3), None, None, None, None);
    let agencies = agencies.await.expect("agencies");
    assert_eq!(agencies.items.len(), 3);
    let first = &agencies.items[0];
    let profile = agencies_api::get_agency(&own, &first.id.to_string(), None, None, None).await.expect("a profile");
    assert_eq!(profile.name, first.name);

    let article = rights_api::get_article(&own, "check-the-licence", None, Some("id"), None).await.expect("an article");
    assert!(!article.title.is_empty() && !article.body.is_empty());

    let mut report = models::NewSafetyReport::new(false, "A loose cable.".to_owned(), models::CodeOfSafetyReportKinds::Hazard);
    let place = models::Place::new(models::CodeOfCountries::My, models::CodeOfPlacePrecisions::Country);
    report.place = Some(Some(Box::new(place)));
    let key = format!("\"{}\"", uuid::Uuid::new_v4());
    let filed = safety_api::file_safety_report(&own, &key, report.clone(), None, None, None).await.expect("filed");
    let again = safety_api::file_safety_report(&own, &key, report, None, None, None).await.expect("filed again");
    assert_eq!(filed.id, again.id);

    let key = filed.receipt_code.clone().flatten().expect("a receipt code");
    own.api_key = Some(ApiKey { prefix: Some("Receipt".to_owned()), key });
    let followed = receipt_api::follow_safety_report(&own, None, None, None).await.expect("followed");
    assert_eq!(followed.id, filed.id);

    let nobody = uuid::Uuid::new_v4().to_string();
    let refused = agencies_api::get_agency(&own, &nobody, None, None, None).await;
    assert!(matches!(refused, Err(openapi::apis::Error::ResponseError(answer)) if answer.status.as_u16() == 404));
    println!("rust: config, agencies, article, filed once, followed, a problem");
}
