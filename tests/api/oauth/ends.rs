use super::*;

#[tokio::test]
async fn a_person_sees_and_ends_connections_and_nobody_else_does() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let bob = world.server.person_at(PUBLIC, "bob").await;
        let tokens = world.tokens().await;
        let apps = world.apps().await;
        assert_eq!(apps.len(), 1);
        assert_eq!(
            (&apps[0]["name"], &apps[0]["host"], &apps[0]["permission"]),
            (&json!("Test App"), &json!("app.example"), &json!("write"))
        );
        let of_bob: Value = bob.call("/rpc/oauth/connected_apps", &[]).await.json().await.unwrap();
        assert_eq!(of_bob, json!([]));
        let page = world.ann.get("/settings").await.text().await.unwrap();
        assert!(page.contains("Test App") && page.contains("Disconnect"));

        let id = [("connection", apps[0]["id"].as_str().unwrap())];
        assert_eq!(bob.call("/rpc/oauth/disconnect", &id).await.status().as_u16(), 404);
        let odd = world.ann.call("/rpc/oauth/disconnect", &[("connection", "a\0b")]).await;
        assert_eq!(odd.status().as_u16(), 404);
        assert!(world.grant(&tokens).await.is_some());
        // A code that is still on its way is worthless afterwards.
        let code = world.code().await;
        let answer = world.ann.form("/rpc/oauth/disconnect", &id).await;
        assert_eq!(location(&answer), "/settings?done=disconnected");
        assert!(world.grant(&tokens).await.is_none());
        assert_eq!(error(&world.refresh(&tokens).await), (400, "invalid_grant"));
        assert_eq!(error(&world.send(&world.exchange(&code)).await), (400, "invalid_grant"));
        assert_eq!(world.ann.call("/rpc/oauth/disconnect", &id).await.status().as_u16(), 404);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_person_lets_an_app_only_read_from_now_on() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let bob = world.server.person_at(PUBLIC, "bob").await;
        let tokens = world.tokens().await;
        let apps = world.apps().await;
        let id = [("connection", apps[0]["id"].as_str().unwrap())];
        assert_eq!(bob.call("/rpc/oauth/narrow", &id).await.status().as_u16(), 404);
        let odd = world.ann.call("/rpc/oauth/narrow", &[("connection", "a\0b")]).await;
        assert_eq!(odd.status().as_u16(), 404);
        assert_eq!(world.grant(&tokens).await.unwrap().permission, Permission::Write);

        let answer = world.ann.form("/rpc/oauth/narrow", &id).await;
        assert_eq!(location(&answer), "/settings?done=narrowed");
        assert_eq!(world.apps().await[0]["permission"], "read");
        assert_eq!(world.grant(&tokens).await.unwrap().permission, Permission::Read);
        assert_eq!(error(&world.refresh_with(&tokens, &[("scope", "write")]).await), (400, "invalid_scope"));
        let (_, next) = world.refresh(&tokens).await;
        assert_eq!(world.grant(&next).await.unwrap().permission, Permission::Read);
        let page = world.ann.get("/settings").await.text().await.unwrap();
        assert!(page.contains("Disconnect") && !page.contains("Only let it read"));
        world.server.stop().await;
    }
}

