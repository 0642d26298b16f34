//! What the service says of visits in the end, held against the diary of those who made them and what their tablets keep.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::counts::tally;
use super::office::VISITS;
use super::{Simulated, Story, Tablet};

/// Everything that the service says of visits.
#[derive(Default)]
pub struct Told {
    /// Documents, by kind and id, with their versions.
    records: BTreeMap<(String, String), (Value, i64)>,
    events: usize,
}

impl Told {
    fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let all = self.records.iter().filter(move |((own, _), _)| own == kind);
        all.map(|((_, id), (document, _))| (id, document))
    }

    fn by(&self, kind: &str, member: &str) -> Vec<(String, usize)> {
        let text = |(_, document): (&String, &Value)| document[member].as_str().unwrap().to_owned();
        tally(self.of_kind(kind).map(text))
    }
}

fn owned(all: impl Iterator<Item = &'static str>) -> Vec<(String, usize)> {
    tally(all.map(str::to_owned))
}

impl Story<'_> {
    pub async fn read_visits(&self) -> Told {
        let desk = &self.inspectors[0].desk;
        let mut told = Told::default();
        for listed in desk.all(VISITS).await {
            let path = format!("{VISITS}/{}", listed["id"].as_str().unwrap());
            let visit = desk.read(&path).await;
            let mut keep = |kind: &Value, one: &Value, document: &Value| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let version = one["version"].as_i64().unwrap();
                told.records
                    .insert((text(kind), text(&one["id"])), (document.clone(), version));
            };
            keep(&json!("visit"), &visit, &visit["visit"]);
            for record in visit["records"].as_array().unwrap() {
                keep(&record["kind"], record, &record["document"]);
            }
            told.events += desk.all(&format!("{path}/history")).await.len();
        }
        told
    }

    pub async fn count_visits(&mut self, told: &Told) {
        let desk = &self.inspectors[0].desk;
        let by = owned(self.diary.visits.values().copied());
        let whole = self.diary.visits.len();
        self.sheet
            .sum("visits, those that followed up included", whole, &by);
        for (status, count) in &by {
            let listed = desk.all(&format!("{VISITS}?status={status}")).await;
            self.sheet.same(
                &format!("of these {status}"),
                *count,
                listed.len(),
                "the list of visits",
            );
        }
        self.sheet.sum(
            "visits, by what they were",
            whole,
            &told.by("visit", "kind"),
        );
        let ids: BTreeSet<&String> = told.of_kind("visit").map(|(id, _)| id).collect();
        assert_eq!(ids, self.diary.visits.keys().collect());
    }

    /// What the service says of each workplace: its visits, and nothing of who spoke.
    pub async fn count_sites(&mut self) {
        let desk = &self.inspectors[0].desk;
        let (mut of_sites, mut registered) = (0, 0);
        for site in &self.sites {
            of_sites += desk
                .all(&format!("{VISITS}?establishment_id={}", site.id))
                .await
                .len();
            let events = desk
                .all(&format!("/v1/staff/establishments/{}/events", site.id))
                .await;
            registered += events.len();
        }
        let whole = self.diary.visits.len();
        self.sheet
            .same("visits", whole, of_sites, "the visits of each workplace");
        let asked = "the histories of the workplaces: nothing there says that somebody spoke";
        self.sheet
            .same("workplaces registered", self.sites.len(), registered, asked);
        let listed = desk.all("/v1/staff/establishments").await;
        self.sheet
            .same("workplaces", self.sites.len(), listed.len(), "the register");
    }

    pub fn count_records(&mut self, told: &Told) {
        let diary = &self.diary;
        let asked = "reading each visit";
        for (what, kind, count) in [
            ("answers", "answer", diary.answers),
            ("photos and papers", "evidence", diary.evidence),
            ("findings", "finding", diary.findings.len()),
            ("measures", "measure", diary.measures.len()),
            (
                "what employers did",
                "remediation_action",
                diary.actions.len(),
            ),
        ] {
            let found = told.of_kind(kind).count();
            self.sheet.same(what, count, found, asked);
        }
        let by = owned(diary.measures.iter().map(|one| one.compliance));
        self.sheet.sum("measures", diary.measures.len(), &by);
        assert_eq!(by, told.by("measure", "compliance"));
        let by = owned(diary.actions.values().copied());
        self.sheet
            .sum("what employers did", diary.actions.len(), &by);
        assert_eq!(by, told.by("remediation_action", "status"));
    }

    /// Which finding has a measure, and which measure was seen to at a visit.
    pub fn count_links(&mut self, told: &Told) {
        let findings = &self.diary.findings;
        let with = findings.iter().filter(|one| one.has_measure).count();
        let parts = [("with a measure", with), ("without", findings.len() - with)];
        self.sheet.sum("findings", findings.len(), &parts);
        let measures = || told.of_kind("measure").map(|(_, measure)| measure);
        let named = measures().flat_map(|one| one["finding_ids"].as_array().unwrap());
        let named: BTreeSet<String> = named.map(Value::to_string).collect();
        let asked = "what measures name";
        self.sheet
            .same("findings with a measure", with, named.len(), asked);
        let is_verified = |one: &&Value| {
            let visit = one["verified_by_visit_id"].as_str();
            let visit = visit.map(|visit| ("visit".to_owned(), visit.to_owned()));
            let made = visit.is_some_and(|visit| told.records[&visit].0["status"] == "done");
            one["compliance"] == "complied" && made && one["due_on"].is_string()
        };
        let verified = measures().filter(is_verified).count();
        let own = self.diary.measures.iter();
        let own = own.filter(|one| one.compliance == "complied").count();
        let asked = "the visit that each names";
        self.sheet.same("measures verified", own, verified, asked);
    }

    pub fn count_operations(&mut self, told: &Told, decided: &[(Value, bool)]) {
        let written = self.diary.operations.len();
        let outcomes = self.inspectors.iter();
        let outcomes = outcomes.flat_map(|one| one.tablet.outcomes.values().cloned());
        let by = tally(outcomes);
        self.sheet
            .sum("operations written down on tablets", written, &by);
        let found = |word: &str| by.iter().find(|(own, _)| own == word);
        let of = |word: &str| found(word).map_or(0, |(_, count)| *count);
        let diary = &self.diary;
        for (what, own, outcome) in [
            ("operations that were wrong", diary.faulty, "rejected"),
            ("two who wrote the same member", diary.clashes, "conflict"),
            (
                "two who wrote different ones",
                diary.side_by_side,
                "parallel_merged",
            ),
        ] {
            self.sheet.same(what, own, of(outcome), "results");
        }
        let taken = self.count_conflicts(decided);
        let of_plan = told.by("visit", "kind").into_iter();
        let of_plan = of_plan.filter(|(kind, _)| kind != "follow_up");
        let parts = [
            (
                "visits planned",
                of_plan.map(|(_, count)| count).sum::<usize>(),
            ),
            ("operations applied", of("applied")),
            ("merged", of("parallel_merged")),
            ("conflicts done in part", self.done_in_part(decided)),
            ("taken by a person", taken),
        ];
        let what = "changes in the histories of visits";
        self.sheet.sum(what, told.events, &parts);
        let versions: i64 = told.records.values().map(|(_, version)| *version).sum();
        let versions = usize::try_from(versions).unwrap();
        self.sheet
            .same(what, told.events, versions, "the versions of all records");
    }

    /// Returns how many were decided for the tablet.
    fn count_conflicts(&mut self, decided: &[(Value, bool)]) -> usize {
        let (what, asked) = ("conflicts", "the list of them");
        self.sheet
            .same(what, self.diary.clashes, decided.len(), asked);
        let taken = decided.iter().filter(|(_, is_taken)| *is_taken).count();
        let left = decided.len() - taken;
        let parts = [
            ("taken from the tablet after all", taken),
            ("left as they stood", left),
        ];
        self.sheet
            .sum("conflicts decided by a person", decided.len(), &parts);
        taken
    }

    /// Conflicts of which the members that nobody else wrote were done.
    fn done_in_part(&self, decided: &[(Value, bool)]) -> usize {
        let members = |value: &Value| value.as_object().unwrap().len();
        let is_more = |(conflict, _): &&(Value, bool)| {
            let mut written = self.diary.operations.iter();
            let own = written.find(|one| one["op_id"] == conflict["op_id"]);
            members(&own.unwrap()["fields_changed"]) > members(&conflict["mine"])
        };
        decided.iter().filter(is_more).count()
    }

    /// Each operation was done once, however often it arrived.
    pub fn count_network(&mut self) {
        let written = self.diary.operations.len();
        let tally = &self.network.tally;
        let parts = [
            ("the first time", tally.first),
            ("duplicates", tally.duplicates),
        ];
        let what = "operations that arrived, each time they did";
        self.sheet.sum(what, tally.copies, &parts);
        let asked = "results that were no duplicates";
        self.sheet.same("operations", written, tally.first, asked);
        let what = "operations that had to wait for another one first";
        self.sheet.note(what, tally.held.len());
        let parts = [("arrived", tally.arrived), ("cut in the middle", tally.cut)];
        let whole = tally.arrived + tally.cut;
        self.sheet.sum("requests of the tablets", whole, &parts);
        for (what, count) in [
            ("of those that arrived: answers lost", tally.answers_lost),
            ("of those that arrived: pairs at once", tally.twice),
            (
                "bytes sent by the tablets, bodies before packing",
                tally.sent,
            ),
            ("bytes received by them", tally.received),
        ] {
            self.sheet.note(what, count);
        }
    }

    /// A tablet that begins with nothing is told what those know that were there, and what the service says.
    pub async fn count_tablets(&mut self, told: &Told) {
        let mut all = BTreeMap::new();
        for number in 0..self.inspectors.len() {
            let tablet = &mut self.inspectors[number].tablet;
            self.network.calm(tablet).await;
            let own = &tablet.tablet;
            let mut fresh =
                Simulated::new(Tablet::of(own.app, own.organisation, own.account).await);
            fresh.hear(500).await;
            assert_eq!(fresh.told(), tablet.told());
            for (id, record) in fresh.told() {
                let kind = record["kind"].as_str().unwrap().to_owned();
                all.insert((kind, id.clone()), record["document"].clone());
            }
        }
        let differs = |key: &(String, String)| {
            all.get(key) != told.records.get(key).map(|(document, _)| document)
        };
        assert_eq!(told.records.keys().filter(|key| differs(key)).count(), 0);
        self.sheet.same(
            "records",
            told.records.len(),
            all.len(),
            "tablets, each the same as the service's",
        );
    }
}
