//! `POST /v1/checks/contract`.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::findings::{CheckFinding, FactToTell, articles_of, lacking_of, statement, to_tell};
use super::place::WorkPlace;
use super::rule::{ExplainingArticle, RuleEvidence};
use super::terms::ContractTerm;
use super::whom::{Known, WhomShown};
use super::words::Words;
use crate::entitlements::model::{
    Asked, CheckVerdict, Circumstances, Citation, ContractFile, Fact, Finding, Holds, Library,
    Line, LineState, Requirement, Told, lines_of, misfits, requirements_of,
};
use crate::platform::clock::Date;
use crate::platform::http::{Context, Question};
use crate::platform::language::Language;
use crate::platform::problem::{Fault, NOT_FOUND, Problem};

/// A contract, and what is known of the job.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "place_of_work": { "country": "HK" }, "circumstances": { "origin": "ID", "sector": "T" },
    "reader_languages": ["id"],
    "contract": { "wage": { "amount": "4500.00", "currency": "HKD", "per": "month" }, "rest_days_week": "1",
        "passport_held_by": "employer", "language": ["en", "zh-Hant"], "copy_given": true, "annual_leave_days": "" },
    "promised": { "wage": { "amount": "5100.00", "currency": "HKD", "per": "month" } } }))]
struct ContractCheckAsked {
    /// Where the work is.
    place_of_work: WorkPlace,
    /// The day for which it is asked; today when left out.
    on: Option<Date>,
    /// What is known of the job.
    #[serde(default)]
    circumstances: Circumstances,
    /// The languages that the worker reads.
    #[serde(default)]
    #[schema(max_items = 10)]
    reader_languages: Vec<Language>,
    /// What it says, by the codes of its members. What is left out is not known; `""` and `[]` say that it is silent.
    #[schema(value_type = BTreeMap<String, ContractTerm>)]
    contract: BTreeMap<String, ContractTerm>,
    /// What was promised before, in the same way.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, ContractTerm>)]
    promised: BTreeMap<String, ContractTerm>,
}

/// What the law of a country asks a contract to say.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractRequirement {
    /// Names it.
    pub code: String,
    /// Whose law it is.
    pub jurisdiction: String,
    /// The only form that counts, where there is one.
    pub standard_form: Option<String>,
    /// What one should know, in English.
    pub note: Option<String>,
    /// How it is known.
    pub evidence: RuleEvidence,
    /// Where it stands.
    pub legal_basis: Citation,
    /// The article that explains it.
    pub article: Option<ExplainingArticle>,
    /// What would have to be told to know whether it applies; empty where it does.
    pub to_tell: Vec<FactToTell>,
}

/// What may be said of a member of a contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractLine {
    /// The member.
    #[schema(example = "wage")]
    pub member: String,
    /// The same in the caller's language.
    pub label: String,
    /// What may be said of it.
    pub state: LineState,
    /// Whether it is a warning sign in any country.
    pub is_alarm: bool,
    /// What came of comparing it, breaches first.
    pub findings: Vec<CheckFinding>,
    /// The requirements that ask for it, by code; only where the contract is silent.
    pub asked_by: Vec<String>,
}

/// Whether a contract says what it must and what the law allows, as far as it can be told. Information, not a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractCheck {
    /// Where the work is.
    pub place_of_work: WorkPlace,
    /// The day for which it holds.
    pub on: Date,
    /// The version of what is asked of a contract.
    pub version: u32,
    /// What follows: a breach if there is one, or if something is missing that a law asks for; else unknown if anything is.
    pub verdict: CheckVerdict,
    /// The answer as a sentence, in the caller's language.
    pub statement: String,
    /// That this is information and no decision, in the caller's language.
    pub caution: String,
    /// Breaches, warning signs, what is missing and required, what is unknown, what is missing, what is kept, the rest.
    pub lines: Vec<ContractLine>,
    /// Members that were not told, by code.
    pub not_told: Vec<String>,
    /// Whether a law is known that says what a contract there must say. Where none is, it may not be silent all the same.
    pub is_required_known: bool,
    /// What laws ask for.
    pub requirements: Vec<ContractRequirement>,
    /// What would have to be told to know more.
    pub to_tell: Vec<FactToTell>,
    /// Whom to ask.
    pub whom_to_ask: WhomShown,
}

