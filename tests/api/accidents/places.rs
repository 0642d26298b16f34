//! Workplaces of made-up names in the real towns of Malaysia.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::files::{Accident, Mapping};
use super::office::Desk;
use crate::load::Dice;

/// A workplace.
pub struct Site {
    pub id: String,
    /// The town, its division, longitude and latitude.
    town: Town,
    /// How far the reports about it are grave.
    pub gravity: usize,
}

#[derive(Clone)]
struct Town {
    name: String,
    subdivision: String,
    longitude: f64,
    latitude: f64,
}

const INDUSTRIES: [&str; 3] = ["4100", "2410", "0899"];
const SIZES: [&str; 3] = ["small", "medium", "large"];

fn towns(mapping: &Mapping) -> Vec<Town> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gazetteer/towns.tsv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let here = rows.filter(|row| row[0] == "MY");
    let town = |row: Vec<&str>| Town {
        name: row[4].to_owned(),
        subdivision: mapping.subdivision[row[1]].clone(),
        longitude: row[2].parse().unwrap(),
        latitude: row[3].parse().unwrap(),
    };
    here.map(town).collect()
}

/// A point within some two kilometres of another.
fn near(dice: &mut Dice, (longitude, latitude): (f64, f64)) -> Value {
    let off =
        |dice: &mut Dice| f64::from(u32::try_from(dice.below(400)).unwrap()) / 10_000.0 - 0.02;
    json!({ "type": "Point", "coordinates": [longitude + off(dice), latitude + off(dice)] })
}

impl Site {
    /// Where somebody says that something happened here: around the town.
    pub fn place(&self, dice: &mut Dice) -> Value {
        json!({ "country": "MY", "subdivision": self.town.subdivision, "precision": "exact",
            "text": format!("Near {}", self.town.name),
            "point": near(dice, (self.town.longitude, self.town.latitude)) })
    }
}

/// Registers so many workplaces.
pub async fn register(
    desk: &Desk<'_>,
    mapping: &Mapping,
    count: usize,
    dice: &mut Dice,
) -> Vec<Site> {
    let towns = towns(mapping);
    let mut sites = Vec::new();
    for number in 0..count {
        let end = u64::try_from(towns.len()).unwrap();
        let town = towns[usize::try_from(dice.below(end)).unwrap()].clone();
        let new = json!({ "names": [{ "name": format!("Site {number}"), "language": "en" }],
            "isic": [dice.of(&INDUSTRIES)], "size_band": dice.of(&SIZES),
            "place": { "country": "MY", "subdivision": town.subdivision, "precision": "exact",
                "text": format!("Site {number}, {}", town.name),
                "point": near(dice, (town.longitude, town.latitude)) } });
        let made = desk
            .send("POST", "/v1/staff/establishments", None, &new)
            .await;
        let id = made.assert_status(201).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        sites.push(Site {
            id,
            town,
            gravity: 0,
        });
    }
    sites
}

/// At which workplace each accident is said to have happened. Narratives that are the same are one accident; few workplaces
/// have many.
pub fn spread(accidents: &[Accident], sites: &mut [Site], dice: &mut Dice) -> Vec<usize> {
    let mut of_narrative = BTreeMap::new();
    let end = u64::try_from(sites.len()).unwrap();
    let mut chosen = Vec::new();
    for accident in accidents {
        let drawn = dice.below(end).min(dice.below(end));
        let drawn = usize::try_from(drawn).unwrap();
        let site = *of_narrative.entry(&accident.narrative).or_insert(drawn);
        sites[site].gravity += if accident.kind == "fatality" { 3 } else { 1 };
        chosen.push(site);
    }
    chosen
}
