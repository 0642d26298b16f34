//! The accidents of the files, and what their words are in the codes of the service.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::load::Dice;

/// What `mapping.toml` says: a word that has no line is not mapped.
#[derive(Deserialize)]
pub struct Mapping {
    kind: BTreeMap<String, String>,
    injury_type: BTreeMap<String, String>,
    body_part: BTreeMap<String, String>,
    hazard: BTreeMap<String, Vec<String>>,
    sector: BTreeMap<String, String>,
    /// First divisions of Malaysia: ISO 3166-2 by GeoNames.
    pub subdivision: BTreeMap<String, String>,
}

/// An accident that somebody wrote down.
#[derive(Debug, Clone)]
pub struct Accident {
    /// Its file and number there.
    pub name: String,
    pub day: String,
    pub narrative: String,
    pub kind: String,
    pub injury_type: Option<String>,
    pub body_part: Option<String>,
    pub hazards: BTreeSet<String>,
    pub sector: Option<String>,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/accidents")
}

pub fn mapping() -> Mapping {
    let text = std::fs::read_to_string(folder().join("mapping.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// The rows of a packed table, by the names of its columns.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let packed = std::fs::File::open(folder().join(file)).unwrap();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(packed));
    reader.deserialize().map(Result::unwrap).collect()
}

/// As the service keeps a text: nothing blank at its ends, one kind of line end. A control character is none of a narrative's: those
/// of the files are what was left of an apostrophe.
fn text_of(narrative: &str) -> String {
    let text = narrative.replace("\r\n", "\n").replace('\r', "\n");
    let is_odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.replace(is_odd, "'").trim().to_owned()
}

/// Narratives in which a control character stands.
pub fn mended(accidents: &[Accident]) -> usize {
    let all = rows("osha.csv.gz")
        .into_iter()
        .chain(rows("industry.csv.gz"));
    let is_odd = |c: char| c.is_control() && !['\n', '\r', '\t'].contains(&c);
    let odd = all.filter(|row| row["narrative"].contains(is_odd));
    let odd: BTreeSet<String> = odd.map(|row| text_of(&row["narrative"])).collect();
    let mended = accidents.iter().filter(|one| odd.contains(&one.narrative));
    mended.count()
}

fn accident(
    mapping: &Mapping,
    row: &BTreeMap<String, String>,
    (file, degree, of_danger): (&str, &str, &[&str]),
) -> Accident {
    let word = |column: &str| row.get(column).map_or("", String::as_str);
    let hazards = of_danger
        .iter()
        .filter_map(|of| mapping.hazard.get(word(of)));
    let is_construction = !word("construction_end_use").is_empty();
    let sector = mapping.sector.get(word("sector")).cloned();
    Accident {
        name: format!("{file} {}", row["number"]),
        day: row["day"].clone(),
        narrative: text_of(&row["narrative"]),
        kind: mapping.kind[word(degree)].clone(),
        injury_type: mapping.injury_type.get(word("nature")).cloned(),
        body_part: mapping.body_part.get(word("part_of_body")).cloned(),
        hazards: hazards.flatten().cloned().collect(),
        sector: sector.or_else(|| is_construction.then(|| "F".to_owned())),
    }
}

/// Every accident of both files.
pub fn accidents() -> Vec<Accident> {
    let mapping = mapping();
    let osha = (
        "osha",
        "degree",
        &["event_type", "environmental_factor"][..],
    );
    let industry = ("industry", "level", &["critical_risk"][..]);
    let mut all = Vec::new();
    for (file, what) in [("osha.csv.gz", osha), ("industry.csv.gz", industry)] {
        let rows = rows(file);
        all.extend(rows.iter().map(|row| accident(&mapping, row, what)));
    }
    all
}

/// Puts a list into another order, and the same one each time.
pub fn shuffle<T>(dice: &mut Dice, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        let end = u64::try_from(last).unwrap() + 1;
        list.swap(last, usize::try_from(dice.below(end)).unwrap());
    }
}

/// So many of them, drawn; among them two of one narrative.
pub fn some(all: &[Accident], count: usize, dice: &mut Dice) -> Vec<Accident> {
    let mut first = BTreeMap::new();
    let twin = all.iter().enumerate().find_map(|(at, one)| {
        let before = first.insert(one.narrative.as_str(), at)?;
        Some([before, at])
    });
    let twin = twin.unwrap();
    let mut rest: Vec<usize> = (0..all.len()).filter(|at| !twin.contains(at)).collect();
    shuffle(dice, &mut rest);
    let drawn = twin.into_iter().chain(rest).take(count);
    drawn.map(|at| all[at].clone()).collect()
}
