//! Choosing a model, and the limits on how much people may ask.

use super::upstream::{Script, Upstream};
use super::*;
use docket::chat::ChatEvent;
use docket::config::{Provider, Quotas};

/// The names of the models that were asked, in order.
fn asked(upstream: &Upstream) -> Vec<String> {
    upstream.requests().iter().map(|body| body["model"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn programs_and_pages_are_told_which_models_there_are() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let providers = ["one", "two"]
        .map(|model| named_model("http://127.0.0.1:1/v1", model))
        .into_iter()
        .chain([Provider::Offline]);
    let server = TestServer::start(&database.url, providers.collect()).await;
    let ann = server.person("ann").await;
    let list: Value = ann.get("/api/models").await.json().await.unwrap();
    insta::assert_json_snapshot!(list, @r#"
    [
      {
        "default": true,
        "id": "openai/one",
        "name": "one",
        "provider": "openai"
      },
      {
        "default": false,
        "id": "openai/two",
        "name": "two",
        "provider": "openai"
      },
      {
        "default": false,
        "id": "offline",
        "name": "offline",
        "provider": "offline"
      }
    ]
    "#);
    assert_eq!(ann.call("/rpc/chat/models", &[]).await.json::<Value>().await.unwrap(), list);
    let program =
        server.browser().get_request("/api/models").bearer_auth(ann.token().await).send().await.unwrap();
    assert_eq!(program.json::<Value>().await.unwrap(), list);
    let nobody = server.browser().get("/api/models").await;
    assert_eq!(nobody.status().as_u16(), 401);
    server.stop().await;
}

#[tokio::test]
async fn a_page_offers_models_only_where_there_is_a_choice() {
    for (providers, offered) in
        [(offline(), false), ([openai("http://127.0.0.1:1/v1"), offline()].concat(), true)]
    {
        let database = TestDatabase::empty(Engine::Sqlite).await;
        let server = TestServer::start(&database.url, providers).await;
        let page = server.person("ann").await.get("/chat").await.text().await.unwrap();
        assert_eq!(page.contains("aria-label=\"Model\""), offered);
        assert_eq!(page.contains("value=\"openai/test-model\""), offered);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_chosen_model_answers_with_and_without_javascript() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        upstream.otherwise(Script::text(&["Fine."]));
        let providers = ["one", "two"].map(|model| named_model(upstream.url(), model)).to_vec();
        let server = TestServer::start(&database.url, providers).await;
        let ann = server.person("ann").await;

        // A plain page sends the chosen model with each message.
        let fields = [("text", "hi"), ("client_id", "a"), ("model", "openai/two")];
        let sent = ann.form("/rpc/chat/send_and_wait", &fields).await;
        let page = ann.get(location(&sent)).await.text().await.unwrap();
        let (_, option) = page.split_once("value=\"openai/two\"").unwrap();
        assert!(option.split_once('>').unwrap().0.contains("selected"), "{option}");
        let conversation = location(&sent).rsplit('/').next().unwrap().to_owned();
        let fields = [
            ("conversation", conversation.as_str()),
            ("text", "hi"),
            ("client_id", "b"),
            ("model", "automatic"),
        ];
        ann.form("/rpc/chat/send_and_wait", &fields).await;

        // A hydrated page chooses once and then sends messages without naming the model.
        let choice = [("conversation", conversation.as_str()), ("model", "openai/two")];
        assert_eq!(ann.call("/rpc/chat/choose_model", &choice).await.status().as_u16(), 200);
        let fields = [("conversation", conversation.as_str()), ("text", "hi"), ("client_id", "c")];
        ann.events("/rpc/chat/send", &fields).await.rest().await;
        assert_eq!(asked(&upstream), ["two", "one", "two"]);

        let unknown = [("conversation", conversation.as_str()), ("model", "openai/three")];
        let refused = ann.call("/rpc/chat/choose_model", &unknown).await;
        assert_eq!(refused.status().as_u16(), 400);
        assert_eq!(refused.json::<Value>().await.unwrap()["field"], "model");
        let bob = server.person("bob").await;
        assert_eq!(bob.call("/rpc/chat/choose_model", &choice).await.status().as_u16(), 404);

        let replies = ann.export().await["conversations"][0]["messages"].clone();
        let models: Vec<_> =
            replies.as_array().unwrap().iter().filter_map(|said| said["model"].as_str()).collect();
        assert_eq!(models, ["openai/two", "openai/one", "openai/two"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn who_has_reached_a_limit_is_told_and_keeps_the_text() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let quotas = Quotas { messages: Some(1), ..Quotas::default() };
        let server = TestServer::start_with_quotas(&database.url, offline(), quotas).await;
        let ann = server.person("ann").await;
        let said = |client_id| [("text", "What's <pending>?"), ("client_id", client_id)];
        let first = ann.events("/rpc/chat/send", &said("a")).await.rest().await;
        assert!(matches!(first.last(), Some(ChatEvent::Done { .. })));

        let events = ann.events("/rpc/chat/send", &said("b")).await.rest().await;
        let [ChatEvent::Refused { error }] = &events[..] else { panic!("{events:?}") };
        let error = json!(error);
        insta::with_settings!({ filters => [(r"in (\d+|one) (hour|minute|second)s?", "in [time]")] }, {
            insta::allow_duplicates! {
                insta::assert_json_snapshot!(error, { ".**.seconds" => "[seconds]", ".retry_after" => "[seconds]" }, @r#"
                {
                  "code": "RATE_LIMITED",
                  "detail": "You can send one message a day. You can go on after midnight (UTC), in [time].",
                  "reason": {
                    "message_quota_reached": {
                      "limit": 1,
                      "seconds": "[seconds]"
                    }
                  },
                  "retry_after": "[seconds]"
                }
                "#);
            }
        });
        assert!((1..=86_400).contains(&error["retry_after"].as_u64().unwrap()), "{error}");

        let sent = ann.form("/rpc/chat/send_and_wait", &said("b")).await;
        assert_eq!(sent.status().as_u16(), 302);
        let back = location(&sent).replace("/form", "/chat");
        let page = ann.get(back.trim_start_matches(&server.url)).await.text().await.unwrap();
        assert!(page.contains("one message a day") && page.contains("&lt;pending>"), "{page}");
        assert_eq!(ann.export().await["usage"][0]["messages"], 1);
        server.stop().await;
    }
}
