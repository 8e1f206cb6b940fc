//! Better Auth's HTTP API (better-auth 1.7) under `/api/auth`. Its official client works with Docket unchanged. The API
//! covers e-mail and password, sessions, the tokens of the jwt plugin, and the plugins for two factors and passkeys.
//! Bodies are JSON, errors `{message, code}`.

mod account;
mod call;
mod failure;
mod fields;
mod log_in;
mod object;
mod origin;
mod passkey;
mod plain;
mod reset;
mod session;
mod two_factor;

pub(crate) use plain::nothing;

use crate::endpoint::{Access, Endpoints};
use crate::state::AppState;
use axum::http::Method;
use failure::Failure;

/// The path under which the whole API is.
const BASE: &str = "/api/auth";

/// Whether a path belongs to this protocol, even if nothing answers there.
pub(crate) fn holds(path: &str) -> bool {
    path.strip_prefix(BASE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The URLs of this protocol. A wrong method gets the same answer as an unknown path.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    use Access::{Anyone, Member};
    let (get, post) = (|| Method::GET, || Method::POST);
    let Endpoints { router, list } = Endpoints::new()
        .on(post(), "/api/auth/sign-up/email", Anyone, log_in::sign_up)
        .on(post(), "/api/auth/sign-in/email", Anyone, log_in::sign_in)
        .on(post(), "/api/auth/sign-in/social", Anyone, log_in::sign_in_social)
        .on(post(), "/api/auth/sign-out", Anyone, log_in::sign_out)
        .on(get(), "/api/auth/get-session", Anyone, session::get_session)
        .on(post(), "/api/auth/get-session", Anyone, session::post_session)
        .on(get(), "/api/auth/token", Member, session::token)
        .on(get(), "/api/auth/list-sessions", Member, session::list)
        .on(post(), "/api/auth/revoke-session", Member, session::revoke)
        .on(post(), "/api/auth/revoke-sessions", Member, session::revoke_all)
        .on(post(), "/api/auth/revoke-other-sessions", Member, session::revoke_others)
        .on(post(), "/api/auth/update-user", Member, account::update_user)
        .on(post(), "/api/auth/change-email", Member, account::change_email)
        .on(post(), "/api/auth/change-password", Member, account::change_password)
        .on(post(), "/api/auth/verify-password", Member, account::verify_password)
        .on(post(), "/api/auth/delete-user", Member, account::delete_user)
        .on(get(), "/api/auth/list-accounts", Member, account::list)
        .on(post(), "/api/auth/request-password-reset", Anyone, reset::request_password_reset)
        .on(post(), "/api/auth/reset-password", Anyone, reset::reset_password)
        .on(post(), "/api/auth/two-factor/enable", Member, two_factor::enable)
        .on(post(), "/api/auth/two-factor/disable", Member, two_factor::disable)
        .on(post(), "/api/auth/two-factor/get-totp-uri", Member, two_factor::get_totp_uri)
        .on(post(), "/api/auth/two-factor/generate-backup-codes", Member, two_factor::generate_backup_codes)
        .on(post(), "/api/auth/two-factor/verify-totp", Anyone, two_factor::verify_totp)
        .on(post(), "/api/auth/two-factor/verify-backup-code", Anyone, two_factor::verify_backup_code)
        .on(post(), "/api/auth/two-factor/send-otp", Anyone, two_factor::send_otp)
        .on(post(), "/api/auth/two-factor/verify-otp", Anyone, two_factor::verify_otp)
        .on(post(), "/api/auth/send-verification-email", Anyone, reset::send_verification_email)
        .on(get(), "/api/auth/passkey/generate-register-options", Member, passkey::registration_options)
        .on(post(), "/api/auth/passkey/verify-registration", Member, passkey::verify_registration)
        .on(get(), "/api/auth/passkey/generate-authenticate-options", Anyone, passkey::log_in_options)
        .on(post(), "/api/auth/passkey/generate-authenticate-options", Anyone, passkey::log_in_options)
        .on(post(), "/api/auth/passkey/verify-authentication", Anyone, passkey::verify_log_in)
        .on(get(), "/api/auth/passkey/list-user-passkeys", Member, passkey::list)
        .on(post(), "/api/auth/passkey/delete-passkey", Member, passkey::delete)
        .on(post(), "/api/auth/passkey/update-passkey", Member, passkey::update)
        .on(get(), "/api/auth/ok", Anyone, plain::ok)
        .on(get(), "/api/auth/error", Anyone, plain::error);
    Endpoints { router: router.method_not_allowed_fallback(nothing), list }
}
