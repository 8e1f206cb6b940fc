//! What is told, to whom, and how it is signed.

use super::*;
use time::format_description::well_known::Rfc3339;

#[tokio::test]
async fn each_change_is_told_once_signed_and_in_order() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (ann, receiver) = (&world.ann, &world.receiver);
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "Europe/Berlin")]).await;
        let secret = world.hook("/hook").await;

        let fields = [("title", "Pay rent"), ("plan[due]", "2026-12-04T17:00"), ("plan[tags]", "home")];
        let task: Value = ann.call("/rpc/tasks/add", &fields).await.json().await.unwrap();
        let id = task["id"].to_string();
        let told = receiver.next().await;
        assert_eq!((told.path.as_str(), told.signed_by(&secret)), ("/hook", 1));
        assert_eq!(told.header("content-type"), "application/json");
        let body = told.json();
        assert_eq!(
            (&body["type"], &body["data"]["by"]),
            (&json!("task.created"), &json!({ "kind": "person" }))
        );
        assert_eq!((&body["data"]["before"], &body["timestamp"]), (&json!(null), &task["created_at"]));
        let mut shown = task.clone();
        shown.as_object_mut().unwrap().remove("change");
        assert_eq!(body["data"]["task"], shown, "as all doors tell it");
        assert_eq!(shown["due"], "2026-12-04T17:00:00+01:00");

        // A part of it is done with it.
        ann.call("/rpc/tasks/add", &[("title", "Find the form"), ("plan[parent_id]", &id)]).await;
        assert_eq!(receiver.next().await.json()["data"]["task"]["parent_id"], task["id"]);
        let done: Value = ann
            .call("/rpc/tasks/complete", &[("id", &id), ("completed", "true")])
            .await
            .json()
            .await
            .unwrap();
        let body = receiver.next().await.json();
        assert_eq!(
            (&body["type"], &body["data"]["task"]["completed"]),
            (&json!("task.completed"), &json!(true))
        );
        assert_eq!((&body["data"]["before"], &body["data"]["undo"]), (&shown, &json!(null)));
        let part = &body["data"]["subtasks"][0];
        assert_eq!(
            (&part["task"]["title"], &part["task"]["completed"]),
            (&json!("Find the form"), &json!(true))
        );
        assert_eq!(part["before"]["completed"], false);

        ann.call("/rpc/tasks/take-back", &[("changes", &done["change"].to_string())]).await;
        let body = receiver.next().await.json();
        assert_eq!((&body["type"], &body["data"]["undo"]), (&json!("task.updated"), &json!(true)));
        assert_eq!((&body["data"]["task"], &body["data"]["before"]["completed"]), (&shown, &json!(true)));
        assert_eq!(body["data"]["subtasks"][0]["task"]["completed"], false);

        // Nobody is told of a place, nor of going back to one.
        let other =
            ann.call("/rpc/tasks/add", &[("title", "Milk")]).await.json::<Value>().await.unwrap()["id"]
                .to_string();
        assert_eq!(receiver.next().await.title(), "Milk");
        let moved = ann.call("/rpc/tasks/place", &[("id", &other), ("place[after]", &id)]).await;
        let moved: Value = moved.json().await.unwrap();
        assert!(moved.is_i64(), "{moved}");
        ann.call("/rpc/tasks/take-back", &[("changes", &moved.to_string())]).await;

        ann.call("/rpc/tasks/delete", &[("id", &id)]).await;
        let body = receiver.next().await.json();
        assert_eq!((&body["type"], &body["data"]["task"]), (&json!("task.deleted"), &shown));
        assert_eq!(body["data"]["before"], json!(null));
        world.server.stop().await;
        assert_eq!(receiver.take().len(), 0, "nothing is told twice");
    }
}

