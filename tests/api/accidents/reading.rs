//! What the service says of reports in the end, held against what those counted who filed and handled them.

use serde_json::Value;

use super::Story;
use super::counts::tally;
use super::files::{self, Accident};
use super::office::REPORTS;

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
        let split = |has: &dyn Fn(&Accident) -> bool| {
            let mapped = accidents.iter().filter(|one| has(one)).count();
            [("mapped", mapped), ("not mapped", whole - mapped)]
        };
        self.sheet.sum(
            "rows whose kind of injury has a code",
            whole,
            &split(&|one| one.injury_type.is_some()),
        );
        self.sheet.sum(
            "rows whose part of the body has one",
            whole,
            &split(&|one| one.body_part.is_some()),
        );
        self.sheet.sum(
            "rows whose danger has one",
            whole,
            &split(&|one| !one.hazards.is_empty()),
        );
        self.sheet.sum(
            "rows whose industry has one",
            whole,
            &split(&|one| one.sector.is_some()),
        );
        self.sheet.note(
            "narratives in which a control character was mended",
            files::mended(accidents),
        );
        self.sheet.note("narratives that were cut", 0);
        self.sheet
            .note("reports sent twice, and filed once", self.filing.repeated);
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
        let own: Vec<_> = filed
            .iter()
            .filter(|one| one.merged_into.is_none())
            .collect();
        let parts = [
            ("worked on", own.len()),
            ("put behind another", filed.len() - own.len()),
        ];
        self.sheet.sum("filed", filed.len(), &parts);
        let queue = desk.all(REPORTS).await;
        self.sheet
            .same("reports worked on", own.len(), queue.len(), "the queue");
        for (member, what) in [("kind", "kind"), ("status", "state")] {
            let text = |value: &Value| value[member].as_str().unwrap().to_owned();
            let by = tally(own.iter().map(|one| match member {
                "kind" => text(&one.body),
                _ => one.status.to_owned(),
            }));
            self.sheet
                .sum(&format!("reports worked on, by {what}"), own.len(), &by);
            assert_eq!(by, tally(queue.iter().map(text)), "{member}");
            for (word, count) in by {
                let listed = desk.all(&format!("{REPORTS}?{member}={word}")).await;
                self.sheet.same(
                    &format!("of these {word}"),
                    count,
                    listed.len(),
                    &format!("the queue, {what}"),
                );
            }
        }
        let codes = |list: &Value| {
            let list = list["hazard_codes"].as_array().unwrap().clone();
            list.into_iter()
                .map(|code| code.as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
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
            assert_eq!(
                said["description"], filed.body["description"],
                "{}",
                filed.name
            );
            read += 1;
            if filed.merged_into.is_some() {
                continue;
            }
            assert_eq!(
                said["occurred_on"], filed.body["occurred_on"],
                "{}",
                filed.name
            );
            for (member, told) in filed.body["injury"].as_object().into_iter().flatten() {
                assert_eq!(&said["injury"][member], told, "{}", filed.name);
            }
            let site = desk.read(&format!("{path}/establishment")).await;
            assert_eq!(site["establishment_id"], self.sites[filed.site].id);
            placed += 1;
        }
        let filed = self.filing.filed.len();
        self.sheet.same(
            "narratives that are the same word for word",
            filed,
            read,
            "reading each report",
        );
        let own = self
            .filing
            .filed
            .iter()
            .filter(|one| one.merged_into.is_none());
        self.sheet.same(
            "reports with their workplace",
            own.count(),
            placed,
            "reading it of each",
        );
        let receipts = self.filing.filed.iter().step_by(25);
        let mut seen = 0;
        for filed in receipts.clone().filter(|one| one.merged_into.is_none()) {
            let holder = self.app.holder_of(&filed.code);
            let shown = holder
                .get("/v1/receipt/safety-report")
                .await
                .assert_status(200)
                .json();
            assert_eq!(shown["status"], filed.status, "{}", filed.name);
            seen += 1;
        }
        let asked = receipts.filter(|one| one.merged_into.is_none()).count();
        self.sheet.same(
            "reporters who were asked what they see",
            asked,
            seen,
            "the receipt's state",
        );
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
