use super::*;

const MAPPING: &str = r#"
name = "xx_test"
country = "MY"
title = "A register"
regulator = "An authority"
language = "vi"

[file]
path = "list.csv"
format = "csv"
html_entities = true

[source]
name = "A place"
url = "https://register.example/list"
retrieved_on = "2026-11-01"
licence_note = "Facts."

[row]
key = ["number"]
required = ["address"]

[columns]
name = "name"
licence_number = "number"
address = "address"
website = "web"
expires_on = "until"
date_format = "%d/%m/%Y"
ignored = ["remarks"]

[[alternate_names]]
column = "brand"
split = [" / ", ";"]

[status]
column = "status"
words = { "Đang hoạt động" = "valid", "Thu hồi" = "revoked" }
on_unknown = "reject"

[[status.elsewhere]]
column = "address"
text = "[closed]"
words = "closed"

[[leave_out]]
column = "address"
from = ["contact:", "attn:"]
until = [";", ")"]
what = "a person's name"
"#;

fn list(rows: &str) -> Result<List, String> {
    let mapping: Mapping = toml::from_str(MAPPING).unwrap();
    let text = format!("number,name,brand,address,web,until,status,remarks\n{rows}");
    List::of_bytes(&mapping, text.as_bytes())
}

fn one(row: &str) -> Record {
    let list = list(row).unwrap();
    assert_eq!(list.rejected, []);
    list.records.into_iter().next().unwrap().1
}

fn rejected(row: &str) -> String {
    let list = list(row).unwrap();
    assert_eq!(list.records, []);
    let (place, fault) = &list.rejected[0];
    format!("{place}: {}", fault.words)
}

#[test]
fn a_row_is_read_as_the_mapping_says() {
    let record = one(
        "LX-7,Meridian &amp; Sons, Meridian / Mersons;Meridian & Sons,1  Example Road,meridian.example,31/12/2026,đang HOẠT động,\u{FFFD}",
    );
    assert_eq!(record.key, "lx-7");
    assert_eq!(record.name, "Meridian & Sons");
    let names = record.alternate_names.iter();
    let names: Vec<&str> = names.map(|known| known.name.as_str()).collect();
    assert_eq!(names, ["Meridian", "Mersons"]);
    assert_eq!(record.address.as_deref(), Some("1 Example Road"));
    assert_eq!(record.website.as_deref(), Some("https://meridian.example"));
    assert_eq!(record.licence_number.as_deref(), Some("LX-7"));
    assert_eq!(record.licence_status, "valid");
    assert_eq!(
        record.licence_status_source.as_deref(),
        Some("đang HOẠT động")
    );
    assert_eq!(record.licence_status_basis, StatusBasis::Stated);
    assert_eq!(
        record.licence_expires_on,
        Some(Date::parse("2026-12-31").unwrap())
    );
}

#[test]
fn people_are_left_out_and_told_and_words_about_the_licence_find_their_place() {
    let text = "7,A,,\"[closed] 1 Road (tel. 12; contact: Somebody; attn: Else)\",,,Thu hồi,";
    let list = list(text).unwrap();
    let record = &list.records[0].1;
    assert_eq!(record.address.as_deref(), Some("1 Road (tel. 12)"));
    assert_eq!(record.licence_status, "revoked");
    assert_eq!(
        record.licence_status_source.as_deref(),
        Some("Thu hồi; closed")
    );
    let told: Vec<String> = list.left_out.iter().map(Told::to_string).collect();
    assert_eq!(told, ["line 2: a person's name in `address`, 2 times"]);
}

#[test]
fn a_row_that_cannot_be_trusted_is_rejected_with_its_line_and_the_reason() {
    let cases = [
        (",A,,road,,,Thu hồi,", "line 2: `number` is empty"),
        ("7,,,road,,,Thu hồi,", "line 2: `name` is empty"),
        ("7,A,,,,,Thu hồi,", "line 2: `address` is empty"),
        ("7,A,,road,,,,", "line 2: `status` is empty"),
        (
            "7,A,,road,,,who@mail.example,",
            "line 2: `status` holds no status that the mapping knows",
        ),
        (
            "7,A,,road,,2026-12-31,Thu hồi,",
            "line 2: `until` holds no date of the mapping's form",
        ),
        (
            "7,A\u{FFFD},,road,,,Thu hồi,",
            "line 2: `name` holds characters that were lost before",
        ),
        ("7,A,road,,,Thu hồi,", "line 2: has 7 cells instead of 8"),
    ];
    for (row, expected) in cases {
        assert_eq!(rejected(row), expected);
    }
    let long = format!("7,{},,road,,,Thu hồi,", "x".repeat(301));
    assert_eq!(
        rejected(&long),
        "line 2: a name has more than 300 characters"
    );
}

#[test]
fn the_key_of_a_rejected_row_is_kept_when_it_can_be_read() {
    let found = list("7,A,,road,,,nothing known,\n,B,,road,,,Thu hồi,").unwrap();
    assert_eq!(found.rejected_keys, ["7"]);
    assert_eq!(found.rejected.len(), 2);
}

#[test]
fn new_and_lost_columns_stop_the_import() {
    let mapping: Mapping = toml::from_str(MAPPING).unwrap();
    let read = |text: &str| List::of_bytes(&mapping, text.as_bytes()).unwrap_err();
    let new = read("number,name,brand,address,web,until,status,remarks,fax\n1,2,3,4,5,6,7,8,9");
    assert!(new.starts_with("the column `fax` is new"), "{new}");
    assert_eq!(read("number,name\n1,2"), "there is no column `address`");
    assert_eq!(read("number,name\n"), "holds no rows");
}

#[test]
fn an_unknown_status_can_be_kept_and_a_website_that_is_none_is_told() {
    let kept = MAPPING.replace("on_unknown = \"reject\"", "on_unknown = \"keep\"");
    let mapping: Mapping = toml::from_str(&kept).unwrap();
    let text = "number,name,brand,address,web,until,status,remarks\n7,A,,road,http://,,Lạ,";
    let list = List::of_bytes(&mapping, text.as_bytes()).unwrap();
    let record = &list.records[0].1;
    assert_eq!(record.licence_status, "unknown");
    assert_eq!(record.licence_status_source.as_deref(), Some("Lạ"));
    assert_eq!(record.website, None);
    assert_eq!(list.left_out[0].what, "a website that is no address");
}
