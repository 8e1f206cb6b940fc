//! What the pages of tasks send.

use super::*;

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let long = "buy milk tomorrow ".repeat(5_000);
    for (url, field, value, at_fault) in [
        ("take-back", "changes", "12-x", "changes"),
        ("take-back", "changes", "", "changes"),
        ("change-several", "ids", "1-99999999999999999999", "ids"),
        ("change-several", "ids", "1;2", "ids"),
        ("read-line", "line", long.as_str(), "title"),
        ("add-line", "line", long.as_str(), "title"),
        ("update", "plan[priority]", "high", "priority"),
        ("update", "plan[due]", "soon", "due"),
    ] {
        let fields = vec![(field, value), ("kind", "delete"), ("id", "1")];
        let answer = ann.call(&format!("/rpc/tasks/{url}"), &fields).await;
        assert_eq!(answer.status(), 400, "{url} {field}");
        let refused: Value = answer.json().await.unwrap();
        assert_eq!(refused["field"], at_fault, "{url}: {refused}");
    }
    // Many parts that shall stay are no way to keep the server busy.
    let keep: Vec<String> = (0..21).map(|number| format!("keep[{number}]")).collect();
    let mut fields: Vec<(&str, &str)> = keep.iter().map(|name| (name.as_str(), "a")).collect();
    fields.push(("line", "a b c"));
    assert_eq!(ann.call("/rpc/tasks/read-line", &fields).await.status(), 400);
    server.stop().await;
}
