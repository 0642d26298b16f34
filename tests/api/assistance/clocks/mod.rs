//! What was not done in time, who is told, and clocks that stand still for a reason.

mod pauses;
mod silence;
mod worker;

use serde_json::Value;
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{Filed, RECEIPT};
use crate::harness::{Person, TestApp};

const ESCALATIONS: &str = "/v1/staff/assistance-escalations";

impl TestApp {
    /// Does once what the server does each minute; says how often somebody was told.
    async fn tell(&self) -> usize {
        let services = self.shared.services.clone();
        let (now, of_job) = (services.clock.now(), services.clone());
        let job = move |conn: &mut _| tulay::assistance::escalate_silence(conn, &of_job, now);
        services.db.write(job).await.unwrap()
    }

    /// Somebody who leads an organisation, signed in now.
    async fn administrator_of(&self, organisation: Id) -> Person<'_> {
        self.member(organisation, &[Role::Administrator]).await
    }

    /// What the person sees of who was told: the clock and the level of each.
    async fn told(&self, filed: &Filed) -> Vec<(String, String)> {
        let seen = self.holder_of(&filed.code).get(RECEIPT).await;
        seen.assert_status(200);
        let all = seen.json()["escalations"].as_array().unwrap().clone();
        let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
        all.iter()
            .map(|one| (text(one, "clock"), text(one, "level")))
            .collect()
    }
}

impl Person<'_> {
    /// What this person is told.
    async fn escalations(&self, query: &str) -> Vec<Value> {
        let listed = self.get(&format!("{ESCALATIONS}{query}")).await;
        listed.assert_status(200);
        listed.json()["items"].as_array().unwrap().clone()
    }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(one, two): &(&str, &str)| ((*one).to_owned(), (*two).to_owned());
    expected.iter().map(owned).collect()
}
