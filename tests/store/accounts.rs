use super::people::{PASSWORD, auth, sign_up};
use super::*;
use docket::auth::server::{AuthError, Client};

on_both! {
    async fn a_person_signs_up_logs_in_and_out(db: Db) {
        let auth = auth(&db);
        let first = auth.sign_up(" Ann ", "Ann@Example.com", PASSWORD.into(), Client::default()).await.unwrap();
        assert_eq!((first.user.name.as_str(), first.user.email.as_str()), ("Ann", "ann@example.com"));
        let second = auth.log_in("ANN@example.com ", PASSWORD.into(), Client::default()).await.unwrap();
        assert_eq!(second.user, first.user);
        assert_ne!(second.id, first.id);
        let cookie = auth.session_cookie(&second);
        let found = auth.session_of_cookie(cookie.value()).await.unwrap().unwrap();
        assert_eq!((found.id.clone(), found.user.clone()), (second.id.clone(), second.user.clone()));

        auth.log_out(&found).await.unwrap();
        assert!(auth.session_of_cookie(cookie.value()).await.unwrap().is_none());
        let other = auth.session_cookie(&first);
        assert!(auth.session_of_cookie(other.value()).await.unwrap().is_some(), "only that session ended");
    }

    async fn an_email_makes_one_account(db: Db) {
        sign_up(&db, "ann").await;
        let auth = auth(&db);
        let again = auth.sign_up("Other", "ANN@example.com", PASSWORD.into(), Client::default()).await;
        assert!(matches!(again, Err(AuthError::EmailTaken)), "{again:?}");
        let (a, b) = tokio::join!(
            auth.sign_up("Bob", "bob@example.com", PASSWORD.into(), Client::default()),
            auth.sign_up("Bob", "bob@example.com", PASSWORD.into(), Client::default()),
        );
        assert!(a.is_ok() != b.is_ok(), "two at once: {a:?} {b:?}");
    }

    async fn a_wrong_password_and_an_unknown_email_are_one_error(db: Db) {
        sign_up(&db, "ann").await;
        let auth = auth(&db);
        for (email, password) in
            [("ann@example.com", "wrong password"), ("bob@example.com", PASSWORD), ("ann@example.com", "short")]
        {
            let outcome = auth.log_in(email, password.into(), Client::default()).await;
            assert!(matches!(outcome, Err(AuthError::InvalidCredentials)), "{email}: {outcome:?}");
        }
    }

    async fn a_bearer_token_dies_with_its_session(db: Db) {
        let (auth, session) = (auth(&db), sign_up(&db, "ann").await);
        let token = auth.token(&session).unwrap().token;
        let found = auth.session_of_bearer(&token).await.unwrap().unwrap();
        assert_eq!(found.user, session.user);
        auth.log_out(&session).await.unwrap();
        assert!(auth.session_of_bearer(&token).await.unwrap().is_none());
        assert!(auth.session_of_bearer("a.b.c").await.unwrap().is_none());
    }

    async fn a_fresh_session_is_not_renewed(db: Db) {
        let (auth, session) = (auth(&db), sign_up(&db, "ann").await);
        assert!(auth.renew(&session).await.unwrap().is_none());
    }
}
