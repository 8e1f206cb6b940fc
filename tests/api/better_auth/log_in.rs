use super::*;

#[tokio::test]
async fn signing_up_gives_a_person_and_a_session() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.browser();
        let body = json!({
            "name": "Ann", "email": "Ann@Example.com", "password": PASSWORD, "image": "https://x.example/a.png",
            "id": "mine", "emailVerified": true, "createdAt": "2000-01-01T00:00:00.000Z", "role": "admin",
        });
        let signed_up = post(&ann, "/sign-up/email", body).await;
        let json = signed_up.json();
        let (token, id) = (json["token"].as_str().unwrap(), json["user"]["id"].as_str().unwrap());
        let at = json["user"]["createdAt"].as_str().unwrap();
        assert!(token.len() == 40 && id.len() == 32 && at.len() == 24 && !at.starts_with("2000"));
        let user = [
            format!(r#""id":"{id}","name":"Ann","email":"ann@example.com","emailVerified":false,"#),
            format!(r#""image":"https://x.example/a.png","createdAt":"{at}","updatedAt":"{at}","#),
            r#""twoFactorEnabled":false"#.to_owned(),
        ];
        signed_up.is(200, &format!(r#"{{"token":"{token}","user":{{{}}}}}"#, user.concat()));
        assert_eq!(signed_up.cookies(), [SESSION_COOKIE]);
        assert!(ann.session_cookie().starts_with(&format!("better-auth.session_token={token}.")));
        assert_eq!(signed_up.header("content-type"), "application/json");

        let again = post(&server.browser(), "/sign-up/email", account("ANN")).await;
        let taken = r#"{"message":"User already exists. Use another email.","code":"USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"}"#;
        again.is(422, taken);
        let nameless =
            json!({ "name": "", "email": "b@example.com", "password": PASSWORD, "callbackURL": "" });
        assert_eq!(post(&server.browser(), "/sign-up/email", nameless).await.json()["user"]["name"], "");
        server.stop().await;
    }
}

#[tokio::test]
async fn signing_in_and_out() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        member(&server, "ann").await;
        let ann = server.browser();
        let log_in = |password: &str| json!({ "email": "ANN@example.com", "password": password });
        let wrong = r#"{"message":"Invalid email or password","code":"INVALID_EMAIL_OR_PASSWORD"}"#;
        post(&ann, "/sign-in/email", log_in("wrong horse")).await.is(401, wrong);
        let unknown = json!({ "email": "nobody@example.com", "password": PASSWORD });
        post(&ann, "/sign-in/email", unknown).await.is(401, wrong);

        let signed_in = post(&ann, "/sign-in/email", log_in(PASSWORD)).await;
        let json = signed_in.json();
        assert_eq!((signed_in.status, &json["redirect"], json.get("url")), (200, &json!(false), None));
        assert_eq!(signed_in.cookies(), [SESSION_COOKIE]);
        assert_eq!(get(&ann, "/get-session").await.json()["session"]["token"], json["token"]);

        let old = ann.session_cookie();
        let out = post(&ann, "/sign-out", json!({})).await;
        out.is(200, r#"{"success":true}"#);
        assert_eq!(out.cookies(), EXPIRED_COOKIES);
        let without_a_body = Answer::of(ann.request("/api/auth/sign-out")).await;
        without_a_body.is(200, r#"{"success":true}"#);
        let dead = Answer::of(ann.get_request("/api/auth/get-session").header("cookie", old)).await;
        dead.is(200, "null");
        assert_eq!(dead.cookies(), EXPIRED_COOKIES);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_log_in_leads_on_to_where_it_may() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = member(&server, "ann").await;
    for url in ["/chat", "https://friend.example/x", &format!("{}/chat", server.url)] {
        let body = json!({ "email": "ann@example.com", "password": PASSWORD, "callbackURL": url });
        let answer = post(&ann, "/sign-in/email", body).await;
        let json = answer.json();
        assert_eq!((&json["redirect"], &json["url"]), (&json!(true), &json!(url)));
        assert_eq!(answer.header("location"), url);
    }
    let (line_break, tab) = (format!("{}/\nx", server.url), format!("\t{}/", server.url));
    for url in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "chat",
        &line_break,
        &tab,
    ] {
        let body = json!({ "email": "ann@example.com", "password": PASSWORD, "callbackURL": url });
        let answer = post(&ann, "/sign-in/email", body).await;
        answer.is(403, r#"{"message":"Invalid callbackURL","code":"INVALID_CALLBACK_URL"}"#);
        assert!(answer.cookies().is_empty());
    }
    server.stop().await;
}

#[tokio::test]
async fn a_session_that_is_not_remembered_ends_with_the_browser() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let clock = Clock::adjustable();
    let server = TestServer::start_with_clock(&database.url, &clock).await;
    member(&server, "ann").await;
    let ann = server.browser();
    let body = json!({ "email": "ann@example.com", "password": PASSWORD, "rememberMe": false });
    let cookies = [
        "better-auth.session_token=VALUE; Path=/; HttpOnly; SameSite=Lax",
        "better-auth.dont_remember=VALUE; Path=/; HttpOnly; SameSite=Lax",
    ];
    assert_eq!(post(&ann, "/sign-in/email", body).await.cookies(), cookies);
    let session = get(&ann, "/get-session").await;
    let in_a_day = clock.now().plus(Duration::DAY);
    assert!(session.json()["session"]["expiresAt"].as_str().unwrap() <= in_a_day.as_str());
    // Neither the cookie nor a bearer token prolongs it.
    clock.advance(Duration::hours(23));
    let session = get(&ann, "/get-session").await;
    assert!(session.cookies().is_empty());
    let bearer = ann.get_request("/api/auth/get-session").bearer_auth(session.header("set-auth-jwt"));
    let by_token = Answer::of(bearer).await;
    assert_eq!(by_token.json()["session"]["expiresAt"], session.json()["session"]["expiresAt"]);
    // A response that sets the cookie again does not prolong it either.
    assert_eq!(post(&ann, "/update-user", json!({ "name": "Anna" })).await.cookies(), cookies);
    server.stop().await;
}

#[tokio::test]
async fn guessing_is_limited() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let clock = Clock::adjustable();
    let server = TestServer::start_with_clock(&database.url, &clock).await;
    member(&server, "ann").await;
    let stranger = server.browser();
    // Of a length that a password may have: others are no guesses.
    let wrong = json!({ "email": "ann@example.com", "password": "wrong horse" });
    for _ in 0..10 {
        assert_eq!(post(&stranger, "/sign-in/email", wrong.clone()).await.status, 401);
    }
    let limited = post(&stranger, "/sign-in/email", wrong.clone()).await;
    limited.is(429, r#"{"message":"Too many requests. Please try again later."}"#);
    let seconds: u64 = limited.header("x-retry-after").parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    assert_eq!(limited.header("retry-after"), limited.header("x-retry-after"));
    // When the window is over, the right password is let in.
    clock.advance(Duration::seconds(seconds.try_into().unwrap()));
    assert_eq!(post(&stranger, "/sign-in/email", account("ann")).await.status, 200);
    server.stop().await;
}

#[tokio::test]
async fn cookies_are_for_https_where_people_use_it() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let address = "https://tasks.example.com";
    let server = TestServer::start_at(&database.url, offline(), Some(address)).await;
    let request = server.browser().client().post(format!("{}/api/auth/sign-up/email", server.url));
    let signed_up = Answer::of(request.header("origin", address).json(&account("ann"))).await;
    let expected =
        "__Secure-better-auth.session_token=VALUE; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax";
    assert_eq!(signed_up.cookies(), [expected]);
    // The URL at which the request arrives is not the one that people use.
    let refused = post(&server.browser(), "/sign-up/email", account("bob")).await;
    refused.is(403, r#"{"message":"Invalid origin","code":"INVALID_ORIGIN"}"#);
    server.stop().await;
}
