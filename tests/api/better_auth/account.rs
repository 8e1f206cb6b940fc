use super::*;
use docket::random::Random;

const DONE: &str = r#"{"status":true}"#;
const WRONG: &str = r#"{"message":"Invalid password","code":"INVALID_PASSWORD"}"#;

#[tokio::test]
async fn names_and_pictures_change_and_addresses_do_not() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = member(&server, "ann").await;
        let update = async |body: Value| post(&ann, "/update-user", body).await;
        let user = async || get(&ann, "/get-session").await.json()["user"].clone();
        let changed = update(json!({ "name": "Anna", "image": "https://x.example/a.png", "foo": 1 })).await;
        changed.is(200, DONE);
        assert_eq!(changed.cookies(), [SESSION_COOKIE]);
        let long = format!("https://x.example/{}", "a".repeat(2048));
        for image in [long.as_str(), "data:image/png;base64,AAAA", "javascript:alert(1)"] {
            let refused = update(json!({ "image": image })).await;
            assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("VALIDATION_ERROR")));
        }
        let (name, image) = (json!("Anna"), json!("https://x.example/a.png"));
        assert_eq!((&user().await["name"], &user().await["image"]), (&name, &image));
        update(json!({ "image": null })).await.is(200, DONE);
        assert_eq!((&user().await["name"], &user().await["image"]), (&name, &Value::Null));

        for body in [json!({}), json!({ "emailVerified": true, "id": "x" })] {
            update(body).await.is(400, r#"{"message":"No fields to update"}"#);
        }
        let email = r#"{"message":"Email can not be updated","code":"EMAIL_CAN_NOT_BE_UPDATED"}"#;
        update(json!({ "email": "b@example.com" })).await.is(400, email);
        let disabled = r#"{"message":"Change email is disabled","code":"CHANGE_EMAIL_DISABLED"}"#;
        post(&ann, "/change-email", json!({ "newEmail": "b@example.com" })).await.is(400, disabled);
        assert_eq!(user().await["email"], "ann@example.com");

        let accounts = get(&ann, "/list-accounts").await.json();
        let keys: Vec<_> = accounts[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.join(" "), "accountId createdAt id providerId scopes updatedAt userId");
        assert_eq!((&accounts[0]["providerId"], &accounts[0]["scopes"]), (&json!("credential"), &json!([])));
        assert_eq!(accounts[0]["accountId"], user().await["id"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_password_changes_and_other_sessions_end_if_asked() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, phone) = (member(&server, "ann").await, server.browser());
        post(&phone, "/sign-in/email", json!({ "email": "ann@example.com", "password": PASSWORD })).await;
        post(&ann, "/verify-password", json!({ "password": PASSWORD })).await.is(200, DONE);
        post(&ann, "/verify-password", json!({ "password": "wrong horse" })).await.is(400, WRONG);
        let change = async |current: &str, new: &str, revoke: bool| {
            let body =
                json!({ "currentPassword": current, "newPassword": new, "revokeOtherSessions": revoke });
            post(&ann, "/change-password", body).await
        };
        let short = r#"{"message":"Password too short","code":"PASSWORD_TOO_SHORT"}"#;
        change("wrong horse", "short", true).await.is(400, short);
        let long = r#"{"message":"Password too long","code":"PASSWORD_TOO_LONG"}"#;
        change("wrong horse", &"x".repeat(129), true).await.is(400, long);
        change("wrong horse", "another horse", true).await.is(400, WRONG);

        let changed = change(PASSWORD, "another horse", false).await;
        assert_eq!((changed.status, &changed.json()["token"]), (200, &Value::Null));
        assert_eq!(changed.json()["user"]["email"], "ann@example.com");
        assert!(changed.cookies().is_empty());
        assert_ne!(get(&phone, "/get-session").await.text, "null");

        let old = ann.session_cookie();
        let changed = change("another horse", "third horse", true).await;
        assert_eq!(changed.cookies(), [SESSION_COOKIE]);
        let current = get(&ann, "/get-session").await.json()["session"]["token"].clone();
        assert_eq!(changed.json()["token"], current);
        get(&phone, "/get-session").await.is(200, "null");
        let by_old = server.browser().get_request("/api/auth/token").header("cookie", old);
        Answer::of(by_old).await.is(401, UNAUTHORIZED);
        assert_eq!(count_sessions(&database).await, 1);
        server.stop().await;
    }
}

#[tokio::test]
async fn an_account_is_deleted_with_its_password_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, bob) = (member(&server, "ann").await, member(&server, "bob").await);
        let deleted = r#"{"success":true,"message":"User deleted"}"#;
        post(&ann, "/delete-user", json!({ "password": "wrong horse" })).await.is(400, WRONG);
        let by_mail = post(&ann, "/delete-user", json!({ "token": "abc" })).await;
        by_mail.is(404, r#"{"message":"Invalid token","code":"INVALID_TOKEN"}"#);
        let old = r#"{"message":"Session expired. Re-authenticate to perform this action.","code":"SESSION_EXPIRED"}"#;
        for body in [json!({}), json!({ "password": "" })] {
            post(&bob, "/delete-user", body).await.is(400, old);
        }
        let gone = post(&bob, "/delete-user", json!({ "password": PASSWORD })).await;
        gone.is(200, deleted);
        assert_eq!(gone.cookies(), EXPIRED_COOKIES);
        clock.advance(Duration::hours(25));
        post(&ann, "/delete-user", json!({ "password": PASSWORD })).await.is(200, deleted);
        assert_eq!(count_sessions(&database).await, 0);
        for name in ["ann", "bob"] {
            let body = json!({ "email": format!("{name}@example.com"), "password": PASSWORD });
            assert_eq!(post(&ann, "/sign-in/email", body).await.status, 401);
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_link_resets_a_password_once() {
    use secrecy::ExposeSecret;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = member(&server, "ann").await;
        let auth = docket::auth::server::Auth::new(
            database.db.clone(),
            server::SECRET.into(),
            false,
            Clock::system(),
            Random::system(),
        );
        let link = auth.reset_link(auth.user("ann@example.com").await.unwrap()).await.unwrap();
        let token = link.token.expose_secret();
        let reset = async |body: Value| post(&server.browser(), "/reset-password", body).await;
        let invalid = r#"{"message":"Invalid token","code":"INVALID_TOKEN"}"#;
        reset(json!({ "newPassword": "another horse" })).await.is(400, invalid);
        reset(json!({ "newPassword": "another horse", "token": "made up" })).await.is(400, invalid);
        assert_eq!(
            reset(json!({ "newPassword": "short", "token": token })).await.json()["code"],
            "PASSWORD_TOO_SHORT"
        );
        // Better Auth also takes the token from the address.
        let path = format!("/reset-password?token={token}");
        post(&server.browser(), &path, json!({ "newPassword": "another horse" })).await.is(200, DONE);
        get(&ann, "/get-session").await.is(200, "null");
        let body = json!({ "email": "ann@example.com", "password": "another horse" });
        assert_eq!(post(&ann, "/sign-in/email", body).await.status, 200);
        reset(json!({ "newPassword": "third horse", "token": token })).await.is(400, invalid);
        server.stop().await;
    }
}
