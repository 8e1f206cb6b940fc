use super::*;
use docket::chat::ChatEvent;

/// Sends a message and returns the reply.
async fn say(browser: &Browser, conversation: Option<&str>, text: &str, client_id: &str) -> Value {
    let mut fields = vec![("text", text), ("client_id", client_id)];
    fields.extend(conversation.map(|conversation| ("conversation", conversation)));
    let events = browser.events("/rpc/chat/send", &fields).await.rest().await;
    let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end: {events:?}") };
    json!(reply)
}

async fn titles(browser: &Browser) -> Vec<String> {
    let tasks: Value = browser.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
    tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_the_assistant_did_is_undone_once_and_by_its_person_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let reply = say(&ann, None, "Add a task to buy milk", "one").await;
        let call = &reply["parts"][0]["call"];
        assert_eq!(call["result"]["change"], "done", "{reply}");
        let (message, call) = (reply["id"].to_string(), call["id"].as_str().unwrap());
        let fields = [("message", message.as_str()), ("call", call)];

        let refusals = [
            (&bob, fields),
            (&ann, [("message", "999999"), ("call", call)]),
            (&ann, [("message", &message), ("call", "call_9")]),
        ];
        for (browser, fields) in refusals {
            let refused = browser.call("/rpc/tasks/undo", &fields).await;
            assert_eq!(refused.status().as_u16(), 404);
            let refused: Value = refused.json().await.unwrap();
            assert_eq!(refused["code"], "NOTHING_TO_UNDO", "one and the same: {refused}");
        }
        assert_eq!(titles(&ann).await, ["Buy milk"]);

        assert_eq!(ann.call("/rpc/tasks/undo", &fields).await.status().as_u16(), 200);
        assert_eq!(titles(&ann).await, [""; 0]);
        let again = ann.call("/rpc/tasks/undo", &fields).await;
        assert_eq!(again.status().as_u16(), 409);
        let again: Value = again.json().await.unwrap();
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(again, @r#"
            {
              "code": "TASK_CHANGED",
              "detail": "This was undone already.",
              "reason": "undone_already"
            }
            "#);
        }
        let export = ann.export().await;
        let exported = &export["conversations"][0]["messages"][1]["tool_calls"][0]["result"];
        assert_eq!(exported["change"], "undone", "{export}");
        server.stop().await;
    }
}

#[tokio::test]
async fn undo_is_a_plain_form_too() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let sent = [("text", "Add a task to buy milk"), ("client_id", "one")];
    let chat = location(&ann.form("/rpc/chat/send_and_wait", &sent).await).to_owned();
    let page = ann.get(&chat).await.text().await.unwrap();
    assert!(page.contains("Undo: Added “Buy milk”") && !page.contains("Undone"), "{page}");
    let form = page.split_once("/rpc/tasks/undo").unwrap().1;
    let fields = [("message", hidden(form, "message")), ("call", hidden(form, "call"))];

    let undone = ann.form("/rpc/tasks/undo", &fields).await;
    let back = location(&undone).trim_end_matches('?');
    assert_eq!((undone.status().as_u16(), back), (302, format!("{}/form", server.url).as_str()));
    let page = ann.get(&chat).await.text().await.unwrap();
    assert!(page.contains("Undone") && !page.contains("Undo: "), "{page}");
    assert_eq!(titles(&ann).await, [""; 0]);

    // A refused form goes back to the page, which says why.
    let refused = ann.form("/rpc/tasks/undo", &fields).await;
    let (_, query) = location(&refused).split_once('?').unwrap();
    let page = ann.get(&format!("{chat}?{query}")).await.text().await.unwrap();
    assert!(page.contains("This was undone already."), "{page}");
    server.stop().await;
}

#[tokio::test]
async fn undo_that_is_understood_in_the_chat() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let first = say(&ann, None, "Add buy milk and add pay rent", "one").await;
    let page: Value = ann.call("/rpc/chat/conversations", &[]).await.json().await.unwrap();
    let conversation = page["conversations"][0]["id"].to_string();
    say(&ann, Some(&conversation), "complete pay rent", "two").await;
    let reply = say(&ann, Some(&conversation), "undo that", "three").await;
    assert!(reply["parts"][1]["html"].as_str().unwrap().contains("is pending again"), "{reply}");
    let undone = &say(&ann, Some(&conversation), "undo that", "four").await["parts"][0]["call"]["result"];
    let changes = undone["content"]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 2, "{undone}");
    assert!(
        changes.iter().all(|change| change["message_id"] == first["id"] && change["call_id"].is_string())
    );
    assert_eq!(titles(&ann).await, [""; 0]);
    let nothing = say(&ann, Some(&conversation), "undo that", "five").await;
    assert_eq!(nothing["parts"][0]["call"]["result"]["content"]["code"], "NOTHING_TO_UNDO");
    server.stop().await;
}
