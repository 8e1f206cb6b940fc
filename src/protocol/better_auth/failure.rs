//! Errors as Better Auth reports them, with its statuses, messages and codes (better-auth 1.7.7,
//! `@better-auth/core/error`).

use crate::auth::server::AuthError;
use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;

/// Seconds to wait, in Better Auth's own header.
const X_RETRY_AFTER: HeaderName = HeaderName::from_static("x-retry-after");

/// An error response.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    status: StatusCode,
    body: Body,
    /// Seconds to wait before trying again.
    retry_after: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
struct Body {
    message: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

macro_rules! failures {
    ($($name:ident $status:ident $message:literal)+) => {
        $(pub(super) const $name: Self =
            Self::known(StatusCode::$status, Some(stringify!($name)), $message);)+
    };
}

impl Failure {
    // The name of each constant is also its code.
    failures! {
        UNAUTHORIZED UNAUTHORIZED "Unauthorized"
        INVALID_EMAIL BAD_REQUEST "Invalid email"
        INVALID_PASSWORD BAD_REQUEST "Invalid password"
        INVALID_EMAIL_OR_PASSWORD UNAUTHORIZED "Invalid email or password"
        PASSWORD_TOO_SHORT BAD_REQUEST "Password too short"
        PASSWORD_TOO_LONG BAD_REQUEST "Password too long"
        PASSWORD_COMPROMISED BAD_REQUEST
            "The password you entered has been compromised. Please choose a different password."
        EMAIL_PASSWORD_SIGN_UP_DISABLED BAD_REQUEST "Email and password sign up is not enabled"
        INVITATION_REQUIRED FORBIDDEN "An invitation is required to sign up"
        INVALID_INVITATION FORBIDDEN "Invalid invitation"
        USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL UNPROCESSABLE_ENTITY "User already exists. Use another email."
        CREDENTIAL_ACCOUNT_NOT_FOUND BAD_REQUEST "Credential account not found"
        EMAIL_CAN_NOT_BE_UPDATED BAD_REQUEST "Email can not be updated"
        CHANGE_EMAIL_DISABLED BAD_REQUEST "Change email is disabled"
        SESSION_EXPIRED BAD_REQUEST "Session expired. Re-authenticate to perform this action."
        SESSION_NOT_FRESH FORBIDDEN "Session is not fresh"
        INVALID_TOKEN BAD_REQUEST "Invalid token"
        RESET_PASSWORD_DISABLED BAD_REQUEST "Reset password isn't enabled"
        VERIFICATION_EMAIL_NOT_ENABLED BAD_REQUEST "Verification email isn't enabled"
        CHALLENGE_NOT_FOUND BAD_REQUEST "Challenge not found"
        FAILED_TO_VERIFY_REGISTRATION BAD_REQUEST "Failed to verify registration"
        AUTHENTICATION_FAILED BAD_REQUEST "Authentication failed"
        PREVIOUSLY_REGISTERED BAD_REQUEST "Previously registered"
        TOO_MANY_PASSKEYS FORBIDDEN "Too many passkeys"
        PASSKEY_NOT_FOUND NOT_FOUND "Passkey not found"
        PASSKEY_REQUIRED FORBIDDEN "Passkey required"
        OTP_NOT_CONFIGURED BAD_REQUEST "OTP is not available"
        TOTP_NOT_ENABLED BAD_REQUEST "TOTP not enabled"
        TOTP_ALREADY_ENABLED BAD_REQUEST "TOTP is already enabled"
        TWO_FACTOR_NOT_ENABLED BAD_REQUEST "Two factor isn't enabled"
        BACKUP_CODES_NOT_ENABLED BAD_REQUEST "Backup codes aren't enabled"
        INVALID_BACKUP_CODE UNAUTHORIZED "Invalid backup code"
        INVALID_CODE UNAUTHORIZED "Invalid code"
        TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE BAD_REQUEST "Too many attempts. Please request a new code."
        ACCOUNT_TEMPORARILY_LOCKED TOO_MANY_REQUESTS
            "Too many failed verification attempts. Your account is temporarily locked. Please try again later."
        INVALID_TWO_FACTOR_COOKIE UNAUTHORIZED "Invalid two factor cookie"
        PROVIDER_NOT_FOUND NOT_FOUND "Provider not found"
        MISSING_OR_NULL_ORIGIN FORBIDDEN "Missing or null Origin"
        INVALID_ORIGIN FORBIDDEN "Invalid origin"
        INVALID_CALLBACK_URL FORBIDDEN "Invalid callbackURL"
        INVALID_REDIRECT_URL FORBIDDEN "Invalid redirectURL"
        INVALID_ERROR_CALLBACK_URL FORBIDDEN "Invalid errorCallbackURL"
        INVALID_NEW_USER_CALLBACK_URL FORBIDDEN "Invalid newUserCallbackURL"
        CROSS_SITE_NAVIGATION_LOGIN_BLOCKED FORBIDDEN
            "Cross-site navigation login blocked. This request appears to be a CSRF attack."
        METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED METHOD_NOT_ALLOWED
            "POST method requires deferSessionRefresh to be enabled in session config"
        INTERNAL_SERVER_ERROR INTERNAL_SERVER_ERROR "Internal Server Error"
    }
    pub(super) const INVALID_JSON: Self =
        Self::known(StatusCode::BAD_REQUEST, Some("BAD_REQUEST"), "Invalid JSON in request body");
    pub(super) const NO_FIELDS_TO_UPDATE: Self =
        Self::known(StatusCode::BAD_REQUEST, None, "No fields to update");
    /// The answer to a log-in with a passkey that nobody has.
    pub(super) const PASSKEY_UNKNOWN: Self =
        Self::known(StatusCode::UNAUTHORIZED, Some("PASSKEY_NOT_FOUND"), "Passkey not found");
    /// The answer where nobody can have passkeys, as if the plugin was missing.
    pub(super) const PASSKEYS_OFF: Self =
        Self::known(StatusCode::NOT_FOUND, Some("PASSKEYS_DISABLED"), "Passkeys need an address with a name");
    /// The answer to deleting an account by a mailed token. Docket never mails one.
    pub(super) const UNKNOWN_DELETION_TOKEN: Self =
        Self::known(StatusCode::NOT_FOUND, Some("INVALID_TOKEN"), "Invalid token");

