use super::*;

async fn read(client: &Client, uri: &str) -> Value {
    let answer = client.ask("resources/read", json!({ "uri": uri })).await;
    let contents = &answer["result"]["contents"][0];
    if answer["error"].is_null() {
        assert_eq!(contents["uri"], uri);
    }
    match (contents["mimeType"].as_str(), contents["text"].as_str()) {
        (Some("application/json"), Some(text)) => serde_json::from_str(text).unwrap(),
        (Some(_), Some(text)) => json!(text),
        _ => answer["error"]["code"].clone(),
    }
}

#[tokio::test]
async fn tasks_and_conversations_are_resources() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, server, ann, client) = world(engine).await;
        let said = [("text", "Add a task to buy milk"), ("client_id", "a")];
        let turn = json!(ann.events("/rpc/chat/send", &said).await.rest().await);
        let conversation = turn[0]["conversation"]["id"].clone();

        let list = client.ask("resources/list", json!({})).await;
        let uris: Vec<_> = list["result"]["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|resource| resource["uri"].clone())
            .collect();
        let uri = format!("docket://conversations/{conversation}");
        assert_eq!(uris, [json!("docket://tasks"), json!("docket://conversations"), json!(uri)]);

        let tasks = read(&client, "docket://tasks").await;
        assert_eq!(
            (&tasks["count"], &tasks["tasks"][0]["title"]),
            (&json!(1), &json!("Buy milk")),
            "{tasks}"
        );
        let task = format!("docket://tasks/{}", tasks["tasks"][0]["id"]);
        assert_eq!(read(&client, &task).await, tasks["tasks"][0]);
        assert_eq!(read(&client, "docket://conversations").await["conversations"][0]["id"], conversation);
        let said = read(&client, &uri).await;
        assert!(said.as_str().unwrap().contains("Add a task to buy milk"), "{said}");

        let bob = Client::new(&server, &server.person("bob").await).await;
        for uri in [
            uri.as_str(),
            &task,
            "docket://tasks/999999",
            "docket://conversations/999999",
            "docket://x",
            "file:///x",
        ] {
            assert_eq!(read(&bob, uri).await, -32002, "{uri}");
        }
        assert_eq!(read(&bob, "docket://conversations?after=x").await, -32602);
        assert_eq!(read(&bob, "docket://tasks").await["count"], 0);
        server.stop().await;
    }
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let (_database, server, ann, client) = world(Engine::Sqlite).await;
    for number in 0..51 {
        let id = number.to_string();
        ann.events("/rpc/chat/send", &[("text", "Hello"), ("client_id", id.as_str())]).await.rest().await;
    }
    let first = client.ask("resources/list", json!({})).await["result"].clone();
    assert_eq!(first["resources"].as_array().unwrap().len(), 52);
    let second =
        client.ask("resources/list", json!({ "cursor": first["nextCursor"] })).await["result"].clone();
    assert_eq!((second["resources"].as_array().unwrap().len(), &second["nextCursor"]), (1, &Value::Null));
    let page = read(&client, "docket://conversations").await;
    let next = format!("docket://conversations?after={}", page["next"].as_str().unwrap());
    assert_eq!(read(&client, &next).await["conversations"].as_array().unwrap().len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn prompts_hold_the_persons_tasks() {
    let (_database, server, _, client) = world(Engine::Sqlite).await;
    client.call("add_task", json!({ "title": "Buy milk" })).await;
    let done = client.call("add_task", json!({ "title": "Pay rent" })).await.1["task_id"].clone();
    client.call("complete_task", json!({ "task_id": done })).await;
    let list = client.ask("prompts/list", json!({})).await;
    let names: Vec<_> =
        list["result"]["prompts"].as_array().unwrap().iter().map(|prompt| &prompt["name"]).collect();
    assert_eq!(names, ["plan_my_day", "weekly_review", "add_tasks_from_text"]);

    let get = async |name: &str, arguments: Value| {
        client.ask("prompts/get", json!({ "name": name, "arguments": arguments })).await
    };
    let plan = get("plan_my_day", json!({ "hours": "3" })).await["result"]["messages"].clone();
    assert!(plan[0]["content"]["text"].as_str().unwrap().contains("I have 3 hours."));
    let tasks = plan[1]["content"]["resource"]["text"].as_str().unwrap();
    assert!(tasks.contains("Buy milk") && !tasks.contains("Pay rent"), "{tasks}");
    let review = get("weekly_review", json!({})).await["result"]["messages"].clone();
    assert!(review[1]["content"]["resource"]["text"].as_str().unwrap().contains("Pay rent"));
    let add = get("add_tasks_from_text", json!({ "text": "Call Bob!" })).await["result"].clone();
    assert!(add["messages"][0]["content"]["text"].as_str().unwrap().ends_with("Call Bob!"));
    let error = get("add_tasks_from_text", json!({})).await["error"].clone();
    assert_eq!((&error["code"], &error["data"]["field"]), (&json!(-32602), &json!("text")));
    assert_eq!(get("plan_my_day", json!({ "hours": 3 })).await["error"]["code"], -32602);

    let complete = async |reference: Value, name: &str, value: &str| {
        let argument = json!({ "name": name, "value": value });
        let params = json!({ "ref": reference, "argument": argument });
        client.ask("completion/complete", params).await["result"]["completion"]["values"].clone()
    };
    let prompt = json!({ "type": "ref/prompt", "name": "plan_my_day" });
    assert_eq!(complete(prompt.clone(), "hours", "3").await, json!(["3"]));
    assert_eq!(complete(prompt, "weather", "").await, json!([]));
    let template = json!({ "type": "ref/resource", "uri": "docket://tasks/{id}" });
    assert_eq!(complete(template, "id", "").await.as_array().unwrap().len(), 2);
    server.stop().await;
}
