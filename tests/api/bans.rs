//! A banned person gets in nowhere, whether Docket banned them or Better Auth's admin plugin, which knows of no
//! tokens and streams of ours.

use super::*;
use docket::auth::server::Auth;
use docket::clock::Clock;
use docket::db::Db;
use docket::id::UserId;
use docket::random::Random;
use reqwest::Response;
use secrecy::SecretString;
use sqlx::AssertSqlSafe;

fn auth(db: &Db) -> Auth {
    Auth::new(db.clone(), SecretString::from(SECRET), false, Clock::system(), Random::system())
}

/// Changes Ann's row as another program on the same database does.
pub async fn update(db: &Db, set: &str) {
    let sql = AssertSqlSafe(format!(r#"update "user" set {set} where "email" = 'ann@example.com'"#));
    execute(db, sql).await;
}

async fn personal_token(browser: &Browser) -> String {
    let fields =
        [("token_name", "one"), ("permission", "write"), ("days", "30"), ("token_password", PASSWORD)];
    let made: Value = browser.call("/rpc/auth/make_personal_token", &fields).await.json().await.unwrap();
    made["token"].as_str().unwrap().to_owned()
}

/// The statuses with which the doors answer: a page's call, a program with a session's token, and one with a personal
/// access token.
async fn knock(server: &TestServer, ann: &Browser, tokens: &[String; 2]) -> [u16; 3] {
    let by_token = async |token: &String| {
        let request = server.browser().get_request("/api/models").bearer_auth(token);
        request.send().await.unwrap().status().as_u16()
    };
    let page = ann.call("/rpc/auth/devices", &[]).await.status().as_u16();
    [page, by_token(&tokens[0]).await, by_token(&tokens[1]).await]
}

async fn log_in(server: &TestServer, password: &str) -> Response {
    let fields = [("email", "ann@example.com"), ("password", password)];
    server.browser().call("/rpc/auth/log_in", &fields).await
}

#[tokio::test]
async fn a_ban_by_better_auth_closes_every_door_until_it_ends() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let tokens = [ann.token().await, personal_token(&ann).await];
        assert_eq!(knock(&server, &ann, &tokens).await, [200; 3]);
        let mut stream = ann.call("/rpc/live/events", &[]).await;
        assert_eq!(stream.status().as_u16(), 200);

        update(&database.db, r#""banned" = true, "banReason" = 'Spam.'"#).await;
        // Ends by itself, because the ban ended its session.
        while stream.chunk().await.unwrap().is_some() {}
        assert_eq!(knock(&server, &ann, &tokens).await, [401; 3]);

        let refused = log_in(&server, PASSWORD).await;
        assert_eq!(refused.status().as_u16(), 403);
        let refused: Value = refused.json().await.unwrap();
        assert_eq!(refused["code"], "BANNED_USER", "{refused}");
        assert_eq!(refused["detail"], "This account is banned. The reason: Spam.");
        let body = json!({ "email": "ann@example.com", "password": PASSWORD });
        let sign_in = server.browser().request("/api/auth/sign-in/email").json(&body).send().await.unwrap();
        assert_eq!(sign_in.status().as_u16(), 403);
        assert_eq!(sign_in.json::<Value>().await.unwrap()["code"], "BANNED_USER");
        // Nobody else learns of it.
        assert_eq!(log_in(&server, "not her password").await.status().as_u16(), 401);

        // Times as Better Auth writes them.
        update(&database.db, r#""banExpires" = '2099-01-02T03:04:05.678Z'"#).await;
        assert_eq!(knock(&server, &ann, &tokens).await, [401; 3]);
        let refused: Value = log_in(&server, PASSWORD).await.json().await.unwrap();
        assert_eq!(refused["detail"], "This account is banned until 2099-01-02 03:04 UTC. The reason: Spam.");
        update(&database.db, r#""banExpires" = '2001-01-02T03:04:05.678Z'"#).await;
        assert_eq!(knock(&server, &ann, &tokens).await, [200; 3]);
        update(&database.db, r#""banned" = false"#).await;
        assert_eq!(log_in(&server, PASSWORD).await.status().as_u16(), 200);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_ban_ends_sessions_and_tokens_for_good() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let tokens = [ann.token().await, personal_token(&ann).await];
        let auth = auth(&database.db);
        let id: UserId = auth.user("ann@example.com").await.unwrap().id;

        auth.ban(&id, Some(" Spam. "), Some(3)).await.unwrap();
        let ban = auth.ban_of(&id).await.unwrap().unwrap();
        assert_eq!(ban.reason.as_deref(), Some("Spam."));
        let days = (ban.expires_at.unwrap().unix_seconds() - Clock::system().now().unix_seconds()) / 3600;
        assert!((71..=72).contains(&days), "{days}");
        assert_eq!(knock(&server, &ann, &tokens).await, [401; 3]);
        assert_eq!(log_in(&server, PASSWORD).await.status().as_u16(), 403);
        assert_eq!(bob.call("/rpc/auth/devices", &[]).await.status().as_u16(), 200);

        assert!(auth.unban(&id).await.unwrap() && !auth.unban(&id).await.unwrap());
        assert_eq!(knock(&server, &ann, &tokens).await, [401; 3], "they do not come back");
        assert_eq!(log_in(&server, PASSWORD).await.status().as_u16(), 200);
        assert!(auth.ban(&UserId::new("nobody"), None, None).await.is_err());
        server.stop().await;
    }
}
