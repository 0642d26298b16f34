//! Enums whose values are words.

/// The text is none of the words that an enum of [`text_enum!`](crate::text_enum) knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a known {0}")]
pub struct UnknownWord(
    /// The enum's name.
    pub &'static str,
);

/// An enum whose values are words: on the wire, in the database (`text` with a `CHECK`) and in the
/// contract (`enum`).
///
/// ```
/// tulay::text_enum! {
///     /// How far a case has come.
///     pub enum CaseStatus {
///         /// Nobody has taken it yet.
///         Open => "open",
///         /// It has ended.
///         Closed => "closed",
///     }
/// }
/// assert_eq!(CaseStatus::Open.as_str(), "open");
/// assert_eq!("closed".parse(), Ok(CaseStatus::Closed));
/// ```
#[macro_export]
macro_rules! text_enum {
    (
        $(#[doc = $about:literal])*
        $seen:vis enum $name:ident { $( $(#[$note:meta])* $variant:ident => $word:literal ),+ $(,)? }
    ) => {
        $(#[doc = $about])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
            ::serde::Serialize, ::serde::Deserialize,
            ::diesel::expression::AsExpression, ::diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = ::diesel::sql_types::Text)]
        $seen enum $name { $( $(#[$note])* #[serde(rename = $word)] $variant ),+ }

        impl $name {
            /// Every value, in the order of the definition.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::platform::db::UnknownWord;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                match text {
                    $( $word => Ok(Self::$variant), )+
                    _ => Err($crate::platform::db::UnknownWord(stringify!($name))),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        // utoipa's derive does not see a rename that comes out of a macro.
        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                let about: &[&str] = &[ $( $about ),* ];
                let about: Vec<_> = about.iter().map(|line| line.trim()).collect();
                ::utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(::utoipa::openapi::schema::Type::String)
                    .description(Some(about.join("\n")))
                    .enum_values(Some(Self::ALL.iter().map(|value| value.as_str())))
                    .into()
            }
        }

        impl ::utoipa::ToSchema for $name {
            fn name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }
        }

        impl<DB> ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            str: ::diesel::serialize::ToSql<::diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut ::diesel::serialize::Output<'b, '_, DB>,
            ) -> ::diesel::serialize::Result {
                ::diesel::serialize::ToSql::to_sql(self.as_str(), out)
            }
        }

        impl<DB> ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB> for $name
        where
            DB: ::diesel::backend::Backend,
            String: ::diesel::deserialize::FromSql<::diesel::sql_types::Text, DB>,
        {
            fn from_sql(raw: DB::RawValue<'_>) -> ::diesel::deserialize::Result<Self> {
                let text: String = ::diesel::deserialize::FromSql::from_sql(raw)?;
                Ok(text.parse()?)
            }
        }
    };
}
