//! Personal access tokens and connected apps: what one person has, and another must not get.

use super::people::{PASSWORD, auth, sign_up};
use super::*;
use docket::auth::Permission;
use docket::auth::server::{ActiveSession, AuthError, Client, NewPersonalToken, Via};
use docket::oauth::server::{Asked, Exchange, OAuth, OAuthError, Refresh, Registration, Tokens};
use secrecy::SecretString;
use time::Duration;

const REDIRECT: &str = "https://app.example/callback";
// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn oauth(db: &Db, clock: &Clock) -> OAuth {
    let secret = SecretString::from("a secret of at least thirty-two characters");
    OAuth::new(
        db.clone(),
        secret,
        &"https://docket.example".parse().unwrap(),
        clock.clone(),
        Random::system(),
    )
}

async fn make(db: &Db, session: &ActiveSession, permission: Permission) -> String {
    let new = NewPersonalToken { name: "Script".into(), permission, days: 30 };
    let made = auth(db).make_personal_token(session, new, PASSWORD.into(), &Client::default()).await;
    made.unwrap().token
}

/// An app that registers, and that a person allows.
async fn connect(oauth: &OAuth, session: &ActiveSession) -> (String, Tokens) {
    let client = Client::default();
    let new = Registration { redirect_uris: vec![REDIRECT.into()], ..Registration::default() };
    let app = oauth.register(new, &client).await.unwrap();
    let tokens = allow(oauth, session, &app.id).await;
    (app.id, tokens)
}

async fn allow(oauth: &OAuth, session: &ActiveSession, app: &str) -> Tokens {
    let (client, user) = (Client::default(), &session.user.id);
    let asked = Asked {
        client_id: Some(app),
        redirect_uri: Some(REDIRECT),
        response_type: Some("code"),
        challenge: Some(CHALLENGE),
        challenge_method: Some("S256"),
        ..Asked::default()
    };
    let request = oauth.examine(user, &asked).await.unwrap();
    let address: url::Url =
        oauth.allow(session, &request, Permission::Write, &client).await.unwrap().parse().unwrap();
    let code = address.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let sent = Exchange { code: &code, client_id: app, verifier: Some(VERIFIER), ..Exchange::default() };
    oauth.exchange(&sent, &client).await.unwrap()
}

on_both! {
    async fn a_personal_token_is_its_persons_alone(db: Db) {
        let (ann, bob, client) = (sign_up(&db, "ann").await, sign_up(&db, "bob").await, Client::default());
        let auth = auth(&db);
        let token = make(&db, &ann, Permission::Read).await;
        let grant = auth.grant_of_personal_token(&token).await.unwrap().unwrap();
        assert_eq!((grant.user.id.clone(), grant.permission), (ann.user.id.clone(), Permission::Read));
        assert!(matches!(grant.require(Permission::Write), Err(AuthError::ReadOnly)));
        assert!(auth.still_grants(&grant.via).await.unwrap());
        let Via::PersonalToken(id) = &grant.via else { panic!("{grant:?}") };

        assert!(auth.personal_tokens(&bob.user.id).await.unwrap().is_empty());
        let stolen = auth.revoke_personal_token(&bob.user.id, id, &client).await;
        assert!(matches!(stolen, Err(AuthError::TokenNotFound)));
        assert!(auth.grant_of_personal_token(&token).await.unwrap().is_some());
        auth.revoke_personal_token(&ann.user.id, id, &client).await.unwrap();
        assert!(auth.grant_of_personal_token(&token).await.unwrap().is_none());
        assert!(!auth.still_grants(&grant.via).await.unwrap());

        let (of_ann, of_bob) = (make(&db, &ann, Permission::Write).await, make(&db, &bob, Permission::Write).await);
        auth.set_password(&ann.user.id, PASSWORD.into()).await.unwrap();
        assert!(auth.grant_of_personal_token(&of_ann).await.unwrap().is_none());
        assert!(auth.grant_of_personal_token(&of_bob).await.unwrap().is_some());
    }

    async fn the_text_of_a_token_is_not_in_the_database(db: Db) {
        let ann = sign_up(&db, "ann").await;
        let token = make(&db, &ann, Permission::Read).await;
        let sql = "select digest from personal_tokens";
        let digest: String = match &db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap(),
        };
        assert!(digest.len() == 64 && !digest.contains(&token[11..]));
    }

    async fn a_connection_is_its_persons_alone(db: Db) {
        let (ann, bob, clock) = (sign_up(&db, "ann").await, sign_up(&db, "bob").await, Clock::adjustable());
        let (oauth, client) = (oauth(&db, &clock), Client::default());
        let (app, tokens) = connect(&oauth, &ann).await;
        let of_bob = allow(&oauth, &bob, &app).await;
        let grant = |tokens: &Tokens| {
            let (oauth, token) = (oauth.clone(), tokens.access_token.clone());
            async move { oauth.grant_of_access_token(&token, oauth.resource()).await.unwrap() }
        };
        let granted = grant(&tokens).await.unwrap();
        assert_eq!(granted.user.id, ann.user.id);
        let Via::App(connection) = &granted.via else { panic!("{granted:?}") };
        assert_eq!(oauth.connected_apps(&ann.user.id).await.unwrap().len(), 1);
        let stolen = oauth.disconnect(&bob.user.id, connection, &client).await;
        assert!(matches!(stolen, Err(OAuthError::NotFound)));
        assert!(grant(&tokens).await.is_some() && auth(&db).still_grants(&granted.via).await.unwrap());
        oauth.disconnect(&ann.user.id, connection, &client).await.unwrap();
        assert!(grant(&tokens).await.is_none() && !auth(&db).still_grants(&granted.via).await.unwrap());
        assert_eq!(grant(&of_bob).await.unwrap().user.id, bob.user.id);
    }

    async fn what_has_expired_is_removed_and_what_works_is_kept(db: Db) {
        let (ann, clock) = (sign_up(&db, "ann").await, Clock::adjustable());
        let (oauth, client) = (oauth(&db, &clock), Client::default());
        let (_, left) = connect(&oauth, &ann).await;
        let (app, kept) = connect(&oauth, &ann).await;
        clock.advance(Duration::days(59));
        let sent = Refresh { token: &kept.refresh_token, client_id: &app, ..Refresh::default() };
        let kept = oauth.refresh(&sent, &client).await.unwrap();
        clock.advance(Duration::days(2));
        jobs(&db, oauth.jobs(), &clock).run_due().await;
        let apps = oauth.connected_apps(&ann.user.id).await.unwrap();
        assert_eq!(apps.len(), 1);
        let sent = Refresh { token: &kept.refresh_token, client_id: &app, ..Refresh::default() };
        assert!(oauth.refresh(&sent, &client).await.is_ok());
        let sent = Refresh { token: &left.refresh_token, client_id: &app, ..Refresh::default() };
        assert!(matches!(oauth.refresh(&sent, &client).await, Err(OAuthError::InvalidGrant(_))));
    }

    async fn a_person_has_a_hundred_connections_at_most(db: Db) {
        let (ann, clock) = (sign_up(&db, "ann").await, Clock::adjustable());
        let oauth = oauth(&db, &clock);
        let (app, first) = connect(&oauth, &ann).await;
        for _ in 0..100 {
            clock.advance(Duration::SECOND);
            allow(&oauth, &ann, &app).await;
        }
        assert_eq!(oauth.connected_apps(&ann.user.id).await.unwrap().len(), 100);
        let gone = oauth.grant_of_access_token(&first.access_token, oauth.resource()).await.unwrap();
        assert!(gone.is_none(), "the one that was used longest ago has ended");
    }
}
