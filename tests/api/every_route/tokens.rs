//! Those who may use some URLs and no others: somebody without the second factor that is asked for, and personal tokens.

use super::*;

/// What somebody may use who must set up a second factor first: their account, and the page for that. Not tokens, with
/// which programs would act for them.
fn is_of_account(route: &Route) -> bool {
    let path = route.path.as_str();
    let is_token = path.contains("personal_token") || path == "/rpc/auth/token";
    (path.starts_with("/rpc/auth/") || path.starts_with("/api/auth/")) && !is_token
        || path == "/second-factor"
}

#[tokio::test]
async fn somebody_without_the_second_factor_that_is_asked_for_gets_nothing_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let mut world = World::new(&database).await;
        let before = world.ann.export().await;
        let token = world.personal_token("write").await;
        let passkeys = r#"delete from "passkey""#;
        execute(&database.db, passkeys).await;
        let strict = TestServer::start_with_second_factors(&database.url).await;
        let lenient = std::mem::replace(&mut world.server, strict);
        let credentials = [
            (COOKIE, world.ann.session_cookie()),
            (AUTHORIZATION, format!("Bearer {}", world.ann.token().await)),
            (AUTHORIZATION, format!("Bearer {token}")),
        ];
        let (mut walked, mut through) = (0, Vec::new());
        for (header, value) in credentials {
            for route in routes().iter().filter(|route| !is_public(route) && !is_of_account(route)) {
                let request = world.request(route).header(&header, &value).header(ORIGIN, &world.server.url);
                let response = request.send().await.unwrap();
                let (status, to) = (response.status().as_u16(), location(&response).to_owned());
                let text = response.text().await.unwrap();
                walked += 1;
                let refused = match status {
                    302 => to.starts_with("/second-factor") || to.starts_with("/login"),
                    // Calendar programs bring a token, and nothing else counts there.
                    401 => value.contains("docket_pat_") || route.path.starts_with("/dav/"),
                    403 => text.contains("SECOND_FACTOR_REQUIRED") || route.method == "HEAD",
                    _ => false,
                };
                if !refused || text.contains(MARK) {
                    through.push(format!("{} {}: {status} {to} {text}", route.method, route.path));
                }
            }
        }
        eprintln!("{engine:?}: {} of {walked} requests were refused", walked - through.len());
        assert!(through.is_empty(), "{}", through.join("\n"));
        world.server.stop().await;
        world.server = lenient;
        world.revoke_personal_tokens().await;
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

/// Whether a personal access token opens a route.
fn is_door(route: &Route) -> bool {
    let path = route.path.as_str();
    let is_api = path.starts_with("/api/") && !path.starts_with("/api/auth/");
    matches!(route.kind, RouteKind::Protocol(Access::Member))
        && (is_api || ["/chatkit", "/mcp"].contains(&path) || path.starts_with("/dav/"))
}

#[tokio::test]
async fn a_personal_token_opens_the_doors_alone_and_one_that_may_read_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let (reader, writer) = (world.personal_token("read").await, world.personal_token("write").await);
        let (mut walked, mut through) = (0, Vec::new());
        for route in routes().iter().filter(|route| !is_public(route)) {
            let (doors, token) = (is_door(route), if is_door(route) { &reader } else { &writer });
            let response = world.request(route).bearer_auth(token).send().await.unwrap();
            walked += 1;
            let status = response.status();
            if !doors && let Err(answer) = is_denied(route, response).await {
                through.push(answer);
            } else if doors && (status.is_server_error() || status == 401) {
                through.push(format!("{} {}: {status}", route.method, route.path));
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests of a personal token did as they may",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        world.revoke_personal_tokens().await;
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}
