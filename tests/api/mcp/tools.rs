use super::*;

#[tokio::test]
async fn tools_tell_what_they_do() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    let answer = client.ask("tools/list", json!({})).await;
    let tools = answer["result"]["tools"].as_array().unwrap();
    let hints: Vec<_> = tools
        .iter()
        .map(|tool| {
            let hint = |name| if tool["annotations"][name] == true { "yes" } else { "no" };
            let [reads, destroys, repeats, open] =
                ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"].map(hint);
            assert_eq!(tool["inputSchema"]["type"], "object");
            assert_eq!(tool["outputSchema"]["type"], "object");
            assert!(tool["title"].is_string() && tool["description"].is_string());
            format!("{} {reads} {destroys} {repeats} {open}", tool["name"].as_str().unwrap())
        })
        .collect();
    let expected = [
        "add_task no no no no",
        "list_tasks yes no yes no",
        "complete_task no no yes no",
        "delete_task no yes yes no",
        "update_task no yes yes no",
    ];
    assert_eq!(hints, expected);
    let list = &tools[1]["outputSchema"]["properties"]["tasks"]["items"]["properties"];
    assert_eq!(list["description"]["type"], json!(["string", "null"]));
    server.stop().await;
}

#[tokio::test]
async fn tools_act_on_the_persons_own_tasks() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, server, ann, client) = world(engine).await;
        let (refused, added) =
            client.call("add_task", json!({ "title": " Buy milk ", "description": "2 l" })).await;
        let task = added["task_id"].clone();
        assert!(!refused);
        assert_eq!(added, json!({ "task_id": task, "status": "created", "title": "Buy milk" }));
        let (_, updated) =
            client.call("update_task", json!({ "task_id": task, "title": "Buy oat milk" })).await;
        assert_eq!(updated["status"], "updated");
        for _ in 0..2 {
            let (refused, completed) = client.call("complete_task", json!({ "task_id": task })).await;
            assert_eq!((refused, &completed["status"]), (false, &json!("completed")));
        }
        let (_, list) = client.call("list_tasks", json!({ "status": "completed" })).await;
        assert_eq!((&list["count"], &list["tasks"][0]["title"]), (&json!(1), &json!("Buy oat milk")));
        let (refused, reopened) =
            client.call("update_task", json!({ "task_id": task, "completed": false })).await;
        assert_eq!((refused, &reopened["status"]), (false, &json!("updated")));
        // What models write as texts is read, and a task that repeats says where it moved on to.
        let (refused, _) = client
            .call(
                "update_task",
                json!({ "task_id": task, "due": "2099-12-04", "repeat": "FREQ=WEEKLY", "priority": "p1", "tags": "a, b",
                    "parent_id": "" }),
            )
            .await;
        assert!(!refused);
        let (_, moved) = client.call("complete_task", json!({ "task_id": task })).await;
        assert_eq!((&moved["status"], &moved["next_due"]), (&json!("completed"), &json!("2099-12-11")));
        let (_, due) = client.call("list_tasks", json!({ "due": "week", "limit": "5", "tag": "" })).await;
        assert_eq!(due["count"], 0);
        let (_, tagged) = client.call("list_tasks", json!({ "tag": "@A", "status": "pending" })).await;
        assert_eq!((&tagged["count"], &tagged["tasks"][0]["priority"]), (&json!(1), &json!(1)));
        let (refused, why) = client.call("update_task", json!({ "task_id": task, "due": "soon" })).await;
        assert!(refused);
        assert_eq!((&why["code"], &why["field"]), (&json!("INVALID_PARAMETER"), &json!("due")));
        let page: Value = ann.export().await["tasks"].clone();
        assert_eq!(page[0]["tags"], json!(["a", "b"]), "the export has it all");
        assert_eq!((&page[0]["description"], &page[0]["completed"]), (&json!("2 l"), &json!(false)));

        // Another person's task looks like a missing one.
        let bob = Client::new(&server, &server.person("bob").await).await;
        assert_eq!(bob.call("list_tasks", json!({})).await.1["count"], 0);
        let missing = bob.call("delete_task", json!({ "task_id": 999_999 })).await;
        for tool in ["complete_task", "delete_task", "update_task"] {
            let (refused, told) = bob.call(tool, json!({ "task_id": task, "title": "stolen" })).await;
            assert_eq!((refused, &told["code"]), (true, &json!("TASK_NOT_FOUND")), "{tool}");
            assert_eq!(told["field"], missing.1["field"]);
        }
        assert_eq!(ann.export().await["tasks"], page);

        let (refused, deleted) = client.call("delete_task", json!({ "task_id": task })).await;
        assert_eq!((refused, &deleted["status"]), (false, &json!("deleted")));
        let (refused, told) = client.call("delete_task", json!({ "task_id": task })).await;
        assert_eq!((refused, &told["code"]), (true, &json!("TASK_NOT_FOUND")));
        server.stop().await;
    }
}

#[tokio::test]
async fn refusals_have_the_codes_of_the_page() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, server, _, client) = world(engine).await;
        for (tool, arguments, code, field) in [
            ("add_task", json!({}), "INVALID_PARAMETER", "title"),
            ("add_task", json!({ "title": 7 }), "INVALID_PARAMETER", "title"),
            ("add_task", json!({ "title": " " }), "INVALID_TITLE", "title"),
            ("add_task", json!({ "title": "a\u{0}b" }), "INVALID_TITLE", "title"),
            ("add_task", json!({ "title": "é".repeat(201) }), "INVALID_TITLE", "title"),
            (
                "add_task",
                json!({ "title": "a", "description": "é".repeat(1001) }),
                "DESCRIPTION_TOO_LONG",
                "description",
            ),
            ("list_tasks", json!({ "status": "lost" }), "INVALID_PARAMETER", "status"),
            ("complete_task", json!({ "task_id": "x" }), "INVALID_PARAMETER", "task_id"),
            ("complete_task", json!({ "task_id": 1.5 }), "INVALID_PARAMETER", "task_id"),
            ("complete_task", json!({ "task_id": u64::MAX }), "INVALID_PARAMETER", "task_id"),
            ("complete_task", json!({ "task_id": -1 }), "TASK_NOT_FOUND", "task_id"),
            ("update_task", json!({ "task_id": 1 }), "INVALID_PARAMETER", ""),
            ("update_task", json!({ "task_id": 1, "completed": "maybe" }), "INVALID_PARAMETER", "completed"),
            ("update_task", json!({ "task_id": -1, "completed": false }), "TASK_NOT_FOUND", "task_id"),
        ] {
            let (refused, told) = client.call(tool, arguments.clone()).await;
            let named = (told["code"].as_str().unwrap(), told["field"].as_str().unwrap_or_default());
            assert_eq!((refused, named), (true, (code, field)), "{tool} {arguments:.60}");
            assert!(told["detail"].is_string() && told["reason"].is_null(), "{told}");
        }
        server.stop().await;
    }
}
