use super::*;

#[tokio::test]
async fn an_app_connects_and_acts_at_the_mcp_server_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let answer = world.decide(&world.asked(), "allow", "write").await;
        let address = location(&answer);
        assert!(address.starts_with("https://app.example/callback?code="), "{address}");
        assert_eq!(parameter(address, "state").as_deref(), Some("a state"));
        assert_eq!(parameter(address, "iss").as_deref(), Some(PUBLIC));
        let code = parameter(address, "code").unwrap();

        let answer = post(&world.server, "/oauth/token", &world.exchange(&code)).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["cache-control"]),
            (200, &"no-store".parse().unwrap())
        );
        let tokens: Value = answer.json().await.unwrap();
        assert_eq!(
            (&tokens["token_type"], &tokens["expires_in"], &tokens["scope"]),
            (&json!("Bearer"), &json!(3600), &json!("read write"))
        );
        let grant = world.grant(&tokens).await.unwrap();
        assert_eq!((grant.user.email.as_str(), grant.permission), ("ann@example.com", Permission::Write));

        let token = tokens["access_token"].as_str().unwrap();
        let elsewhere = world.oauth.grant_of_access_token(token, "https://other.example/mcp").await.unwrap();
        assert!(elsewhere.is_none(), "the token is for one resource");
        for path in ["/api/models", "/settings/export", "/api/auth/token"] {
            let request = world.server.browser().get_request(path).bearer_auth(token);
            assert_eq!(request.send().await.unwrap().status().as_u16(), 401, "{path}");
        }
        let refresh = tokens["refresh_token"].as_str().unwrap();
        assert!(world.oauth.grant_of_access_token(refresh, world.oauth.resource()).await.unwrap().is_none());

        world.clock.advance(Duration::hours(1));
        assert!(world.grant(&tokens).await.is_none(), "an access token lives for an hour");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_code_works_once_and_ends_what_it_made_if_it_comes_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let code = world.code().await;
        let (status, tokens) = world.send(&world.exchange(&code)).await;
        assert_eq!(status, 200);
        assert!(world.grant(&tokens).await.is_some());
        assert_eq!(error(&world.send(&world.exchange(&code)).await), (400, "invalid_grant"));
        assert!(world.grant(&tokens).await.is_none());
        assert_eq!(error(&world.refresh(&tokens).await), (400, "invalid_grant"));
        assert!(world.apps().await.is_empty());

        // Of two at once, one at most gets tokens, and they are worthless.
        let code = world.code().await;
        let form = world.exchange(&code);
        let (one, other) = tokio::join!(world.send(&form), world.send(&form));
        assert!(one.0 == 400 || other.0 == 400, "{one:?} {other:?}");
        for answer in [one, other] {
            if answer.0 == 200 {
                assert!(world.grant(&answer.1).await.is_none());
            }
        }
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_code_is_bound_to_everything_that_the_person_saw() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let other_app = register(&world.server, &[REDIRECT]).await;
        let code = world.code().await;
        let with = |name: &str, value: &str| {
            let mut form = world.exchange(&code);
            form.retain(|(key, _)| *key != name);
            if !value.is_empty() {
                form.push((
                    ["client_id", "redirect_uri", "code_verifier", "resource", "code", "grant_type"]
                        .into_iter()
                        .find(|key| *key == name)
                        .unwrap(),
                    value.to_owned(),
                ));
            }
            form
        };
        for (name, value, expected) in [
            ("client_id", other_app.as_str(), "invalid_grant"),
            ("client_id", "unknown", "invalid_grant"),
            ("client_id", "", "invalid_request"),
            ("redirect_uri", "https://app.example/callback/", "invalid_grant"),
            ("redirect_uri", "https://evil.example/callback", "invalid_grant"),
            ("code_verifier", "", "invalid_grant"),
            ("code_verifier", CHALLENGE, "invalid_grant"),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", "invalid_grant"),
            ("resource", "https://other.example/mcp", "invalid_target"),
            ("resource", "http://docket.test/other", "invalid_target"),
            ("code", "wrong", "invalid_grant"),
            ("code", "", "invalid_request"),
            ("code", "a\0b", "invalid_request"),
            ("grant_type", "password", "unsupported_grant_type"),
            ("grant_type", "client_credentials", "unsupported_grant_type"),
            ("grant_type", "", "invalid_request"),
        ] {
            let answer = world.send(&with(name, value)).await;
            assert_eq!(error(&answer), (400, expected), "{name}={value}: {}", answer.1);
        }
        // A form that names a thing twice could mean two things.
        let mut twice = world.exchange(&code);
        twice.push(("client_id", world.app.clone()));
        assert_eq!(error(&world.send(&twice).await), (400, "invalid_request"));
        let (status, _) =
            post_json(&world.server, "/oauth/token", &json!({ "grant_type": "authorization_code" })).await;
        assert_eq!(status, 400);

        // None of the wrong tries has used it up.
        world.clock.advance(Duration::seconds(30));
        assert_eq!(world.send(&world.exchange(&code)).await.0, 200);
        let late = world.code().await;
        world.clock.advance(Duration::seconds(60));
        assert_eq!(error(&world.send(&world.exchange(&late)).await), (400, "invalid_grant"));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_program_that_tries_on_and_on_is_slowed_down() {
    let world = World::new(Engine::Sqlite).await;
    let mut last = (0, Value::Null);
    for _ in 0..302 {
        last = world.send(&world.exchange("wrong")).await;
    }
    assert_eq!(error(&last), (429, "temporarily_unavailable"));
    world.server.stop().await;
}
