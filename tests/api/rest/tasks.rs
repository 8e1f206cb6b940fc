use super::*;

#[tokio::test]
async fn a_program_manages_tasks() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = Program::of(&server, "ann").await;
        let body = json!({ "title": " Buy milk ", "description": "", "unknown": 1 });
        let made = ann.send(Method::POST, "/tasks", &body).await;
        assert_eq!(made.status(), 201);
        let (place, of_new) = (made.headers()["location"].to_str().unwrap().to_owned(), tag(&made));
        let task: Value = made.json().await.unwrap();
        assert_eq!(
            (&task["title"], &task["description"], &task["completed"]),
            (&json!("Buy milk"), &json!(null), &json!(false))
        );
        let path = format!("/tasks/{}", task["id"]);
        assert_eq!(place, format!("/api/{}{path}", ann.user));
        let read = ann.get(&path).await;
        assert_eq!(tag(&read), of_new);
        assert_eq!(read.json::<Value>().await.unwrap(), task);

        let patch = json!({ "description": "Two litres", "completed": true });
        let patched: Value = ann.send(Method::PATCH, &path, &patch).await.json().await.unwrap();
        assert_eq!(
            (&patched["title"], &patched["description"], &patched["completed"]),
            (&json!("Buy milk"), &json!("Two litres"), &json!(true))
        );
        let nothing: Value = ann.send(Method::PATCH, &path, &json!({})).await.json().await.unwrap();
        assert_eq!(nothing, patched);
        let whole: Value =
            ann.send(Method::PUT, &path, &json!({ "title": "Buy bread" })).await.json().await.unwrap();
        assert_eq!(
            (&whole["title"], &whole["description"], &whole["completed"]),
            (&json!("Buy bread"), &json!(null), &json!(true))
        );
        let complete = format!("{path}/complete");
        let toggled: Value =
            ann.request(Method::PATCH, &complete).send().await.unwrap().json().await.unwrap();
        assert_eq!(toggled["completed"], false);
        for _ in 0..2 {
            let done: Value =
                ann.send(Method::PATCH, &complete, &json!({ "completed": true })).await.json().await.unwrap();
            assert_eq!(done["completed"], true);
        }
        let deleted = ann.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!((deleted.status().as_u16(), deleted.text().await.unwrap()), (204, String::new()));
        let again = ann.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(refusal(again).await, (404, json!({ "code": "TASK_NOT_FOUND", "field": "task_id" })));
        server.stop().await;
    }
}

#[tokio::test]
async fn pages_of_tasks_hold_each_once_while_others_are_added() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = Program::of(&server, "ann").await;
        for number in 0..7 {
            ann.add(&format!("Task {number}")).await;
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: Value = ann.get(&format!("/tasks?limit=3{cursor}")).await.json().await.unwrap();
            seen.extend(
                page["tasks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|task| task["title"].as_str().unwrap().to_owned()),
            );
            ann.add("Later").await;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, [6, 5, 4, 3, 2, 1, 0].map(|number| format!("Task {number}")));
        server.stop().await;
    }
}

