//! Real accidents, and what a labour inspectorate makes of them.
//!
//! The 2,538 abstracts and 425 coded accidents of `tests/fixtures/accidents` are filed as reports over real towns, sorted out, and
//! worked by three tablets through a bad network into visits, findings and verified measures. What those who did it counted is held
//! against what the service says: every line of the report of counts is an equation, and one that does not hold fails the run.
//! A short story of it is among the tests; `benches/inspections` tells the whole and prints the report.

mod counts;
mod days;
mod field;
mod files;
mod network;
mod office;
mod places;
mod reading;
mod reporters;
mod told;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::clock::{Clock as _, Time};

use crate::harness::{Database, TestApp};
use crate::load::Dice;
use crate::programme::next_period;
use crate::tablets::Tablet;
use crate::tablets::simulated::Simulated;
use counts::Sheet;
use field::{Diary, Hand};
use network::BadNetwork;
use office::Desk;
use places::Site;
use reporters::Filing;

/// Where the chance of the story begins.
const SEED: u64 = 20_261_130;
/// The day on which the first accident is reported.
const FIRST_DAY: &str = "2026-11-30T02:00:00Z";
const INSPECTORS: usize = 3;
const DAY: Duration = Duration::from_hours(24);

/// How much of it is told.
struct Scale {
    /// So many accidents; all when it is nothing.
    accidents: Option<usize>,
    sites: usize,
    /// Workplaces to which a visit is wished.
    wishes: usize,
    /// Minutes that an inspector is outside on a day.
    minutes: u32,
}

const SHORT: Scale = Scale {
    accidents: Some(60),
    sites: 12,
    wishes: 5,
    minutes: 300,
};
const WHOLE: Scale = Scale {
    accidents: None,
    sites: 240,
    wishes: 60,
    minutes: 600,
};

/// An inspector, with a desk and a tablet.
struct Inspector<'app> {
    desk: Desk<'app>,
    tablet: Simulated<'app>,
}

/// A visit of the plan.
struct Planned {
    id: String,
    establishment: String,
    day: String,
    inspector: usize,
    /// A colleague who goes along.
    colleague: Option<usize>,
}

/// Everything that happens.
struct Story<'app> {
    app: &'app TestApp,
    inspectors: Vec<Inspector<'app>>,
    sites: Vec<Site>,
    filing: Filing,
    /// Reports with a wish for a visit.
    wished: Vec<usize>,
    planned: Vec<Planned>,
    diary: Diary,
    network: BadNetwork,
    dice: Dice,
    sheet: Sheet,
    began: Instant,
}

impl<'app> Story<'app> {
    /// Files and sorts out the reports.
    async fn begin(app: &'app TestApp, scale: &Scale) -> Self {
        app.clock.set(Time::parse(FIRST_DAY).unwrap());
        let began = Instant::now();
        let mut dice = Dice::from(SEED);
        let all = files::accidents();
        let accidents = match scale.accidents {
            Some(count) => files::some(&all, count, &mut dice),
            None => all,
        };
        let inspectors = inspectors(app).await;
        let desk = &inspectors[0].desk;
        let mapping = files::mapping();
        let mut sites = places::register(desk, &mapping, scale.sites, &mut dice).await;
        let chosen = places::spread(&accidents, &mut sites, &mut dice);
        let filing = reporters::file(app, &accidents, (&sites, &chosen), &mut dice).await;
        let mut story = Self {
            app,
            inspectors,
            sites,
            filing,
            wished: Vec::new(),
            planned: Vec::new(),
            diary: Diary::default(),
            network: BadNetwork::new(SEED),
            dice,
            sheet: Sheet::default(),
            began,
        };
        let [first, last] = story.filing.pace().map(|each| format!("{each:.0}"));
        story.lap("seconds to file them");
        story
            .sheet
            .note("milliseconds for one of the first tenth", first);
        story
            .sheet
            .note("milliseconds for one of the last tenth", last);
        story.count_files(&accidents);
        story.sort_out(scale).await;
        story
    }

    fn lap(&mut self, what: &str) {
        let seconds = self.began.elapsed().as_secs_f64();
        self.sheet.note(what, format!("{seconds:.1}"));
        self.began = Instant::now();
    }

    async fn sort_out(&mut self, scale: &Scale) {
        let desks: Vec<&Desk<'_>> = self.inspectors.iter().map(|one| &one.desk).collect();
        let filed = &mut self.filing.filed;
        let (compared, proposed) = office::merge(desks[0], filed).await;
        let seconds = self.began.elapsed().as_secs_f64();
        self.began = Instant::now();
        let each = 1000.0 * seconds / f64::from(u32::try_from(compared.max(1)).unwrap());
        self.wished = office::triage(&desks, filed, &self.sites, scale.wishes).await;
        self.sheet
            .note("reports compared with all others", compared);
        self.sheet.note("proposals that two are one", proposed);
        self.sheet.note(
            "milliseconds for each that was compared",
            format!("{each:.0}"),
        );
        self.lap("seconds to sort them out");
    }

