//! What a tablet has done, as it comes in.
//!
//! Each operation is read by itself, not with the whole body: one that an old app writes wrongly is refused alone.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::inspections::records::RecordKind;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::text_enum;

/// Most members that one operation may change.
pub const MOST_MEMBERS: usize = 60;
/// Bytes of what one operation may say.
pub const MOST_BYTES: usize = 65_536;
/// Greatest version that anything can have.
const GREATEST_VERSION: i64 = 1_000_000_000;

text_enum! {
    /// What a tablet may change.
    pub enum SyncEntity {
        /// A record: a visit or what belongs to one.
        Record => "record",
    }
}

/// Something that was done on a tablet: what it makes of one record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "op_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "entity": "record",
    "entity_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62", "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63",
    "kind": "answer", "base_version": 0, "trunk_version": 0, "branch_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b64",
    "fields_changed": { "item_code": "guards", "value": "no" }, "client_time": "2026-11-23T08:15:30Z"
}))]
pub struct SyncOperation {
    /// The tablet's own number of this: done once, however often it is sent.
    pub op_id: ChosenId,
    /// What is changed.
    pub entity: SyncEntity,
    /// Which record; of one that is made here, an id of your own.
    pub entity_id: ChosenId,
    /// The visit to which it belongs; of a visit its own id.
    pub visit_id: ChosenId,
    /// What kind of record it is.
    pub kind: RecordKind,
    /// The version that the tablet changed: that of the server, and one more for each change that the tablet has made
    /// since. 0 makes the record.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub base_version: i64,
    /// The last version of the server that the tablet knew. 0: none.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub trunk_version: i64,
    /// Names the changes of this record that were made one after the other since then.
    pub branch_id: ChosenId,
    /// Members that are to be different; null takes one away.
    #[schema(value_type = Object)]
    pub fields_changed: Map<String, Value>,
    /// What the tablet's clock showed.
    pub client_time: Time,
}

impl SyncOperation {
    /// Reads an operation; the faults say where it is wrong.
    pub fn read(sent: &Value) -> Result<Self, Vec<Fault>> {
        let read: Result<Self, _> = serde_json::from_value(sent.clone());
        read.map_err(|_| faults_of(sent)).and_then(|operation| {
            let faults = operation.faults();
            if faults.is_empty() {
                Ok(operation)
            } else {
                Err(faults)
            }
        })
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (pointer, version) in [
            ("/base_version", self.base_version),
            ("/trunk_version", self.trunk_version),
        ] {
            if !(0..=GREATEST_VERSION).contains(&version) {
                faults.push(Fault::new(pointer, "malformed"));
            }
        }
        if self.base_version < self.trunk_version {
            let least = self.trunk_version;
            faults.push(Fault::new("/base_version", "too_small").with("limit", least));
        }
        let is_visit = self.kind == RecordKind::Visit;
        if is_visit != (Id::from(self.entity_id) == Id::from(self.visit_id)) {
            faults.push(Fault::new("/visit_id", "invalid"));
        }
        if self.fields_changed.len() > MOST_MEMBERS {
            let fault = Fault::new("/fields_changed", "too_many_items");
            faults.push(fault.with("limit", MOST_MEMBERS));
        }
        let said = serde_json::to_string(&self.fields_changed).unwrap_or_default();
        if said.len() > MOST_BYTES {
            let fault = Fault::new("/fields_changed", "too_long");
            faults.push(fault.with("limit", MOST_BYTES));
        }
        // Neither database can keep this character.
        if said.contains("\\u0000") && has_nul(&Value::Object(self.fields_changed.clone())) {
            faults.push(Fault::new("/fields_changed", "malformed"));
        }
        faults
    }

    /// The same number with another fingerprint is another operation.
    pub fn fingerprint(&self) -> Result<[u8; 32], serde_json::Error> {
        Ok(Sha256::digest(serde_json::to_vec(self)?).into())
    }

    /// Its number.
    pub fn id(&self) -> Id {
        self.op_id.into()
    }

    /// The record.
    pub fn record(&self) -> Id {
        self.entity_id.into()
    }

    /// The visit.
    pub fn visit(&self) -> Id {
        self.visit_id.into()
    }

    /// The establishment to which a visit is made.
    pub fn destination(&self) -> Option<Id> {
        let said = self.fields_changed.get("establishment_id")?;
        let id = Id::parse(said.as_str()?).ok()?;
        (self.kind == RecordKind::Visit).then_some(id)
    }