/// The assistant's changes are made by functions of PostgreSQL, an import by one statement for many tasks.
#[tokio::test]
async fn every_door_tells() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (ann, receiver) = (&world.ann, &world.receiver);
        world.hook("/hook").await;
        let by = async |expected: &str| {
            let body = receiver.next().await.json();
            assert_eq!(body["type"], expected, "{body}");
            body["data"]["by"].clone()
        };
        let turn = [("text", "Add a task to call mom"), ("client_id", "a")];
        ann.events("/rpc/chat/send", &turn).await.rest().await;
        assert_eq!(by("task.created").await, json!({ "kind": "assistant" }));
        let turn = [("text", "undo that"), ("client_id", "b")];
        let turn = turn.into_iter().chain([("conversation", "1")]).collect::<Vec<_>>();
        ann.events("/rpc/chat/send", &turn).await.rest().await;
        assert_eq!(by("task.deleted").await, json!({ "kind": "assistant" }));

        let new =
            [("token_name", "Shell"), ("permission", "write"), ("days", "30"), ("token_password", PASSWORD)];
        let made: Value = ann.call("/rpc/auth/make_personal_token", &new).await.json().await.unwrap();
        let me: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let path = format!("/api/{}/tasks", me["id"].as_str().unwrap());
        let request = ann.request(&path).bearer_auth(made["token"].as_str().unwrap());
        let answer = request.json(&json!({ "title": "Bread" })).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        assert_eq!(by("task.created").await, json!({ "kind": "program", "name": "REST" }));

        let file =
            "--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nMilk\nTea\n\r\n--edge--\r\n";
        let request = ann.request("/tasks/import/file").header("accept", "text/html").body(file);
        let kept = request.header("content-type", "multipart/form-data; boundary=edge").send().await.unwrap();
        let file = location(&kept).trim_start_matches("/tasks/import?file=").to_owned();
        ann.form("/rpc/tasks/import", &[("file", &file)]).await;
        let titles = [receiver.next().await, receiver.next().await].map(|told| (told.kind(), told.title()));
        // The import adds from the end on, so that its first task is the newest.
        assert_eq!(titles, ["Tea", "Milk"].map(|title| ("task.created".to_owned(), title.to_owned())));
        // What was deleted by hand is not told again when the import is undone.
        let tasks: Value = ann.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
        let milk = tasks.as_array().unwrap().iter().find(|task| task["title"] == "Milk").unwrap();
        ann.call("/rpc/tasks/delete", &[("id", &milk["id"].to_string())]).await;
        assert_eq!(receiver.next().await.title(), "Milk");
        ann.form("/rpc/tasks/undo-import", &[("file", &file)]).await;
        let told = receiver.next().await;
        assert_eq!((told.kind().as_str(), told.title().as_str()), ("task.deleted", "Tea"));
        world.server.stop().await;
        assert_eq!(receiver.take().len(), 0);
    }
}

#[tokio::test]
async fn a_reminder_that_is_due_is_told() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        let at = (world.clock.now_utc() + time::Duration::HOUR).format(&Rfc3339).unwrap();
        let fields = [("title", "Call mom"), ("plan[reminders]", at.as_str())];
        world.ann.call("/rpc/tasks/add", &fields).await;
        assert_eq!(world.receiver.next().await.kind(), "task.created");
        world.clock.advance(time::Duration::HOUR + time::Duration::SECOND);
        let told = world.receiver.next().await;
        assert_eq!((told.kind().as_str(), told.title().as_str()), ("reminder.due", "Call mom"));
        let body = told.json();
        assert_eq!(body["data"]["remind_at"].as_str().unwrap()[..19], at[..19], "{body}");
        assert!(body["timestamp"].as_str() > body["data"]["remind_at"].as_str(), "{body}");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_address_is_told_what_was_chosen_and_only_of_its_person() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (ann, receiver) = (&world.ann, &world.receiver);
        let bob = world.server.person("bob").await;
        hook(ann, &receiver.at("/added"), &["task.created"]).await;
        hook(ann, &receiver.at("/deleted"), &["task.deleted", "reminder.due"]).await;
        add(&bob, "Secret of Bob").await;
        let id = add(ann, "Milk").await;
        ann.call("/rpc/tasks/delete", &[("id", &id)]).await;
        let mut told =
            [receiver.next().await, receiver.next().await].map(|told| (told.path.clone(), told.kind()));
        told.sort();
        assert_eq!(
            told,
            [("/added", "task.created"), ("/deleted", "task.deleted")].map(|(a, b)| (a.into(), b.into()))
        );
        world.server.stop().await;
        assert_eq!(receiver.take().len(), 0);
    }
}

#[tokio::test]
async fn of_two_replicas_one_tells() {
    let world = World::new(Engine::Postgres).await;
    let other =
        TestServer::start_with_webhooks(&world.database.url, &[&world.receiver.origin], None, &world.clock)
            .await;
    let there = world.ann.moved(&other.url);
    world.hook("/hook").await;
    for number in 0..20 {
        let browser = if number % 2 == 0 { &world.ann } else { &there };
        add(browser, &format!("task {number}")).await;
    }
    let mut told = Vec::new();
    for _ in 0..20 {
        told.push(world.receiver.next().await.title());
    }
    world.server.stop().await;
    other.stop().await;
    told.extend(world.receiver.take().iter().map(Told::title));
    assert_eq!(told, (0..20).map(|number| format!("task {number}")).collect::<Vec<_>>());
}
