//! What the service says of reports in the end, held against what those counted who filed and handled them.

use serde_json::Value;

use super::Story;
use super::counts::tally;
use super::files::{self, Accident};
use super::office::REPORTS;

/// Characters that the form takes.
const LONGEST: usize = 10_000;
/// One of so many reporters looks where the report stands.
const RECEIPTS: usize = 25;

fn count(accidents: &[Accident], has: impl Fn(&Accident) -> bool) -> usize {
    accidents.iter().filter(|one| has(one)).count()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Story<'_> {
    /// What was in the files, and what of it has a code.
    pub fn count_files(&mut self, accidents: &[Accident]) {
        let (filed, refused) = (self.filing.filed.len(), self.filing.refused.len());
        let whole = accidents.len();
        self.sheet.sum(
            "rows of the files",
            whole,
            &[("filed", filed), ("refused", refused)],
        );
        assert_eq!(refused, 0, "{:#?}", self.filing.refused);
        let kinds = tally(accidents.iter().map(|one| one.kind.clone()));
        self.sheet.sum("filed, by kind", whole, &kinds);
        for (what, mapped) in [
            (
                "kind of injury",
                count(accidents, |one| one.injury_type.is_some()),
            ),
            (
                "part of the body",
                count(accidents, |one| one.body_part.is_some()),
            ),
            ("danger", count(accidents, |one| !one.hazards.is_empty())),
            ("industry", count(accidents, |one| one.sector.is_some())),
        ] {
            let parts = [("mapped", mapped), ("not mapped", whole - mapped)];
            self.sheet.sum(
                &format!("rows, by whether their {what} has a code"),
                whole,
                &parts,
            );
        }
        let mended = files::mended(accidents);
        self.sheet
            .note("narratives in which a control character was mended", mended);
        let cut = count(accidents, |one| one.narrative.chars().count() > LONGEST);
        self.sheet
            .note("narratives longer than the form takes, and cut", cut);
        self.sheet
            .note("reports sent twice, and filed once", self.filing.repeated);
    }

    /// Every equation.
    pub async fn count(&mut self, decided: &[(Value, bool)]) {
        self.count_reports().await;
        self.read_reports().await;
        self.read_receipts().await;
        self.count_wishes().await;
        let told = self.read_visits().await;
        self.count_visits(&told).await;
        self.count_sites().await;
        self.count_records(&told);
        self.count_links(&told);
        self.count_operations(&told, decided);
        self.count_tablets(&told).await;
        self.count_network();
        self.count_outside().await;
        self.lap("seconds to read everything again");
    }

    /// The queue of the inspectorate: by kind, by state, by danger.
    async fn count_reports(&mut self) {
        let desk = &self.inspectors[0].desk;
        let filed = &self.filing.filed;
        let own: Vec<_> = filed.iter().filter(|one| one.is_own()).collect();
        let behind = filed.len() - own.len();
        let parts = [("worked on", own.len()), ("put behind another", behind)];
        self.sheet.sum("filed", filed.len(), &parts);
        let queue = desk.all(REPORTS).await;
        let count = own.len();
        self.sheet
            .same("reports worked on", count, queue.len(), "the queue");
        let kinds = tally(own.iter().map(|one| text(&one.body["kind"])));
        let states = tally(own.iter().map(|one| one.status.to_owned()));
        for (member, by) in [("kind", kinds), ("status", states)] {
            self.sheet
                .sum(&format!("reports worked on, by {member}"), count, &by);
            assert_eq!(
                by,
                tally(queue.iter().map(|one| text(&one[member]))),
                "{member}"
            );
            for (word, count) in by {
                let listed = desk.all(&format!("{REPORTS}?{member}={word}")).await;
                self.sheet.same(
                    &format!("of these {word}"),
                    count,
                    listed.len(),
                    "the queue",
                );
            }
        }
        self.count_dangers(&queue);
    }

    fn count_dangers(&mut self, queue: &[Value]) {
        let own = || self.filing.filed.iter().filter(|one| one.is_own());
        let codes = |one: &Value| one["hazard_codes"].as_array().unwrap().clone();
        let of_own = own().flat_map(|one| codes(&one.body));
        let by = tally(of_own.map(|code| text(&code)));
        let of_queue = queue.iter().flat_map(codes);
        assert_eq!(by, tally(of_queue.map(|code| text(&code))));
        let given = own().map(|one| codes(&one.body).len()).sum();
        self.sheet.sum("dangers named in them", given, &by);
    }

    /// Every report says what was told, word for word.
    async fn read_reports(&mut self) {
        let (mut read, mut placed) = (0, 0);
        for filed in &self.filing.filed {
            let desk = &self.inspectors[filed.inspector].desk;
            let path = format!("{REPORTS}/{}", filed.id);
            let said = desk.read(&path).await["content"].clone();
            let told = &filed.body;
            assert_eq!(said["description"], told["description"], "{}", filed.name);
            read += 1;
            if !filed.is_own() {
                continue;
            }
            assert_eq!(said["occurred_on"], told["occurred_on"], "{}", filed.name);
            for (member, told) in told["injury"].as_object().into_iter().flatten() {
                assert_eq!(&said["injury"][member], told, "{}", filed.name);
            }
            let site = desk.read(&format!("{path}/establishment")).await;
            assert_eq!(site["establishment_id"], self.sites[filed.site].id);
            placed += 1;
        }
        let filed = &self.filing.filed;
        let what = "narratives that are the same word for word";
        self.sheet
            .same(what, filed.len(), read, "reading each report");
        let own = filed.iter().filter(|one| one.is_own()).count();
        self.sheet.same(
            "reports with their workplace",
            own,
            placed,
            "reading it of each",
        );
    }

    /// What some of the reporters see.
    async fn read_receipts(&mut self) {
        let own = self.filing.filed.iter().filter(|one| one.is_own());
        let asked: Vec<_> = own.step_by(RECEIPTS).collect();
        let mut seen = 0;
        for filed in &asked {
            let holder = self.app.holder_of(&filed.code);
            let shown = holder.get("/v1/receipt/safety-report").await;
            seen += usize::from(shown.json()["status"] == filed.status);
        }
        let what = "reporters who were asked where it stands";
        self.sheet.same(what, asked.len(), seen, "their receipts");
    }

    async fn count_wishes(&mut self) {
        let mut states = Vec::new();
        for at in &self.wished {
            let filed = &self.filing.filed[*at];
            let desk = &self.inspectors[filed.inspector].desk;
            let site = desk
                .read(&format!("{REPORTS}/{}/establishment", filed.id))
                .await;
            states.push(site["visit"]["state"].as_str().unwrap().to_owned());
        }
        let states = tally(states.into_iter());
        self.sheet
            .sum("visits wished for", self.wished.len(), &states);
    }

    /// What the public sees of all this.
    async fn count_outside(&mut self) {
        let map = self.app.get("/v1/good-practices/geojson").await.json();
        let seen = map["features"].as_array().unwrap().len();
        self.sheet
            .same("reports that the public may see", 0, seen, "GeoJSON");
        let table = self.app.get("/v1/good-practices/csv").await;
        let rows = csv::Reader::from_reader(&*table.body)
            .into_records()
            .count();
        self.sheet
            .same("reports that the public may see", 0, rows, "CSV");
        let requests = self.app.get("/open311/v2/requests.json").await;
        let requests = requests.assert_status(200).json();
        self.sheet.same(
            "reports that the public may see",
            0,
            requests.as_array().unwrap().len(),
            "Open311",
        );
    }
}
