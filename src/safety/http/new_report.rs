//! What somebody sends who reports a danger, and whether it fits together.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use crate::identity::PresentedCode;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::{Line, Prose};
use crate::safety::boards::{Board, BoardToken};
use crate::safety::forms::{self, Answers, Asked};
use crate::safety::model::{
    Contradiction, ControlCode, Danger, Details, HappeningCode, HazardCode, Injury, KindCode,
    LikelihoodCode, NewReport, Occurred, OccurredPrecision, PeopleExposedCode,
    ReporterRelationCode, SectorCode, SeverityCode, Statement, StopWorkCode, ToldEmployerCode,
    ToldResultCode, VulnerableCode, WitnessSecret, contradictions_with_kind,
};

/// A report that is being filed. No account is needed, and no name is asked for.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "injury", "hazard_codes": ["moving_machinery"], "danger_now": true,
    "happening": "repeated", "description": "The guard of the press is missing. A man lost a finger.",
    "place": { "country": "MY", "precision": "street", "text": "The red hall behind the petrol station" },
    "people_exposed": "6_20", "employer": "Example Metal",
    "injury": { "type": "amputation", "part_of_body": "fingers", "treatment": "hospital",
        "days_lost": "over_30" },
    "told_employer": "afraid", "reporter_relation": "coworker", "language": "id",
    "occurred_on": "2026-11-20", "wants_update": true, "severity": "lasting_harm",
    "likelihood": "likely", "controls_seen": ["training"], "stop_work": "no"
}))]
pub(super) struct NewSafetyReport {
    /// An id of the client's own, so that a report written offline has one.
    #[serde(default)]
    id: Option<ChosenId>,
    /// What kind of report it is.
    kind: KindCode,
    /// What the danger is, as far as the reporter can say.
    #[serde(default)]
    #[schema(max_items = 10)]
    hazard_codes: Vec<HazardCode>,
    /// Whether somebody is in danger at this moment.
    danger_now: bool,
    /// When it happens.
    #[serde(default)]
    happening: Option<HappeningCode>,
    /// What is dangerous or what happened, in the reporter's words.
    description: Prose<10_000>,
    /// Where, as exactly as the reporter wishes to say; needed unless `board_token` says it.
    #[serde(default)]
    place: Option<Place>,
    /// What stands in the QR code of the board at the site. When the board leads nowhere any more, `place` is needed.
    #[serde(default)]
    board_token: Option<BoardToken>,
    /// How many people are exposed.
    #[serde(default)]
    people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt: needed for the kind `injury`, not taken for `hazard`, `near_miss` and
    /// `good_practice`.
    #[serde(default)]
    injury: Option<Injury>,
    /// The employer's name.
    #[serde(default)]
    employer: Option<Line<200>>,
    /// Whether the employer was told.
    #[serde(default)]
    told_employer: Option<ToldEmployerCode>,
    /// Who reports.
    #[serde(default)]
    reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered; the caller's when left out.
    #[serde(default)]
    language: Option<Language>,
    /// When it happened, to the minute; or `occurred_on`.
    #[serde(default)]
    occurred_at: Option<Time>,
    /// The day on which it happened, or any day of the month or year; or `occurred_at`.
    #[serde(default)]
    occurred_on: Option<Date>,
    /// How exactly `occurred_on` is known; `day` when left out.
    #[serde(default)]
    occurred_precision: Option<OccurredPrecision>,
    /// Whether the reporter wishes to hear what became of it.
    #[serde(default)]
    wants_update: bool,
    /// The form that was filled in, as `GET /v1/safety-report-forms` names it: what was told must answer it. Every form
    /// that was ever published is taken; without one, nothing is asked for.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    form_hash: Option<String>,
    /// Answers to what only this kind asks; with `form_hash` only.
    #[serde(default)]
    answers: Answers,
    /// How badly somebody could be hurt.
    #[serde(default)]
    severity: Option<SeverityCode>,
    /// How easily it could happen.
    #[serde(default)]
    likelihood: Option<LikelihoodCode>,
    /// Who among the exposed is at a greater risk.
    #[serde(default)]
    #[schema(max_items = 10)]
    vulnerable_exposed: Vec<VulnerableCode>,
    /// What protection there is.
    #[serde(default)]
    #[schema(max_items = 10)]
    controls_seen: Vec<ControlCode>,
    /// What came of telling the employer.
    #[serde(default)]
    told_employer_result: Option<ToldResultCode>,
    /// Whether somebody stopped the work.
    #[serde(default)]
    stop_work: Option<StopWorkCode>,
    /// Whose site it is, when not the employer's.
    #[serde(default)]
    principal_contractor: Option<Line<200>>,
    /// What work is done there.
    #[serde(default)]
    activity: Option<Line<200>>,
    /// Which industry.
    #[serde(default)]
    sector: Option<SectorCode>,
    /// Whether a good practice may be shown in public, in an inspector's words; for the kind `good_practice` only.
    #[serde(default)]
    may_be_published: bool,
    /// A secret that the app keeps for good, so that its owner is not counted again among those who saw it too.
    #[serde(default)]
    witness_secret: Option<WitnessSecret>,
    /// When this is revenge for an earlier report: that one's receipt code. Its inspector learns that there is revenge, and
    /// nothing of this report; nobody learns of the earlier one here. It is not kept, and whether it is right is not told.
    #[serde(default)]
    pub(super) retaliation_for: Option<PresentedCode>,
}

