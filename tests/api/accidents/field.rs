//! What inspectors do at workplaces with their tablets, and the diary that they keep of it by themselves: the counts are held
//! against it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::office::Desk;
use crate::load::Dice;
use crate::tablets::simulated::Simulated;
use crate::tablets::{fresh, operation};

/// An item of the checklist.
pub struct Item {
    code: String,
    provision: String,
    needs_evidence: bool,
    is_critical: bool,
}

/// What is asked at every visit.
pub struct Checklist {
    hash: String,
    items: Vec<Item>,
}

impl Checklist {
    pub async fn read(desk: &Desk<'_>, code: &str) -> Self {
        let found = desk
            .read(&format!("/v1/staff/checklists?code={code}"))
            .await;
        let newest = found["items"].as_array().unwrap().last().unwrap().clone();
        let items = newest["checklist"]["items"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let item = |item: &Value| Item {
            code: text(&item["code"]),
            provision: text(&item["legal_provision"]),
            needs_evidence: item["evidence_required"] == true,
            is_critical: item["criticality"] == "critical",
        };
        Self {
            hash: text(&newest["checklist_hash"]),
            items: items.map(item).collect(),
        }
    }
}

/// A finding, as an inspector remembers it.
pub struct Finding {
    pub id: String,
    pub visit: String,
    pub has_measure: bool,
}

/// A measure, as an inspector remembers it.
pub struct Measure {
    pub id: String,
    pub visit: String,
    pub establishment: String,
    pub inspector: usize,
    /// What became of it.
    pub compliance: &'static str,
}

/// What inspectors remember.
#[derive(Default)]
pub struct Diary {
    /// Visits and how they ended.
    pub visits: BTreeMap<String, &'static str>,
    pub answers: usize,
    pub evidence: usize,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
    /// What employers did, and whether it was seen.
    pub actions: BTreeMap<String, &'static str>,
    /// What was written down wrongly.
    pub faulty: usize,
    /// Two who wrote the same member differently; two who wrote different members.
    pub clashes: usize,
    pub side_by_side: usize,
    /// Everything that was done on a tablet.
    pub operations: Vec<Value>,
}

/// An inspector's hand on a tablet.
pub struct Hand<'a, 'app> {
    pub tablet: &'a mut Simulated<'app>,
    pub diary: &'a mut Diary,
    pub dice: &'a mut Dice,
    pub inspector: usize,
    pub now: String,
}

impl Hand<'_, '_> {
    fn make(&mut self, kind: &str, visit: &str, fields: &Value) -> String {
        let id = fresh(self.tablet.tablet.app);
        let visit = if kind == "visit" { id.as_str() } else { visit };
        let made = self.tablet.make((kind, &id, visit), fields);
        self.diary.operations.push(made);
        id
    }

    pub fn edit(&mut self, record: &str, fields: &Value) {
        let changed = self.tablet.edit(record, fields);
        self.diary.operations.push(changed);
    }

    /// A day's visit that was planned.
    pub fn visit(&mut self, visit: &str, establishment: &str, checklist: &Checklist) {
        if self.dice.happens(8) {
            let closed = json!({ "status": "not_done", "not_done_reason": "closed" });
            self.edit(visit, &closed);
            self.diary.visits.insert(visit.to_owned(), "not_done");
            return;
        }
        let begun = json!({ "status": "under_way", "started_at": self.now, "checklist_hash": checklist.hash });
        self.edit(visit, &begun);
        let mut found = 0;
        for item in &checklist.items {
            found += usize::from(self.answer((visit, establishment), checklist, item));
        }
        let outcome = if found > 0 {
            "violations_found"
        } else {
            "in_order"
        };
        self.end(visit, outcome);
    }

    fn end(&mut self, visit: &str, outcome: &str) {
        let end = json!({ "status": "done", "ended_at": self.now, "outcome": outcome,
            "people_met": [{ "role": "manager", "count": 1 }] });
        self.edit(visit, &end);
        self.diary.visits.insert(visit.to_owned(), "done");
    }

    fn evidence(&mut self, visit: &str, caption: &str) -> String {
        self.diary.evidence += 1;
        self.make(
            "evidence",
            visit,
            &json!({ "kind": "photo", "caption": caption }),
        )
    }

