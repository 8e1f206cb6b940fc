use super::*;

#[tokio::test]
async fn a_program_manages_conversations() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let said = ann.say(None, "Hello").await;
        let path = format!("/conversations/{}", said["conversation_id"]);
        let patch = json!({ "title": " Our\nplans ", "pinned": true, "model": "offline" });
        let changed = ann.send(Method::PATCH, &path, &patch).await;
        assert_eq!(changed.status(), 200);
        let (first, changed) = (tag(&changed), changed.json::<Value>().await.unwrap());
        let told = (&changed["title"], &changed["pinned"], &changed["archived"], &changed["model"]);
        assert_eq!(told, (&json!("Our plans"), &json!(true), &json!(false), &json!("offline")));
        let read = ann.get(&path).await;
        assert_eq!((tag(&read), read.json::<Value>().await.unwrap()), (first.clone(), changed));
        let known = ann.request(Method::GET, &path).header("if-none-match", &first).send().await.unwrap();
        assert_eq!(known.status(), 304);

        let archive = |tag: &str| {
            ann.request(Method::PATCH, &path)
                .header("if-match", tag)
                .json(&json!({ "archived": true }))
                .send()
        };
        let both = tokio::join!(archive(&first), archive(&first));
        let mut statuses = [both.0.unwrap().status().as_u16(), both.1.unwrap().status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let automatic: Value =
            ann.send(Method::PATCH, &path, &json!({ "model": "automatic" })).await.json().await.unwrap();
        assert_eq!((automatic.get("model"), &automatic["archived"]), (None, &json!(true)));
        for (body, field) in [
            (json!({ "title": " " }), "title"),
            (json!({ "title": null }), "title"),
            (json!({ "title": "\u{1b}[31m" }), "title"),
            (json!({ "model": "gpt-0" }), "model"),
            (json!({ "pinned": "yes" }), "pinned"),
        ] {
            let (status, told) = refusal(ann.send(Method::PATCH, &path, &body).await).await;
            assert_eq!((status, &told["field"]), (400, &json!(field)), "{body}");
        }
        for method in [Method::GET, Method::PATCH, Method::DELETE] {
            let (status, told) = refusal(bob.send(method.clone(), &path, &json!({})).await).await;
            assert_eq!((status, &told["code"]), (404, &json!("CONVERSATION_NOT_FOUND")), "{method}");
        }
        let stale = ann.request(Method::DELETE, &path).header("if-match", first).send().await.unwrap();
        assert_eq!(refusal(stale).await.0, 412);
        assert_eq!(ann.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
        for path in [path.clone(), format!("{path}/messages")] {
            assert_eq!(refusal(ann.get(&path).await).await.0, 404);
        }
        assert_eq!(refusal(ann.request(Method::DELETE, &path).send().await.unwrap()).await.0, 404);
        server.stop().await;
    }
}

#[tokio::test]
async fn pages_of_conversations_and_messages_hold_each_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let mut begun = Vec::new();
        for _ in 0..5 {
            begun.insert(0, ann.say(None, "Hello").await["conversation_id"].as_i64().unwrap());
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/conversations?limit=2{cursor}");
            let page: Value = ann.get(&path).await.json().await.unwrap();
            seen.extend(
                page["conversations"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()),
            );
            // The list goes on as it was, though this one is first now.
            ann.say(None, "Later").await;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, begun);
        let (status, told) = refusal(ann.get("/conversations?cursor=x").await).await;
        assert_eq!((status, &told["field"]), (400, &json!("cursor")));

        let conversation = begun[0];
        for number in 0..3 {
            ann.say(Some(conversation), &format!("Add a task to walk {number}")).await;
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/conversations/{conversation}/messages?limit=3{cursor}");
            let page: Value = ann.get(&path).await.json().await.unwrap();
            seen.splice(0..0, page["messages"].as_array().unwrap().clone());
            ann.say(Some(conversation), "What's pending?").await;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let roles: Vec<_> = seen.iter().map(|message| message["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["user", "assistant"].repeat(4));
        insta::with_settings!({ filters => [(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "[time]")] }, {
            insta::allow_duplicates! {
                insta::assert_json_snapshot!(seen[3], { ".id" => "[id]", ".tool_calls[].result.task_id" => "[id]" }, @r#"
                {
                  "content": "Added **Walk 0** as task #1.",
                  "created_at": "[time]",
                  "id": "[id]",
                  "model": "offline",
                  "role": "assistant",
                  "status": "complete",
                  "tool_calls": [
                    {
                      "arguments": {
                        "title": "Walk 0"
                      },
                      "id": "call_1",
                      "is_error": false,
                      "name": "add_task",
                      "result": {
                        "status": "created",
                        "task_id": "[id]",
                        "title": "Walk 0"
                      }
                    }
                  ]
                }
                "#);
            }
        });
        let theirs = bob.get(&format!("/conversations/{conversation}/messages")).await;
        assert_eq!(refusal(theirs).await.0, 404);
        let found: Value = ann.get("/search?q=WALK").await.json().await.unwrap();
        assert_eq!(found["tasks"].as_array().unwrap().len(), 3);
        let found: Value = bob.get("/search?q=walk").await.json().await.unwrap();
        assert_eq!(found["tasks"], json!([]));
        assert_eq!(refusal(ann.get("/search").await).await.0, 400);
        server.stop().await;
    }
}
