//! JSON without double meanings.
//!
//! A member that comes twice would silently lose one of its values, and two readers of the same
//! text may disagree on which (RFC 8259, section 4; RFC 7493, section 2.3). So each is a fault.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::platform::http::contract::escape;
use crate::platform::problem::{Fault, MALFORMED_REQUEST, Problem};

/// More repeated members than these are not listed: nobody mends them one by one.
const MOST_LISTED: usize = 100;

/// Reads one JSON text; the faults say where it is broken, or which members come twice.
pub fn read(bytes: &[u8]) -> Result<Value, Problem> {
    let mut repeated = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let reader = Reader {
        place: &Place::Whole,
        repeated: &mut repeated,
    };
    let value = reader
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let faults = match &value {
        Ok(_) => repeated,
        Err(error) => vec![
            Fault::new("", "not_json")
                .with("line", error.line())
                .with("column", error.column()),
        ],
    };
    value.ok().filter(|_| faults.is_empty()).ok_or(Problem {
        faults,
        ..Problem::new(&MALFORMED_REQUEST)
    })
}

/// Where a value is. It becomes text only for a fault.
enum Place<'p> {
    Whole,
    Item(&'p Self, usize),
    Member(&'p Self, &'p str),
}

impl fmt::Display for Place<'_> {
    /// As a JSON pointer (RFC 6901).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Item(above, index) => write!(f, "{above}/{index}"),
            Self::Member(above, name) => write!(f, "{above}/{}", escape(name)),
        }
    }
}

/// Reads the value at a place and notes the members that come twice below it.
struct Reader<'r> {
    place: &'r Place<'r>,
    repeated: &'r mut Vec<Fault>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        loop {
            let item = Reader {
                place: &Place::Item(self.place, read.len()),
                repeated: self.repeated,
            };
            match items.next_element_seed(item)? {
                Some(item) => read.push(item),
                None => return Ok(Value::Array(read)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let place = Place::Member(self.place, &name);
            if read.contains_key(&name) && self.repeated.len() < MOST_LISTED {
                let fault = Fault::new(place.to_string(), "duplicate_member");
                self.repeated.push(fault);
            }
            let value = members.next_value_seed(Reader {
                place: &place,
                repeated: self.repeated,
            })?;
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointers(text: &str) -> Vec<String> {
        let problem = read(text.as_bytes()).unwrap_err();
        problem.faults.into_iter().map(|f| f.pointer).collect()
    }

    #[test]
    fn what_is_unambiguous_is_read_as_it_is() {
        let text =
            r#"{"a":[1,-2,3.5,true,null,"x\u00e9",{"a":{"a":18446744073709551615}}],"b":""}"#;
        let plain: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(text.as_bytes()).unwrap(), plain);
        assert_eq!(read(b" 7 ").unwrap(), json!(7));
    }

    #[test]
    fn every_member_that_comes_twice_is_named() {
        let text = r#"{"a":1,"b":[{"c/d":1,"c/d":2}],"a":{"e":0,"\u0065":1}}"#;
        assert_eq!(pointers(text), ["/b/0/c~1d", "/a", "/a/e"]);
    }

    #[test]
    fn broken_text_is_refused_at_its_place() {
        for (text, place) in [
            ("{\n \"a\": }", "2:7"),
            ("1 2", "1:3"),
            ("", "1:0"),
            ("{\"a\"", "1:4"),
        ] {
            let fault = read(text.as_bytes()).unwrap_err().faults.remove(0);
            let values: Vec<&str> = fault.arguments.iter().map(|(_, v)| v.as_str()).collect();
            assert_eq!(
                (fault.code, values.join(":")),
                ("not_json", place.to_owned()),
                "{text}"
            );
        }
        let deep = "[".repeat(100_000);
        assert_eq!(pointers(&deep), [""]);
    }
}
