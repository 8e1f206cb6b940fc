use super::*;

#[tokio::test]
async fn a_person_logs_in_first_and_comes_back() {
    let world = World::new(Engine::Sqlite).await;
    let page = page_of(&world.asked());
    let answer = world.server.browser().get(&page).await;
    assert_eq!(answer.status().as_u16(), 302);
    let next = Url::parse(PUBLIC).unwrap().join(location(&answer)).unwrap();
    assert_eq!((next.path(), parameter(next.as_str(), "next").unwrap()), ("/login", page.clone()));
    let browser = world.server.browser_at(PUBLIC);
    let form = [("email", "ann@example.com"), ("password", PASSWORD), ("next", page.as_str())];
    let answer = browser.form("/rpc/auth/log_in", &form).await;
    assert_eq!(location(&answer), page);
    assert_eq!(answer.headers()["cross-origin-opener-policy"], "unsafe-none");

    let answer = browser.get(&page).await;
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(answer.headers()["x-frame-options"], "DENY");
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"), "{policy}");
    assert_eq!(
        (&answer.headers()["cache-control"], &answer.headers()["cross-origin-opener-policy"]),
        (&"no-store".parse().unwrap(), &"unsafe-none".parse().unwrap())
    );
    let text = answer.text().await.unwrap();
    for shown in
        ["Connect Test App?", "app.example", "ann@example.com", "Nobody has checked", "Allow", "Cancel"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    // Somebody else than the one who is logged in.
    let out = browser.form("/rpc/auth/log_out", &[("next", &page)]).await;
    let back = Url::parse(PUBLIC).unwrap().join(location(&out)).unwrap();
    assert_eq!((back.path(), parameter(back.as_str(), "next").unwrap()), ("/login", page));
    world.server.stop().await;
}

#[tokio::test]
async fn an_app_that_cannot_be_known_gets_no_answer() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let local = register(&world.server, &["http://127.0.0.1:1000/cb"]).await;
        for (name, value) in [
            ("client_id", ""),
            ("client_id", "unknown"),
            ("client_id", "a\0b"),
            ("client_id", "https://127.0.0.1/app.json"),
            ("client_id", "file:///etc/passwd"),
            ("redirect_uri", ""),
            ("redirect_uri", "https://evil.example/callback"),
            ("redirect_uri", "https://app.example/callback/"),
            ("redirect_uri", "https://app.example/callback?x"),
            ("redirect_uri", "https://app.example/callback#x"),
            ("redirect_uri", "https://app.example/callback/../evil"),
            ("redirect_uri", "https://app.example.evil.example/callback"),
            ("redirect_uri", "https://app.example@evil.example/callback"),
            ("redirect_uri", "https://app.example:444/callback"),
            ("redirect_uri", "http://app.example/callback"),
            ("redirect_uri", "https://APP.example/callback"),
            ("redirect_uri", "//app.example/callback"),
            ("redirect_uri", "javascript:alert(1)"),
            ("redirect_uri", "cursor://anysphere.cursor-mcp/oauth/callback"),
            ("redirect_uri", "http://127.0.0.1:1000/cb"),
        ] {
            let answer = world.open(&world.ann, &world.asked_with(&[(name, value)])).await;
            assert_eq!((answer.status().as_u16(), location(&answer)), (400, ""), "{name}={value}");
            let text = answer.text().await.unwrap();
            assert!(text.contains("could not be connected") && !text.contains("evil.example"), "{text}");
        }
        let at = |address: &'static str| {
            world.asked_with(&[("client_id", local.as_str()), ("redirect_uri", address)])
        };
        for near in ["http://127.0.0.1:2000/other", "http://localhost:1000/cb", "http://127.0.0.2:1000/cb"] {
            assert_eq!(world.open(&world.ann, &at(near)).await.status().as_u16(), 400, "{near}");
        }
        let page = world.open(&world.ann, &at("http://127.0.0.1:2000/cb")).await;
        assert_eq!(page.status().as_u16(), 200, "any port of this computer");
        assert!(page.text().await.unwrap().contains("a program on this computer"));

        // A parameter that comes twice could mean two things.
        let mut twice = world.asked();
        twice.push(("redirect_uri", "https://evil.example/".into()));
        let answer = world.open(&world.ann, &twice).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (400, ""));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn only_somebody_who_has_just_logged_in_connects_an_app() {
    let world = World::new(Engine::Sqlite).await;
    let page = world.open(&world.ann, &world.asked()).await.text().await.unwrap();
    let fields = fields(&page, "allow", "write");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.clock.advance(Duration::hours(25));
    let asked = world.open(&world.ann, &world.asked()).await;
    let decided = world.ann.form("/oauth/authorize", &fields).await;
    for answer in [asked, decided] {
        let address = location(&answer);
        assert!(address.starts_with("/login?again=1&next=%2Foauth%2Fauthorize%3F"), "{address}");
    }
    world.ann.log_in("ann@example.com").await;
    world.code().await;
    world.server.stop().await;
}

