//! Where something is at fault, and when it may work.

use super::Reason;

impl Reason {
    /// The argument or form field at fault, if one is.
    pub fn field(&self) -> Option<String> {
        let field = match self {
            Self::InvalidArgument { name, .. } => return name.clone(),
            Self::InvalidPlan { problem } => problem.field(),
            Self::InvalidEmail | Self::EmailTaken => "email",
            Self::InvalidName { .. } => "name",
            Self::InvalidImage { .. } => "image",
            Self::InvalidTokenName { .. } => "token_name",
            Self::InvalidPasskeyName { .. } => "passkey_name",
            Self::PasswordTooShort { .. } | Self::PasswordTooLong { .. } | Self::PasswordTooCommon => {
                "password"
            }
            Self::WrongPassword => "current_password",
            Self::WrongCode => "code",
            Self::Unconfirmed => "confirmation",
            Self::InvalidTitle { .. } => "title",
            Self::DescriptionTooLong { .. } => "description",
            Self::TaskNotFound { .. } => "task_id",
            Self::InvalidMessage { .. } => "text",
            Self::InvalidClientId { .. } => "client_id",
            Self::InvalidCursor => "after",
            Self::NoSuchModel => "model",
            Self::NoSuchTimeZone => "time_zone",
            Self::ImportRefused { .. } => "file",
            Self::KeyReused => "Idempotency-Key",
            Self::ChangedMeanwhile => "If-Match",
            _ => return None,
        };
        Some(field.to_owned())
    }

    /// Seconds after which trying again makes sense, if something was too much at once.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyTries { seconds }
            | Self::RequestInProgress { seconds }
            | Self::TooManyRequests { seconds }
            | Self::TooManyStreams { seconds, .. }
            | Self::Overloaded { seconds }
            | Self::ExportRunning { seconds }
            | Self::MessageQuotaReached { seconds, .. }
            | Self::TokenQuotaReached { seconds, .. }
            | Self::ReplyQuotaReached { seconds, .. } => Some(*seconds),
            _ => None,
        }
    }
}
