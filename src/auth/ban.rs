//! A ban, and how queries leave banned people out.

use crate::timestamp::Timestamp;
use serde::Serialize;

/// A ban that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Ban {
    /// Why, in the words of the operator.
    #[sqlx(rename = "banReason")]
    pub reason: Option<String>,
    /// When it ends. `None` if it does not end by itself.
    #[sqlx(rename = "banExpires")]
    pub expires_at: Option<Timestamp>,
}

/// The SQL condition that a person is not banned. `$user` is the alias of the table `user`, `$now` the parameter with
/// the time.
macro_rules! not_banned {
    ($user:literal, $now:literal) => {
        concat!("(", $user, ".\"banned\" is not true or ", $user, ".\"banExpires\" <= ", $now, ")")
    };
}
pub(crate) use not_banned;
