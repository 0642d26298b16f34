//! Any earlier version and a change make the current one, to the byte.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::platform::clock::Time;

/// Rows as the store keeps them: the item, the first version that has it so, the first that does not.
type Row = (Item, i64, Option<i64>);

#[derive(Default)]
struct History {
    rows: Vec<Row>,
    versions: Vec<Vec<Item>>,
}

fn key() -> BundleKey {
    BundleKey {
        corridor: Corridor {
            origin: "PH".to_owned(),
            destination: "MY".to_owned(),
        },
        language: "fil".parse().unwrap(),
    }
}

fn head(items: &[Item], number: usize) -> Head {
    let at = Time::EPOCH.plus(std::time::Duration::from_secs(
        u64::try_from(number).unwrap(),
    ));
    Head::new(key(), &content_hash(items), at, "kid")
}

fn items_of(contents: &BTreeMap<String, Value>) -> Vec<Item> {
    let mut items: Vec<Item> = contents
        .iter()
        .map(|(name, content)| Item::new("article", name, canonical(content)))
        .collect();
    sort(&mut items);
    items
}

impl History {
    fn open_at(&self, number: i64) -> impl Iterator<Item = &Row> {
        let holds = move |(_, from, until): &&Row| {
            *from <= number && until.is_none_or(|until| until > number)
        };
        self.rows.iter().filter(holds)
    }

    fn held(&self, number: i64) -> Held {
        let rows = self.open_at(number);
        rows.map(|(item, ..)| (item.id.clone(), item.hash.clone()))
            .collect()
    }

    fn publish(&mut self, items: Vec<Item>) {
        let number = i64::try_from(self.versions.len()).unwrap() + 1;
        let before = self.held(number - 1);
        let step = step(&before, &items);
        for row in &mut self.rows {
            if row.2.is_none() && step.ended.contains(&row.0.id) {
                row.2 = Some(number);
            }
        }
        let begun = step.begun.into_iter().cloned();
        self.rows.extend(begun.map(|item| (item, number, None)));
        self.versions.push(items);
    }

    fn change<'b>(&self, base: &'b str, number: i64) -> Change<'b> {
        let last = i64::try_from(self.versions.len()).unwrap();
        let now: BTreeSet<String> = self.held(last).into_keys().collect();
        let rows = self.open_at(last);
        let begun = rows.filter(|(_, from, _)| *from > number);
        let begun = begun.map(|(item, ..)| item.clone()).collect();
        Change::of(base, &self.held(number), &now, begun)
    }
}

/// What an app does: it knows JSON, and nothing of how a bundle is made here.
fn apply(bundle: &str, delta: &str) -> String {
    let bundle: Value = serde_json::from_str(bundle).unwrap();
    let answer: Value = serde_json::from_str(delta).unwrap();
    let delta = answer["delta"].as_object().unwrap();
    assert_eq!(bundle["version"], delta["base"]);
    let id_of = |item: &Value| item["id"].as_str().unwrap().to_owned();
    let listed = |list: &Value| -> BTreeMap<String, Value> {
        let items = list.as_array().unwrap().iter();
        items.map(|item| (id_of(item), item.clone())).collect()
    };
    let mut items = listed(&bundle["items"]);
    for id in delta["removed"].as_array().unwrap() {
        assert!(items.remove(id.as_str().unwrap()).is_some());
    }
    items.extend(listed(&delta["changed"]));
    for told in delta
        .get("spliced")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let item = items.get_mut(told["id"].as_str().unwrap()).unwrap();
        splice(item, told);
    }
    let kept = ["base", "changed", "removed", "spliced"];
    let mut whole: Map<String, Value> = delta
        .iter()
        .filter(|(name, _)| !kept.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let items: Vec<Value> = items.into_values().collect();
    whole.insert("items".to_owned(), json!(items));
    canonical(&Value::Object(whole))
}

