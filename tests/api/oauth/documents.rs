//! Apps that a document describes.

use super::*;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A site with documents.
struct Site {
    url: String,
    requests: Arc<AtomicUsize>,
    name: Arc<Mutex<Option<&'static str>>>,
}

impl Site {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let name = Arc::new(Mutex::new(Some("Document App")));
        let document = |id: &str, name: &str| {
            json!({ "client_id": id, "client_name": name, "redirect_uris": [REDIRECT] }).to_string()
        };
        let json = |body: String| ([("content-type", "application/json")], body);
        let good = {
            let (id, requests, name) = (format!("{url}/app.json"), requests.clone(), name.clone());
            move || {
                requests.fetch_add(1, Ordering::SeqCst);
                let name = *name.lock().unwrap();
                let answer = match name {
                    Some(name) => json(document(&id, name)).into_response(),
                    None => StatusCode::FORBIDDEN.into_response(),
                };
                async move { answer }
            }
        };
        let (other, large, plain, turned) = (
            json(document("https://app.example/app.json", "x")),
            json(format!("{}{}", document(&format!("{url}/large"), "x"), " ".repeat(20_000))),
            ([("content-type", "text/html")], document(&format!("{url}/plain"), "x")),
            format!("{url}/app.json"),
        );
        let bad = json(
            json!({ "client_id": format!("{url}/bad"), "redirect_uris": ["http://evil.example/"] })
                .to_string(),
        );
        let router = Router::new()
            .route("/app.json", get(good))
            .route("/other", get(move || async move { other }))
            .route("/large", get(move || async move { large }))
            .route("/plain", get(move || async move { plain }))
            .route("/bad", get(move || async move { bad }))
            .route("/slow", get(std::future::pending::<()>))
            .route("/turned", get(move |_: HeaderMap| async move { Redirect::temporary(&turned) }));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, requests, name }
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn call(&self, name: Option<&'static str>) {
        *self.name.lock().unwrap() = name;
    }
}

#[tokio::test]
async fn a_document_describes_an_app() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (mut world, site) = (World::new(engine).await, Site::start().await);
        world.app = format!("{}/app.json", site.url);
        let page = world.open(&world.ann, &world.asked()).await.text().await.unwrap();
        assert!(
            page.contains("Connect Document App?") && page.contains("says that this is its app"),
            "{page}"
        );
        let tokens = world.tokens().await;
        assert!(world.grant(&tokens).await.is_some());
        assert_eq!(world.apps().await[0]["name"], "Document App");
        assert_eq!(site.requests(), 1, "the document is kept for an hour");

        site.call(Some("New Name"));
        world.clock.advance(Duration::hours(1));
        let open = async || {
            let answer = world.open(&world.ann, &world.asked()).await;
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        assert!(open().await.1.contains("Connect New Name?"));
        // Some sites turn data centres away. What is known is good for a while.
        site.call(None);
        world.clock.advance(Duration::days(5));
        world.ann.log_in("ann@example.com").await;
        assert!(open().await.1.contains("Connect New Name?"));
        assert_eq!(site.requests(), 3);
        world.clock.advance(Duration::days(3));
        world.ann.log_in("ann@example.com").await;
        assert_eq!(open().await.0, 400);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_document_that_is_not_right_connects_nothing() {
    let (world, site) = (World::new(Engine::Sqlite).await, Site::start().await);
    for path in ["/other", "/large", "/plain", "/bad", "/turned", "/missing", "/slow"] {
        let id = format!("{}{path}", site.url);
        let answer = world.open(&world.ann, &world.asked_with(&[("client_id", &id)])).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (400, ""), "{path}");
    }
    assert_eq!(site.requests(), 0, "no redirect is followed");
    world.server.stop().await;
}

#[tokio::test]
async fn documents_on_private_addresses_are_not_fetched() {
    let (database, site) = (TestDatabase::migrated(Engine::Sqlite).await, Site::start().await);
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let port = site.url.rsplit_once(':').unwrap().1;
    for id in [
        format!("{}/app.json", site.url),
        format!("http://localhost:{port}/app.json"),
        // This one is asked for by its name, which has no public address.
        format!("https://localhost:{port}/app.json"),
        format!("https://127.0.0.1:{port}/app.json"),
        format!("https://[::1]:{port}/app.json"),
        format!("https://[::ffff:127.0.0.1]:{port}/app.json"),
        format!("https://2130706433:{port}/app.json"),
        format!("https://0x7f.1:{port}/app.json"),
        "https://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        let asked = [
            ("response_type", "code".to_owned()),
            ("client_id", id.clone()),
            ("redirect_uri", REDIRECT.to_owned()),
            ("code_challenge", CHALLENGE.to_owned()),
            ("code_challenge_method", "S256".to_owned()),
        ];
        let answer = ann.get(&page_of(&asked)).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (400, ""), "{id}");
    }
    assert_eq!(site.requests(), 0);
    server.stop().await;
}

#[tokio::test]
async fn nobody_makes_this_server_fetch_on_and_on() {
    let (world, site) = (World::new(Engine::Sqlite).await, Site::start().await);
    let stranger = world
        .open(&world.server.browser(), &world.asked_with(&[("client_id", &format!("{}/app.json", site.url))]))
        .await;
    assert_eq!((stranger.status().as_u16(), site.requests()), (302, 0), "only for people who are logged in");
    let mut statuses = Vec::new();
    for number in 0..31 {
        let id = format!("{}/missing-{number}", site.url);
        statuses
            .push(world.open(&world.ann, &world.asked_with(&[("client_id", &id)])).await.status().as_u16());
    }
    assert!(statuses.starts_with(&[400; 30]) && statuses.ends_with(&[429]), "{statuses:?}");
    world.server.stop().await;
}
