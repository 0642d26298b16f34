//! What of this area a phone carries along, so that the questions of `/v1/checks` and the self-checks are answered without the
//! network: rules with all their conditions, what a contract should say, questions.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::http::newest_self_checks;
use super::model::{
    ContractFile, Entitlement, EntitlementValue, Library, PlaceOfWork, Scope, SelfCheck,
    SelfCheckFile, SelfCheckStep,
};
use crate::platform::carried::{Corridor, PartKind, Parts, nearest_language, nearest_text};
use crate::platform::code_lists::{
    AllowedWhen, EntitlementEvidence, IssueCodes, JourneyStages, ListName as _, Occupations,
    PermitTypes, Sectors, ServiceTypes, Sexes,
};
use crate::platform::language::Language;

/// The kinds of entitlements, as the code list that they would be.
const KINDS: &str = "entitlement_kinds";

impl Library {
    /// The countries from which workers come of whom some rule speaks.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        let named = self.entitlements.iter().flat_map(|e| &e.origins);
        let abroad = self.entitlements.iter();
        let abroad = abroad.filter(|e| e.place_of_work == PlaceOfWork::Abroad);
        let abroad = abroad.map(|e| country_of(&e.jurisdiction));
        named.map(String::as_str).chain(abroad)
    }

    /// The countries of work of which some rule speaks.
    pub fn destinations(&self) -> impl Iterator<Item = &str> {
        let here = self.entitlements.iter();
        let here = here.filter(|e| e.place_of_work == PlaceOfWork::Home);
        here.map(|e| country_of(&e.jurisdiction))
    }

    /// Gives what concerns a corridor, in one language as far as it goes.
    pub fn give(
        &self,
        parts: &mut Parts,
        corridor: &Corridor,
        language: &Language,
    ) -> Result<(), serde_json::Error> {
        let mut kinds = BTreeSet::new();
        let all = self.entitlements.iter();
        for entitlement in all.filter(|e| concerns(&e.scope(), corridor)) {
            kinds.insert(entitlement.kind.as_str());
            give_entitlement(parts, entitlement)?;
        }
        if let Some(contract) = &self.contract {
            let compared = contract.members.iter().flat_map(|one| &one.compare);
            kinds.extend(compared.map(|with| with.kind.as_str()));
            give_contract(parts, contract, corridor, language)?;
        }
        for (file, own) in newest_self_checks(self) {
            give_self_check(parts, (file, own), language)?;
        }
        self.give_kinds(parts, &kinds, language)
    }

    fn give_kinds(
        &self,
        parts: &mut Parts,
        used: &BTreeSet<&str>,
        language: &Language,
    ) -> Result<(), serde_json::Error> {
        let kinds = self.kinds.iter();
        let kinds = kinds.filter(|kind| used.contains(kind.code.as_str()));
        let codes = kinds.map(|kind| {
            let (own, label) = nearest_text(language, &kind.label).unzip();
            let other = own.filter(|own| own != language);
            json!({ "code": kind.code, "bound": kind.bound, "label": label, "language": other })
        });
        let codes: Vec<Value> = codes.collect();
        let list = json!({ "name": KINDS, "codes": codes });
        parts.add(PartKind::CodeList, KINDS, &list)
    }
}

fn country_of(jurisdiction: &str) -> &str {
    jurisdiction.split('-').next().unwrap_or(jurisdiction)
}

/// Whether a rule may apply to somebody who goes this way: that of the country of work, or what the country from which they come
/// gives to those who work abroad. What holds for work at home is for another journey.
fn concerns(scope: &Scope<'_>, corridor: &Corridor) -> bool {
    let country = match scope.place_of_work {
        PlaceOfWork::Home => &corridor.destination,
        PlaceOfWork::Abroad => &corridor.origin,
    };
    country_of(scope.jurisdiction) == country && corridor.is_served(scope.origins)
}

