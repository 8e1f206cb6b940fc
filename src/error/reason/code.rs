//! Which code each reason has.

use super::Reason;
use crate::error::{ErrorCode, PlanProblem};

impl Reason {
    /// The code that programs know it by.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::LogInRequired => ErrorCode::Unauthenticated,
            Self::PageOfAnotherPerson => ErrorCode::AnotherPerson,
            Self::PageOutdated => ErrorCode::PageOutdated,
            Self::SecondFactorRequired => ErrorCode::SecondFactorRequired,
            Self::NoSuchAddress
            | Self::NoSuchPage
            | Self::PersonNotFound
            | Self::TokenNotFound
            | Self::PasskeyNotFound
            | Self::AppNotFound
            | Self::WebhookNotFound
            | Self::NoSuchFile => ErrorCode::NotFound,
            Self::ForeignPage
            | Self::ForeignHost
            | Self::CookieNeeded
            | Self::PasskeysOff
            | Self::PasskeyRequired
            | Self::SignUpClosed
            | Self::InvitationNeeded
            | Self::InvalidInvitation
            | Self::ReadOnly
            | Self::AnotherPerson => ErrorCode::Forbidden,
            Self::MalformedRequest
            | Self::InvalidArgument { .. }
            | Self::NoArguments
            | Self::NoSuchTool { .. }
            | Self::InvalidName { .. }
            | Self::InvalidImage { .. }
            | Self::PasswordTooCommon
            | Self::TwoFactorOn
            | Self::TwoFactorOff
            | Self::InvalidTokenName { .. }
            | Self::TooManyTokens { .. }
            | Self::PasskeyTooLate
            | Self::PasskeyNotAdded
            | Self::PasskeyKnown
            | Self::PasskeyCancelled
            | Self::InvalidPasskeyName { .. }
            | Self::TooManyPasskeys { .. }
            | Self::UnknownApp
            | Self::ForeignRedirect
            | Self::AppUnreadable
            | Self::Unconfirmed
            | Self::InvalidSubscription
            | Self::PushServiceUnreachable
            | Self::InvalidWebhookAddress
            | Self::NothingToTell
            | Self::TooManyWebhooks { .. }
            | Self::NoSuchTimeZone
            | Self::NothingToChange
            | Self::TooManyTasks { .. }
            | Self::NoRoomForTasks { .. }
            | Self::ImportRefused { .. }
            | Self::NothingToImport
            | Self::InvalidMessage { .. }
            | Self::InvalidClientId { .. }
            | Self::InvalidCursor
            | Self::NotRetryable
            | Self::NotEditable
            | Self::NoSuchModel => ErrorCode::InvalidParameter,
            Self::InvalidPlan { problem } => match problem {
                PlanProblem::NoParent
                | PlanProblem::ParentIsSubtask
                | PlanProblem::HasSubtasks
                | PlanProblem::TooManySubtasks { .. } => ErrorCode::InvalidParent,
                _ => ErrorCode::InvalidParameter,
            },
            Self::MethodNotAllowed => ErrorCode::MethodNotAllowed,
            Self::BodyTooSlow => ErrorCode::RequestTimeout,
            Self::BodyTooLarge { .. } => ErrorCode::PayloadTooLarge,
            Self::NotJson => ErrorCode::UnsupportedMediaType,
            Self::ChangedMeanwhile => ErrorCode::PreconditionFailed,
            Self::KeyReused => ErrorCode::IdempotencyKeyReused,
            Self::RequestInProgress { .. } => ErrorCode::RequestInProgress,
            Self::Unreachable | Self::Unreadable | Self::ConnectionLost | Self::Restarting => {
                ErrorCode::Unreachable
            }
            Self::DatabaseDown | Self::AnswerLost | Self::DatabaseDownDuringReply => ErrorCode::DatabaseError,
            Self::Fault => ErrorCode::Internal,
            Self::TooManyTries { .. }
            | Self::TooManyRequests { .. }
            | Self::TooManyStreams { .. }
            | Self::ExportRunning { .. }
            | Self::QueueFull
            | Self::MessageQuotaReached { .. }
            | Self::TokenQuotaReached { .. }
            | Self::ReplyQuotaReached { .. } => ErrorCode::RateLimited,
            Self::Overloaded { .. } => ErrorCode::Overloaded,
            Self::InvalidEmail => ErrorCode::InvalidEmail,
            Self::PasswordTooShort { .. } => ErrorCode::PasswordTooShort,
            Self::PasswordTooLong { .. } => ErrorCode::PasswordTooLong,
            Self::EmailTaken => ErrorCode::EmailUnavailable,
            Self::InvalidCredentials
            | Self::SecondStepOver
            | Self::WrongCode
            | Self::SecondFactorUnreadable
            | Self::PasskeyUnknown
            | Self::PasskeyRefused => ErrorCode::InvalidCredentials,
            Self::Banned { .. } => ErrorCode::BannedUser,
            Self::WrongPassword | Self::NoPassword => ErrorCode::InvalidPassword,
            Self::SessionNotFresh => ErrorCode::SessionNotFresh,
            Self::SessionNotFound => ErrorCode::SessionNotFound,
            Self::InvalidResetLink => ErrorCode::InvalidResetLink,
            Self::MailDisabled => ErrorCode::MailDisabled,
            Self::InvalidTitle { .. } => ErrorCode::InvalidTitle,
            Self::DescriptionTooLong { .. } => ErrorCode::DescriptionTooLong,
            Self::TaskNotFound { .. } => ErrorCode::TaskNotFound,
            Self::TaskChanged { .. } | Self::TaskGone { .. } | Self::UndoneAlready => ErrorCode::TaskChanged,
            Self::NothingToUndo => ErrorCode::NothingToUndo,
            Self::ReminderNotFound => ErrorCode::ReminderNotFound,
            Self::ConversationNotFound | Self::NoConversationHere => ErrorCode::ConversationNotFound,
            Self::MessageNotFound => ErrorCode::MessageNotFound,
            Self::RunActive => ErrorCode::RunActive,
            Self::ModelRefusedKey
            | Self::ModelBusy
            | Self::ModelRejectedRequest
            | Self::ModelFailed
            | Self::ModelConnectionLost
            | Self::ModelTimedOut
            | Self::ModelWithheld
            | Self::ModelSaidNothing
            | Self::ModelOnlyThought
            | Self::TooManySteps => ErrorCode::ModelUnavailable,
        }
    }
}
