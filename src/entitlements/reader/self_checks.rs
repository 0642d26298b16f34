//! Reading self-checks, every version that was published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{About, Reading};
use crate::entitlements::model::{
    Library, SelfCheck, SelfCheckFile, SelfCheckQuestion, SelfCheckStep, SelfCheckType,
};

pub(super) fn read(reading: &mut Reading<'_>, library: &mut Library) {
    let folder = reading.folder.join("checks");
    for path in reading.files(&folder) {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        let Some((stem, number)) = name.rsplit_once('.') else {
            continue;
        };
        let Some((text, mut file)) = reading.file::<SelfCheckFile>(&path) else {
            continue;
        };
        let code = file.code.clone();
        let about = About {
            file: &path,
            code: &code,
        };
        if code.replace('_', "-") != stem || file.version.to_string() != number {
            reading.fault(about, "the name of the file says another code or version");
        }
        file.hash = reading.published(about, file.version, &text);
        check(reading, &path, &file);
        library.self_checks.push(file);
    }
    library
        .self_checks
        .sort_by(|a, b| (&a.code, a.version).cmp(&(&b.code, b.version)));
}

fn check(reading: &mut Reading<'_>, path: &Path, file: &SelfCheckFile) {
    let code = &file.code;
    let about = About { file: path, code };
    for (code, texts) in &file.texts {
        let about = About { file: path, code };
        for language in file
            .languages
            .iter()
            .filter(|language| !texts.contains_key(*language))
        {
            reading.fault(about, format!("the text lacks {language}"));
        }
    }
    for language in file
        .languages
        .iter()
        .filter(|l| !file.translation_status.contains_key(*l))
    {
        let reason = format!("does not say how its texts in {language} came about");
        reading.fault(about, reason);
    }
    for step in file
        .steps
        .iter()
        .filter(|step| !file.texts.contains_key(&step.text))
    {
        reading.fault(about, format!("there is no text {}", step.text));
    }
    for own in &file.checks {
        let code = &own.code;
        check_one(reading, About { file: path, code }, own, file);
    }
}

fn check_one(reading: &mut Reading<'_>, about: About<'_>, own: &SelfCheck, file: &SelfCheckFile) {
    reading.codes(about, "journey_stages", &own.stages);
    for text in own
        .texts()
        .into_iter()
        .filter(|text| !file.texts.contains_key(*text))
    {
        reading.fault(about, format!("there is no text {text}"));
    }
    check_routes(reading, about, own, file);
    let mut before: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for question in &own.questions {
        check_question(reading, about, question, &before);
        let options = question.options.iter().map(|option| option.code.as_str());
        if before.insert(&question.code, options.collect()).is_some() {
            reading.fault(
                about,
                format!("the question {} is there twice", question.code),
            );
        }
    }
    let last = own.questions.last();
    if last.is_none_or(|last| last.kind != SelfCheckType::Result || last.otherwise != Some(true)) {
        reading.fault(about, "does not end with a result for all other cases");
    }
}

fn check_routes(
    reading: &mut Reading<'_>,
    about: About<'_>,
    own: &SelfCheck,
    file: &SelfCheckFile,
) {
    for route in own.routes() {
        let is_known = file.steps.iter().any(|step| step.code == route.step);
        let leads = match route.step {
            SelfCheckStep::Check => route
                .check
                .as_ref()
                .is_some_and(|code| file.checks.iter().any(|c| c.code == *code)),
            SelfCheckStep::Article => {
                route.article.is_some()
                    || route.article_by_destination.is_some()
                    || route.article_by_origin.is_some()
            }
            SelfCheckStep::AgencyCheck
            | SelfCheckStep::FeeCheck
            | SelfCheckStep::ContractCheck
            | SelfCheckStep::AssistanceRequest
            | SelfCheckStep::EmergencyNumber
            | SelfCheckStep::Services => true,
        };
        if !is_known || !leads {
            reading.fault(about, format!("the step {} leads nowhere", route.step));
        }
        reading.codes(about, "service_types", route.service_type.as_slice());
    }
}

fn check_question(
    reading: &mut Reading<'_>,
    about: About<'_>,
    question: &SelfCheckQuestion,
    before: &BTreeMap<&str, BTreeSet<&str>>,
) {
    let wanted = question
        .relevant
        .iter()
        .filter_map(|table| table.answers.as_ref())
        .flatten();
    for (earlier, codes) in wanted {
        let options = before.get(earlier.as_str());
        for code in codes
            .iter()
            .filter(|code| options.is_none_or(|o| !o.contains(code.as_str())))
        {
            let reason = format!(
                "{} asks for {earlier} = {code}, which does not stand before",
                question.code
            );
            reading.fault(about, reason);
        }
    }
    let is_select = matches!(
        question.kind,
        SelfCheckType::SelectOne | SelfCheckType::SelectMultiple
    );
    if is_select == question.options.is_empty() {
        let code = &question.code;
        let reason = format!("{code} has options and no choice, or a choice without options");
        reading.fault(about, reason);
    }
    reading.codes(about, "ilo_indicators", question.indicator.as_slice());
    reading.codes(about, "urgency", question.urgency.as_slice());
    for option in &question.options {
        reading.codes(about, "issue_codes", &option.issue_codes);
        reading.codes(
            about,
            "indicator_answers",
            option.indicator_answer.as_slice(),
        );
    }
}
