//! Conversations as a whole, on plain pages and as files.

use super::*;

/// A person with one conversation, and its id.
async fn with_conversation(server: &TestServer, text: &str) -> (Browser, String) {
    let ann = server.person("ann").await;
    let turn = json!(ann.events("/rpc/chat/send", &[("text", text), ("client_id", "a")]).await.rest().await);
    (ann, turn[0]["conversation"]["id"].to_string())
}

/// A page without the comments that Leptos puts between its texts.
async fn text(browser: &Browser, path: &str) -> String {
    let response = browser.get(path).await;
    assert_eq!(response.status().as_u16(), 200, "{path}");
    response.text().await.unwrap().replace("<!>", "")
}

#[tokio::test]
async fn plain_forms_manage_a_conversation() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, id) = with_conversation(&server, "Hello").await;
        let here = format!("/chat/{id}");
        let fields =
            |more: (&'static str, &'static str)| [("conversation", id.clone()), (more.0, more.1.to_owned())];
        let send = async |path: &str, more: (&'static str, &'static str)| {
            let fields = fields(more);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = ann.form(path, &fields).await;
            assert_eq!(answer.status().as_u16(), 302, "{path}");
            location(&answer).to_owned()
        };
        assert_eq!(send("/rpc/chat/rename", ("title", "<b>Plans</b>")).await, here);
        assert!(text(&ann, &here).await.contains("&lt;b&gt;Plans&lt;/b&gt;"));
        assert_eq!(send("/rpc/chat/pin", ("pinned", "true")).await, here);
        assert!(text(&ann, "/tasks").await.contains("Pinned: "));
        assert_eq!(send("/rpc/chat/archive", ("archived", "true")).await, here);
        let link = format!("href=\"{here}\"");
        assert!(!text(&ann, "/tasks").await.contains(&link));
        assert!(text(&ann, "/conversations?archived").await.contains(&link));

        let deleted = send("/rpc/chat/delete", ("", "")).await;
        assert_eq!(deleted, format!("/chat?deleted={id}"));
        assert!(text(&ann, &deleted).await.contains("Undo"));
        assert_eq!(ann.get(&here).await.status().as_u16(), 404);
        assert_eq!(send("/rpc/chat/restore", ("", "")).await, here);
        assert!(text(&ann, &here).await.contains("Plans"));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_conversation_is_a_file_for_its_person_alone() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, id) = with_conversation(&server, "Add a task to buy milk").await;
    // The person sets the title, because the model's title may come at any moment.
    ann.call("/rpc/chat/rename", &[("conversation", id.as_str()), ("title", "Milk")]).await;
    let markdown = ann.get(&format!("/chat/{id}/export.md")).await;
    assert_eq!(markdown.headers()["content-type"], "text/markdown; charset=utf-8");
    let name = format!("attachment; filename=\"docket-conversation-{id}.md\"");
    assert_eq!(markdown.headers()["content-disposition"], name.as_str());
    let markdown = markdown.text().await.unwrap();
    insta::with_settings!({ filters => [(r"\d{4}-\d\d-\d\d.*", "[time]")] }, {
        insta::assert_snapshot!(markdown, @r#"
        # Milk

        ## You, [time]

        Add a task to buy milk

        ## Assistant, [time]

        - Used `add_task` with `{"title":"Buy milk"}`

        Added **Buy milk** as task #1.
        "#);
    });
    let file: Value = ann.get(&format!("/chat/{id}/export.json")).await.json().await.unwrap();
    insta::with_settings!({ filters => [(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "[time]")] }, {
        insta::assert_json_snapshot!(file, @r#"
        {
          "archived": false,
          "id": 1,
          "messages": [
            {
              "content": "Add a task to buy milk",
              "created_at": "[time]",
              "id": 1,
              "parent_id": 0,
              "role": "user",
              "shown": true,
              "status": "complete",
              "tool_calls": []
            },
            {
              "content": "Added **Buy milk** as task #1.",
              "created_at": "[time]",
              "id": 2,
              "input_tokens": 0,
              "model": "offline",
              "output_tokens": 0,
              "parent_id": 1,
              "role": "assistant",
              "shown": true,
              "status": "complete",
              "tool_calls": [
                {
                  "arguments": "{\"title\":\"Buy milk\"}",
                  "id": "call_1",
                  "name": "add_task",
                  "result": {
                    "change": "done",
                    "content": {
                      "status": "created",
                      "task_id": 1,
                      "title": "Buy milk"
                    },
                    "is_error": false
                  }
                }
              ]
            }
          ],
          "pinned": false,
          "title": "Milk",
          "updated_at": "[time]"
        }
        "#);
    });

    let bob = server.person("bob").await;
    for (browser, path, status) in [
        (&bob, format!("/chat/{id}/export.md"), 404),
        (&bob, format!("/chat/{id}/export.json"), 404),
        (&ann, "/chat/x/export.md".into(), 404),
        (&ann, "/chat/999999999999999999999/export.json".into(), 404),
        (&server.browser(), format!("/chat/{id}/export.md"), 401),
    ] {
        assert_eq!(browser.get(&path).await.status().as_u16(), status, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_plain_page_shows_what_was_found_and_what_was_before() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, id) = with_conversation(&server, "<i>walrus</i> number 0").await;
        for number in 1..30 {
            let text = format!("walrus number {number}");
            let client_id = format!("c{number}");
            let fields = [("conversation", id.as_str()), ("text", &text), ("client_id", &client_id)];
            ann.events("/rpc/chat/send", &fields).await.rest().await;
        }
        let found = text(&ann, "/search?q=WALR").await;
        assert!(found.contains("<mark>walrus") && found.contains(" number 29"), "{found}");
        assert!(!found.contains("<i>walrus"), "no HTML of anybody's");
        let at = found.split("?at=").nth(1).and_then(|rest| rest.split('#').next()).unwrap().to_owned();
        let around = text(&ann, &format!("/chat/{id}?at={at}")).await;
        assert!(around.contains(&format!("id=\"message-{at}\"")) && around.contains("walrus number 29"));

        let newest = text(&ann, &format!("/chat/{id}")).await;
        let before = newest.split("?before=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let earlier = text(&ann, &format!("/chat/{id}?before={before}")).await;
        assert!(earlier.contains("walrus&lt;/i&gt; number 0") && !earlier.contains("walrus number 29"));
        server.stop().await;
    }
}
