//! Two-factor log-in: a code from an authenticator app, or a recovery code, beside the password. A log-in's second step
//! is in `second_step`.

mod factor;
mod image;
mod recovery_codes;
mod setup;
mod shown;
mod totp;

pub(super) use factor::{Checked, Factor};
pub use shown::{NewTwoFactor, codes_of_word, shown_codes, word_of_codes};

use super::AuthError;
use crate::auth::store::two_factor as store;
use crate::db::Transaction;
use crate::id::UserId;

/// A proof of the second factor.
#[derive(Clone, Debug)]
pub enum SecondFactor {
    /// A code of an authenticator app.
    Code(String),
    /// A recovery code.
    RecoveryCode(String),
}

impl SecondFactor {
    /// Why it is refused if it is wrong.
    pub(super) fn refused(&self) -> AuthError {
        match self {
            Self::Code(_) => AuthError::WrongCode,
            Self::RecoveryCode(_) => AuthError::WrongRecoveryCode,
        }
    }
}

/// Ends what a person's password has begun: log-ins that wait for their second step, and the trust in devices. Everything
/// that changes the password or the second factor calls it.
pub(super) async fn end_log_ins(transaction: &mut Transaction, user: &UserId) -> Result<(), AuthError> {
    Ok(store::end_log_ins(transaction, user).await?)
}