/// Cuts and puts in from the last place to the first, so that the places stay where they are.
fn splice(item: &mut Value, told: &Value) {
    let mut content = canonical(&item["content"]).into_bytes();
    for place in told["splices"].as_array().unwrap().iter().rev() {
        let number = |at: usize| usize::try_from(place[at].as_u64().unwrap()).unwrap();
        let (at, cut) = (number(0), number(1));
        content.splice(at..at + cut, place[2].as_str().unwrap().bytes());
    }
    let content = String::from_utf8(content).unwrap();
    assert_eq!(
        told["hash"],
        short_hash(content.as_bytes(), ITEM_HASH_BYTES)
    );
    item["content"] = serde_json::from_str(&content).unwrap();
    item["hash"] = told["hash"].clone();
}

/// An edit: which item, and what it says from now on; nothing takes it out.
type Edit = (u8, Option<(String, i32)>);

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    // Few texts, so that something is often changed back.
    let said = prop_oneof!["[a-c\u{1}\"\\\\\u{7f}ñ\u{1000}\u{1f600}]{0,2}", ".{0,6}"];
    let edit = (0_u8..6, prop::option::of((said, -3_i32..3)));
    prop::collection::vec(prop::collection::vec(edit, 0..5), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_earlier_version_and_its_change_are_the_current_one_byte_for_byte(rounds in edits()) {
        let (mut history, mut contents) = (History::default(), BTreeMap::new());
        for round in rounds {
            for (name, content) in round {
                let name = format!("name-{name}");
                match content {
                    Some((text, number)) => { contents.insert(name, json!({ "text": text, "number": number, "b": [text] })); }
                    None => { contents.remove(&name); }
                }
            }
            history.publish(items_of(&contents));
        }
        let last = history.versions.last().unwrap();
        let now = head(last, history.versions.len());
        let whole = Document { head: &now, items: last }.text();
        prop_assert_eq!(&canonical(&serde_json::from_str(&whole).unwrap()), &whole);
        for (place, earlier) in history.versions.iter().enumerate() {
            let then = head(earlier, place + 1);
            let before = Document { head: &then, items: earlier }.text();
            let change = history.change(&then.version, i64::try_from(place + 1).unwrap());
            let delta = change.answer(&now, "signature");
            prop_assert_eq!(&canonical(&serde_json::from_str(&delta).unwrap()), &delta);
            prop_assert_eq!(&apply(&before, &delta), &whole);
            let change = history.change(&then.version, i64::try_from(place + 1).unwrap());
            let spliced = change.in_splices(earlier).answer(&now, "signature");
            prop_assert_eq!(&canonical(&serde_json::from_str(&spliced).unwrap()), &spliced);
            prop_assert_eq!(&apply(&before, &spliced), &whole);
        }
    }
}

#[test]
fn a_sentence_more_is_sent_as_a_sentence() {
    let text = "Your passport is yours. ".repeat(40);
    let content =
        |text: &str, day: &str| json!({ "body": text, "title": "Passport", "updated_on": day });
    let was = Item::new("article", "a", canonical(&content(&text, "2026-11-29")));
    let is = Item::new(
        "article",
        "a",
        canonical(&content(&format!("{text}Keep a photo."), "2026-11-30")),
    );
    let told = splice::Spliced::of(&was.content, &is).unwrap().to_json();
    assert!(told.to_string().len() < 120, "{told}");
    let other = Item::new("article", "a", canonical(&json!({ "x": 1 })));
    assert!(splice::Spliced::of(&was.content, &other).is_none());
}

#[test]
fn a_version_is_named_by_what_is_in_it_and_by_when_and_who() {
    let items = items_of(&BTreeMap::from([("a".to_owned(), json!(1))]));
    let hash = content_hash(&items);
    let named = |at: Time, by: &str| Head::new(key(), &hash, at, by).version;
    let first = named(Time::EPOCH, "one");
    assert_eq!(first, named(Time::EPOCH, "one"));
    assert_eq!(first.len(), 16);
    assert_ne!(first, named(Time::EPOCH, "two"));
    assert_ne!(
        first,
        named(Time::EPOCH.plus(std::time::Duration::from_secs(1)), "one")
    );
}