    /// Answers an item; says whether it is a violation.
    fn answer(&mut self, (visit, at): (&str, &str), checklist: &Checklist, item: &Item) -> bool {
        let is_violated = self.dice.happens(22);
        let mut said = json!({ "item_code": item.code, "checklist_hash": checklist.hash,
            "value": if is_violated { "no" } else { "yes" } });
        if is_violated && item.needs_evidence {
            said["evidence_ids"] = json!([self.evidence(visit, "As it was found.")]);
        }
        let answer = self.make("answer", visit, &said);
        self.diary.answers += 1;
        if self.dice.happens(10) {
            self.edit(
                &answer,
                &json!({ "note": "Seen together with the supervisor." }),
            );
        }
        if self.dice.happens(2) {
            self.write_wrongly(visit, checklist);
        }
        if is_violated {
            self.finding((visit, at), &answer, item);
        }
        is_violated
    }

    /// An app with a fault answers an item that there is not.
    fn write_wrongly(&mut self, visit: &str, checklist: &Checklist) {
        let app = self.tablet.tablet.app;
        let said = json!({ "item_code": "no_such_item", "checklist_hash": checklist.hash, "value": "yes" });
        let wrong = operation(app, ("answer", &fresh(app), visit), &said);
        self.tablet.outbox.push(wrong.clone());
        self.diary.operations.push(wrong);
        self.diary.faulty += 1;
    }

    fn finding(&mut self, (visit, establishment): (&str, &str), answer: &str, item: &Item) {
        let found = json!({ "legal_provision": item.provision, "severity": "serious", "state": "draft",
            "description": format!("Not as it has to be: {}.", item.code), "answer_ids": [answer] });
        let finding = self.make("finding", visit, &found);
        self.edit(&finding, &json!({ "state": "notified" }));
        let has_measure = self.dice.happens(75);
        if has_measure {
            let kind = if item.is_critical {
                "prohibition_notice"
            } else {
                "improvement_notice"
            };
            let days = [5, 10, 14][usize::try_from(self.dice.below(3)).unwrap()];
            let measure = json!({ "kind": kind, "finding_ids": [finding], "compliance": "pending",
                "description": "It is to be put right.", "issued_at": self.now, "deadline": { "working_days": days } });
            let measure = self.make("measure", visit, &measure);
            let served =
                json!({ "served": { "how": "in_person", "at": self.now, "language": "ms" } });
            self.edit(&measure, &served);
            self.diary.measures.push(Measure {
                id: measure,
                visit: visit.to_owned(),
                establishment: establishment.to_owned(),
                inspector: self.inspector,
                compliance: "pending",
            });
        }
        let (id, visit) = (finding, visit.to_owned());
        self.diary.findings.push(Finding {
            id,
            visit,
            has_measure,
        });
    }

    /// A visit that sees whether what was asked for at a workplace was done.
    pub fn verify(&mut self, establishment: &str, of: &[usize]) {
        let follow_up = json!({ "establishment_id": establishment, "kind": "follow_up", "status": "under_way",
            "started_at": self.now });
        let visit = self.make("visit", "", &follow_up);
        for at in of {
            let (id, own) = (
                self.diary.measures[*at].id.clone(),
                self.diary.measures[*at].visit.clone(),
            );
            let evidence = self.evidence(&own, "As it is now.");
            let action = json!({ "measure_id": id, "owner": "employer", "status": "done",
                "description": "It was put right.", "evidence_ids": [evidence] });
            let action = self.make("remediation_action", &own, &action);
            let is_whole = self.dice.happens(85);
            let compliance = if is_whole { "complied" } else { "partial" };
            self.edit(
                &id,
                &json!({ "compliance": compliance, "verified_by_visit_id": visit }),
            );
            if is_whole {
                self.edit(&action, &json!({ "status": "verified" }));
            }
            self.diary
                .actions
                .insert(action, if is_whole { "verified" } else { "done" });
            self.diary.measures[*at].compliance = compliance;
        }
        self.end(&visit, "in_order");
    }
}
