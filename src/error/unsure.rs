//! Changes of which nobody knows whether they were made.

use std::io;

/// The database's answer to a change was lost. The change was made, or it was not, or it is still on its way.
///
/// It travels inside an error of the database, so that every door tells it apart without a word on the way.
#[derive(Debug, thiserror::Error)]
#[error("it is not known whether the changes were made: {0}")]
pub struct Unsure(sqlx::Error);

impl Unsure {
    /// Marks an error that came in place of the answer to a change.
    pub fn mark(error: sqlx::Error) -> sqlx::Error {
        sqlx::Error::Io(io::Error::other(Self(error)))
    }

    /// Whether the change behind this error may have been made.
    pub fn is_in(error: &sqlx::Error) -> bool {
        match error {
            sqlx::Error::Io(error) => error.get_ref().is_some_and(|inner| inner.is::<Self>()),
            // What worked on the change has ended without an answer.
            sqlx::Error::WorkerCrashed => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_errors_leave_doubt() {
        let lost = || sqlx::Error::Io(io::ErrorKind::ConnectionReset.into());
        assert!(Unsure::is_in(&Unsure::mark(lost())) && Unsure::is_in(&sqlx::Error::WorkerCrashed));
        assert!(!Unsure::is_in(&lost()) && !Unsure::is_in(&sqlx::Error::PoolTimedOut));
    }
}
