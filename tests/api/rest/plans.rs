//! Dates, repetition, priority, tags, lists and sub-tasks over the doors of programs.

use super::*;

async fn made(ann: &Program, body: Value) -> Value {
    let answer = ann.send(Method::POST, "/tasks", &body).await;
    assert_eq!(answer.status(), 201, "{body}");
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_program_plans_tasks() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = Program::of(&server, "ann").await;
        let plan = json!({
            "due": "2099-12-04T17:00:00Z", "start": "2099-12-01", "reminders": ["-PT30M"],
            "repeat": "FREQ=WEEKLY;BYDAY=FR", "priority": 1, "tags": ["phone"], "list": "Home",
        });
        let mut body = plan.clone();
        body["title"] = json!("Call mom");
        let task = made(&ann, body).await;
        for (name, value) in plan.as_object().unwrap() {
            let told = if name == "due" { json!("2099-12-04T17:00:00+00:00") } else { value.clone() };
            assert_eq!(task[name], told, "{name}");
        }
        let path = format!("/tasks/{}", task["id"]);
        let part = made(&ann, json!({ "title": "Find her number", "parent_id": task["id"] })).await;
        assert_eq!(part["parent_id"], task["id"]);

        // It repeats, so it moves on.
        let complete = format!("{path}/complete");
        let moved: Value =
            ann.send(Method::PATCH, &complete, &json!({ "completed": true })).await.json().await.unwrap();
        assert_eq!(
            (&moved["completed"], &moved["due"]),
            (&json!(false), &json!("2099-12-11T17:00:00+00:00"))
        );

        let patch = json!({ "priority": null, "repeat": "", "tags": [], "due": "2099-12-05" });
        let patched: Value = ann.send(Method::PATCH, &path, &patch).await.json().await.unwrap();
        assert_eq!((&patched["due"], &patched["list"]), (&json!("2099-12-05"), &json!("Home")));
        for gone in ["priority", "repeat", "tags"] {
            assert_eq!(patched.get(gone), None, "{gone}");
        }
        let whole: Value = ann
            .send(Method::PUT, &path, &json!({ "title": "Call mom", "priority": 2 }))
            .await
            .json()
            .await
            .unwrap();
        assert_eq!((&whole["priority"], whole.get("due"), whole.get("list")), (&json!(2), None, None));

        for (body, field) in [
            (json!({ "due": "tomorrow" }), "due"),
            (json!({ "due": 5 }), "due"),
            (json!({ "priority": 5 }), "priority"),
            (json!({ "priority": "high" }), "priority"),
            (json!({ "repeat": "FREQ=SECONDLY" }), "repeat"),
            (json!({ "tags": "phone" }), "tags"),
            (json!({ "parent_id": "1" }), "parent_id"),
        ] {
            let refused = refusal(ann.send(Method::PATCH, &path, &body).await).await;
            assert_eq!(refused, (400, json!({ "code": "INVALID_PARAMETER", "field": field })), "{body}");
        }
        let missing = refusal(ann.send(Method::PATCH, &path, &json!({ "parent_id": 999_999 })).await).await;
        assert_eq!(missing, (409, json!({ "code": "INVALID_PARENT", "field": "parent_id" })));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_program_asks_for_what_is_due() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = Program::of(&server, "ann").await;
    for body in [
        json!({ "title": "late", "due": "2001-01-02", "list": "Home" }),
        json!({ "title": "later", "due": "2001-01-03", "tags": ["Phone"] }),
        json!({ "title": "far", "due": "2099-01-01" }),
        json!({ "title": "some day" }),
    ] {
        made(&ann, body).await;
    }
    let titles = async |query: &str| -> String {
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let page: Value = ann.get(&format!("/tasks?limit=1&{query}{cursor}")).await.json().await.unwrap();
            found.extend(
                page["tasks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|task| task["title"].as_str().unwrap().to_owned()),
            );
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found.join(", "),
            }
        }
    };
    assert_eq!(titles("due=overdue").await, "late, later");
    assert_eq!(titles("due=week").await, "late, later");
    assert_eq!(titles("due=none").await, "some day");
    assert_eq!(titles("tag=phone").await, "later");
    assert_eq!(titles("list=home&due=today").await, "late");
    let wrong = ann.get("/tasks?due=someday").await;
    assert_eq!(wrong.status(), 400);
    server.stop().await;
}
