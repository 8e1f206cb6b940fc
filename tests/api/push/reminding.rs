//! Reminders in browsers without an open page.

use super::*;
use docket::clock::Clock;
use time::format_description::well_known::Rfc3339;

#[tokio::test]
async fn a_reminder_reaches_each_browser_and_its_buttons_work() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let clock = Clock::adjustable();
        let server =
            TestServer::start_with_push_services_and_clock(&database.url, &[&service.origin], &clock).await;
        let (ann, other) = (server.person("ann").await, server.browser());
        other.log_in("ann@example.com").await;
        let browsers =
            ["here", "there"].map(|name| FakeSubscription::at(format!("{}/{name}", service.origin)));
        subscribe(&ann, &browsers[0]).await;
        subscribe(&other, &browsers[1]).await;
        let due = (clock.now_utc() + time::Duration::HOUR).format(&Rfc3339).unwrap();
        let fields = [("title", "Call mom"), ("plan[due]", due.as_str()), ("plan[reminders]", "at the time")];
        let task: Value = ann.call("/rpc/tasks/add", &fields).await.json().await.unwrap();
        clock.advance(time::Duration::HOUR + time::Duration::SECOND);
        let both = async || {
            let mut pushed = [service.next().await, service.next().await];
            pushed.sort_by(|one, other| one.path.cmp(&other.path));
            [browsers[0].read(&pushed[0]), browsers[1].read(&pushed[1])]
        };
        let [told, same] = both().await;
        assert_eq!((&told["title"], &told["task_id"]), (&json!("Call mom"), &task["id"]));
        assert_eq!((&told, &told["url"]), (&same, &json!(format!("/tasks/{}", task["id"]))));
        assert!(told["body"].as_str().unwrap().starts_with("Due "), "{told}");

        // As the worker calls them.
        let id = told["id"].to_string();
        assert_eq!(ann.call("/rpc/reminders/snooze", &[("id", &id)]).await.status().as_u16(), 200);
        clock.advance(time::Duration::minutes(10));
        let [again, _] = both().await;
        assert_ne!(again["id"], told["id"]);
        assert_eq!(again["tag"], told["tag"]);
        let id = again["id"].to_string();
        assert_eq!(ann.call("/rpc/reminders/done", &[("id", &id)]).await.status().as_u16(), 200);
        let done: Value =
            ann.call("/rpc/tasks/history", &[("id", &task["id"].to_string())]).await.json().await.unwrap();
        assert!(done.to_string().contains("omplete"), "{done}");
        server.stop().await;
    }
}