    /// Draws the plan of the next period once what was wished can come into it, and sends two to some of the visits.
    async fn plan(&mut self, scale: &Scale) {
        self.app.clock.advance(DAY * 15);
        let first = next_period(self.app.clock.now().date()).to_string();
        let desks: Vec<&Desk<'_>> = self.inspectors.iter().map(|one| &one.desk).collect();
        let accounts: Vec<String> = desks.iter().map(|desk| desk.account()).collect();
        for (number, visit) in office::plan(&desks, &first, scale.minutes)
            .await
            .iter()
            .enumerate()
        {
            let text = |name: &str| visit[name].as_str().unwrap().to_owned();
            let inspector = accounts
                .iter()
                .position(|account| visit["inspector_id"] == json!(account));
            let (id, inspector) = (text("visit_id"), inspector.unwrap());
            let colleague = number
                .is_multiple_of(4)
                .then_some((inspector + 1) % INSPECTORS);
            if let Some(colleague) = colleague {
                let path = format!("{}/{id}/team", office::VISITS);
                let team = json!({ "team": [accounts[inspector], accounts[colleague]] });
                desks[0]
                    .send("POST", &path, None, &team)
                    .await
                    .assert_status(200);
            }
            self.planned.push(Planned {
                establishment: text("establishment_id"),
                day: text("planned_on"),
                id,
                inspector,
                colleague,
            });
        }
        self.lap("seconds to plan");
    }

    fn hand(&mut self, inspector: usize) -> Hand<'_, 'app> {
        Hand {
            tablet: &mut self.inspectors[inspector].tablet,
            diary: &mut self.diary,
            dice: &mut self.dice,
            inspector,
            now: self.app.clock.now().to_string(),
        }
    }

    /// What became of the reports of workplaces that were visited.
    async fn move_reports_on(&mut self) {
        let mut open = BTreeMap::new();
        for measure in &self.diary.measures {
            let is_open = measure.compliance != "complied";
            *open.entry(measure.establishment.clone()).or_insert(false) |= is_open;
        }
        for filed in &mut self.filing.filed {
            let site = &self.sites[filed.site].id;
            let Some(is_open) = open.get(site).filter(|_| filed.merged_into.is_none()) else {
                continue;
            };
            let desk = &self.inspectors[filed.inspector].desk;
            desk.move_on(filed, "in_progress").await;
            if !is_open {
                desk.move_on(filed, "fixed").await;
            }
        }
        self.lap("seconds to move reports on");
    }
}

async fn inspectors(app: &TestApp) -> Vec<Inspector<'_>> {
    let can = ["labour_inspection", "safety_inspection"];
    let office = app.organisation("Labour Inspectorate (made up)", &["MY"], &can);
    let office = office.await;
    let mut all = Vec::new();
    for _ in 0..INSPECTORS {
        let account = app
            .member(office, &[Role::Inspector])
            .await
            .account
            .unwrap();
        let desk = Desk::of(app, office, account).await;
        let tablet = Simulated::new(Tablet::of(app, office, account).await);
        all.push(Inspector { desk, tablet });
    }
    all
}

/// Tells the story and returns the report of counts.
async fn tell(database: Database, scale: &Scale) -> Option<String> {
    let app = TestApp::start(database)?;
    let mut story = Story::begin(&app, scale).await;
    story.plan(scale).await;
    story.visit().await;
    story.verify().await;
    let decided = office::decide(&story.inspectors[0].desk).await;
    story.move_reports_on().await;
    story.count(&decided).await;
    Some(story.sheet.text())
}

#[actix_web::test]
async fn accidents_are_worked_into_verified_measures_on_sqlite() {
    tell(Database::Sqlite, &SHORT).await.unwrap();
}

#[actix_web::test]
async fn accidents_are_worked_into_verified_measures_on_postgres() {
    let told = tell(Database::Postgres, &SHORT).await;
    if told.is_none() {
        eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
    }
}

#[actix_web::test]
#[ignore = "takes minutes: benches/inspections runs it"]
async fn all_accidents_on_sqlite() {
    print(tell(Database::Sqlite, &WHOLE).await);
}

#[actix_web::test]
#[ignore = "takes minutes: benches/inspections runs it"]
async fn all_accidents_on_postgres() {
    print(tell(Database::Postgres, &WHOLE).await);
}

#[expect(clippy::print_stdout, reason = "a report is there to be read")]
fn print(report: Option<String>) {
    let nothing = "not run: TULAY_TEST_POSTGRES_URL is not set".to_owned();
    println!("{}", report.unwrap_or(nothing));
}
