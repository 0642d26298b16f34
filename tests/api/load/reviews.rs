//! Reviews as chance makes them.

use serde_json::{Value, json};

const DESTINATIONS: [&str; 6] = ["SA", "AE", "MY", "SG", "JP", "QA"];
const OCCUPATIONS: [&str; 6] = ["5311", "9111", "7111", "9313", "8160", "5131"];
const DIMENSIONS: [&str; 6] = [
    "fees",
    "deception",
    "contract",
    "documents",
    "treatment",
    "help_after",
];
const CATEGORIES: [&str; 4] = [
    "recruitment_fee",
    "medical",
    "travel_lodging",
    "administrative",
];
const SYLLABLES: [&str; 24] = [
    "ba", "ko", "ri", "sen", "tal", "mu", "ni", "pra", "dok", "lim", "va", "shu", "gar", "hei",
    "jo", "kya", "thu", "wen", "xo", "yam", "zi", "fal", "ger", "cu",
];

/// Numbers that look like chance and are the same each time: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl From<u64> for Dice {
    fn from(seed: u64) -> Self {
        Self(seed)
    }
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// One of these.
    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let place = self.below(u64::try_from(all.len()).unwrap());
        all[usize::try_from(place).unwrap()]
    }

    /// Whether something happens that does so in this many of a hundred cases.
    pub fn happens(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// Somewhere on the internet.
    pub fn address(&mut self) -> String {
        let (a, b, c) = (1 + self.below(220), self.below(256), self.below(256));
        format!("{a}.{b}.{c}.{}", 1 + self.below(250))
    }
}

/// What somebody says of an agency whose reviews tend to this score.
pub fn review(dice: &mut Dice, origin: &str, tendency: u64, month: &str) -> Value {
    let star = |dice: &mut Dice| (tendency + dice.below(3)).clamp(2, 6) - 1;
    let mut review = json!({
        "stage": dice.of(&["working", "returned", "left_recently"]),
        "corridor": { "origin": origin, "destination": dice.of(&DESTINATIONS[..]) },
        "occupation": dice.of(&OCCUPATIONS),
        "recruited_month": month,
        "overall": star(dice),
        "would_recommend": dice.happens(50),
    });
    let scores = DIMENSIONS
        .iter()
        .filter(|_| dice.happens(60))
        .copied()
        .collect::<Vec<_>>();
    let scores: Vec<Value> = scores
        .into_iter()
        .map(|dimension| json!({ "dimension": dimension, "score": star(dice) }))
        .collect();
    review["scores"] = scores.into();
    if dice.happens(60) {
        review["fee_items"] = json!([{
            "category": dice.of(&CATEGORIES),
            "paid": { "amount": format!("{}.00", 100 + dice.below(4000)), "currency": "USD" },
            "paid_to": "agency", "paid_how": "cash", "receipt": "no"
        }]);
        review["first_month_income"] =
            json!({ "amount": format!("{}.00", 250 + dice.below(500)), "currency": "USD" });
    }
    if dice.happens(30) {
        review["facts"] = json!({ "contract": { "substituted": dice.of(&["yes", "no"]) } });
    }
    if dice.happens(40) {
        review["comment"] = json!({ "text": words(dice), "language": "en" });
    }
    review
}

fn words(dice: &mut Dice) -> String {
    let word = |dice: &mut Dice| -> String {
        (0..2 + dice.below(3))
            .map(|_| dice.of(&SYLLABLES))
            .collect()
    };
    let count = 10 + dice.below(25);
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}
