//! What the service says in the end, held against what those counted who did it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::counts::tally;
use super::files::{self, Accident};
use super::office::{REPORTS, VISITS};
use super::{Simulated, Story, Tablet};

/// Everything that the service says of visits.
#[derive(Default)]
struct Told {
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
    /// What was in the files, and what of it has a code.
    pub fn count_files(&mut self, accidents: &[Accident]) {
        let (filed, refused) = (self.filing.filed.len(), self.filing.refused.len());
        let whole = accidents.len();
        self.sheet.sum("rows of the files", whole, &[("filed", filed), ("refused", refused)]);
        assert_eq!(refused, 0, "{:#?}", self.filing.refused);
        let kinds = tally(accidents.iter().map(|one| one.kind.clone()));
        self.sheet.sum("filed, by kind", whole, &kinds);
        let split = |has: &dyn Fn(&Accident) -> bool| {
            let mapped = accidents.iter().filter(|one| has(one)).count();
            [("mapped", mapped), ("not mapped", whole - mapped)]
        };
        self.sheet.sum("rows whose kind of injury has a code", whole, &split(&|one| one.injury_type.is_some()));
        self.sheet.sum("rows whose part of the body has one", whole, &split(&|one| one.body_part.is_some()));
        self.sheet.sum("rows whose danger has one", whole, &split(&|one| !one.hazards.is_empty()));
        self.sheet.sum("rows whose industry has one", whole, &split(&|one| one.sector.is_some()));
        self.sheet.note("narratives in which a control character was mended", files::mended(accidents));
        self.sheet.note("narratives that were cut", 0);
        self.sheet.note("reports sent twice, and filed once", self.filing.repeated);
    }

    /// Every equation.
    pub async fn count(&mut self, decided: &[(Value, bool)]) {
        self.count_reports().await;
        self.read_reports().await;
        self.count_wishes().await;
        let told = self.read_visits().await;
        self.count_visits(&told).await;
        self.count_records(&told);
        self.count_operations(&told, decided);
        self.count_tablets(&told).await;
        self.count_outside().await;
        self.lap("seconds to read everything again");
    }