/// A ban that another program wrote into the database removes no token.
#[tokio::test]
async fn an_app_of_a_banned_person_gets_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (tokens, code) = (world.tokens().await, world.code().await);
        let set =
            async |banned: &str| bans::update(&world.database.db, &format!("\"banned\" = {banned}")).await;
        set("true").await;
        assert!(world.grant(&tokens).await.is_none());
        assert_eq!(error(&world.refresh(&tokens).await), (400, "invalid_grant"));
        assert_eq!(error(&world.send(&world.exchange(&code)).await), (400, "invalid_grant"));
        set("false").await;
        assert!(world.grant(&tokens).await.is_some());
        assert_eq!(world.refresh(&tokens).await.0, 200);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_app_revokes_its_own_tokens() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let other = register(&world.server, &[REDIRECT]).await;
        let tokens = world.tokens().await;
        let revoke = async |token: &Value, app: Option<&str>| {
            let mut form = vec![("token", token.as_str().unwrap().to_owned())];
            form.extend(app.map(|app| ("client_id", app.to_owned())));
            post(&world.server, "/oauth/revoke", &form).await.status().as_u16()
        };
        assert_eq!(revoke(&json!("unknown"), Some(&world.app)).await, 200);
        assert_eq!(revoke(&tokens["refresh_token"], Some(&other)).await, 401);
        assert!(world.grant(&tokens).await.is_some());
        assert_eq!(revoke(&tokens["access_token"], Some(&world.app)).await, 200);
        assert!(world.grant(&tokens).await.is_none());
        let (status, next) = world.refresh(&tokens).await;
        assert_eq!(status, 200, "only the access token ended");
        assert_eq!(revoke(&next["refresh_token"], None).await, 200);
        assert!(world.grant(&next).await.is_none());
        assert_eq!(error(&world.refresh(&next).await), (400, "invalid_grant"));
        assert_eq!(post(&world.server, "/oauth/revoke", &[]).await.status().as_u16(), 400);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn everything_ends_with_the_person_and_with_a_reset_password() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let auth = docket::auth::server::Auth::new(
            world.database.db.clone(),
            SecretString::from(SECRET),
            false,
            world.clock.clone(),
            Random::system(),
        );
        let tokens = world.tokens().await;
        let fields =
            [("token_name", "x"), ("permission", "read"), ("days", "30"), ("token_password", PASSWORD)];
        let personal: Value =
            world.ann.call("/rpc/auth/make_personal_token", &fields).await.json().await.unwrap();
        let personal = personal["token"].as_str().unwrap();
        assert!(auth.grant_of_personal_token(personal).await.unwrap().is_some());
        let user = auth.user("ann@example.com").await.unwrap();
        let link = auth.reset_link(user.clone()).await.unwrap();
        let token = secrecy::ExposeSecret::expose_secret(&link.token).to_owned();
        auth.reset_password(&token, PASSWORD.into(), &docket::auth::server::Client::default()).await.unwrap();
        assert!(world.grant(&tokens).await.is_none());
        assert!(auth.grant_of_personal_token(personal).await.unwrap().is_none());

        world.ann.log_in("ann@example.com").await;
        let (tokens, code) = (world.tokens().await, world.code().await);
        auth.delete_user(&user.id).await.unwrap();
        assert!(world.grant(&tokens).await.is_none());
        assert_eq!(error(&world.refresh(&tokens).await), (400, "invalid_grant"));
        assert_eq!(error(&world.send(&world.exchange(&code)).await), (400, "invalid_grant"));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn apps_that_nobody_allowed_are_forgotten_and_others_are_not() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let unused = register(&world.server, &[REDIRECT]).await;
        let tokens = world.tokens().await;
        let prune = async || {
            let jobs = docket::jobs::Jobs::new(
                world.database.db.clone(),
                world.clock.clone(),
                &Random::system(),
                world.oauth.jobs(),
            );
            jobs.run_due().await;
        };
        let opens = async |app: &str| {
            let ann = world.server.browser_at(PUBLIC);
            ann.log_in("ann@example.com").await;
            world.open(&ann, &world.asked_with(&[("client_id", app)])).await.status().as_u16()
        };
        prune().await;
        assert_eq!((opens(&unused).await, opens(&world.app).await), (200, 200));
        world.clock.advance(Duration::days(8));
        prune().await;
        assert_eq!((opens(&unused).await, opens(&world.app).await), (400, 200));
        let (status, _) = world.refresh(&tokens).await;
        assert_eq!(status, 200, "what works is kept");
        world.clock.advance(Duration::days(61));
        prune().await;
        assert_eq!(opens(&world.app).await, 200, "an app that was allowed once is kept for ever");
        world.server.stop().await;
    }
}
