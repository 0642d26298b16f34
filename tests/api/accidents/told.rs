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
            self.sheet
                .same(what, count, told.of_kind(kind).count(), asked);
        }
        let with = diary.findings.iter().filter(|one| one.has_measure).count();
        let parts = [
            ("with a measure", with),
            ("without", diary.findings.len() - with),
        ];
        self.sheet.sum("findings", diary.findings.len(), &parts);
        let answered = told
            .of_kind("measure")
            .flat_map(|(_, measure)| measure["finding_ids"].as_array().unwrap());
        let answered: BTreeSet<String> = answered.map(Value::to_string).collect();
        self.sheet.same(
            "findings with a measure",
            with,
            answered.len(),
            "what measures name",
        );
        let by = owned(diary.measures.iter().map(|one| one.compliance));
        self.sheet.sum("measures", diary.measures.len(), &by);
        assert_eq!(by, told.by("measure", "compliance"));
        let by = owned(diary.actions.values().copied());
        self.sheet
            .sum("what employers did", diary.actions.len(), &by);
        assert_eq!(by, told.by("remediation_action", "status"));
        // A measure that was seen to names a visit that was made there.
        let complied = told
            .of_kind("measure")
            .filter(|(_, one)| one["compliance"] == "complied");
        let verified = complied.filter(|(_, one)| {
            let visit = (
                "visit".to_owned(),
                one["verified_by_visit_id"].as_str().unwrap().to_owned(),
            );
            told.records[&visit].0["status"] == "done" && one["due_on"].is_string()
        });
        let own = diary
            .measures
            .iter()
            .filter(|one| one.compliance == "complied")
            .count();
        self.sheet.same(
            "measures verified",
            own,
            verified.count(),
            "the visit that each names",
        );
    }

    pub fn count_operations(&mut self, told: &Told, decided: &[(Value, bool)]) {
        let written = &self.diary.operations;
        let mut outcomes = BTreeMap::new();
        for inspector in &self.inspectors {
            outcomes.extend(inspector.tablet.outcomes.clone());
        }
        let by = tally(outcomes.values().cloned());
        self.sheet
            .sum("operations written down on tablets", written.len(), &by);
        let of = |word: &str| {
            by.iter()
                .find(|(own, _)| own == word)
                .map_or(0, |(_, count)| *count)
        };
        let diary = &self.diary;
        self.sheet.same(
            "operations that were wrong",
            diary.faulty,
            of("rejected"),
            "results",
        );
        self.sheet.same(
            "two who wrote the same member",
            diary.clashes,
            of("conflict"),
            "results",
        );
        self.sheet.same(
            "two who wrote different ones",
            diary.side_by_side,
            of("parallel_merged"),
            "results",
        );
        self.sheet.same(
            "two who wrote the same member",
            diary.clashes,
            decided.len(),
            "the list of conflicts",
        );
        let taken = decided.iter().filter(|(_, is_taken)| *is_taken).count();
        let parts = [
            ("taken from the tablet after all", taken),
            ("left as they stood", decided.len() - taken),
        ];
        self.sheet
            .sum("conflicts decided by a person", decided.len(), &parts);
        let tally = &self.network.tally;
        let parts = [
            ("the first time", tally.first),
            ("duplicates", tally.duplicates),
        ];
        self.sheet.sum(
            "operations that arrived, each time they did",
            tally.copies,
            &parts,
        );
        self.sheet.same(
            "operations",
            written.len(),
            tally.first,
            "results that were no duplicates",
        );
        // Of a conflict the members that nobody else wrote were done.
        let is_partly_done = |(conflict, _): &&(Value, bool)| {
            let own = written
                .iter()
                .find(|one| one["op_id"] == conflict["op_id"])
                .unwrap();
            let members = |value: &Value| value.as_object().unwrap().len();
            members(&own["fields_changed"]) > members(&conflict["mine"])
        };
        let partly = decided.iter().filter(is_partly_done).count();
        let of_plan = told
            .of_kind("visit")
            .filter(|(_, visit)| visit["kind"] != "follow_up")
            .count();
        let parts = [
            ("visits planned", of_plan),
            ("operations applied", of("applied")),
            ("merged", of("parallel_merged")),
            ("conflicts done in part", partly),
            ("taken by a person", taken),
        ];
        self.sheet
            .sum("changes in the histories of visits", told.events, &parts);
        let versions: i64 = told.records.values().map(|(_, version)| *version).sum();
        let asked = "the versions of all records";
        self.sheet.same(
            "changes in the histories of visits",
            told.events,
            usize::try_from(versions).unwrap(),
            asked,
        );
        self.sheet.note(
            "of these had to wait for another one first",
            tally.held.len(),
        );
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
            fresh.hear().await;
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
        let tally = &self.network.tally;
        let parts = [("arrived", tally.arrived), ("cut in the middle", tally.cut)];
        self.sheet
            .sum("requests of the tablets", tally.arrived + tally.cut, &parts);
        self.sheet
            .note("of those that arrived: answers lost", tally.answers_lost);
        self.sheet
            .note("of those that arrived: pairs at once", tally.twice);
        self.sheet.note(
            "bytes sent by the tablets, bodies before packing",
            tally.sent,
        );
        self.sheet.note("bytes received", tally.received);
    }
}