impl NewSafetyReport {
    /// The report, or everything in it that does not fit together.
    pub(super) fn into_report(
        mut self,
        context: &Context,
        board: Option<&Board>,
    ) -> Result<NewReport, Problem> {
        let occurred = Occurred::read(
            self.occurred_at,
            self.occurred_on,
            self.occurred_precision,
            context.now(),
        );
        let faults = self.faults(board, occurred.as_ref().err());
        let place = self.place.clone().or_else(|| board.map(Board::place));
        let (Some(place), Ok(occurred), true) = (place, occurred, faults.is_empty()) else {
            return Err(Problem::invalid(faults));
        };
        let details = self.take_details(board.map(|board| board.id));
        Ok(NewReport {
            // An id of ours does not tell when it was made: it stays in the audit log.
            id: self
                .id
                .map_or_else(|| Id::random(&*context.services().randomness), Id::from),
            kind: self.kind.into_inner(),
            hazard_codes: sorted(self.hazard_codes),
            danger: Danger::of(self.danger_now),
            wants_update: self.wants_update,
            witness: self.witness_secret,
            told: Statement {
                description: Some(self.description),
                place: place.reduced(),
                happening: self.happening,
                people_exposed: self.people_exposed,
                injury: self.injury,
                employer: self.employer,
                told_employer: self.told_employer,
                reporter_relation: self.reporter_relation,
                language: self.language.unwrap_or_else(|| context.language()),
                occurred,
                details,
            },
        })
    }

    /// What the forms of the kinds ask.
    fn take_details(&mut self, board: Option<Id>) -> Details {
        Details {
            form_hash: self.form_hash.take(),
            answers: std::mem::take(&mut self.answers),
            severity: self.severity.take(),
            likelihood: self.likelihood.take(),
            vulnerable_exposed: std::mem::take(&mut self.vulnerable_exposed),
            controls_seen: std::mem::take(&mut self.controls_seen),
            told_employer_result: self.told_employer_result.take(),
            stop_work: self.stop_work.take(),
            principal_contractor: self.principal_contractor.take(),
            activity: self.activity.take(),
            sector: self.sector.take(),
            board,
            may_be_published: self.may_be_published,
        }
    }

    /// The token of the board at the site.
    pub(super) const fn board_token(&self) -> Option<&BoardToken> {
        self.board_token.as_ref()
    }

    /// Everything that does not fit together, in the order in which a person reads it.
    fn faults(&self, board: Option<&Board>, occurred: Option<&Vec<Contradiction>>) -> Vec<Fault> {
        let injury = self.injury.as_ref();
        let mut found = contradictions_with_kind(&self.kind, self.danger_now, injury);
        found.extend(occurred.into_iter().flatten());
        if self.may_be_published && self.kind.as_str() != "good_practice" {
            found.push(Contradiction::PublicationDoesNotFitKind);
        }
        let mut faults: Vec<Fault> = found.into_iter().map(Fault::from).collect();
        match (&self.place, board, &self.board_token) {
            (Some(place), _, _) => faults.extend(place.faults("/place")),
            (None, Some(_), _) => {}
            (None, None, Some(_)) => faults.push(Fault::new("/board_token", "unknown_board")),
            (None, None, None) => faults.push(Fault::new("/place", "missing_member")),
        }
        for fault in self.form_faults() {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        faults
    }

    /// What does not answer the form that was filled in.
    fn form_faults(&self) -> Vec<Fault> {
        let refused = |code| vec![Fault::new("/form_hash", code)];
        let Some(hash) = &self.form_hash else {
            let alone = (!self.answers.is_empty()).then(|| refused("missing_member"));
            return alone.unwrap_or_default();
        };
        let Some(form) = forms::find(hash) else {
            return refused("unknown_form");
        };
        if form.kind != self.kind.as_str() {
            return refused("does_not_fit_kind");
        }
        let told = self.as_json();
        forms::faults(&Asked { form, told: &told })
    }

    /// What forms ask about, as JSON.
    fn as_json(&self) -> serde_json::Value {
        json!({
            "description": self.description,
            "danger_now": self.danger_now,
            "place": self.place,
            "board_token": self.board_token,
            "hazard_codes": self.hazard_codes,
            "happening": self.happening,
            "people_exposed": self.people_exposed,
            "vulnerable_exposed": self.vulnerable_exposed,
            "severity": self.severity,
            "likelihood": self.likelihood,
            "controls_seen": self.controls_seen,
            "injury": self.injury,
            "answers": self.answers,
            "employer": self.employer,
            "principal_contractor": self.principal_contractor,
            "sector": self.sector,
            "activity": self.activity,
            "told_employer": self.told_employer,
            "told_employer_result": self.told_employer_result,
            "stop_work": self.stop_work,
            "reporter_relation": self.reporter_relation,
            "occurred_on": self.occurred_on,
            "wants_update": self.wants_update,
            "may_be_published": self.may_be_published,
        })
    }
}

/// Each hazard once, in one order.
pub(super) fn sorted(codes: Vec<HazardCode>) -> Vec<String> {
    let mut codes: Vec<String> = codes.into_iter().map(HazardCode::into_inner).collect();
    codes.sort();
    codes.dedup();
    codes
}