/// Is this contract what the law asks?
///
/// Compares what a contract says with what laws ask it to say, with entitlements, with what was promised, and with warning signs.
/// It stores nothing and logs nothing of what was asked, and takes no `Idempotency-Key`.
#[utoipa::path(tag = "entitlements", operation_id = "check_contract", request_body = ContractCheckAsked,
    responses((status = 200, description = "The answer, whatever it is", body = ContractCheck)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[post("/checks/contract")]
pub(super) async fn check_contract(
    context: Context,
    library: web::Data<Library>,
    question: Question<ContractCheckAsked>,
) -> Result<HttpResponse, Problem> {
    let asked = question.0;
    let on = asked.on.unwrap_or_else(|| context.now().date());
    let file = library.contract.as_ref().ok_or(Problem::new(&NOT_FOUND))?;
    let mut facts = asked.place_of_work.facts(on, &asked.circumstances)?;
    let (contract, promised) = (told(asked.contract), told(asked.promised));
    check_types(&context, file, (&contract, &promised))?;
    if let Some(wage) = contract.get("wage").filter(|wage| wage["per"] == "month") {
        facts.tell(Fact::MonthlyWage, wage.clone());
    }
    let languages: Vec<String> = asked
        .reader_languages
        .iter()
        .map(|l| l.as_str().to_owned())
        .collect();
    let told = Asked {
        contract: &contract,
        promised: &promised,
        reader_languages: &languages,
    };
    let lines = lines_of(&library, file, &told, &facts);
    let known = Known::of(&context, asked.place_of_work.country.as_str()).await?;
    let origin = asked
        .circumstances
        .origin
        .as_ref()
        .map(|origin| origin.as_str().to_owned());
    let words = Words::of(&context, &library);
    let requirements = requirements_of(file, &facts);
    let articles = articles(&lines, &requirements);
    let answer = Answer {
        words: &words,
        file,
        lines: &lines,
        requirements: &requirements,
        contract: &contract,
    };
    let whom = known.shown(&context, origin.as_deref(), (is_urgent(&lines), articles));
    Ok(HttpResponse::Ok().json(answer.shown(asked.place_of_work, on, whom)))
}

fn told(terms: BTreeMap<String, ContractTerm>) -> Told {
    terms
        .into_iter()
        .map(|(code, term)| (code, term.0))
        .collect()
}

/// Refuses members that there are not, and values of another type.
fn check_types(
    context: &Context,
    file: &ContractFile,
    (contract, promised): (&Told, &Told),
) -> Result<(), Problem> {
    let lists = context.services().code_lists();
    let mut faults = Vec::new();
    for (at, told) in [("/contract", contract), ("/promised", promised)] {
        for (code, is_member) in misfits(file, told) {
            let pointer = format!("{at}/{}", code.replace('~', "~0").replace('/', "~1"));
            faults.push(if is_member {
                Fault::new(pointer, "wrong_contract_value")
            } else {
                Fault::new(pointer, "unknown_contract_member")
            });
        }
        for member in &file.members {
            let code = told.get(&member.code).and_then(|value| value.as_str());
            let list = member.code_list.as_ref().and_then(|list| lists.find(list));
            let is_listed =
                |code: &str| list.is_none_or(|l| l.codes.iter().any(|c| c.code == code));
            if code.is_some_and(|code| !code.is_empty() && !is_listed(code)) {
                faults.push(Fault::new(
                    format!("{at}/{}", member.code),
                    "wrong_contract_value",
                ));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Members whose alarm or breach means that somebody may be held.
const OF_DANGER: [&str; 4] = [
    "passport_held_by",
    "may_go_out",
    "may_use_phone",
    "debt_to_work_off",
];

fn is_urgent(lines: &[Line<'_>]) -> bool {
    let is_bad = |line: &Line<'_>| matches!(line.state, LineState::Breach | LineState::Alarm);
    let mut lines = lines.iter();
    lines.any(|line| is_bad(line) && OF_DANGER.contains(&line.member.code.as_str()))
}

fn findings<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = &'a Finding<'a>> {
    lines.iter().flat_map(|line| line.findings.iter())
}

fn articles(lines: &[Line<'_>], requirements: &[(&Requirement, Holds)]) -> Vec<ExplainingArticle> {
    let mut articles = articles_of(findings(lines));
    let named = requirements
        .iter()
        .filter_map(|(requirement, _)| requirement.article.as_deref());
    articles.extend(named.map(ExplainingArticle::of));
    articles.sort_by(|a, b| a.slug.cmp(&b.slug));
    articles.dedup();
    articles
}

/// What was found out, and in which words it is told.
struct Answer<'a> {
    words: &'a Words<'a>,
    file: &'a ContractFile,
    lines: &'a [Line<'a>],
    requirements: &'a [(&'a Requirement, Holds)],
    contract: &'a Told,
}

impl Answer<'_> {
    fn verdict(&self) -> CheckVerdict {
        let states = self.lines.iter().map(|line| line.state);
        match states.min() {
            Some(LineState::Breach) => CheckVerdict::Breach,
            Some(_) if self.has(LineState::MissingRequired) => CheckVerdict::Breach,
            Some(LineState::Kept | LineState::Told) if self.has(LineState::Kept) => {
                CheckVerdict::Kept
            }
            _ => CheckVerdict::Unknown,
        }
    }

    fn has(&self, state: LineState) -> bool {
        self.lines.iter().any(|line| line.state == state)
    }

    fn lacking(&self) -> BTreeSet<Fact> {
        let mut lacking = lacking_of(findings(self.lines));
        for (_, holds) in self.requirements {
            if let Holds::Unknown(facts) = holds {
                lacking.extend(facts);
            }
        }
        lacking
    }

    fn shown(&self, place: WorkPlace, on: Date, whom: WhomShown) -> ContractCheck {
        let words = self.words;
        let verdict = self.verdict();
        let is_known = findings(self.lines).next().is_some() || !self.requirements.is_empty();
        let members = self.file.members.iter().map(|member| &member.code);
        let not_told = members.filter(|code| !self.contract.contains_key(*code));
        let requirements = self.requirements.iter();
        ContractCheck {
            place_of_work: place,
            on,
            version: self.file.version,
            verdict,
            statement: statement(words, verdict, is_known),
            caution: words.text("check-caution", &Vec::new()),
            lines: self
                .lines
                .iter()
                .map(|line| ContractLine::of(words, line))
                .collect(),
            not_told: not_told.cloned().collect(),
            is_required_known: self
                .requirements
                .iter()
                .any(|(_, holds)| *holds == Holds::Yes),
            requirements: requirements
                .map(|(requirement, holds)| ContractRequirement::of(words, requirement, holds))
                .collect(),
            to_tell: to_tell(words, &self.lacking()),
            whom_to_ask: whom,
        }
    }
}

impl ContractLine {
    fn of(words: &Words<'_>, line: &Line<'_>) -> Self {
        let asked_by = line.asked_by.iter();
        Self {
            member: line.member.code.clone(),
            label: words.nearest(&line.member.label),
            state: line.state,
            is_alarm: line.is_alarm,
            findings: line
                .findings
                .iter()
                .map(|f| CheckFinding::of(words, f))
                .collect(),
            asked_by: asked_by
                .map(|(requirement, _)| requirement.code.clone())
                .collect(),
        }
    }
}

impl ContractRequirement {
    fn of(words: &Words<'_>, requirement: &Requirement, holds: &Holds) -> Self {
        let none = BTreeSet::new();
        let lacking = match holds {
            Holds::Unknown(facts) => facts,
            Holds::Yes | Holds::No => &none,
        };
        let Requirement {
            evidence,
            read_on,
            review_due,
            ..
        } = *requirement;
        Self {
            code: requirement.code.clone(),
            jurisdiction: requirement.jurisdiction.clone(),
            standard_form: requirement.standard_form.clone(),
            note: requirement.note.clone(),
            evidence: RuleEvidence::of(words, evidence, read_on, review_due),
            legal_basis: requirement.legal_basis.clone(),
            article: requirement.article.as_deref().map(ExplainingArticle::of),
            to_tell: to_tell(words, lacking),
        }
    }
}
