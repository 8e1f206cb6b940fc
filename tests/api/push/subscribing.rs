//! Which browsers are told, and for whom.

use super::*;

#[tokio::test]
async fn a_browser_is_told_until_its_session_ends() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let (ann, other) = (server.person("ann").await, server.browser());
        other.log_in("ann@example.com").await;
        let here = FakeSubscription::at(format!("{}/here", service.origin));
        subscribe(&ann, &here).await;
        subscribe(&other, &FakeSubscription::at(format!("{}/there", service.origin))).await;
        let listed = devices(&ann).await;
        let current: Vec<_> = listed.iter().map(|device| device["current"].as_bool().unwrap()).collect();
        assert_eq!(current, [false, true]);
        // The same browser again, at another address: the one before is gone.
        let moved = FakeSubscription::at(format!("{}/moved", service.origin));
        subscribe(&ann, &moved).await;
        assert_eq!(try_out(&ann).await, (2, 2));
        let mut paths: Vec<_> = service.take().into_iter().map(|pushed| pushed.path).collect();
        paths.sort();
        assert_eq!(paths, ["/moved", "/there"]);

        ann.form("/rpc/auth/log_out", &[]).await;
        assert_eq!(devices(&other).await.len(), 1);
        assert_eq!(try_out(&other).await, (1, 1));
        assert_eq!(service.take()[0].path, "/there");
        other.call("/rpc/push/unsubscribe", &[]).await;
        assert_eq!(try_out(&other).await, (0, 0));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_browser_tells_one_person_and_nobody_removes_anothers() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let shared = FakeSubscription::at(format!("{}/shared", service.origin));
        subscribe(&ann, &shared).await;
        let id = devices(&ann).await[0]["id"].to_string();
        assert_eq!(bob.call("/rpc/push/unsubscribe", &[("subscription", &id)]).await.status().as_u16(), 200);
        assert_eq!((devices(&ann).await.len(), devices(&bob).await.len()), (1, 0));
        // Bob sits down at the browser in which Ann is still logged in somewhere.
        subscribe(&bob, &shared).await;
        assert_eq!((devices(&ann).await.len(), devices(&bob).await.len()), (0, 1));
        assert_eq!((try_out(&ann).await, try_out(&bob).await), ((0, 0), (1, 1)));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_page_renews_what_it_has_and_not_what_was_removed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let ann = server.person("ann").await;
        let (key, here) = (key(&ann).await, FakeSubscription::at(format!("{}/here", service.origin)));
        let renew = async |browser: &Browser, session: &str| -> Value {
            subscribe_for(browser, &here, &key, Some(session)).await.json().await.unwrap()
        };
        let on = subscribe(&ann, &here).await;
        let session = on["on"]["session"].as_str().unwrap().to_owned();
        let before = devices(&ann).await;
        assert_eq!(renew(&ann, &session).await, on);
        assert_eq!(devices(&ann).await, before);
        // For another key nothing could ever be sent.
        let other_key = subscribe_for(&ann, &here, "another", Some(&session)).await;
        assert_eq!(other_key.json::<Value>().await.unwrap()["other_key"]["key"], key.as_str());
        // Removed from elsewhere, it stays so, until the person turns it on again or logs in again.
        let id = before[0]["id"].to_string();
        ann.call("/rpc/push/unsubscribe", &[("subscription", &id)]).await;
        assert_eq!(renew(&ann, &session).await, json!("removed"));
        assert_eq!(devices(&ann).await.len(), 0);
        ann.form("/rpc/auth/log_out", &[]).await;
        ann.log_in("ann@example.com").await;
        assert_ne!(renew(&ann, &session).await, on);
        assert_eq!(devices(&ann).await.len(), 1);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_person_has_twenty_browsers_at_most_and_the_oldest_goes() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let ann = server.person("ann").await;
        for number in 0..21 {
            let browser = server.browser();
            browser.log_in("ann@example.com").await;
            subscribe(&browser, &FakeSubscription::at(format!("{}/{number}", service.origin))).await;
        }
        assert_eq!(try_out(&ann).await, (20, 20));
        assert!(service.take().iter().all(|pushed| pushed.path != "/0"));
        server.stop().await;
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_and_a_token_may_do_nothing() {
    let (database, service) = (TestDatabase::migrated(Engine::Sqlite).await, PushService::start().await);
    let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
    let ann = server.person("ann").await;
    let key = key(&ann).await;
    for endpoint in [
        "",
        "https://10.0.0.1/a",
        "https://[::1]/a",
        "http://push.example/a",
        "https://push.example:8443/a",
        // The server itself.
        &server.url,
    ] {
        let refused = subscribe_for(&ann, &FakeSubscription::at(endpoint), &key, None).await;
        assert_eq!(refused.status().as_u16(), 400, "{endpoint}");
        let refused: Value = refused.json().await.unwrap();
        assert_eq!(refused["detail"], "This browser's push service cannot be used.", "{endpoint}");
    }
    assert_eq!(devices(&ann).await.len(), 0);
    let token = ann.token().await;
    for path in ["key", "subscribe", "unsubscribe", "devices", "test"] {
        let path = format!("/rpc/push/{path}");
        let form = [("endpoint", "x"), ("p256dh", "x"), ("auth", "x"), ("key", "x")];
        let request = server.browser().request(&path).header("accept", "application/json").form(&form);
        assert_eq!(request.bearer_auth(&token).send().await.unwrap().status().as_u16(), 403, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn trials_have_a_limit() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    for _ in 0..10 {
        assert_eq!(try_out(&ann).await, (0, 0));
    }
    assert_eq!(ann.call("/rpc/push/test", &[]).await.status().as_u16(), 429);
    server.stop().await;
}

#[tokio::test]
async fn the_worker_is_asked_for_each_time_and_calls_nobody_but_docket() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let script = server.browser().get("/sw.js").await;
    let header = |name: &str| script.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header("cache-control"), "no-cache");
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; connect-src 'self'; img-src 'self'"), "{policy}");
    assert!(script.text().await.unwrap().contains("addEventListener('push'"));
    server.stop().await;
}
