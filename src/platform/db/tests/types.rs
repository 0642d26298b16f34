//! Values come back as they went in, and constraints are named alike.

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::Bool;

use super::super::{Conn, DbError, Json, UnknownWord, constraint};
use super::{Place, places};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::{Id, SeededRandomness};

crate::text_enum! {
    /// What a stone may look like.
    pub enum Colour {
        /// Like the sky.
        Blue => "blue",
        /// Like leaves.
        DeepGreen => "deep_green",
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::platform::db::types::{DbDate, DbJson, DbTime, DbUuid};

    stones (id) {
        id -> DbUuid,
        found_at -> DbTime,
        found_on -> DbDate,
        about -> DbJson,
        colour -> Text,
        other_id -> Nullable<DbUuid>,
        lost_at -> Nullable<DbTime>,
        lost_on -> Nullable<DbDate>,
        more -> Nullable<DbJson>,
        inside -> Nullable<Text>,
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = stones, treat_none_as_default_value = false)]
struct Stone {
    id: Id,
    found_at: Time,
    found_on: Date,
    about: Json,
    colour: Colour,
    other_id: Option<Id>,
    lost_at: Option<Time>,
    lost_on: Option<Date>,
    more: Option<Json>,
    inside: Option<Colour>,
}

fn with_stones(place: &Place) -> Conn {
    place.prepare(
        "CREATE TABLE stones (id BLOB PRIMARY KEY, found_at INTEGER NOT NULL, \
         found_on TEXT NOT NULL, about TEXT NOT NULL, colour TEXT NOT NULL, other_id BLOB, \
         lost_at INTEGER, lost_on TEXT, more TEXT, inside TEXT) STRICT",
        "CREATE TABLE stones (id uuid PRIMARY KEY, found_at timestamptz NOT NULL, \
         found_on date NOT NULL, about jsonb NOT NULL, colour text NOT NULL, other_id uuid, \
         lost_at timestamptz, lost_on date, more jsonb, inside text)",
    );
    place.conn()
}

fn stone(seed: u64, at: &str, day: &str) -> Stone {
    let found_at = Time::parse(at).unwrap();
    Stone {
        id: Id::from_parts(found_at, &SeededRandomness::new(seed)),
        found_at,
        found_on: Date::parse(day).unwrap(),
        about: Json::of(&serde_json::json!({ "weight": 3, "names": ["ພາສາ", "o'neil"] })).unwrap(),
        colour: Colour::DeepGreen,
        other_id: None,
        lost_at: None,
        lost_on: None,
        more: None,
        inside: None,
    }
}

fn assert_same(found: &Stone, expected: &Stone) {
    let json = |value: &Json| value.read::<serde_json::Value>().unwrap();
    assert_eq!(found.id, expected.id);
    assert_eq!(
        (found.found_at, found.found_on),
        (expected.found_at, expected.found_on)
    );
    assert_eq!(
        (found.colour, found.inside),
        (expected.colour, expected.inside)
    );
    assert_eq!(json(&found.about), json(&expected.about));
    assert_eq!(found.other_id, expected.other_id);
    assert_eq!(
        (found.lost_at, found.lost_on),
        (expected.lost_at, expected.lost_on)
    );
    assert_eq!(
        found.more.as_ref().map(json),
        expected.more.as_ref().map(json)
    );
}

#[test]
fn all_types_come_back_as_they_went_in() {
    for place in places() {
        let mut conn = with_stones(&place);
        let empty = stone(1, "1969-12-31T23:59:59.999999Z", "1999-12-31");
        let mut full = stone(2, "2026-03-01T08:30:00.123456Z", "2026-03-01");
        full.other_id = Some(empty.id);
        full.lost_at = Some(Time::parse("0000-01-01T00:00:00Z").unwrap());
        full.lost_on = Some(Date::parse("9999-12-31").unwrap());
        full.more = Some(Json::of(&[1, 2]).unwrap());
        full.inside = Some(Colour::Blue);

        for stone in [&empty, &full] {
            diesel::insert_into(stones::table)
                .values(stone)
                .execute(&mut conn)
                .unwrap();
        }

        let found: Vec<Stone> = stones::table
            .order(stones::found_at)
            .select(Stone::as_select())
            .load(&mut conn)
            .unwrap();
        assert_same(&found[0], &empty);
        assert_same(&found[1], &full);
    }
}

#[test]
fn all_types_can_be_searched_for_and_changed() {
    for place in places() {
        let mut conn = with_stones(&place);
        let first = stone(1, "2026-03-01T08:30:00Z", "2026-03-01");
        let second = stone(2, "2026-03-02T08:30:00Z", "2026-03-02");
        let both = [first.clone(), second.clone()];
        let count = crate::native!(&mut conn, native => diesel::insert_into(stones::table)
            .values(&both[..]).execute(native));
        assert_eq!(count, Ok(2));

        diesel::update(stones::table.find(second.id))
            .set((
                stones::inside.eq(Some(Colour::Blue)),
                stones::lost_at.eq(Some(first.found_at)),
                stones::more.eq(None::<Json>),
            ))
            .execute(&mut conn)
            .unwrap();

        let ids: Vec<Id> = stones::table
            .filter(stones::id.eq_any([first.id, second.id]))
            .filter(stones::found_at.gt(first.found_at))
            .filter(stones::found_on.ge(second.found_on))
            .filter(stones::colour.eq(Colour::DeepGreen))
            .filter(stones::inside.eq_any([Colour::Blue]))
            .select(stones::id)
            .load(&mut conn)
            .unwrap();
        assert_eq!(ids, [second.id]);
    }
}

#[test]
fn rows_can_be_locked_and_claimed() {
    for place in places() {
        let mut conn = with_stones(&place);
        let one = stone(1, "2026-03-01T08:30:00Z", "2026-03-01");
        diesel::insert_into(stones::table)
            .values(&one)
            .execute(&mut conn)
            .unwrap();

        let locked: QueryResult<Vec<Id>> =
            crate::lock!(&mut conn, stones::table.select(stones::id));
        let claimed: QueryResult<Vec<Id>> =
            crate::claim!(&mut conn, stones::table.select(stones::id).limit(2));
        assert_eq!((locked, claimed), (Ok(vec![one.id]), Ok(vec![one.id])));
    }
}

#[test]
fn a_word_that_the_enum_does_not_know_is_an_error_and_never_a_default() {
    for place in places() {
        let mut conn = with_stones(&place);
        let one = stone(1, "2026-03-01T08:30:00Z", "2026-03-01");
        diesel::insert_into(stones::table)
            .values(&one)
            .execute(&mut conn)
            .unwrap();
        diesel::update(stones::table)
            .set(stones::colour.eq("pink"))
            .execute(&mut conn)
            .unwrap();

        let found = stones::table
            .select(stones::colour)
            .first::<Colour>(&mut conn);
        assert!(
            matches!(found, Err(Error::DeserializationError(_))),
            "{found:?}"
        );
    }
    assert_eq!("pink".parse::<Colour>(), Err(UnknownWord("Colour")));
}

#[test]
fn an_enum_is_one_list_of_words_everywhere() {
    let schema = serde_json::to_value(<Colour as utoipa::PartialSchema>::schema()).unwrap();

    assert_eq!(schema["enum"], serde_json::json!(["blue", "deep_green"]));
    assert_eq!(schema["type"], "string");
    assert_eq!(schema["description"], "What a stone may look like.");
    assert_eq!(
        serde_json::to_string(Colour::ALL).unwrap(),
        r#"["blue","deep_green"]"#
    );
    assert_eq!(
        serde_json::from_str::<Colour>("\"deep_green\"").unwrap(),
        Colour::DeepGreen
    );
    assert_eq!(format!("{:>6}", Colour::Blue), "  blue");
}

#[test]
fn the_contract_knows_times_dates_and_ids() {
    use utoipa::{PartialSchema as _, ToSchema as _};

    let format = |schema| serde_json::to_value(schema).unwrap();
    assert_eq!(format(Time::schema())["format"], "date-time");
    assert_eq!(format(Date::schema())["format"], "date");
    assert_eq!(format(Id::schema())["format"], "uuid");
    assert_eq!(
        [Time::name(), Date::name(), Id::name()],
        ["Time", "Date", "Id"]
    );
}

fn violated(conn: &mut Conn, sql: &str) -> Option<String> {
    let error = diesel::sql_query(sql).execute(conn).unwrap_err();
    let name = constraint(&error);
    assert_eq!(DbError::from(error).constraint(), name);
    name
}

const PEBBLES: &str =
    "state text NOT NULL, slug text NOT NULL, rating integer NOT NULL, note text, \
        UNIQUE (state, slug), CONSTRAINT rating_range CHECK (rating < 6));
        CREATE UNIQUE INDEX pebbles_note_key ON pebbles (note) WHERE note <> '';
        CREATE TABLE shells (name text NOT NULL);
        CREATE UNIQUE INDEX shells_lower_key ON shells (lower(name));
        INSERT INTO shells VALUES ('a');
        CREATE TABLE marks (id integer PRIMARY KEY, pebble_id integer REFERENCES pebbles (id));
        INSERT INTO pebbles VALUES (1, 'a', 'a', 1, 'n')";

#[test]
fn a_violated_constraint_has_one_name() {
    for place in places() {
        place.prepare(
            &format!("CREATE TABLE pebbles (id integer PRIMARY KEY, {PEBBLES}"),
            &format!(
                "CREATE TABLE pebbles (id integer CONSTRAINT pebbles_id_key PRIMARY KEY, {PEBBLES}"
            ),
        );
        let mut conn = place.conn();
        for (sql, name) in [
            (
                "INSERT INTO pebbles VALUES (2, 'a', 'a', 1, NULL)",
                Some("pebbles_state_slug_key"),
            ),
            (
                "INSERT INTO pebbles VALUES (1, 'b', 'b', 1, NULL)",
                Some("pebbles_id_key"),
            ),
            (
                "INSERT INTO pebbles VALUES (2, 'b', 'b', 1, 'n')",
                Some("pebbles_note_key"),
            ),
            ("INSERT INTO shells VALUES ('A')", Some("shells_lower_key")),
            (
                "INSERT INTO pebbles VALUES (2, 'b', 'b', 9, NULL)",
                Some("rating_range"),
            ),
            (
                "INSERT INTO pebbles VALUES (2, NULL, 'b', 1, NULL)",
                Some("pebbles_state_not_null"),
            ),
            ("INSERT INTO marks VALUES (1, 99)", None),
            ("INSERT INTO nowhere VALUES (1)", None),
        ] {
            assert_eq!(violated(&mut conn, sql).as_deref(), name, "{sql}");
        }
    }
}

#[derive(QueryableByName)]
struct Truth {
    #[diesel(sql_type = Bool)]
    truth: bool,
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_understands_the_values_and_not_only_keeps_them() {
    for place in places().iter().filter(|place| place.is_postgres()) {
        let mut conn = with_stones(place);
        let one = stone(1, "2026-03-01T08:30:00.25Z", "1999-12-31");
        diesel::insert_into(stones::table)
            .values(&one)
            .execute(&mut conn)
            .unwrap();

        let row: Truth = diesel::sql_query(
            "SELECT found_at = '2026-03-01T08:30:00.25Z' AND found_on = '1999-12-31' \
             AND about->>'weight' = '3' AS truth FROM stones",
        )
        .get_result(&mut conn)
        .unwrap();
        assert!(row.truth);
    }
}
