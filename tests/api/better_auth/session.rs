use super::*;

#[tokio::test]
async fn a_session_is_told_with_its_person_and_a_token() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.browser();
        let request = ann.request("/api/auth/sign-up/email").header("user-agent", "test/1");
        Answer::of(request.json(&account("ann"))).await;
        let answer = get(&ann, "/get-session").await;
        let (session, user) = (&answer.json()["session"], &answer.json()["user"]);
        insta::with_settings!({ filters => [(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "[time]")] }, {
            insta::allow_duplicates! {
                insta::assert_json_snapshot!(answer.json(), {
                    ".*.id" => "[id]",
                    ".session.token" => "[token]",
                    ".session.userId" => "[id]",
                }, @r#"
                {
                  "session": {
                    "createdAt": "[time]",
                    "expiresAt": "[time]",
                    "id": "[id]",
                    "ipAddress": "127.0.0.1",
                    "token": "[token]",
                    "updatedAt": "[time]",
                    "userAgent": "test/1",
                    "userId": "[id]"
                  },
                  "user": {
                    "createdAt": "[time]",
                    "email": "ann@example.com",
                    "emailVerified": false,
                    "id": "[id]",
                    "image": null,
                    "name": "ann",
                    "twoFactorEnabled": false,
                    "updatedAt": "[time]"
                  }
                }
                "#);
            }
        });
        assert_eq!(session["userId"], user["id"]);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("pragma", "no-cache"),
            ("access-control-expose-headers", "set-auth-jwt"),
        ] {
            assert_eq!(answer.header(name), value);
        }
        assert!(answer.cookies().is_empty());

        // The token in the header and the requested one prove who she is, here and in the rest of the protocol.
        let jwt = answer.header("set-auth-jwt").to_owned();
        let on_demand = get(&ann, "/token").await.json()["token"].as_str().unwrap().to_owned();
        for token in [jwt, on_demand] {
            let request = server.browser().get_request("/api/auth/get-session").bearer_auth(token);
            assert_eq!(Answer::of(request).await.json()["user"], *user);
        }
        let nobody = get(&server.browser(), "/get-session").await;
        nobody.is(200, "null");
        assert_eq!((nobody.header("set-auth-jwt"), nobody.header("pragma")), ("", "no-cache"));
        let asked_otherwise = post(&ann, "/get-session", json!({})).await;
        assert_eq!(asked_otherwise.status, 405);
        assert_eq!(asked_otherwise.json()["code"], "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_session_in_use_is_renewed_once_a_day() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = member(&server, "ann").await;
        clock.advance(Duration::hours(23));
        assert!(get(&ann, "/get-session").await.cookies().is_empty(), "not a day old yet");
        clock.advance(Duration::hours(2));
        let asked = get(&ann, "/get-session?disableRefresh=true").await;
        assert!(asked.cookies().is_empty(), "asked not to");
        let renewed = get(&ann, "/get-session").await;
        assert_eq!(renewed.cookies(), [SESSION_COOKIE]);
        let expires_at = renewed.json()["session"]["expiresAt"].as_str().unwrap().to_owned();
        let in_seven_days = clock.now().plus(Duration::days(7) - Duration::MINUTE);
        assert!(expires_at.as_str() > in_seven_days.as_str(), "the answer has the new end");
        let again = get(&ann, "/get-session").await;
        assert!(again.cookies().is_empty());
        assert_eq!(again.json()["session"]["expiresAt"], expires_at.as_str());
        // Every other use of the session does the same.
        clock.advance(Duration::days(7) - Duration::HOUR);
        assert_eq!(get(&ann, "/list-accounts").await.cookies(), [SESSION_COOKIE]);
        server.stop().await;
    }
}

#[tokio::test]
async fn an_expired_session_is_nobodys_and_goes_away() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = member(&server, "ann").await;
        let cookie = ann.session_cookie();
        clock.advance(Duration::days(7));
        let refused = get(&ann, "/list-accounts").await;
        refused.is(401, UNAUTHORIZED);
        assert_eq!(refused.cookies(), EXPIRED_COOKIES);
        assert_eq!(count_sessions(&database).await, 0);
        let ended = Answer::of(ann.get_request("/api/auth/get-session").header("cookie", &cookie)).await;
        ended.is(200, "null");
        assert_eq!(ended.cookies(), EXPIRED_COOKIES);
        // A log-in works even if the browser still has the dead cookie.
        let body = json!({ "email": "ann@example.com", "password": PASSWORD });
        let request = ann.request("/api/auth/sign-in/email").header("cookie", &cookie).json(&body);
        assert_eq!(Answer::of(request).await.cookies(), [SESSION_COOKIE]);
        let forged = format!("{}x", &cookie[..cookie.len() - 1]);
        let forged =
            Answer::of(server.browser().get_request("/api/auth/get-session").header("cookie", forged));
        assert!(forged.await.cookies().is_empty(), "not a cookie of ours");
        server.stop().await;
    }
}

#[tokio::test]
async fn people_end_their_own_sessions() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, bob) = (member(&server, "ann").await, member(&server, "bob").await);
        let devices = [server.browser(), server.browser()];
        for device in &devices {
            let body = json!({ "email": "ann@example.com", "password": PASSWORD });
            post(device, "/sign-in/email", body).await;
        }
        let list = get(&ann, "/list-sessions").await.json();
        assert_eq!(list.as_array().unwrap().len(), 3);
        let token = |session: &Value| session["session"]["token"].clone();
        let first = token(&get(&devices[0], "/get-session").await.json());
        assert!(list.as_array().unwrap().iter().any(|session| session["token"] == first));

        let done = r#"{"status":true}"#;
        let bobs = token(&get(&bob, "/get-session").await.json());
        for unknown in [bobs, json!("nope")] {
            post(&ann, "/revoke-session", json!({ "token": unknown })).await.is(200, done);
        }
        assert_ne!(get(&bob, "/get-session").await.text, "null");
        post(&ann, "/revoke-session", json!({ "token": first })).await.is(200, done);
        get(&devices[0], "/get-session").await.is(200, "null");
        post(&ann, "/revoke-other-sessions", json!({})).await.is(200, done);
        get(&devices[1], "/get-session").await.is(200, "null");
        assert_ne!(get(&ann, "/get-session").await.text, "null");
        Answer::of(ann.request("/api/auth/revoke-sessions")).await.is(200, done);
        get(&ann, "/get-session").await.is(200, "null");
        assert_ne!(get(&bob, "/get-session").await.text, "null");

        clock.advance(Duration::hours(25));
        let stale = get(&bob, "/list-sessions").await;
        stale.is(403, r#"{"message":"Session is not fresh","code":"SESSION_NOT_FRESH"}"#);
        server.stop().await;
    }
}
