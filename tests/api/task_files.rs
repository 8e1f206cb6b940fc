//! Files of tasks that people send and get, on plain pages.

use super::*;
use reqwest::Response;
use reqwest::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};

const TODOIST: &[u8] = include_bytes!("../import/todoist.csv");

/// Sends the form of the page as a browser does: parts with a name, a file's name or not, and a content.
async fn send(browser: &Browser, parts: &[(&str, Option<&str>, &[u8])]) -> Response {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let request = browser.request("/tasks/import/file").header(ACCEPT, "text/html");
    request.header(CONTENT_TYPE, "multipart/form-data; boundary=edge").body(body).send().await.unwrap()
}

/// Where a form with one file leads to.
async fn sent(browser: &Browser, name: &str, content: &[u8]) -> String {
    let response = send(browser, &[("file", Some(name), content), ("text", None, b"")]).await;
    assert_eq!(response.status(), 303);
    location(&response).to_owned()
}

#[tokio::test]
async fn a_file_is_shown_imported_and_undone_by_plain_forms() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let form = ann.get("/tasks/import").await.text().await.unwrap();
        assert!(form.contains("enctype=\"multipart/form-data\"") && !hidden(&form, "author").is_empty());

        let address = sent(&ann, "todoist.csv", TODOIST).await;
        let page = ann.get(&address).await.text().await.unwrap();
        for part in [
            "Todoist",
            "Import 6 tasks",
            "Prune the roses",
            "Sat 5 Dec",
            "P1",
            "Line 12",
            "when the frogs sing",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let file = hidden(&page, "file").to_owned();
        let done = ann.form("/rpc/tasks/import", &[("file", &file), ("list", "From Todoist")]).await;
        assert_eq!(done.status(), 302);
        let page = ann.get(&address).await.text().await.unwrap();
        assert!(page.contains("6 tasks from todoist.csv are now"), "{page}");
        let tasks = ann.get("/tasks").await.text().await.unwrap();
        assert!(tasks.contains("Prune the roses") && tasks.contains("From Todoist"));
        assert!(ann.get("/tasks/import").await.text().await.unwrap().contains("Imported in the last day"));
        let import = ann.export().await["imports"][0].clone();
        assert_eq!((import["file_name"].as_str(), import["tasks"].as_i64()), (Some("todoist.csv"), Some(6)));
        assert!(import["imported_at"].is_string() && import["undone_at"].is_null(), "{import}");

        assert_eq!(ann.form("/rpc/tasks/undo-import", &[("file", &file)]).await.status(), 302);
        let page = ann.get(&address).await.text().await.unwrap();
        assert!(page.contains("is undone: 6 tasks were removed"), "{page}");
        assert!(!ann.get("/tasks").await.text().await.unwrap().contains("Prune the roses"));
        server.stop().await;
    }
}

#[tokio::test]
async fn what_is_no_file_of_tasks_is_refused_on_its_page() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let large = vec![b'a'; 5 * 1024 * 1024 + 1];
    let many = "task\n".repeat(10_001);
    for (name, content, words) in [
        ("a.zip", b"PK\x03\x04\0\0".as_slice(), "no text file"),
        ("a.json", b"{\"weather\": 1}", "no program that Docket knows"),
        ("a.txt", b"", "neither a file nor a text"),
        ("a.txt", &large, "a file may have 5 MB"),
        ("a.txt", many.as_bytes(), "10000 tasks"),
    ] {
        let address = sent(&ann, name, content).await;
        assert!(address.starts_with("/tasks/import?"), "{address}");
        let page = ann.get(&address).await.text().await.unwrap();
        assert!(page.contains("This cannot be imported") && page.contains(words), "{words}: {page}");
    }
    // The largest of one line, in another encoding, and a text that was pasted.
    let line = vec![0xe4_u8; 5 * 1024 * 1024];
    let page = ann.get(&sent(&ann, "a.txt", &line).await).await.text().await.unwrap();
    assert!(page.contains("Import 1 task<") && page.contains("cut off"), "{}", page.len());
    let pasted = send(&ann, &[("file", Some(""), b""), ("text", None, "Müsli\r\nBrot".as_bytes())]).await;
    let address = location(&pasted).to_owned();
    let page = ann.get(&address).await.text().await.unwrap();
    assert!(page.contains("the text that you pasted") && page.contains("Müsli"), "{page}");
    let foreign = bob.get(&address).await;
    let text = foreign.text().await.unwrap();
    assert!(!text.contains("Müsli") && text.contains("no longer here"), "{text}");

    let page = ann.get("/tasks/import").await.text().await.unwrap();
    let author = hidden(&page, "author");
    let refused = send(&bob, &[("author", None, author.as_bytes()), ("text", None, b"Milk")]).await;
    assert!(location(&refused).contains("__err="), "{}", location(&refused));
    let stranger = send(&server.browser(), &[("text", None, b"Milk")]).await;
    assert!(location(&stranger).starts_with("/login?"), "{}", location(&stranger));
    server.stop().await;
}

#[tokio::test]
async fn tasks_are_downloaded_in_each_format() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let plan = [("title", "Call mom"), ("plan[due]", "2026-12-04"), ("plan[list]", "Home")];
        ann.call("/rpc/tasks/add", &plan).await;
        for (kind, media, part) in [
            ("ics", "text/calendar", "\r\nDUE;VALUE=DATE:20261204\r\n"),
            ("csv", "text/csv", ",Call mom,"),
            ("md", "text/markdown", "# Home\n\n- [ ] Call mom [due:: 2026-12-04]"),
            ("json", "application/json", "\"due\":\"2026-12-04\""),
        ] {
            let response = ann.get(&format!("/tasks/export.{kind}")).await;
            let header = |name| response.headers()[&name].to_str().unwrap().to_owned();
            assert!(header(CONTENT_TYPE).starts_with(media), "{kind}");
            assert_eq!(header(CONTENT_DISPOSITION), format!("attachment; filename=\"docket-tasks.{kind}\""));
            let text = response.text().await.unwrap();
            assert!(text.contains(part), "{text}");
        }
        let by_token = server.browser().get_request("/tasks/export.ics").bearer_auth(ann.token().await);
        assert_eq!(by_token.send().await.unwrap().status(), 403);
        server.stop().await;
    }
}
