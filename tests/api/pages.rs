//! Pages that the server renders while it renders others.

use super::*;
use futures::future::join_all;

/// How often each page is asked for.
const ROUNDS: usize = 12;

fn title(page: &str) -> &str {
    page.split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map_or("", |(title, _)| title)
}

/// Leptos makes the title last, when the thread may have gone on with another request.
#[tokio::test(flavor = "multi_thread")]
async fn many_pages_at_once_are_whole_and_have_their_own_titles() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, stranger) = (server.browser(), server.browser());
    ann.sign_up("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Buy milk")]).await;
    let pages = [
        (&ann, "/chat", "Docket"),
        (&ann, "/tasks", "Tasks · Docket"),
        (&ann, "/tasks/today", "Today · Docket"),
        (&ann, "/tasks/1", "Buy milk · Docket"),
        (&ann, "/tasks/import", "Import · Docket"),
        (&ann, "/conversations", "Conversations · Docket"),
        (&ann, "/conversations?archived", "Archive · Docket"),
        (&ann, "/search", "Search · Docket"),
        (&ann, "/settings", "Settings · Docket"),
        (&stranger, "/", "Docket"),
        (&stranger, "/login", "Welcome back · Docket"),
        (&stranger, "/signup", "Create your account · Docket"),
    ];
    let asked = (0..ROUNDS).flat_map(|_| pages).map(async |(who, path, expected)| {
        let answer = who.get(path).await;
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let page = answer.text().await.unwrap();
        assert_eq!(title(&page), expected, "{path}");
        assert!(page.contains("</html>"), "{path} is cut");
    });
    join_all(asked).await;
}