#[tokio::test]
async fn nobody_is_sent_to_an_app_that_they_never_allowed() {
    let world = World::new(Engine::Sqlite).await;
    let answer = world.open(&world.ann, &world.asked_with(&[("scope", "admin")])).await;
    assert_eq!((answer.status().as_u16(), answer.headers().get("location")), (400, None));
    let page = answer.text().await.unwrap();
    assert!(page.contains("Go back to app.example"), "{page}");
    let (_, link) = page.split_once("href=\"https://app.example/callback?").unwrap();
    assert!(link.starts_with("error=invalid_scope&amp;"), "{link}");
    world.server.stop().await;
}

#[tokio::test]
async fn a_known_app_is_told_what_is_wrong() {
    let world = World::new(Engine::Sqlite).await;
    world.tokens().await;
    for (name, value, expected) in [
        ("response_type", "", "unsupported_response_type"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "code token", "unsupported_response_type"),
        ("response_mode", "fragment", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "s256", "invalid_request"),
        ("scope", "admin", "invalid_scope"),
        ("resource", "https://other.example/mcp", "invalid_target"),
        ("resource", "http://docket.test/api", "invalid_target"),
        ("resource", "http://docket.test/mcp#x", "invalid_target"),
        ("resource", "/mcp", "invalid_target"),
    ] {
        let answer = world.open(&world.ann, &world.asked_with(&[(name, value)])).await;
        let address = location(&answer).to_owned();
        assert_eq!(answer.status().as_u16(), 303, "{name}={value}");
        assert!(address.starts_with("https://app.example/callback?error="), "{address}");
        assert_eq!(parameter(&address, "error").as_deref(), Some(expected), "{name}={value}");
        assert_eq!(
            (parameter(&address, "state").as_deref(), parameter(&address, "iss").as_deref()),
            (Some("a state"), Some(PUBLIC))
        );
    }
    // The resource may be left out, and end in a slash. State may be missing.
    for fine in
        [("resource", ""), ("resource", "http://docket.test/mcp/"), ("state", ""), ("scope", "read openid")]
    {
        assert_eq!(
            world.open(&world.ann, &world.asked_with(&[fine])).await.status().as_u16(),
            200,
            "{fine:?}"
        );
    }
    let long = "x".repeat(2001);
    let answer = world.open(&world.ann, &world.asked_with(&[("state", &long)])).await;
    assert_eq!(parameter(location(&answer), "error").as_deref(), Some("invalid_request"));
    world.server.stop().await;
}

