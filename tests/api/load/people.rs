//! Those who write and those who read what is written.

use futures_util::stream::{self, StreamExt as _};
use reqwest::Client;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::reviews::{Dice, review};
use super::{STEP, STEPS, dice, keep_house};
use crate::harness::TestApp;

/// How many of them act at the same time.
const AT_ONCE: usize = 24;
/// How often something is sent before one gives up.
const TRIES: usize = 5;

/// An agency that is rated.
pub struct Rated {
    pub id: Id,
    origin: String,
    /// To which score its reviews tend.
    tendency: u64,
}

/// Workers, and agencies of which they say something.
pub struct Crowd {
    pub agencies: Vec<Rated>,
    client: Client,
}

impl Crowd {
    /// All agencies of an app; the first ones are the busiest.
    pub async fn of(app: &TestApp) -> Self {
        let (mut agencies, mut dice) = (Vec::new(), dice(2));
        let mut path = Some("/v1/agencies?limit=100".to_owned());
        while let Some(page) = path {
            let page = app.get(&page).await.json();
            for agency in page["items"].as_array().unwrap() {
                agencies.push(Rated {
                    id: Id::parse(agency["id"].as_str().unwrap()).unwrap(),
                    origin: agency["country"].as_str().unwrap().to_owned(),
                    tendency: 1 + dice.below(4),
                });
            }
            let next = page["next"].as_str();
            path = next.map(|cursor| format!("/v1/agencies?limit=100&cursor={cursor}"));
        }
        Self {
            agencies,
            client: Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// Files and publishes so many reviews, over more than a year of the app's clock.
    pub async fn fill(&self, app: &TestApp, wanted: usize) {
        let mut dice = dice(3);
        let readers = app.organisation("Readers", &["BD"], &["other"]).await;
        for step in 0..STEPS {
            app.clock.advance(STEP);
            let moderator = app.member(readers, &[Role::Moderator]).await;
            let month = app.clock_month();
            let (from, to) = (wanted * step / STEPS, wanted * (step + 1) / STEPS);
            let drawn: Vec<_> = (from..to).map(|_| self.draw(&mut dice, &month)).collect();
            let work = drawn
                .into_iter()
                .map(|one| self.act(app, &moderator.authorization, one));
            let mut work = stream::iter(work).buffer_unordered(AT_ONCE);
            while work.next().await.is_some() {}
            keep_house(app).await;
        }
        app.clock.advance(STEP);
        keep_house(app).await;
    }

    /// Few agencies have many reviews, many have few.
    fn draw(&self, dice: &mut Dice, month: &str) -> Drawn {
        let count = u64::try_from(self.agencies.len()).unwrap();
        let place = dice.below(count).min(dice.below(count));
        let agency = &self.agencies[usize::try_from(place).unwrap()];
        Drawn {
            path: format!("/v1/agencies/{}/reviews", agency.id),
            body: review(dice, &agency.origin, agency.tendency, month),
            address: dice.address(),
        }
    }

    async fn act(&self, app: &TestApp, authorization: &str, drawn: Drawn) {
        let path = format!("{}{}", app.url, drawn.path);
        let address = [("X-Forwarded-For", drawn.address.as_str())];
        let filed = self.write(app, &path, &address, &drawn.body).await;
        assert_eq!(filed.status(), 201, "{}", filed.text().await.unwrap());
        let filed: Value = filed.json().await.unwrap();
        let id = filed["id"].as_str().unwrap();
        let path = format!("{}/v1/staff/reviews/{id}/publish", app.url);
        let moderator = [("Authorization", authorization), ("If-Match", "\"v1\"")];
        let published = self.write(app, &path, &moderator, &json!({})).await;
        assert_eq!(
            published.status(),
            200,
            "{}",
            published.text().await.unwrap()
        );
    }

    /// Sends as an app does: a connection that is gone is no reason to give up, the same key says that it
    /// is the same.
    async fn write(
        &self,
        app: &TestApp,
        path: &str,
        headers: &[(&'static str, &str)],
        body: &Value,
    ) -> reqwest::Response {
        let key = format!("\"{}\"", app.shared.services.new_id());
        for _ in 0..TRIES {
            let mut request = self.client.post(path).header("Idempotency-Key", &key);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if let Ok(response) = request.json(body).send().await {
                return response;
            }
        }
        panic!("{path}: no answer");
    }
}

/// What somebody will say of whom, from where.
struct Drawn {
    path: String,
    body: Value,
    address: String,
}
