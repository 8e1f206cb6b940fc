use super::*;

const SIGN_UP: &str = "/api/auth/sign-up/email";

#[tokio::test]
async fn what_is_wrong_with_a_body_is_said() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = member(&server, "ann").await;
    let nobody = server.browser();
    let code = r#""code":"VALIDATION_ERROR""#;
    let string = "Invalid input: expected string, received";
    for (browser, path, body, expected) in [
        (&nobody, "/sign-up/email", json!({}), format!("[body.name] {string} undefined; [body.email] {string} undefined; [body.password] {string} undefined")),
        (&nobody, "/sign-up/email", json!({ "name": 1, "email": [], "password": {} }), format!("[body.name] {string} number; [body.email] {string} array; [body.password] {string} object")),
        (&nobody, "/sign-up/email", json!([]), "[body] Invalid input: expected object, received array; [body] Invalid input: expected record, received array".into()),
        (&nobody, "/sign-up/email", json!({ "name": "A", "email": "a b@example.com", "password": "" }), "[body.email] Invalid email address; [body.password] Too small: expected string to have >=1 characters".into()),
        (&nobody, "/sign-up/email", json!({ "name": "A", "email": "a@example.com", "password": PASSWORD, "image": null, "rememberMe": "no" }), format!("[body.image] {string} null; [body.rememberMe] Invalid input: expected boolean, received string")),
        (&nobody, "/sign-in/email", json!("x"), "[body] Invalid input: expected object, received string".into()),
        (&nobody, "/sign-in/social", json!({}), format!("[body.provider] {string} undefined")),
        (&nobody, "/request-password-reset", json!({ "email": "x" }), "[body.email] Invalid email address".into()),
        (&ann, "/update-user", json!([]), "[body] Invalid input: expected record, received array".into()),
        (&ann, "/update-user", json!({ "name": null }), format!("[body.name] {string} null")),
        (&ann, "/revoke-session", json!({ "token": true }), format!("[body.token] {string} boolean")),
        (&ann, "/sign-out", json!([]), "[body] Invalid input: expected object, received array".into()),
    ] {
        post(browser, path, body).await.is(400, &format!(r#"{{"message":"{expected}",{code}}}"#));
    }
    let no_body = Answer::of(nobody.request("/api/auth/sign-in/email")).await;
    no_body.is(400, r#"{"message":"[body] Invalid input: expected object, received undefined","code":"VALIDATION_ERROR"}"#);
    let email = post(&nobody, "/sign-in/email", json!({ "email": "x", "password": "y" })).await;
    email.is(400, r#"{"message":"Invalid email","code":"INVALID_EMAIL"}"#);
    for (path, body, code) in [
        ("/sign-in/social", json!({ "provider": "github" }), (404, "PROVIDER_NOT_FOUND")),
        ("/request-password-reset", json!({ "email": "a@example.com" }), (400, "RESET_PASSWORD_DISABLED")),
        (
            "/request-password-reset",
            json!({ "email": "a@example.com", "redirectTo": "//x" }),
            (403, "INVALID_REDIRECT_URL"),
        ),
        (
            "/send-verification-email",
            json!({ "email": "a@example.com" }),
            (400, "VERIFICATION_EMAIL_NOT_ENABLED"),
        ),
    ] {
        let answer = post(&nobody, path, body).await;
        assert_eq!((answer.status, answer.json()["code"].as_str().unwrap()), code, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn media_types() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.browser();
    let send = async |path: &str, media_type: &str, body: &'static str| {
        Answer::of(ann.request(path).header("content-type", media_type).body(body)).await
    };
    let form = "name=Ann+B&email=ann%40example.com&password=correct+horse";
    let signed_up = send(SIGN_UP, "application/x-www-form-urlencoded", form).await;
    assert_eq!((signed_up.status, &signed_up.json()["user"]["name"]), (200, &json!("Ann B")));
    let json = r#"{"email":"ann@example.com","password":"correct horse"}"#;
    for media_type in ["application/json", "Application/JSON; charset=utf-8"] {
        assert_eq!(send("/api/auth/sign-in/email", media_type, json).await.status, 200, "{media_type}");
    }
    for media_type in ["text/plain", "multipart/form-data", "text/json"] {
        let refused = send("/api/auth/sign-in/email", media_type, json).await;
        refused.is(415, &format!(
            r#"{{"message":"Content-Type \"{media_type}\" is not allowed. Allowed types: application/x-www-form-urlencoded, application/json","code":"UNSUPPORTED_MEDIA_TYPE"}}"#
        ));
    }
    let refused = send("/api/auth/sign-out", "application/x-www-form-urlencoded", "a=b").await;
    assert_eq!(refused.status, 415, "forms are for logging in");
    // The body is checked before the origin.
    let foreign =
        ann.client().post(format!("{}{SIGN_UP}", server.url)).header("origin", "https://evil.example");
    let malformed = foreign.header("content-type", "application/json").body("{");
    Answer::of(malformed).await.is(400, r#"{"message":"Invalid JSON in request body","code":"BAD_REQUEST"}"#);
    server.stop().await;
}

#[tokio::test]
async fn nasty_input_is_refused_and_breaks_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = member(&server, "ann").await;
        let huge = "x".repeat(100_000);
        let deep = "[".repeat(50_000) + &"]".repeat(50_000);
        let with = |field: &str, value: &str| {
            let mut body = account("bob");
            body[field] = json!(value);
            body.to_string()
        };
        let bodies = [
            with("name", "a\0b"),
            with("email", "a\0@example.com"),
            with("password", "correct\0horse"),
            with("image", "\0"),
            with("name", &huge),
            with("password", &huge),
            with("email", &format!("{huge}@example.com")),
            with("name", "two\nlines"),
            deep,
            r#"{"name":"\ud800","email":"b@example.com","password":"correct horse"}"#.into(),
            r#"{"name":1e999}"#.into(),
            r#"{"name":NaN}"#.into(),
            "\u{feff}{}".into(),
            "\0".into(),
            "{\"a\":".into(),
        ];
        for body in bodies {
            let request = ann.request(SIGN_UP).header("content-type", "application/json").body(body.clone());
            let answer = Answer::of(request).await;
            assert_eq!(answer.status, 400, "{} {answer:?}", &body[..body.len().min(80)]);
            assert!(answer.json()["message"].is_string());
        }
        let latin =
            ann.request(SIGN_UP).header("content-type", "application/json").body(&b"{\"name\":\"\xe9\"}"[..]);
        assert_eq!(Answer::of(latin).await.status, 400);
        let too_much = ann.request(SIGN_UP).json(&json!({ "name": "x".repeat(200_000) }));
        assert_eq!(Answer::of(too_much).await.status, 413);
        for (path, body, status) in [
            ("/sign-in/email", json!({ "email": "ann@example.com", "password": huge }), 401),
            ("/revoke-session", json!({ "token": "a\0b" }), 400),
            ("/revoke-session", json!({ "token": huge }), 200),
            ("/update-user", json!({ "image": "a\0b" }), 400),
            ("/update-user", json!({ "name": "a\0b" }), 400),
            ("/verify-password", json!({ "password": huge }), 400),
            ("/change-password", json!({ "currentPassword": "\0", "newPassword": PASSWORD }), 400),
            ("/delete-user", json!({ "password": "\0", "token": "\0" }), 400),
            ("/reset-password", json!({ "newPassword": PASSWORD, "token": "\0" }), 400),
            ("/reset-password?token=%00", json!({ "newPassword": PASSWORD }), 400),
        ] {
            assert_eq!(post(&ann, path, body).await.status, status, "{path}");
        }
        assert_eq!(get(&ann, "/get-session").await.json()["user"]["name"], "ann");
        server.stop().await;
    }
}

#[tokio::test]
async fn unknown_paths_get_no_body() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let client = server.browser().client().clone();
    for (method, path) in [
        ("GET", ""),
        ("GET", "/"),
        ("GET", "/nope"),
        ("GET", "/ok/"),
        ("GET", "//ok"),
        ("GET", "/OK"),
        ("GET", "/jwks"),
        ("GET", "/sign-in"),
        ("GET", "/sign-in/email"),
        ("PUT", "/sign-in/email"),
        ("OPTIONS", "/sign-in/email"),
        ("POST", "/ok"),
        ("DELETE", "/list-sessions"),
        ("POST", "/token"),
        ("PATCH", "/nope"),
        ("POST", "/set-password"),
    ] {
        let request = client.request(method.parse().unwrap(), format!("{}/api/auth{path}", server.url));
        Answer::of(request).await.is(404, "");
    }
    let elsewhere = get(&server.browser(), "orization").await;
    assert_eq!(elsewhere.json()["code"], "NOT_FOUND", "not of this protocol");
    get(&server.browser(), "/ok").await.is(200, r#"{"ok":true}"#);
    server.stop().await;
}

#[tokio::test]
async fn the_error_page_shows_codes_alone() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let anybody = server.browser();
    let page = get(&anybody, "/error?error=state_not_found").await;
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("state_not_found"));
    for query in
        ["", "?error", "?error=%3Cscript%3E", "?error=a%22b", "?error_description=%3Cb%3Ex", "?error=%ff"]
    {
        let page = get(&anybody, &format!("/error{query}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("UNKNOWN") && !page.text.contains("script"), "{query}");
    }
    server.stop().await;
}
