use super::*;

#[tokio::test]
async fn a_refresh_token_works_once_and_is_replaced() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let first = world.tokens().await;
        let (status, second) = world.refresh(&first).await;
        assert_eq!(status, 200, "{second}");
        assert_ne!(first["refresh_token"], second["refresh_token"]);
        assert_ne!(first["access_token"], second["access_token"]);
        assert!(world.grant(&first).await.is_some(), "requests that are under way go on");
        assert!(world.grant(&second).await.is_some());

        // The answer got lost, or two windows asked at once: both get the same successor.
        world.clock.advance(Duration::seconds(29));
        let (again, at_once) = tokio::join!(world.refresh(&first), world.refresh(&first));
        for (status, answer) in [again, at_once] {
            assert_eq!(status, 200, "{answer}");
            assert_eq!(answer["refresh_token"], second["refresh_token"]);
            assert!(world.grant(&answer).await.is_some());
        }
        let (status, third) = world.refresh(&second).await;
        assert_eq!(status, 200);

        // The successor was used, so a program that still has the first is another one.
        assert_eq!(error(&world.refresh(&first).await), (400, "invalid_grant"));
        for tokens in [&first, &second, &third] {
            assert!(world.grant(tokens).await.is_none());
            assert_eq!(error(&world.refresh(tokens).await), (400, "invalid_grant"));
        }
        assert!(world.apps().await.is_empty());
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_connection_ends_after_a_year_however_often_it_is_used() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let mut tokens = world.tokens().await;
        for days in [50, 100, 150, 200, 250, 300, 350] {
            world.clock.advance(Duration::days(50));
            let (status, next) = world.refresh(&tokens).await;
            assert_eq!((status, &next["expires_in"]), (200, &json!(3600)), "{days}: {next}");
            tokens = next;
        }
        world.clock.advance(Duration::days(15) - Duration::minutes(10));
        let (status, last) = world.refresh(&tokens).await;
        assert_eq!(status, 200);
        let seconds = last["expires_in"].as_i64().unwrap();
        assert!((540..=600).contains(&seconds), "{seconds}");
        world.clock.advance(Duration::minutes(11));
        assert!(world.grant(&last).await.is_none());
        assert_eq!(error(&world.refresh(&last).await), (400, "invalid_grant"));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_refresh_token_that_comes_again_later_ends_the_connection() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let other = world.tokens().await;
        let first = world.tokens().await;
        let (_, second) = world.refresh(&first).await;
        world.clock.advance(Duration::seconds(30));
        assert_eq!(error(&world.refresh(&first).await), (400, "invalid_grant"));
        assert!(world.grant(&second).await.is_none());
        assert_eq!(error(&world.refresh(&second).await), (400, "invalid_grant"));
        assert!(world.grant(&other).await.is_some(), "another connection of the same app is not touched");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_refresh_gives_no_more_than_the_person_allowed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let code = world.code_for("read").await;
        let (_, tokens) = world.send(&world.exchange(&code)).await;
        assert_eq!(tokens["scope"], json!("read"));
        assert_eq!(world.grant(&tokens).await.unwrap().permission, Permission::Read);
        for scope in ["write", "read write"] {
            assert_eq!(
                error(&world.refresh_with(&tokens, &[("scope", scope)]).await),
                (400, "invalid_scope")
            );
        }
        assert_eq!(error(&world.refresh_with(&tokens, &[("scope", "admin")]).await), (400, "invalid_scope"));
        let elsewhere = [("resource", "https://other.example/mcp")];
        assert_eq!(error(&world.refresh_with(&tokens, &elsewhere).await), (400, "invalid_target"));
        let other = register(&world.server, &[REDIRECT]).await;
        for app in [other.as_str(), "unknown"] {
            assert_eq!(
                error(&world.refresh_with(&tokens, &[("client_id", app)]).await),
                (400, "invalid_grant")
            );
        }
        // None of that has used it up.
        let (status, next) = world.refresh(&tokens).await;
        assert_eq!((status, &next["scope"]), (200, &json!("read")));

        // Less is possible, and is no loss for the next time.
        let all = world.tokens().await;
        let (_, less) = world.refresh_with(&all, &[("scope", "read")]).await;
        assert_eq!(world.grant(&less).await.unwrap().permission, Permission::Read);
        let (_, all) = world.refresh(&less).await;
        assert_eq!(world.grant(&all).await.unwrap().permission, Permission::Write);

        let access = json!({ "refresh_token": all["access_token"] });
        assert_eq!(error(&world.refresh(&access).await), (400, "invalid_grant"));
        world.clock.advance(Duration::days(60));
        assert_eq!(error(&world.refresh(&all).await), (400, "invalid_grant"));
        world.server.stop().await;
    }
}
