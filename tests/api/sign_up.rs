//! Who may make an account, and with which password.

use super::*;
use docket::auth::SignUp;
use docket::auth::server::Auth;
use docket::clock::Clock;
use docket::random::Random;
use reqwest::Response;
use secrecy::ExposeSecret;
use time::Duration;

fn auth(database: &TestDatabase) -> Auth {
    Auth::new(database.db.clone(), SECRET.into(), false, Clock::system(), Random::system())
}

/// The token of a new invitation.
async fn invite(database: &TestDatabase, email: Option<&str>, life: Duration) -> String {
    auth(database).invite(email, life).await.unwrap().token.expose_secret().to_owned()
}

async fn sign_up(server: &TestServer, name: &str, invitation: &str) -> Response {
    let email = format!("{name}@example.com");
    let fields = [("name", name), ("email", &email), ("password", PASSWORD), ("invitation", invitation)];
    server.browser().call("/rpc/auth/sign_up", &fields).await
}

async fn page(server: &TestServer, path: &str) -> String {
    server.browser().get(path).await.text().await.unwrap()
}

#[tokio::test]
async fn closed_means_that_operators_alone_make_accounts() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let invitation = invite(&database, None, Duration::DAY).await;
        let server = TestServer::start_with_sign_up(&database.url, SignUp::Closed).await;
        for invitation in ["", &invitation] {
            let refused = sign_up(&server, "ann", invitation).await;
            assert_eq!(refused.status().as_u16(), 403);
            let refused: Value = refused.json().await.unwrap();
            assert_eq!(
                refused["detail"],
                "Nobody can sign up here. Ask the operator of this Docket for an account."
            );
        }
        let body = json!({ "name": "", "email": "ann@example.com", "password": PASSWORD });
        let refused = server.browser().request("/api/auth/sign-up/email").json(&body).send().await.unwrap();
        assert_eq!(refused.status().as_u16(), 400);
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "EMAIL_PASSWORD_SIGN_UP_DISABLED");
        let page = page(&server, "/signup").await;
        assert!(page.contains("Nobody can sign up here.") && !page.contains("Create account"), "{page}");
        server.stop().await;
    }
}

#[tokio::test]
async fn an_invitation_makes_one_account() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start_with_sign_up(&database.url, SignUp::Invite).await;
        let shown = page(&server, "/signup").await;
        assert!(shown.contains("You need an invitation") && !shown.contains("Create account"), "{shown}");
        assert_eq!(sign_up(&server, "ann", "").await.status().as_u16(), 403);
        assert_eq!(sign_up(&server, "ann", "made-up").await.status().as_u16(), 403);

        let token = invite(&database, None, Duration::DAY).await;
        let path = format!("/signup?invitation={token}");
        let shown = page(&server, &path).await;
        assert!(shown.contains("Create account") && shown.contains(&format!("value=\"{token}\"")), "{shown}");
        // A refused form leaves the invitation as it was.
        let fields = [("name", ""), ("email", "ann"), ("password", PASSWORD), ("invitation", &token)];
        assert_eq!(server.browser().call("/rpc/auth/sign_up", &fields).await.status().as_u16(), 400);
        let (one, two) = tokio::join!(sign_up(&server, "ann", &token), sign_up(&server, "bob", &token));
        let mut statuses = [one.status().as_u16(), two.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403]);
        assert!(page(&server, &path).await.contains("has been used or has expired"));
        assert_eq!(sign_up(&server, "eve", &token).await.status().as_u16(), 403);

        let late = invite(&database, None, -Duration::MINUTE).await;
        assert_eq!(sign_up(&server, "eve", &late).await.status().as_u16(), 403);
        let fays = invite(&database, Some(" Fay@Example.com"), Duration::DAY).await;
        assert_eq!(sign_up(&server, "eve", &fays).await.status().as_u16(), 403);
        assert_eq!(sign_up(&server, "fay", &fays).await.status().as_u16(), 200);

        let body = |invitation: Option<&str>| json!({ "name": "", "email": "gus@example.com", "password": PASSWORD, "invitation": invitation.unwrap_or_default() });
        let post = async |body: Value| {
            let answer =
                server.browser().request("/api/auth/sign-up/email").json(&body).send().await.unwrap();
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap()["code"].clone())
        };
        assert_eq!(post(body(None)).await, (403, json!("INVITATION_REQUIRED")));
        assert_eq!(post(body(Some("made-up"))).await, (403, json!("INVALID_INVITATION")));
        let token = invite(&database, None, Duration::DAY).await;
        assert_eq!(post(body(Some(&token))).await, (200, Value::Null));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_password_that_is_guessed_first_is_refused_wherever_one_is_chosen() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let field = async |response: Response| {
        assert_eq!(response.status().as_u16(), 400);
        let error: Value = response.json().await.unwrap();
        assert_eq!(error["reason"], "password_too_common", "{error}");
        error["field"].clone()
    };
    for password in ["Password1", "iloveyou1", "ann@example.com"] {
        let fields = [("name", "Ann"), ("email", "ann@example.com"), ("password", password)];
        assert_eq!(field(server.browser().call("/rpc/auth/sign_up", &fields).await).await, "password");
    }
    let body = json!({ "name": "", "email": "ann@example.com", "password": "password1" });
    let refused = server.browser().request("/api/auth/sign-up/email").json(&body).send().await.unwrap();
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "PASSWORD_COMPROMISED");

    let ann = server.person("ann").await;
    let change = [("current_password", PASSWORD), ("new_password", "qwertyuiop")];
    assert_eq!(field(ann.call("/rpc/auth/change_password", &change).await).await, "new_password");
    let auth = auth(&database);
    let user = auth.user("ann@example.com").await.unwrap();
    let link = auth.reset_link(user.clone()).await.unwrap();
    let token = link.token.expose_secret();
    let reset = [("token", token), ("password", "qwertyuiop")];
    assert_eq!(field(ann.call("/rpc/auth/reset_password", &reset).await).await, "password");
    assert!(auth.set_password(&user.id, "qwertyuiop".into()).await.is_err());
    // The link still works, and she is still logged in.
    let reset = [("token", token), ("password", "another horse")];
    assert_eq!(ann.call("/rpc/auth/reset_password", &reset).await.status().as_u16(), 200);
    server.stop().await;
}