fn give_entitlement(parts: &mut Parts, e: &Entitlement) -> Result<(), serde_json::Error> {
    parts.refer(EntitlementEvidence::NAME, e.evidence.as_str());
    parts.refer_all(Sectors::NAME, e.sectors.iter().chain(&e.except_sectors));
    let occupations = e.occupations.iter().chain(&e.except_occupations);
    parts.refer_all(Occupations::NAME, occupations);
    parts.refer_all(PermitTypes::NAME, &e.permit_types);
    parts.refer_all(Sexes::NAME, &e.sexes);
    if let EntitlementValue::AllowedWhen(codes) = &e.value {
        parts.refer_all(AllowedWhen::NAME, codes);
    }
    parts.add(PartKind::Entitlement, &e.code, e)
}

/// What a contract should say: the members, and what the laws of this corridor ask for.
fn give_contract(
    parts: &mut Parts,
    contract: &ContractFile,
    corridor: &Corridor,
    language: &Language,
) -> Result<(), serde_json::Error> {
    let mut members = Vec::new();
    for member in &contract.members {
        let (own, label) = nearest_text(language, &member.label).unzip();
        let mut shown = object(member)?;
        shown.insert("label".to_owned(), json!(label));
        let other = own.filter(|own| own != language);
        shown.insert("language".to_owned(), json!(other));
        members.push(shown);
    }
    let requirements = contract.requirements.iter();
    let requirements: Vec<_> = requirements
        .filter(|one| concerns(&one.scope(), corridor))
        .collect();
    for one in &requirements {
        parts.refer(EntitlementEvidence::NAME, one.evidence.as_str());
    }
    let shown = json!({
        "code": contract.code,
        "version": contract.version,
        "published_on": contract.published_on,
        "source": contract.source,
        "members": members,
        "requirements": requirements,
    });
    parts.add(PartKind::Check, &contract.code, &shown)
}

fn object<T: Serialize>(value: &T) -> Result<Map<String, Value>, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(value)?)
}

/// A self-check with its texts in one language. The members are those of `/v1/self-checks/{code}`; of the steps those to which
/// it leads.
fn give_self_check(
    parts: &mut Parts,
    (file, own): (&SelfCheckFile, &SelfCheck),
    language: &Language,
) -> Result<(), serde_json::Error> {
    parts.refer_all(JourneyStages::NAME, &own.stages);
    for route in own.routes() {
        parts.refer_all(ServiceTypes::NAME, route.service_type.as_deref());
    }
    let options = own.questions.iter().flat_map(|question| &question.options);
    let issues = options.flat_map(|option| &option.issue_codes);
    parts.refer_all(IssueCodes::NAME, issues);
    let available: Vec<Language> = file
        .languages
        .iter()
        .filter_map(|tag| tag.parse().ok())
        .collect();
    let nearest = nearest_language(language, &available).unwrap_or_else(Language::english);
    let (steps, texts) = steps_and_texts(file, own, &nearest);
    let shown = json!({
        "code": own.code,
        "file": file.code,
        "version": file.version,
        "hash": file.hash,
        "published_on": file.published_on,
        "source": file.source,
        "language": nearest,
        "translation_status": file.status(&nearest),
        "stages": own.stages,
        "title": own.title,
        "steps": steps,
        "questions": own.questions,
        "texts": texts,
    });
    parts.add(PartKind::Check, &own.code, &shown)
}

/// The steps to which a self-check leads, and all texts that it shows.
fn steps_and_texts(
    file: &SelfCheckFile,
    own: &SelfCheck,
    language: &Language,
) -> (Vec<Value>, Map<String, Value>) {
    let used: BTreeSet<SelfCheckStep> = own.routes().map(|route| route.step).collect();
    let steps: Vec<_> = file
        .steps
        .iter()
        .filter(|step| used.contains(&step.code))
        .collect();
    let of_steps = steps.iter().map(|step| step.text.as_str());
    let texts = own.texts().into_iter().chain(of_steps);
    let texts = texts.map(|code| (code.to_owned(), Value::from(file.text(code, language))));
    let texts = texts.collect();
    let steps = steps.iter();
    let steps = steps.map(|step| json!({ "code": step.code, "text": step.text }));
    (steps.collect(), texts)
}
