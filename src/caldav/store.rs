//! The queries of calendars and their objects. Each function runs one statement, inside the scope of one person.

pub(crate) mod calendars;
pub(crate) mod forget;
pub(crate) mod objects;
#[cfg(test)]
mod tests;
pub(crate) mod touched;
