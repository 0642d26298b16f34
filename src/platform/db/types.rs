//! Column types of our own: native on each database, one Rust type on both.
//!
//! | Rust | `PostgreSQL` | `SQLite` |
//! | --- | --- | --- |
//! | [`Id`] | `uuid` | 16-byte `BLOB` |
//! | [`Time`] | `timestamptz` | `INTEGER`, microseconds since 1970 |
//! | [`Date`] | `date` | `TEXT`, `YYYY-MM-DD` |
//! | [`Json`] | `jsonb` | `TEXT` |
//! | an enum of [`text_enum!`](crate::text_enum) | `text` | `TEXT` |

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
#[cfg(feature = "postgres")]
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, HasSqlType, SqlType, Text};
use diesel::sqlite::Sqlite;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::conn::MultiBackend;
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;

/// The column type of an [`Id`].
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(
    postgres_type(oid = 2950, array_oid = 2951),
    sqlite_type(name = "Binary")
)]
pub struct DbUuid;

/// The column type of a [`Time`].
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(
    postgres_type(oid = 1184, array_oid = 1185),
    sqlite_type(name = "Long")
)]
pub struct DbTime;

/// The column type of a [`Date`].
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(
    postgres_type(oid = 1082, array_oid = 1182),
    sqlite_type(name = "Text")
)]
pub struct DbDate;

/// The column type of a [`Json`].
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(
    postgres_type(oid = 3802, array_oid = 3807),
    sqlite_type(name = "Text")
)]
pub struct DbJson;

/// A JSON value as text that nobody has read yet.
///
/// `jsonb` gives it back with other spaces and another order of keys. It cannot hold the character
/// U+0000. `Debug` shows nothing, because documents hold what people said.
#[derive(Clone, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[serde(transparent)]
#[diesel(sql_type = DbJson)]
pub struct Json(pub Box<RawValue>);

impl Json {
    /// Writes the value as JSON.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// Reads the JSON as a value.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.0.get())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json(…)")
    }
}

/// How one Rust type is written to and read from one column type, on both databases and on the
/// connection that is either.
macro_rules! column {
    ($sql:ident = $rust:ident {
        pg: $to_pg:expr, $from_pg:expr;
        lite: $to_lite:expr, $lite_as:ty as $lite_sql:ty, $from_lite:expr
    }) => {
        #[cfg(feature = "postgres")]
        impl ToSql<$sql, Pg> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let write: fn(&$rust, &mut dyn std::io::Write) -> serialize::Result = $to_pg;
                write(self, out)
            }
        }

        #[cfg(feature = "postgres")]
        impl FromSql<$sql, Pg> for $rust {
            fn from_sql(raw: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let read: fn(&[u8]) -> deserialize::Result<$rust> = $from_pg;
                read(raw.as_bytes())
            }
        }

        impl ToSql<$sql, Sqlite> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let value = |v: &'b $rust| $to_lite(v);
                out.set_value(value(self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql, Sqlite> for $rust {
            fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let read: fn($lite_as) -> deserialize::Result<$rust> = $from_lite;
                read(<$lite_as as FromSql<$lite_sql, Sqlite>>::from_sql(raw)?)
            }
        }

        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(raw: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                raw.from_sql::<Self, $sql>()
            }
        }
    };
}

/// 2000-01-01, where `PostgreSQL` begins to count, in microseconds since 1970.
#[cfg(feature = "postgres")]
const PG_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

/// The same in days.
#[cfg(feature = "postgres")]
const PG_EPOCH_DAYS: i32 = 10_957;

/// What `jsonb` puts before its text on the wire.
#[cfg(feature = "postgres")]
const JSONB_VERSION: u8 = 1;

column!(DbUuid = Id {
    pg: |id, out| { out.write_all(id.as_bytes())?; Ok(IsNull::No) },
        |bytes| Ok(Id::from(Uuid::from_slice(bytes)?));
    lite: |id: &'b Id| &id.as_bytes()[..], Vec<u8> as Binary,
        |bytes| Ok(Id::from(Uuid::from_slice(&bytes)?))
});

column!(DbTime = Time {
    pg: |time, out| {
            let since_2000 = time.as_microsecond() - PG_EPOCH_MICROSECONDS;
            out.write_all(&since_2000.to_be_bytes())?;
            Ok(IsNull::No)
        },
        |bytes| {
            let since_2000 = i64::from_be_bytes(bytes.try_into()?);
            // `infinity` is the largest number there is.
            Ok(Time::from_microsecond(since_2000.saturating_add(PG_EPOCH_MICROSECONDS))?)
        };
    lite: |time: &Time| time.as_microsecond(), i64 as BigInt,
        |microseconds| Ok(Time::from_microsecond(microseconds)?)
});

column!(DbDate = Date {
    pg: |day, out| {
            out.write_all(&(day.as_day() - PG_EPOCH_DAYS).to_be_bytes())?;
            Ok(IsNull::No)
        },
        |bytes| {
            let since_2000 = i32::from_be_bytes(bytes.try_into()?);
            Ok(Date::from_day(since_2000.saturating_add(PG_EPOCH_DAYS))?)
        };
    lite: |day: &Date| day.to_string(), String as Text, |text| Ok(Date::parse(&text)?)
});

column!(DbJson = Json {
    pg: |json, out| {
            out.write_all(&[JSONB_VERSION])?;
            out.write_all(json.0.get().as_bytes())?;
            Ok(IsNull::No)
        },
        |bytes| match bytes {
            [JSONB_VERSION, text @ ..] => {
                Ok(Json(RawValue::from_string(std::str::from_utf8(text)?.to_owned())?))
            }
            _ => Err("an unknown version of jsonb".into()),
        };
    lite: |json: &'b Json| json.0.get(), String as Text,
        |text| Ok(Json(RawValue::from_string(text)?))
});
