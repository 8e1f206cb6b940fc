//! Dates as HTTP has them (RFC 9110, 5.6.7).

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const FORM: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// The date of these seconds since 1970.
pub(super) fn written(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(FORM).unwrap_or_default()
}

/// The seconds since 1970 of a date. `None` if the text is none.
pub(super) fn read(text: &str) -> Option<i64> {
    let time = time::PrimitiveDateTime::parse(text, FORM).ok()?;
    Some(time.assume_utc().unix_timestamp())
}
