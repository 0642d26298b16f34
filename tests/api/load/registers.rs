//! The real registers under made-up names: an invented rating must never stand on a real one.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::dice;
use super::reviews::Dice;

const FIRST: [&str; 16] = [
    "Amber", "Birch", "Cedar", "Coral", "Crimson", "Golden", "Indigo", "Ivory", "Jade", "Linden",
    "Maple", "Pearl", "Saffron", "Silver", "Teal", "Willow",
];
const SECOND: [&str; 16] = [
    "Albatross",
    "Badger",
    "Crane",
    "Dolphin",
    "Egret",
    "Falcon",
    "Gannet",
    "Heron",
    "Ibis",
    "Kite",
    "Lark",
    "Osprey",
    "Petrel",
    "Plover",
    "Swift",
    "Tern",
];
const LAST: [&str; 5] = [
    "International",
    "Manpower",
    "Overseas",
    "Placement",
    "Recruitment",
];

/// The columns that hold a name, in the files of the registers that come with the program.
const CSV_FILES: [(&str, &[&str]); 2] = [
    ("bd_recruiting_agencies.csv", &["name"]),
    ("sg_mom_ea_directory_sample.csv", &["name", "official_name"]),
];
const JSON_FILES: [(&str, &[&str]); 1] =
    [("vn_xkld_companies.json", &["companyName", "companyCode"])];

/// A copy of the reference data in which no agency has its name, address or telephone.
pub fn pseudonymous() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    copy(&data, folder.path());
    let registers = folder.path().join("registers");
    let mut dice = dice(1);
    for (file, columns) in CSV_FILES {
        rename_in_csv(&registers.join(file), columns, &mut dice);
    }
    for (file, members) in JSON_FILES {
        rename_in_json(&registers.join(file), members, &mut dice);
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn pseudonym(dice: &mut Dice, number: usize) -> String {
    format!(
        "{} {} {} {number}",
        dice.of(&FIRST),
        dice.of(&SECOND),
        dice.of(&LAST)
    )
}

fn rename_in_csv(file: &Path, columns: &[&str], dice: &mut Dice) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_path(file).unwrap();
    writer.write_record(&headers).unwrap();
    for (number, row) in rows.iter().enumerate() {
        let name = pseudonym(dice, number);
        let fields = headers.iter().zip(row).map(|(column, field)| match column {
            column if columns.contains(&column) => name.as_str(),
            "address" | "office_tel" => "",
            _ => field,
        });
        writer.write_record(fields).unwrap();
    }
    writer.flush().unwrap();
}

fn rename_in_json(file: &Path, members: &[&str], dice: &mut Dice) {
    let mut rows: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for (number, row) in rows.iter_mut().enumerate() {
        let name = pseudonym(dice, number);
        for (member, value) in row.as_object_mut().unwrap() {
            match member.as_str() {
                member if members.contains(&member) => *value = name.as_str().into(),
                "address" | "phoneNumber" => *value = "".into(),
                _ => {}
            }
        }
    }
    std::fs::write(file, serde_json::to_vec(&rows).unwrap()).unwrap();
}
