use super::*;

#[tokio::test]
async fn signing_up_and_logging_in_by_plain_forms() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let stranger = server.browser();
    for (path, log_in) in [
        ("/chat", "/login"),
        ("/chat/1", "/login?next=%2Fchat%2F1"),
        ("/tasks?sort=title", "/login?next=%2Ftasks%3Fsort%3Dtitle"),
        ("/settings", "/login?next=%2Fsettings"),
    ] {
        let guarded = stranger.get(path).await;
        assert_eq!((guarded.status().as_u16(), location(&guarded)), (302, log_in), "{path}");
    }

    let ann = server.person("ann").await;
    let page = ann.get("/chat").await;
    assert_eq!(page.status().as_u16(), 200);
    assert!(page.text().await.unwrap().contains("Log out"));

    let out = ann.form("/rpc/auth/log_out", &[]).await;
    assert_eq!((out.status().as_u16(), location(&out)), (302, "/login"));
    assert_eq!(location(&ann.get("/chat").await), "/login");

    let fields = [("email", "Ann@Example.com"), ("password", PASSWORD)];
    let back = ann.form("/rpc/auth/log_in", &fields).await;
    assert_eq!((back.status().as_u16(), location(&back)), (302, "/chat"));
    assert_eq!(ann.get("/chat").await.status().as_u16(), 200);
    server.stop().await;
}

#[tokio::test]
async fn a_log_in_leads_to_the_requested_page_if_it_is_ours() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.browser();
    let signing_up =
        [("name", "Ann"), ("email", "ann@example.com"), ("password", PASSWORD), ("next", "/tasks")];
    assert_eq!(location(&ann.form("/rpc/auth/sign_up", &signing_up).await), "/tasks");
    // A person who is logged in already is redirected too.
    assert_eq!(location(&ann.get("/login?next=%2Fchat%2F5").await), "/chat/5");
    assert_eq!(location(&ann.get("/signup?next=%2F%2Fevil.example").await), "/chat");
    ann.form("/rpc/auth/log_out", &[]).await;

    for page in ["/login", "/signup"] {
        let shown = ann.get(&format!("{page}?next=%2Fchat%2F5")).await.text().await.unwrap();
        assert_eq!(hidden(&shown, "next"), "/chat/5");
        let shown =
            ann.get(&format!("{page}?next=https%3A%2F%2Fevil.example%2F")).await.text().await.unwrap();
        assert!(!shown.contains("evil"));
    }
    for (next, to) in [
        ("/chat/5?at=7", "/chat/5?at=7"),
        ("https://evil.example/", "/chat"),
        ("//evil.example", "/chat"),
        ("/\\evil.example", "/chat"),
        ("/chat\r\nset-cookie: a=b", "/chat"),
        ("/ch\u{e4}t", "/chat"),
        ("", "/chat"),
    ] {
        let fields = [("email", "ann@example.com"), ("password", PASSWORD), ("next", next)];
        let by_form = ann.form("/rpc/auth/log_in", &fields).await;
        assert_eq!((by_form.status().as_u16(), location(&by_form)), (302, to), "{next:?}");
        let by_call = ann.call("/rpc/auth/log_in", &fields).await;
        assert_eq!((by_call.status().as_u16(), location(&by_call)), (200, to), "{next:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_refused_form_comes_back_with_its_error_and_what_was_typed() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.browser();
    let fields = [("name", "Ann B."), ("email", "ann@example.com"), ("password", "hunter2")];
    let request = ann.request("/rpc/auth/sign_up").header("accept", "text/html");
    let refused =
        request.header("referer", format!("{}/signup", server.url)).form(&fields).send().await.unwrap();
    assert_eq!(refused.status().as_u16(), 302);
    let back = location(&refused).strip_prefix(&server.url).unwrap().to_owned();
    assert!(back.starts_with("/signup?") && !back.contains("hunter2"), "{back}");
    let cookie = refused.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let page = ann.get(&back).await.text().await.unwrap();
    for kept in ["Ann B.", "ann@example.com", "Use at least 8 characters."] {
        assert!(page.contains(kept), "{kept} is missing");
    }
    assert!(!page.contains("hunter2"), "a password came back");

    // A hydrated page gets a status and the typed error.
    let refused = ann.call("/rpc/auth/sign_up", &fields).await;
    assert_eq!(refused.status().as_u16(), 400);
    let error: Value = refused.json().await.unwrap();
    insta::assert_json_snapshot!(error, @r#"
    {
      "code": "PASSWORD_TOO_SHORT",
      "detail": "Use at least 8 characters.",
      "field": "password",
      "reason": {
        "password_too_short": {
          "min": 8
        }
      }
    }
    "#);
    server.stop().await;
}

#[tokio::test]
async fn a_token_speaks_for_its_person_while_the_session_lives() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let response = ann.get_request("/api/auth/token").send().await.unwrap();
    let token = response.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned();
    let by_function: Value = ann.call("/rpc/auth/token", &[]).await.json().await.unwrap();
    assert_eq!(by_function["token"].as_str().unwrap().split('.').count(), 3);

    let program = server.browser();
    let me = async |token: String| {
        let request = program.request("/rpc/auth/me").header("accept", "application/json");
        request.bearer_auth(token).send().await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(me(token.clone()).await["email"], "ann@example.com");
    assert_eq!(me("forged".into()).await, Value::Null);
    ann.form("/rpc/auth/log_out", &[]).await;
    assert_eq!(me(token.clone()).await, Value::Null, "the session has ended");

    let nobody = program.get_request("/api/auth/token").bearer_auth(token).send().await.unwrap();
    assert_eq!(nobody.status().as_u16(), 401);
    assert_eq!(nobody.json::<Value>().await.unwrap()["code"], "UNAUTHORIZED");
    server.stop().await;
}