    /// Its place among the changes that were made one after the other.
    pub fn place(&self) -> (Id, Id, i64) {
        (self.branch_id.into(), self.record(), self.base_version)
    }

    /// Whether it says that a visit is done: what came with it is written down first.
    pub fn is_closing(&self) -> bool {
        let status = self.fields_changed.get("status").and_then(Value::as_str);
        self.kind == RecordKind::Visit && status == Some("done")
    }

    /// The place of the one on which it builds, when the tablet made that one, too.
    pub fn builds_on(&self) -> Option<(Id, Id, i64)> {
        let (branch, record, base) = self.place();
        (base > self.trunk_version).then_some((branch, record, base - 1))
    }
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads one member as what it must be.
type Reads = fn(&Value) -> bool;

fn reads<T: for<'de> Deserialize<'de>>(value: &Value) -> bool {
    T::deserialize(value).is_ok()
}

/// The members, and what each must be.
const MEMBERS: [(&str, Reads); 10] = [
    ("op_id", reads::<ChosenId>),
    ("entity", reads::<SyncEntity>),
    ("entity_id", reads::<ChosenId>),
    ("visit_id", reads::<ChosenId>),
    ("kind", reads::<RecordKind>),
    ("base_version", reads::<i64>),
    ("trunk_version", reads::<i64>),
    ("branch_id", reads::<ChosenId>),
    ("fields_changed", reads::<Map<String, Value>>),
    ("client_time", reads::<Time>),
];

/// What is wrong with something that cannot be read as an operation.
fn faults_of(sent: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, reads) in MEMBERS {
        match sent.get(name) {
            None => faults.push(Fault::new(format!("/{name}"), "missing_member")),
            Some(value) if !reads(value) => {
                faults.push(Fault::new(format!("/{name}"), "malformed"));
            }
            Some(_) => {}
        }
    }
    let members = sent.as_object().into_iter().flatten();
    let unknown = members.filter(|(name, _)| MEMBERS.iter().all(|(known, _)| known != name));
    faults.extend(unknown.map(|(name, _)| {
        let pointer = name.replace('~', "~0").replace('/', "~1");
        Fault::new(format!("/{pointer}"), "unknown_member")
    }));
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent() -> Value {
        json!({
            "op_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "entity": "record",
            "entity_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62", "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63",
            "kind": "answer", "base_version": 4, "trunk_version": 3,
            "branch_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b64",
            "fields_changed": { "value": "no" }, "client_time": "2026-11-23T08:15:30Z"
        })
    }

    fn faults(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
        let mut sent = sent();
        change(&mut sent);
        let faults = SyncOperation::read(&sent).unwrap_err();
        faults.into_iter().map(|f| (f.pointer, f.code)).collect()
    }

    #[test]
    fn an_operation_knows_on_which_one_it_builds() {
        let operation = SyncOperation::read(&sent()).unwrap();
        let (branch, record, base) = operation.place();
        assert_eq!(operation.builds_on(), Some((branch, record, base - 1)));
        let mut first = sent();
        first["base_version"] = json!(3);
        assert_eq!(SyncOperation::read(&first).unwrap().builds_on(), None);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let found = faults(|sent| {
            sent["kind"] = json!("rumour");
            sent["base_version"] = json!("4");
            sent["colour"] = json!("red");
            sent.as_object_mut().unwrap().remove("client_time");
        });
        let expected = [
            ("/kind", "malformed"),
            ("/base_version", "malformed"),
            ("/client_time", "missing_member"),
            ("/colour", "unknown_member"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_no_database_keeps_is_refused_and_what_looks_like_it_is_not() {
        let nul = faults(|sent| sent["fields_changed"] = json!({ "note": "a\u{0}b" }));
        assert_eq!(nul, [("/fields_changed".to_owned(), "malformed")]);
        let mut escaped = sent();
        escaped["fields_changed"] = json!({ "note": "a\\u0000b" });
        assert!(SyncOperation::read(&escaped).is_ok());
    }

    #[test]
    fn a_version_lies_on_or_after_its_trunk() {
        let early = faults(|sent| sent["base_version"] = json!(2));
        assert_eq!(early, [("/base_version".to_owned(), "too_small")]);
    }
}