    const fn known(status: StatusCode, code: Option<&'static str>, message: &'static str) -> Self {
        Self { status, body: Body { message: Cow::Borrowed(message), code }, retry_after: None }
    }

    /// A failure whose message depends on the request.
    pub(super) fn new(status: StatusCode, code: Option<&'static str>, message: String) -> Self {
        Self { status, body: Body { message: message.into(), code }, retry_after: None }
    }

    /// Fields of the body that are missing or wrong.
    pub(super) fn invalid(message: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("VALIDATION_ERROR"), message)
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::InvalidEmail => Self::INVALID_EMAIL,
            AuthError::InvalidName => {
                let detail = error.public().map(|error| error.detail()).unwrap_or_default();
                Self::invalid(format!("[body.name] {detail}"))
            }
            AuthError::InvalidImage => {
                let detail = error.public().map(|error| error.detail()).unwrap_or_default();
                Self::invalid(format!("[body.image] {detail}"))
            }
            AuthError::PasswordTooShort => Self::PASSWORD_TOO_SHORT,
            AuthError::PasswordTooLong => Self::PASSWORD_TOO_LONG,
            // The code of Better Auth's haveIBeenPwned plugin.
            AuthError::PasswordTooCommon => Self::PASSWORD_COMPROMISED,
            AuthError::SignUpClosed => Self::EMAIL_PASSWORD_SIGN_UP_DISABLED,
            AuthError::InvitationNeeded => Self::INVITATION_REQUIRED,
            AuthError::InvalidInvitation => Self::INVALID_INVITATION,
            AuthError::EmailTaken => Self::USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL,
            AuthError::InvalidCredentials => Self::INVALID_EMAIL_OR_PASSWORD,
            AuthError::Banned(_) => {
                let detail = error.public().map(|error| error.detail()).unwrap_or_default();
                Self::new(StatusCode::FORBIDDEN, Some("BANNED_USER"), detail)
            }
            AuthError::SecondFactorNeeded | AuthError::SecondStepOver => Self::INVALID_TWO_FACTOR_COOKIE,
            AuthError::WrongCode => Self::INVALID_CODE,
            AuthError::WrongRecoveryCode => Self::INVALID_BACKUP_CODE,
            // The log has the fault. The person can do nothing about it.
            AuthError::SecondFactorUnreadable => Self::INVALID_CODE,
            AuthError::TooManyCodes => Self::TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE,
            AuthError::SecondFactorLocked { retry_after } => {
                Self { retry_after: Some(retry_after), ..Self::ACCOUNT_TEMPORARILY_LOCKED }
            }
            AuthError::PasskeyNeeded => Self::PASSKEY_REQUIRED,
            AuthError::TwoFactorOn => Self::TOTP_ALREADY_ENABLED,
            AuthError::TwoFactorOff => Self::TWO_FACTOR_NOT_ENABLED,
            AuthError::WrongPassword => Self::INVALID_PASSWORD,
            AuthError::NoCredential => Self::CREDENTIAL_ACCOUNT_NOT_FOUND,
            AuthError::NotFresh => Self::SESSION_EXPIRED,
            AuthError::InvalidResetLink => Self::INVALID_TOKEN,
            AuthError::MailDisabled => Self::RESET_PASSWORD_DISABLED,
            AuthError::PasskeysOff => Self::PASSKEYS_OFF,
            AuthError::PasskeyChallengeGone => Self::CHALLENGE_NOT_FOUND,
            AuthError::PasskeyUnknown => Self::PASSKEY_UNKNOWN,
            AuthError::PasskeyRefused => Self::AUTHENTICATION_FAILED,
            AuthError::PasskeyNotAdded => Self::FAILED_TO_VERIFY_REGISTRATION,
            AuthError::PasskeyKnown => Self::PREVIOUSLY_REGISTERED,
            AuthError::TooManyPasskeys { .. } => Self::TOO_MANY_PASSKEYS,
            AuthError::PasskeyNotFound => Self::PASSKEY_NOT_FOUND,
            AuthError::InvalidPasskeyName => {
                let detail = error.public().map(|error| error.detail()).unwrap_or_default();
                Self::invalid(format!("[body.name] {detail}"))
            }
            // Only the settings page asks for this, and it has its own text.
            AuthError::Unconfirmed => Self::invalid(error.to_string()),
            // Ended or deleted while the request was being handled.
            AuthError::SessionNotFound | AuthError::SessionEnded | AuthError::UserNotFound => {
                Self::UNAUTHORIZED
            }
            // Better Auth's jwt plugin takes its own tokens for no session.
            AuthError::CookieNeeded => Self::UNAUTHORIZED,
            // Nothing here streams, takes a token that may only read, or is closed to somebody without a second factor.
            AuthError::EnrolmentNeeded
            | AuthError::ReadOnly
            | AuthError::InvalidTokenName
            | AuthError::InvalidTokenLife
            | AuthError::TooManyTokens { .. }
            | AuthError::TooManyStreams { .. }
            | AuthError::NoStreamLeft
            | AuthError::TokenNotFound => Self::UNAUTHORIZED,
            AuthError::Limited { retry_after } => Self {
                retry_after: Some(retry_after),
                ..Self::known(
                    StatusCode::TOO_MANY_REQUESTS,
                    None,
                    "Too many requests. Please try again later.",
                )
            },
            AuthError::Hash(_) | AuthError::Sign(_) | AuthError::Database(_) => {
                tracing::error!(%error, "request failed");
                Self::INTERNAL_SERVER_ERROR
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().extend([(RETRY_AFTER, seconds.into()), (X_RETRY_AFTER, seconds.into())]);
        }
        response
    }
}
