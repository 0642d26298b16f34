//! Reading what a contract should say.

use std::collections::BTreeSet;

use super::codes::Known;
use super::{About, Reading};
use crate::entitlements::model::{
    BreachWhen, ContractFile, Library, Member, MemberType, read_exact,
};

pub(super) fn read(reading: &mut Reading<'_>, library: &mut Library) {
    let path = reading.folder.join("checks").join("contract.toml");
    let Some((text, file)) = reading.file::<ContractFile>(&path) else {
        return;
    };
    let about = |code| About { file: &path, code };
    reading.published(about(&file.code), file.version, &text);
    let mut codes = BTreeSet::new();
    for member in &file.members {
        if !codes.insert(member.code.as_str()) {
            reading.fault(about(&member.code), "the member is there twice");
        }
        check_member(reading, about(&member.code), member, library);
    }
    let mut seen = BTreeSet::new();
    for requirement in &file.requirements {
        let about = about(&requirement.code);
        if !seen.insert(requirement.code.as_str()) {
            reading.fault(about, "the code is there twice");
        }
        for member in requirement
            .members
            .iter()
            .filter(|code| !codes.contains(code.as_str()))
        {
            reading.fault(about, format!("there is no member {member}"));
        }
        reading.scope(about, &requirement.scope());
        reading.known(
            about,
            &Known {
                evidence: requirement.evidence,
                read_on: requirement.read_on,
                article: requirement.article.as_ref(),
                basis: &requirement.legal_basis,
            },
        );
    }
    library.contract = Some(file);
}

fn check_member(reading: &mut Reading<'_>, about: About<'_>, member: &Member, library: &Library) {
    reading.label(about, &member.label);
    let is_code = member.kind == MemberType::Code;
    if is_code != (member.code_list.is_some() || !member.choices.is_empty()) {
        reading.fault(about, "a code has a list or choices, and nothing else has");
    }
    if let Some(list) = member
        .code_list
        .as_ref()
        .filter(|list| reading.lists.find(list).is_none())
    {
        reading.fault(about, format!("there is no code list {list}"));
    }
    check_compared(reading, about, member, library);
    if let Some(alarm) = &member.alarm {
        let numbers = [&alarm.above, &alarm.below].into_iter().flatten();
        for number in numbers.filter(|number| read_exact(number).is_none()) {
            reading.fault(about, format!("`{number}` is no number"));
        }
        if alarm
            .none_of_member
            .as_ref()
            .is_some_and(|name| name != "reader_languages")
        {
            reading.fault(about, "an alarm looks at the languages of the reader only");
        }
    }
}

fn check_compared(reading: &mut Reading<'_>, about: About<'_>, member: &Member, library: &Library) {
    for with in &member.compare {
        if library.kind(&with.kind).is_none() {
            reading.fault(about, format!("there is no kind {}", with.kind));
        }
        let breach = &with.breach;
        let needs = match breach.when {
            BreachWhen::Is => !breach.values.is_empty(),
            BreachWhen::DiffersFrom => breach.member.is_some(),
            BreachWhen::Below | BreachWhen::Above | BreachWhen::ShowOnly => true,
        };
        if !needs {
            reading.fault(about, "does not say with what it is compared");
        }
        let named = breach.amount.iter();
        for amount in named.filter(|amount| read_exact(amount).is_none()) {
            reading.fault(about, format!("`{amount}` is no number"));
        }
        let named = breach.member.iter();
        for other in named.filter(|name| !name.starts_with("promised.")) {
            reading.fault(about, format!("`{other}` is not what was promised"));
        }
    }
}
