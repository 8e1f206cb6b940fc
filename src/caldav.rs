//! Tasks as calendars that other programs read and write (CalDAV). The wire is in `protocol/caldav`.

pub mod server;
pub(crate) mod store;
