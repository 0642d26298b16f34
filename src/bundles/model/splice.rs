//! What is different within an item, as bytes that are cut out and put in: an article in which one sentence is new is sent
//! as that sentence.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::Item;

/// How long a shorter way is looked for; whatever is found by then is right, and only longer.
const PATIENCE: Duration = Duration::from_millis(100);
/// Two places that are nearer to each other than this are one: each costs about as much.
const NEAR: usize = 12;

/// A place in the content of an item that is otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Splice {
    /// The first byte, in the content as it was.
    at: usize,
    /// How many bytes are cut out.
    cut: usize,
    /// What is put in.
    text: String,
}

/// An item, told by what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spliced {
    id: String,
    hash: String,
    splices: Vec<Splice>,
}

impl Spliced {
    /// The item by its content before; none when that is no shorter than the item itself.
    pub fn of(before: &str, item: &Item) -> Option<Self> {
        let spliced = Self {
            id: item.id.clone(),
            hash: item.hash.clone(),
            splices: splices(before, &item.content),
        };
        let is_shorter = spliced.to_json().to_string().len() < item.content.len();
        is_shorter.then_some(spliced)
    }

    /// As it is sent.
    pub fn to_json(&self) -> Value {
        let splices = self.splices.iter();
        let splices: Vec<Value> = splices
            .map(|one| json!([one.at, one.cut, one.text]))
            .collect();
        json!({ "id": self.id, "hash": self.hash, "splices": splices })
    }
}

fn splices(before: &str, after: &str) -> Vec<Splice> {
    let (old, new): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let until = Instant::now().checked_add(PATIENCE);
    let operations = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, until);
    let mut found: Vec<Splice> = Vec::new();
    let mut at = 0;
    // What stayed the same since the last place.
    let mut same = String::new();
    for operation in operations {
        let (_, was, is) = operation.as_tag_tuple();
        let is_same = matches!(operation, DiffOp::Equal { .. });
        let was: String = old.get(was).unwrap_or_default().iter().collect();
        if is_same {
            at += was.len();
            same = was;
            continue;
        }
        let text: String = new.get(is).unwrap_or_default().iter().collect();
        match found.last_mut() {
            Some(last) if same.len() <= NEAR => {
                last.cut += same.len() + was.len();
                last.text.push_str(&same);
                last.text.push_str(&text);
            }
            Some(_) | None => found.push(Splice {
                at,
                cut: was.len(),
                text,
            }),
        }
        at += was.len();
        same.clear();
    }
    found
}
