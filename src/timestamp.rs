//! A moment in time as the whole program writes it: UTC, fixed width, milliseconds, `Z`.
//!
//! `2026-11-20T21:53:46.085Z` sorts as text, is what JavaScript's `toISOString` gives, what Better Auth's
//! client requires (exactly three fraction digits), and what the SQLite tables hold. Shared types carry it as
//! this text, so that the client needs no date library.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment in UTC with millisecond precision, as fixed-width ISO 8601 text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, format = DateTime))]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::Timestamp;
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type};
    use time::format_description::BorrowedFormatItem;
    use time::format_description::well_known::Rfc3339;
    use time::macros::format_description;
    use time::{Duration, OffsetDateTime, UtcOffset};

    const FORMAT: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

    impl Timestamp {
        /// A moment that no other one follows.
        pub fn latest() -> Self {
            Self("9999-12-31T23:59:59.999Z".to_owned())
        }

        /// Reads what [`Timestamp::as_str`] writes; `None` if it is something else.
        pub fn parse(text: &str) -> Option<Self> {
            OffsetDateTime::parse(text, &Rfc3339).ok().map(Self::from).filter(|moment| moment.0 == text)
        }

        /// The moment so many milliseconds after 1970-01-01T00:00:00Z. `None` if its year has more than four digits.
        pub fn of_unix_milliseconds(milliseconds: i64) -> Option<Self> {
            let time =
                OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000).ok()?;
            (0..=9999).contains(&time.year()).then(|| time.into())
        }

        /// This moment moved by `duration`, forwards or (if negative) backwards.
        pub fn plus(&self, duration: Duration) -> Self {
            (self.to_time() + duration).into()
        }

        /// `YYYY-MM-DD HH:MM UTC`, for people.
        pub fn to_minute(&self) -> String {
            [self.0.get(..10).unwrap_or_default(), self.0.get(11..16).unwrap_or_default(), "UTC"].join(" ")
        }

        /// The day in UTC, as `2026-11-20`.
        pub fn day(&self) -> &str {
            self.0.get(..10).unwrap_or_default()
        }

        /// Seconds since 1970-01-01T00:00:00Z, as JSON Web Tokens count.
        pub fn unix_seconds(&self) -> i64 {
            self.to_time().unix_timestamp()
        }

        /// Milliseconds since 1970-01-01T00:00:00Z.
        pub fn unix_milliseconds(&self) -> i64 {
            i64::try_from(self.to_time().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
        }

        fn to_time(&self) -> OffsetDateTime {
            OffsetDateTime::parse(&self.0, &Rfc3339).unwrap_or(OffsetDateTime::UNIX_EPOCH)
        }
    }

    impl From<OffsetDateTime> for Timestamp {
        fn from(time: OffsetDateTime) -> Self {
            let text = time.to_offset(UtcOffset::UTC).format(FORMAT);
            Self(text.unwrap_or_else(|_| "1970-01-01T00:00:00.000Z".into()))
        }
    }

    // PostgreSQL: TIMESTAMPTZ.
    impl Type<Postgres> for Timestamp {
        fn type_info() -> <Postgres as Database>::TypeInfo {
            <OffsetDateTime as Type<Postgres>>::type_info()
        }
    }

    impl Encode<'_, Postgres> for Timestamp {
        fn encode_by_ref(
            &self,
            buffer: &mut <Postgres as Database>::ArgumentBuffer,
        ) -> Result<IsNull, BoxDynError> {
            <OffsetDateTime as Encode<Postgres>>::encode_by_ref(&self.to_time(), buffer)
        }
    }

    impl<'r> Decode<'r, Postgres> for Timestamp {
        fn decode(value: <Postgres as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
            <OffsetDateTime as Decode<Postgres>>::decode(value).map(Into::into)
        }
    }

    // SQLite: the text itself.
    impl Type<Sqlite> for Timestamp {
        fn type_info() -> <Sqlite as Database>::TypeInfo {
            <String as Type<Sqlite>>::type_info()
        }

        fn compatible(info: &<Sqlite as Database>::TypeInfo) -> bool {
            <String as Type<Sqlite>>::compatible(info)
        }
    }

    impl Encode<'_, Sqlite> for Timestamp {
        fn encode_by_ref(
            &self,
            buffer: &mut <Sqlite as Database>::ArgumentBuffer,
        ) -> Result<IsNull, BoxDynError> {
            <String as Encode<Sqlite>>::encode_by_ref(&self.0, buffer)
        }
    }

    impl<'r> Decode<'r, Sqlite> for Timestamp {
        fn decode(value: <Sqlite as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
            let text = <String as Decode<Sqlite>>::decode(value)?;
            let time = OffsetDateTime::parse(&text, &Rfc3339)?;
            Ok(time.into())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn is_fixed_width_and_sorts_as_text() {
            let start = Timestamp::from(OffsetDateTime::UNIX_EPOCH);
            assert_eq!(start.as_str(), "1970-01-01T00:00:00.000Z");
            let later = start.plus(Duration::milliseconds(1_120));
            assert_eq!(later.as_str(), "1970-01-01T00:00:01.120Z");
            assert!(start < later);
            assert_eq!(later.unix_seconds(), 1);
            assert_eq!(Timestamp::of_unix_milliseconds(1_120), Some(later.clone()));
            assert_eq!(Timestamp::of_unix_milliseconds(i64::MAX), None);
            assert_eq!(later.to_minute(), "1970-01-01 00:00 UTC");
        }
    }
}
