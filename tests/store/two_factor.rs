//! Codes that come twice at once, and what ends a log-in that was begun.

use super::code_app::CodeApp;
use super::people::{PASSWORD, auth, sign_up};
use super::*;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use docket::auth::server::{Auth, AuthError, Client, LogIn, LogInCookies, LoggedIn, SecondFactor};
use secrecy::ExposeSecret;

/// Turns it on for a person. Returns the app and the recovery codes.
async fn turn_on(db: &Db, name: &str) -> (CodeApp, Vec<String>) {
    let (auth, session) = (auth(db), sign_up(db, name).await);
    let client = Client::default();
    let made = auth.set_up_two_factor(&session, PASSWORD.into(), &client).await.unwrap();
    let app = CodeApp::scan(&made.link(None), &Clock::system());
    let code = SecondFactor::Code(app.code());
    assert!(auth.check_second_factor(&session, &code, &client).await.unwrap().two_factor_enabled);
    (app, made.recovery_codes)
}

/// The cookies of a browser that has given the password.
pub async fn begin(auth: &Auth, name: &str) -> LogInCookies {
    let (email, nothing) = (format!("{name}@example.com"), LogInCookies::default());
    match auth.begin_log_in(&email, PASSWORD.into(), Client::default(), true, &nothing).await.unwrap() {
        LogIn::Done(_) => panic!("{name} is logged in without a code"),
        LogIn::SecondStep(step) => {
            let cookie = step.cookie.to_string();
            let cookie = cookie.split(';').next().unwrap();
            auth.log_in_cookies(&HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]))
        }
    }
}

pub async fn finish(
    auth: &Auth,
    cookies: &LogInCookies,
    factor: SecondFactor,
) -> Result<LoggedIn, AuthError> {
    auth.finish_log_in(cookies, &factor, false, Client::default()).await
}

on_both! {
    async fn of_two_requests_with_one_recovery_code_one_gets_in(db: Db) {
        let (_, codes) = turn_on(&db, "ann").await;
        let auth = auth(&db);
        let (one, two) = (begin(&auth, "ann").await, begin(&auth, "ann").await);
        let code = || SecondFactor::RecoveryCode(codes[0].clone());
        let (a, b) = tokio::join!(finish(&auth, &one, code()), finish(&auth, &two, code()));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        let user = auth.user("ann@example.com").await.unwrap();
        assert_eq!(auth.two_factor(&user.id).await.unwrap().codes_left, 9);
    }

    async fn of_two_requests_with_one_challenge_one_gets_in(db: Db) {
        let (_, codes) = turn_on(&db, "ann").await;
        let auth = auth(&db);
        let cookies = begin(&auth, "ann").await;
        let code = |number: usize| SecondFactor::RecoveryCode(codes[number].clone());
        let (a, b) = tokio::join!(finish(&auth, &cookies, code(0)), finish(&auth, &cookies, code(1)));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    }

    async fn the_password_alone_is_not_enough(db: Db) {
        turn_on(&db, "ann").await;
        let auth = auth(&db);
        let alone = auth.log_in("ann@example.com", PASSWORD.into(), Client::default(), true).await;
        assert!(matches!(alone, Err(AuthError::SecondFactorNeeded)), "{alone:?}");
        // Neither with a new password.
        let user = auth.user("ann@example.com").await.unwrap();
        let link = auth.reset_link(user.clone()).await.unwrap();
        let begun = begin(&auth, "ann").await;
        let token = link.token.expose_secret();
        auth.reset_password(token, PASSWORD.into(), &Client::default()).await.unwrap();
        let late = finish(&auth, &begun, SecondFactor::Code("000000".into())).await;
        assert!(matches!(late, Err(AuthError::SecondStepOver)), "{late:?}");
        let alone = auth.log_in("ann@example.com", PASSWORD.into(), Client::default(), true).await;
        assert!(matches!(alone, Err(AuthError::SecondFactorNeeded)), "{alone:?}");
        assert!(auth.sessions(&user.id).await.unwrap().is_empty());
    }

    async fn an_operator_lets_in_who_has_lost_everything(db: Db) {
        turn_on(&db, "ann").await;
        let auth = auth(&db);
        let begun = begin(&auth, "ann").await;
        let user = auth.user("ann@example.com").await.unwrap();
        assert!(auth.reset_two_factor(&user.id).await.unwrap());
        assert!(!auth.reset_two_factor(&user.id).await.unwrap());
        let late = finish(&auth, &begun, SecondFactor::Code("000000".into())).await;
        assert!(matches!(late, Err(AuthError::SecondStepOver)), "{late:?}");
        assert!(auth.log_in("ann@example.com", PASSWORD.into(), Client::default(), true).await.is_ok());
    }

    async fn an_old_secret_can_be_forgotten_after_the_job_has_run(db: Db) {
        let (_, codes) = turn_on(&db, "ann").await;
        const NEW: &str = "another secret of thirty-two characters!";
        let with = |secret: &str| Auth::new(db.clone(), secret.into(), false, Clock::system(), Random::system());
        let recovered = async |auth: &Auth, code: &str| {
            let begun = begin(auth, "ann").await;
            finish(auth, &begun, SecondFactor::RecoveryCode(code.into())).await
        };
        let unreadable = recovered(&with(NEW), &codes[0]).await;
        assert!(matches!(unreadable, Err(AuthError::SecondFactorUnreadable)), "{unreadable:?}");
        assert_eq!(with(NEW).encrypt_with_newest_secret().await.unwrap(), 0);
        let old = "a secret of at least thirty-two characters".into();
        let both = with(NEW).with_old_secrets(vec![old]);
        assert_eq!(both.encrypt_with_newest_secret().await.unwrap(), 1);
        assert_eq!(both.encrypt_with_newest_secret().await.unwrap(), 0);
        assert!(recovered(&with(NEW), &codes[0]).await.is_ok());
    }

    async fn a_deleted_account_leaves_nothing_of_it(db: Db) {
        turn_on(&db, "ann").await;
        let auth = auth(&db);
        begin(&auth, "ann").await;
        let user = auth.user("ann@example.com").await.unwrap();
        auth.delete_user(&user.id).await.unwrap();
        for table in ["twoFactor", "verification"] {
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from \"{table}\""));
            let left: i64 = match &db {
                Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
                Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap(),
            };
            assert_eq!(left, 0, "{table}");
        }
    }
}
