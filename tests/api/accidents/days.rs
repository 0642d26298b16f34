//! Days in the field, and those who are out on them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use tulay::platform::clock::{Clock as _, Time};

use super::field::Checklist;
use super::{DAY, Planned, Story};

/// A visit, and who was there together.
type Shared = (String, [usize; 2]);

/// Days after the last visit of the plan on which those are made of which a tablet had not heard in time.
const MORE_DAYS: usize = 5;

impl Story<'_> {
    /// Days in the field: in the morning a tablet hears what is new, in the evening it hands in.
    pub async fn visit(&mut self) {
        let checklist = Checklist::read(&self.inspectors[0].desk, "malaysia_osha").await;
        let days: BTreeSet<String> = self.planned.iter().map(|one| one.day.clone()).collect();
        let days: Vec<String> = days.into_iter().collect();
        let (mut waiting, mut shared) = (std::mem::take(&mut self.planned), Vec::new());
        for number in 0..days.len() + MORE_DAYS {
            let day = days.get(number);
            if day.is_none() && waiting.is_empty() && shared.is_empty() {
                break;
            }
            let now = match day {
                Some(day) => Time::parse(&format!("{day}T02:00:00Z")).unwrap(),
                None => self.app.clock.now().plus(DAY),
            };
            self.morning(now).await;
            self.meet(&mut shared);
            waiting = self.go(waiting, &mut shared, &checklist);
            self.evening().await;
        }
        assert!(
            waiting.is_empty(),
            "{} visits are on no tablet",
            waiting.len()
        );
        self.calm().await;
        self.meet(&mut shared);
        assert!(shared.is_empty());
        self.evening().await;
        self.calm().await;
        self.lap("seconds of visits");
    }

    async fn morning(&mut self, now: Time) {
        self.app.clock.set(now);
        for inspector in &mut self.inspectors {
            self.network.pull(&mut inspector.tablet).await;
        }
    }

    /// Makes the visits of today, and those of earlier days of which the tablet had not heard; returns those that are left.
    fn go(
        &mut self,
        waiting: Vec<Planned>,
        shared: &mut Vec<Shared>,
        checklist: &Checklist,
    ) -> Vec<Planned> {
        let today = self.app.clock.now().date().to_string();
        let mut later = Vec::new();
        for visit in waiting {
            let tablet = &self.inspectors[visit.inspector].tablet;
            if visit.day > today || tablet.told_of(&visit.id).is_none() {
                later.push(visit);
                continue;
            }
            let mut hand = self.hand(visit.inspector);
            hand.visit(&visit.id, &visit.establishment, checklist);
            if let Some(colleague) = visit.colleague {
                shared.push((visit.id, [visit.inspector, colleague]));
            }
        }
        later
    }

    async fn evening(&mut self) {
        for inspector in &mut self.inspectors {
            self.network.hand_in(&mut inspector.tablet).await;
        }
        assert_eq!(self.app.reject_overdue().await, 0);
    }

    async fn calm(&mut self) {
        // What is handed in by one reaches the others.
        for _ in 0..2 {
            for inspector in &mut self.inspectors {
                self.network.calm(&mut inspector.tablet).await;
            }
        }
    }

    /// Two who were at a workplace together look through what was found, each on a tablet without signal: of the first finding
    /// they write the same member, of the second different ones.
    fn meet(&mut self, shared: &mut Vec<Shared>) {
        let mut later = Vec::new();
        for (visit, both) in std::mem::take(shared) {
            let findings = self.diary.findings.iter().filter(|one| one.visit == visit);
            let findings: Vec<String> = findings.take(2).map(|one| one.id.clone()).collect();
            let tablets = both.map(|at| &self.inspectors[at].tablet);
            let knows = |finding: &String| {
                let told =
                    tablets.map(|tablet| tablet.told_of(finding).map(|told| &told["version"]));
                let mut outbox = tablets.iter().flat_map(|tablet| &tablet.outbox);
                told[0].is_some()
                    && told[0] == told[1]
                    && outbox.all(|one| one["entity_id"] != *finding)
            };
            if !findings.iter().all(knows) {
                later.push((visit, both));
                continue;
            }
            for (number, finding) in findings.iter().enumerate() {
                self.write_both(number == 0, finding, both);
            }
        }
        *shared = later;
    }

    fn write_both(&mut self, is_clash: bool, finding: &str, [one, other]: [usize; 2]) {
        let (mine, theirs) = if is_clash {
            self.diary.clashes += 1;
            let both = json!({ "severity": "minor", "workers_affected": 4 });
            (json!({ "severity": "imminent_danger" }), both)
        } else {
            self.diary.side_by_side += 1;
            let words = json!({ "description": "Not as it has to be, in two halls." });
            (json!({ "workers_affected": 9 }), words)
        };
        self.hand(one).edit(finding, &mine);
        self.hand(other).edit(finding, &theirs);
    }

    /// Some weeks later: at most workplaces somebody looks whether what was asked for was done.
    pub async fn verify(&mut self) {
        self.app.clock.advance(DAY * 30);
        let mut at: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
        for (number, measure) in self.diary.measures.iter().enumerate() {
            let key = (measure.establishment.clone(), measure.inspector);
            at.entry(key).or_default().push(number);
        }
        for ((establishment, inspector), measures) in at {
            if self.dice.happens(80) {
                self.hand(inspector).verify(&establishment, &measures);
            }
        }
        for _ in 0..3 {
            self.evening().await;
            self.app.clock.advance(DAY);
        }
        self.calm().await;
        self.lap("seconds of follow-up visits");
    }
}
