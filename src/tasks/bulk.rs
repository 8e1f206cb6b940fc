//! Changes of several tasks at once. Their names cross the wire.

/// Marks them as done.
pub const DONE: &str = "done";
/// Deletes them.
pub const DELETE: &str = "delete";
/// Makes them due on another day: `today`, `tomorrow`, `week` (the next Monday), a day such as `2026-12-04`, or empty for
/// never. Their time of day stays.
pub const DUE: &str = "due";
/// Gives them the priority 1 to 4, or none if the value is empty.
pub const PRIORITY: &str = "priority";
/// Puts them into the list with this name, or out of their lists if it is empty.
pub const LIST: &str = "list";
/// Gives them a tag more.
pub const TAG: &str = "tag";
