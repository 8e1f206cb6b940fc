//! Another site's page, and another person.

use super::*;

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let cookie = world.ann.session_cookie();
        let foreign = [
            (ORIGIN.as_str(), "https://evil.example"),
            (ORIGIN.as_str(), "null"),
            ("sec-fetch-site", "cross-site"),
        ];
        let (mut walked, mut through) = (0, Vec::new());
        for (name, value) in foreign {
            for route in routes().iter().filter(|route| !is_safe(&route.method)) {
                let mut request = world.request(route).header(COOKIE, &cookie).header(name, value);
                if name != ORIGIN.as_str() && matches!(route.kind, RouteKind::Protocol(_)) {
                    // Better Auth checks only the origin, which a browser always sends.
                    request = request.header(ORIGIN, "https://evil.example");
                }
                let response = request.send().await.unwrap();
                walked += 1;
                if response.status().as_u16() != 403 {
                    through.push(format!(
                        "{name} {value}: {} {}: {}",
                        route.method,
                        route.path,
                        response.status()
                    ));
                }
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests of another site's page were denied",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn somebody_else_sees_and_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let (mut walked, mut through) = (0, Vec::new());
        for (number, route) in routes().into_iter().enumerate() {
            // Each route has a person of its own, because some routes end the session or change the password or the
            // account.
            let bob = world.server.person(&format!("bob-{number}")).await;
            let request = world.request(&route).header(ORIGIN, &world.server.url);
            let response = request.header(COOKIE, bob.session_cookie()).send().await.unwrap();
            walked += 1;
            let status = response.status();
            let text = told(&route, response).await;
            if text.contains(MARK) || status.is_server_error() {
                through.push(format!("{} {}: {status} {text}", route.method, route.path));
            }
            if route.path.contains("password") || route.path.contains("delete") {
                assert_eq!(world.ann.export().await, before, "{}", route.path);
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests with another's ids gave nothing",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.browser().log_in("ann@example.com").await;
        world.server.stop().await;
    }
}

/// What an answer says. The stream of live updates has no end; its second event is the last of those at its beginning.
async fn told(route: &Route, mut response: Response) -> String {
    if route.path != "/rpc/live/events" {
        return response.text().await.unwrap();
    }
    let mut text = String::new();
    while !text.contains(r#""type":"list""#) {
        text += std::str::from_utf8(&response.chunk().await.unwrap().unwrap()).unwrap();
    }
    text
}

/// Whether a method changes nothing, so that every site's page may send it.
fn is_safe(method: &reqwest::Method) -> bool {
    ["GET", "HEAD", "OPTIONS"].contains(&method.as_str())
}