#[tokio::test]
async fn tasks_are_found_by_status_and_words() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let milk = ann.add("Buy milk").await;
        ann.add("Buy bread").await;
        ann.add("Call mom").await;
        bob.add("Buy milk for Bob").await;
        let done = format!("/tasks/{}/complete", milk["id"]);
        ann.send(Method::PATCH, &done, &json!({ "completed": true })).await;
        let titles = async |query: &str| {
            let page: Value = ann.get(&format!("/tasks{query}")).await.json().await.unwrap();
            let tasks = page["tasks"].as_array().unwrap().clone();
            tasks.iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(titles("?status=completed").await, "Buy milk");
        assert_eq!(titles("?status=pending").await, "Call mom, Buy bread");
        assert_eq!(titles("?query=buy").await, "Buy bread, Buy milk");
        assert_eq!(titles("?query=BUY+mil").await, "Buy milk");
        assert_eq!(titles("?query=buy&status=pending&limit=1").await, "Buy bread");
        assert_eq!(titles("?query=%00%22*").await, "");
        let first: Value = ann.get("/tasks?query=buy&limit=1").await.json().await.unwrap();
        let next = first["next"].as_str().unwrap();
        assert_eq!(titles(&format!("?query=buy&limit=1&cursor={next}")).await, "Buy milk");
        for (query, field) in [
            ("?status=gone", None),
            ("?limit=0", Some("limit")),
            ("?limit=101", Some("limit")),
            ("?limit=x", None),
            ("?cursor=x", Some("cursor")),
            ("?cursor=-1", Some("cursor")),
            ("?cursor=99999999999999999999", Some("cursor")),
        ] {
            let (status, body) = refusal(ann.get(&format!("/tasks{query}")).await).await;
            assert_eq!(
                (status, body["code"].as_str(), body["field"].as_str()),
                (400, Some("INVALID_PARAMETER"), field),
                "{query}"
            );
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_change_of_something_that_was_not_seen_is_refused() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = Program::of(&server, "ann").await;
        let task = ann.add("Buy milk").await;
        let path = format!("/tasks/{}", task["id"]);
        let seen = tag(&ann.get(&path).await);
        let known = ann
            .request(Method::GET, &path)
            .header("if-none-match", format!("\"x\", W/{seen}"))
            .send()
            .await
            .unwrap();
        assert_eq!((known.status().as_u16(), tag(&known)), (304, seen.clone()));

        // Two writers have seen the same. One of them is first.
        let write = |title: &'static str| {
            ann.request(Method::PATCH, &path)
                .header("if-match", &seen)
                .json(&json!({ "title": title }))
                .send()
        };
        let both = tokio::join!(write("One"), write("Two"));
        let statuses = [both.0.unwrap(), both.1.unwrap()];
        let [won, lost] = match statuses[0].status() == 200 {
            true => statuses,
            false => {
                let [lost, won] = statuses;
                [won, lost]
            }
        };
        assert_eq!((won.status().as_u16(), lost.status().as_u16()), (200, 412));
        let current = tag(&won);
        assert_eq!(tag(&lost), current);
        assert_eq!(refusal(lost).await, (412, json!({ "code": "PRECONDITION_FAILED", "field": "If-Match" })));
        for (method, place, value, status) in [
            (Method::PUT, path.clone(), seen.clone(), 412),
            (Method::PATCH, format!("{path}/complete"), seen.clone(), 412),
            (Method::DELETE, path.clone(), seen.clone(), 412),
            (Method::DELETE, path.clone(), format!("W/{current}"), 412),
            (Method::DELETE, path.clone(), "no tag".into(), 412),
            (Method::PUT, path.clone(), "*".into(), 200),
        ] {
            let response = ann
                .request(method.clone(), &place)
                .header("if-match", &value)
                .json(&json!({ "title": "Three", "completed": true }));
            assert_eq!(response.send().await.unwrap().status().as_u16(), status, "{method} {place} {value}");
        }
        let current = tag(&ann.get(&path).await);
        let deleted = ann
            .request(Method::DELETE, &path)
            .header("if-match", format!("\"other\", {current}"))
            .send()
            .await;
        assert_eq!(deleted.unwrap().status().as_u16(), 204);
        let gone = ann.request(Method::DELETE, &path).header("if-match", current).send().await.unwrap();
        assert_eq!(refusal(gone).await.0, 404);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_repeated_request_adds_one_task() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = docket::clock::Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let add = |who: &Program, key: &str, title: &str| {
            who.request(Method::POST, "/tasks")
                .header("idempotency-key", key)
                .json(&json!({ "title": title }))
                .send()
        };
        // All at once: each gets the task, or is told that the first request has not ended.
        let tries = futures::future::join_all((0..8).map(|_| add(&ann, "\"one\"", "Buy milk"))).await;
        let mut made = Vec::new();
        for answer in tries {
            let answer = answer.unwrap();
            match answer.status().as_u16() {
                201 => made.push((tag(&answer), answer.json::<Value>().await.unwrap())),
                _ => {
                    assert_eq!(answer.headers()["retry-after"], "1");
                    assert_eq!(
                        refusal(answer).await,
                        (409, json!({ "code": "REQUEST_IN_PROGRESS", "retry_after": 1 }))
                    );
                }
            }
        }
        assert!(!made.is_empty() && made.iter().all(|answer| *answer == made[0]), "{made:?}");
        // The answer stays the same when the task has changed, and when it is gone.
        let path = format!("/tasks/{}", made[0].1["id"]);
        ann.send(Method::PATCH, &path, &json!({ "title": "Buy bread" })).await;
        let later = add(&ann, "one", "Buy milk").await.unwrap();
        assert_eq!(
            (later.status().as_u16(), tag(&later), later.json::<Value>().await.unwrap()),
            (201, made[0].0.clone(), made[0].1.clone())
        );
        let other = add(&ann, "one", "Buy bread").await.unwrap();
        assert_eq!(
            refusal(other).await,
            (422, json!({ "code": "IDEMPOTENCY_KEY_REUSED", "field": "Idempotency-Key" }))
        );
        // Keys are each person's own.
        assert_eq!(add(&bob, "one", "Buy bread").await.unwrap().status(), 201);
        // A refused request uses no key up.
        assert_eq!(refusal(add(&ann, "two", " ").await.unwrap()).await.0, 400);
        assert_eq!(add(&ann, "two", "Call mom").await.unwrap().status(), 201);
        for odd in ["", "\"\"", "a b", &"x".repeat(256)] {
            let (status, body) = refusal(add(&ann, odd, "Odd").await.unwrap()).await;
            assert_eq!((status, &body["field"]), (400, &json!("Idempotency-Key")), "{odd}");
        }
        let tasks: Value = ann.get("/tasks").await.json().await.unwrap();
        assert_eq!(tasks["tasks"].as_array().unwrap().len(), 2, "{tasks}");
        // A day later the key is a new one.
        clock.advance(time::Duration::hours(24));
        let new: Value = add(&ann, "one", "Walk").await.unwrap().json().await.unwrap();
        assert_eq!(new["title"], "Walk");
        server.stop().await;
    }
}

#[tokio::test]
async fn nobody_reaches_another_persons_tasks() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let task = ann.add("Buy milk").await;
        let path = format!("/tasks/{}", task["id"]);
        let body = json!({ "title": "stolen", "completed": true });
        // Under his own path it is as if the task did not exist.
        for (method, path) in [
            (Method::GET, path.clone()),
            (Method::PUT, path.clone()),
            (Method::PATCH, path.clone()),
            (Method::PATCH, format!("{path}/complete")),
            (Method::DELETE, path.clone()),
        ] {
            let (status, told) = refusal(bob.send(method.clone(), &path, &body).await).await;
            assert_eq!((status, &told["code"]), (404, &json!("TASK_NOT_FOUND")), "{method} {path}");
        }
        // Ann's path is forbidden, and so is the path of nobody.
        for user in [&ann.user, "nobody", "%00", "."] {
            let url = format!("{}/api/{user}/tasks", server.url);
            let response = bob.browser.client().get(url).bearer_auth(&bob.token).send().await.unwrap();
            if user == "." {
                assert_eq!(response.status(), 404);
                continue;
            }
            assert_eq!(refusal(response).await, (403, json!({ "code": "FORBIDDEN" })), "{user}");
        }
        assert_eq!(ann.get(&path).await.json::<Value>().await.unwrap(), task);
        server.stop().await;
    }
}