#[tokio::test]
async fn only_the_person_decides() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let answer = world.decide(&world.asked(), "deny", "write").await;
        assert_eq!(parameter(location(&answer), "error").as_deref(), Some("access_denied"));
        assert!(parameter(location(&answer), "code").is_none());

        let page = world.open(&world.ann, &world.asked()).await.text().await.unwrap();
        let form = fields(&page, "allow", "write");
        // A page of another site.
        for (name, value) in
            [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
        {
            let mut request = world.ann.request("/oauth/authorize").form(&form).build().unwrap();
            request.headers_mut().remove("origin");
            request.headers_mut().insert(name, value.parse().unwrap());
            let answer = world.ann.execute(request).await;
            assert_eq!((answer.status().as_u16(), location(&answer)), (403, ""), "{name}: {value}");
        }
        // Nobody, and a bearer token instead of the cookie of a person who looks at the page.
        let answer =
            world.server.browser_at(PUBLIC).request("/oauth/authorize").form(&form).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), location(&answer)), (401, ""));
        // Somebody who has logged in since is asked anew.
        let bob = world.server.person_at(PUBLIC, "bob").await;
        let answer = bob.request("/oauth/authorize").form(&form).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), location(&answer)), (200, ""));
        assert!(answer.text().await.unwrap().contains("bob@example.com"));
        // A form whose fields were changed is checked as a whole.
        let mut changed = form.clone();
        for field in changed.iter_mut().filter(|(name, _)| name == "redirect_uri") {
            field.1 = "https://evil.example/".into();
        }
        let answer = world.ann.request("/oauth/authorize").form(&changed).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), location(&answer)), (400, ""));
        assert!(world.apps().await.is_empty());

        // An app that asks for reading gets no more, whatever the form says.
        let read = world.asked_with(&[("scope", "read")]);
        let answer = world.decide(&read, "allow", "write").await;
        let code = parameter(location(&answer), "code").unwrap();
        let (_, tokens) = world.send(&world.exchange(&code)).await;
        assert_eq!(tokens["scope"], json!("read"));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_name_cannot_write_on_the_page() {
    let world = World::new(Engine::Sqlite).await;
    let body = json!({ "client_name": "<script>x</script>\"&\u{202e}", "redirect_uris": ["https://a.example/\"%3Cb%3E"] });
    let (status, _) = post_json(&world.server, "/oauth/register", &body).await;
    assert_eq!(status, 400, "a quote is not in its normal form");
    let body = json!({ "client_name": "<script>x</script>\"&\u{202e}", "redirect_uris": [REDIRECT] });
    let (_, app) = post_json(&world.server, "/oauth/register", &body).await;
    let asked = world
        .asked_with(&[("client_id", app["client_id"].as_str().unwrap()), ("state", "\"><script>y</script>")]);
    let page = world.open(&world.ann, &asked).await.text().await.unwrap();
    assert!(
        !page.contains("<script>") && !page.contains('\u{202e}') && page.contains("&lt;script&gt;"),
        "{page}"
    );
    let answer = world.decide(&asked, "deny", "").await;
    assert_eq!(parameter(location(&answer), "state").as_deref(), Some("\"><script>y</script>"));
    world.server.stop().await;
}

/// 2026-07-28, authorization, "Step-Up Authorization Flow".
#[tokio::test]
async fn an_app_that_may_only_read_learns_what_to_ask_for() {
    let world = World::new(Engine::Sqlite).await;
    let code = world.code_for("read").await;
    let (_, tokens) = world.send(&world.exchange(&code)).await;
    let call = async |tool: &str| {
        let message = json!({
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": { "name": tool, "arguments": { "title": "Milk" } },
        });
        let request = world.server.browser().client().post(format!("{}/mcp", world.server.url));
        let request = request.header("host", "docket.test").header("accept", "application/json");
        let token = tokens["access_token"].as_str().unwrap();
        request.bearer_auth(token).json(&message).send().await.unwrap()
    };
    let refused = call("add_task").await;
    assert_eq!(refused.status().as_u16(), 403);
    let challenge = refused.headers()["www-authenticate"].to_str().unwrap().to_owned();
    assert!(challenge.starts_with("Bearer error=\"insufficient_scope\""), "{challenge}");
    assert!(challenge.ends_with("scope=\"write\""), "{challenge}");
    let metadata = format!("resource_metadata=\"{PUBLIC}/.well-known/oauth-protected-resource/mcp\"");
    assert!(challenge.contains(&metadata), "{challenge}");
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["code"], "FORBIDDEN");
    assert_eq!(call("list_tasks").await.status().as_u16(), 200);
    world.server.stop().await;
}