    /// The queue of the inspectorate: by kind, by state, by danger.
    async fn count_reports(&mut self) {
        let desk = &self.inspectors[0].desk;
        let filed = &self.filing.filed;
        let own: Vec<_> = filed.iter().filter(|one| one.merged_into.is_none()).collect();
        let parts = [("worked on", own.len()), ("put behind another", filed.len() - own.len())];
        self.sheet.sum("filed", filed.len(), &parts);
        let queue = desk.all(REPORTS).await;
        self.sheet.same("reports worked on", own.len(), queue.len(), "the queue");
        for (member, what) in [("kind", "kind"), ("status", "state")] {
            let text = |value: &Value| value[member].as_str().unwrap().to_owned();
            let by = tally(own.iter().map(|one| match member {
                "kind" => text(&one.body),
                _ => one.status.to_owned(),
            }));
            self.sheet.sum(&format!("reports worked on, by {what}"), own.len(), &by);
            assert_eq!(by, tally(queue.iter().map(text)), "{member}");
            for (word, count) in by {
                let listed = desk.all(&format!("{REPORTS}?{member}={word}")).await;
                self.sheet.same(&format!("of these {word}"), count, listed.len(), &format!("the queue, {what}"));
            }
        }
        let codes = |list: &Value| {
            let list = list["hazard_codes"].as_array().unwrap().clone();
            list.into_iter().map(|code| code.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let by = tally(own.iter().flat_map(|one| codes(&one.body)));
        assert_eq!(by, tally(queue.iter().flat_map(codes)));
        let given = own.iter().map(|one| codes(&one.body).len()).sum();
        self.sheet.sum("dangers named in them", given, &by);
    }

    /// Every report says what was told, word for word.
    async fn read_reports(&mut self) {
        let (mut read, mut placed) = (0, 0);
        for filed in &self.filing.filed {
            let desk = &self.inspectors[filed.inspector].desk;
            let path = format!("{REPORTS}/{}", filed.id);
            let said = desk.read(&path).await["content"].clone();
            assert_eq!(said["description"], filed.body["description"], "{}", filed.name);
            read += 1;
            if filed.merged_into.is_some() {
                continue;
            }
            assert_eq!(said["occurred_on"], filed.body["occurred_on"], "{}", filed.name);
            for (member, told) in filed.body["injury"].as_object().into_iter().flatten() {
                assert_eq!(&said["injury"][member], told, "{}", filed.name);
            }
            let site = desk.read(&format!("{path}/establishment")).await;
            assert_eq!(site["establishment_id"], self.sites[filed.site].id);
            placed += 1;
        }
        let filed = self.filing.filed.len();
        self.sheet.same("narratives that are the same word for word", filed, read, "reading each report");
        let own = self.filing.filed.iter().filter(|one| one.merged_into.is_none());
        self.sheet.same("reports with their workplace", own.count(), placed, "reading it of each");
        let receipts = self.filing.filed.iter().step_by(25);
        let mut seen = 0;
        for filed in receipts.clone().filter(|one| one.merged_into.is_none()) {
            let holder = self.app.holder_of(&filed.code);
            let shown = holder.get("/v1/receipt/safety-report").await.assert_status(200).json();
            assert_eq!(shown["status"], filed.status, "{}", filed.name);
            seen += 1;
        }
        let asked = receipts.filter(|one| one.merged_into.is_none()).count();
        self.sheet.same("reporters who were asked what they see", asked, seen, "the receipt's state");
    }

    async fn count_wishes(&mut self) {
        let mut states = Vec::new();
        for at in &self.wished {
            let filed = &self.filing.filed[*at];
            let desk = &self.inspectors[filed.inspector].desk;
            let site = desk.read(&format!("{REPORTS}/{}/establishment", filed.id)).await;
            states.push(site["visit"]["state"].as_str().unwrap().to_owned());
        }
        let states = tally(states.into_iter());
        self.sheet.sum("visits wished for", self.wished.len(), &states);
    }

    async fn read_visits(&self) -> Told {
        let desk = &self.inspectors[0].desk;
        let mut told = Told::default();
        for listed in desk.all(VISITS).await {
            let path = format!("{VISITS}/{}", listed["id"].as_str().unwrap());
            let visit = desk.read(&path).await;
            let mut keep = |kind: &Value, one: &Value, document: &Value| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let version = one["version"].as_i64().unwrap();
                told.records.insert((text(kind), text(&one["id"])), (document.clone(), version));
            };
            keep(&json!("visit"), &visit, &visit["visit"]);
            for record in visit["records"].as_array().unwrap() {
                keep(&record["kind"], record, &record["document"]);
            }
            told.events += desk.all(&format!("{path}/history")).await.len();
        }
        told
    }

    async fn count_visits(&mut self, told: &Told) {
        let desk = &self.inspectors[0].desk;
        let by = owned(self.diary.visits.values().copied());
        let whole = self.diary.visits.len();
        self.sheet.sum("visits, those that followed up included", whole, &by);
        for (status, count) in &by {
            let listed = desk.all(&format!("{VISITS}?status={status}")).await;
            self.sheet.same(&format!("of these {status}"), *count, listed.len(), "the list of visits");
        }
        self.sheet.sum("visits, by what they were", whole, &told.by("visit", "kind"));
        let ids: BTreeSet<&String> = told.of_kind("visit").map(|(id, _)| id).collect();
        assert_eq!(ids, self.diary.visits.keys().collect());
        let (mut of_sites, mut registered) = (0, 0);
        for site in &self.sites {
            of_sites += desk.all(&format!("{VISITS}?establishment_id={}", site.id)).await.len();
            let events = desk.all(&format!("/v1/staff/establishments/{}/events", site.id)).await;
            registered += events.len();
        }
        self.sheet.same("visits", whole, of_sites, "the visits of each workplace");
        let asked = "the histories of the workplaces: nothing there says that somebody spoke";
        self.sheet.same("workplaces registered", self.sites.len(), registered, asked);
        let listed = desk.all("/v1/staff/establishments").await;
        self.sheet.same("workplaces", self.sites.len(), listed.len(), "the register");
    }

    fn count_records(&mut self, told: &Told) {
        let diary = &self.diary;
        let asked = "reading each visit";
        for (what, kind, count) in [
            ("answers", "answer", diary.answers),
            ("photos and papers", "evidence", diary.evidence),
            ("findings", "finding", diary.findings.len()),
            ("measures", "measure", diary.measures.len()),
            ("what employers did", "remediation_action", diary.actions.len()),
        ] {
            self.sheet.same(what, count, told.of_kind(kind).count(), asked);
        }
        let with = diary.findings.iter().filter(|one| one.has_measure).count();
        let parts = [("with a measure", with), ("without", diary.findings.len() - with)];
        self.sheet.sum("findings", diary.findings.len(), &parts);
        let answered = told.of_kind("measure").flat_map(|(_, measure)| measure["finding_ids"].as_array().unwrap());
        let answered: BTreeSet<String> = answered.map(Value::to_string).collect();
        self.sheet.same("findings with a measure", with, answered.len(), "what measures name");
        let by = owned(diary.measures.iter().map(|one| one.compliance));
        self.sheet.sum("measures", diary.measures.len(), &by);
        assert_eq!(by, told.by("measure", "compliance"));
        let by = owned(diary.actions.values().copied());
        self.sheet.sum("what employers did", diary.actions.len(), &by);
        assert_eq!(by, told.by("remediation_action", "status"));
        // A measure that was seen to names a visit that was made there.
        let complied = told.of_kind("measure").filter(|(_, one)| one["compliance"] == "complied");
        let verified = complied.filter(|(_, one)| {
            let visit = ("visit".to_owned(), one["verified_by_visit_id"].as_str().unwrap().to_owned());
            told.records[&visit].0["status"] == "done" && one["due_on"].is_string()
        });
        let own = diary.measures.iter().filter(|one| one.compliance == "complied").count();
        self.sheet.same("measures verified", own, verified.count(), "the visit that each names");
    }

    fn count_operations(&mut self, told: &Told, decided: &[(Value, bool)]) {
        let written = &self.diary.operations;
        let mut outcomes = BTreeMap::new();
        for inspector in &self.inspectors {
            outcomes.extend(inspector.tablet.outcomes.clone());
        }
        let by = tally(outcomes.values().cloned());
        self.sheet.sum("operations written down on tablets", written.len(), &by);
        let of = |word: &str| by.iter().find(|(own, _)| own == word).map_or(0, |(_, count)| *count);
        let diary = &self.diary;
        self.sheet.same("operations that were wrong", diary.faulty, of("rejected"), "results");
        self.sheet.same("two who wrote the same member", diary.clashes, of("conflict"), "results");
        self.sheet.same("two who wrote different ones", diary.side_by_side, of("parallel_merged"), "results");
        self.sheet.same("two who wrote the same member", diary.clashes, decided.len(), "the list of conflicts");
        let taken = decided.iter().filter(|(_, is_taken)| *is_taken).count();
        let parts = [("taken from the tablet after all", taken), ("left as they stood", decided.len() - taken)];
        self.sheet.sum("conflicts decided by a person", decided.len(), &parts);
        let tally = &self.network.tally;
        let parts = [("the first time", tally.first), ("duplicates", tally.duplicates)];
        self.sheet.sum("operations that arrived, each time they did", tally.copies, &parts);
        self.sheet.same("operations", written.len(), tally.first, "results that were no duplicates");
        // Of a conflict the members that nobody else wrote were done.
        let is_partly_done = |(conflict, _): &&(Value, bool)| {
            let own = written.iter().find(|one| one["op_id"] == conflict["op_id"]).unwrap();
            let members = |value: &Value| value.as_object().unwrap().len();
            members(&own["fields_changed"]) > members(&conflict["mine"])
        };
        let partly = decided.iter().filter(is_partly_done).count();
        let of_plan = told.of_kind("visit").filter(|(_, visit)| visit["kind"] != "follow_up").count();
        let parts = [
            ("visits planned", of_plan),
            ("operations applied", of("applied")),
            ("merged", of("parallel_merged")),
            ("conflicts done in part", partly),
            ("taken by a person", taken),
        ];
        self.sheet.sum("changes in the histories of visits", told.events, &parts);
        let versions: i64 = told.records.values().map(|(_, version)| *version).sum();
        let asked = "the versions of all records";
        self.sheet.same("changes in the histories of visits", told.events, usize::try_from(versions).unwrap(), asked);
        self.sheet.note("of these had to wait for another one first", tally.held.len());
    }

    /// A tablet that begins with nothing is told what those know that were there, and what the service says.
    async fn count_tablets(&mut self, told: &Told) {
        let mut all = BTreeMap::new();
        for number in 0..self.inspectors.len() {
            let tablet = &mut self.inspectors[number].tablet;
            self.network.calm(tablet).await;
            let own = &tablet.tablet;
            let mut fresh = Simulated::new(Tablet::of(own.app, own.organisation, own.account).await);
            fresh.hear().await;
            assert_eq!(fresh.told(), tablet.told());
            for (id, record) in fresh.told() {
                let kind = record["kind"].as_str().unwrap().to_owned();
                all.insert((kind, id.clone()), record["document"].clone());
            }
        }
        let differs = |key: &(String, String)| all.get(key) != told.records.get(key).map(|(document, _)| document);
        assert_eq!(told.records.keys().filter(|key| differs(key)).count(), 0);
        self.sheet.same("records", told.records.len(), all.len(), "tablets, each the same as the service's");
        let tally = &self.network.tally;
        let parts = [("arrived", tally.arrived), ("cut in the middle", tally.cut)];
        self.sheet.sum("requests of the tablets", tally.arrived + tally.cut, &parts);
        self.sheet.note("of those that arrived: answers lost", tally.answers_lost);
        self.sheet.note("of those that arrived: pairs at once", tally.twice);
        self.sheet.note("bytes sent by the tablets, bodies before packing", tally.sent);
        self.sheet.note("bytes received", tally.received);
    }

    /// What the public sees of all this.
    async fn count_outside(&mut self) {
        let map = self.app.get("/v1/good-practices/geojson").await.json();
        let seen = map["features"].as_array().unwrap().len();
        self.sheet.same("reports that the public may see", 0, seen, "GeoJSON");
        let table = self.app.get("/v1/good-practices/csv").await;
        let rows = csv::Reader::from_reader(&*table.body).into_records().count();
        self.sheet.same("reports that the public may see", 0, rows, "CSV");
        let requests = self.app.get("/open311/v2/requests.json").await;
        let requests = requests.assert_status(200).json();
        self.sheet.same("reports that the public may see", 0, requests.as_array().unwrap().len(), "Open311");
    }
}
