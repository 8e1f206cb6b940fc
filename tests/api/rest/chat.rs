use super::super::upstream::{Gate, Script, Upstream};
use super::*;
use docket::config::Quotas;

#[tokio::test]
async fn the_main_job_by_a_program() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let first = ann.say(None, "Add a task to buy milk").await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(first, { ".conversation_id" => "[id]", ".message_id" => "[id]" }, @r#"
            {
              "conversation_id": "[id]",
              "message_id": "[id]",
              "response": "Added **Buy milk** as task #1.",
              "status": "complete",
              "tool_calls": [
                {
                  "arguments": {
                    "title": "Buy milk"
                  },
                  "id": "call_1",
                  "is_error": false,
                  "name": "add_task",
                  "result": {
                    "status": "created",
                    "task_id": 1,
                    "title": "Buy milk"
                  }
                }
              ]
            }
            "#);
        }
        let conversation = first["conversation_id"].as_i64();
        let second = ann.say(conversation, "mark it as done").await;
        assert_eq!(second["conversation_id"], first["conversation_id"]);
        assert_eq!(second["tool_calls"][0]["name"], "complete_task");
        let tasks: Value = ann.get("/tasks?status=completed").await.json().await.unwrap();
        assert_eq!(tasks["tasks"][0]["title"], "Buy milk");

        for (body, status, code, field) in [
            (
                json!({ "conversation_id": conversation, "message": "hi" }),
                404,
                "CONVERSATION_NOT_FOUND",
                None,
            ),
            (json!({ "message": "hi", "conversation_id": 999.0 }), 404, "CONVERSATION_NOT_FOUND", None),
            (
                json!({ "message": "hi", "conversation_id": 7.5 }),
                400,
                "INVALID_PARAMETER",
                Some("conversation_id"),
            ),
            (json!({ "message": " " }), 400, "INVALID_PARAMETER", Some("message")),
            (json!({ "message": "\0" }), 400, "INVALID_PARAMETER", Some("message")),
            (json!({ "message": "x".repeat(8001) }), 400, "INVALID_PARAMETER", Some("message")),
            (json!({}), 400, "INVALID_PARAMETER", Some("message")),
            (
                json!({ "message": "hi", "conversation_id": "x" }),
                400,
                "INVALID_PARAMETER",
                Some("conversation_id"),
            ),
            (
                json!({ "message": "hi", "conversation_id": 1e30 }),
                400,
                "INVALID_PARAMETER",
                Some("conversation_id"),
            ),
            (json!({ "message": "hi", "model": "gpt-0" }), 400, "INVALID_PARAMETER", Some("model")),
        ] {
            let (got, told) = refusal(bob.send(Method::POST, "/chat", &body).await).await;
            assert_eq!(
                (got, told["code"].as_str().unwrap(), told["field"].as_str()),
                (status, code, field),
                "{body}"
            );
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_repeated_message_is_sent_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let say = |who: &Program, key: &str, body: Value| {
            who.request(Method::POST, "/chat").header("idempotency-key", key).json(&body).send()
        };
        let milk = json!({ "message": "Add a task to buy milk" });
        let tries = futures::future::join_all((0..5).map(|_| say(&ann, "one", milk.clone()))).await;
        let mut answers = Vec::new();
        for answer in tries {
            let answer = answer.unwrap();
            assert_eq!(answer.status(), 200);
            answers.push(answer.json::<Value>().await.unwrap());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        let tasks: Value = ann.get("/tasks").await.json().await.unwrap();
        assert_eq!(tasks["tasks"].as_array().unwrap().len(), 1);
        for other in [
            json!({ "message": "Add a task to buy bread" }),
            json!({ "message": "Add a task to buy milk", "conversation_id": answers[0]["conversation_id"] }),
        ] {
            let (status, told) = refusal(say(&ann, "one", other).await.unwrap()).await;
            assert_eq!((status, &told["code"]), (422, &json!("IDEMPOTENCY_KEY_REUSED")));
        }
        let theirs: Value = say(&bob, "one", milk).await.unwrap().json().await.unwrap();
        assert_ne!(theirs["conversation_id"], answers[0]["conversation_id"]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_failed_model_and_a_limit_are_told_by_their_status() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let quotas = Quotas { messages: Some(2), ..Quotas::default() };
        let server = TestServer::start_with_quotas(&database.url, openai(upstream.url()), quotas).await;
        let ann = Program::of(&server, "ann").await;
        upstream.answer(Script::status(401, json!({ "error": { "message": "no such key" } })));
        let (status, told) =
            refusal(ann.send(Method::POST, "/chat", &json!({ "message": "hi" })).await).await;
        assert_eq!((status, told), (503, json!({ "code": "MODEL_UNAVAILABLE" })));
        // What was said before the model failed is not lost.
        upstream.answer(Script::stream().role().say("Half a").cut());
        let half = ann.say(None, "hi").await;
        assert_eq!(
            (&half["response"], &half["status"], &half["error"]["code"]),
            (&json!("Half a"), &json!("failed"), &json!("MODEL_UNAVAILABLE"))
        );
        let refused = ann.send(Method::POST, "/chat", &json!({ "message": "hi" })).await;
        assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
        assert_eq!(refusal(refused).await.0, 429);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_reply_can_be_stopped() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let (ann, bob) = (Program::of(&server, "ann").await, Program::of(&server, "bob").await);
        let gate = Gate::new();
        upstream.answer(
            Script::stream().role().say("Once upon").wait(&gate).say(" a time").finish("stop").done(),
        );
        let waiting =
            tokio::spawn(ann.request(Method::POST, "/chat").json(&json!({ "message": "a story" })).send());
        upstream.asked(1).await;
        let list: Value = ann.get("/conversations").await.json().await.unwrap();
        let place = format!("/conversations/{}", list["conversations"][0]["id"]);
        let messages: Value = ann.get(&format!("{place}/messages")).await.json().await.unwrap();
        let [question, reply] = [0, 1].map(|number| messages["messages"][number]["id"].clone());
        assert_eq!(messages["messages"][1]["status"], "streaming");
        let stop = |who: &Program, place: &str, id: &Value| {
            who.request(Method::POST, &format!("{place}/messages/{id}/stop")).send()
        };
        assert_eq!(refusal(stop(&bob, &place, &reply).await.unwrap()).await.0, 404);
        for (place, id) in [(&place[..], &question), (&place[..], &json!(0)), ("/conversations/0", &reply)] {
            assert_eq!(refusal(stop(&ann, place, id).await.unwrap()).await.0, 404, "{place} {id}");
        }
        for _ in 0..2 {
            assert_eq!(stop(&ann, &place, &reply).await.unwrap().status(), 204);
        }
        let answer: Value = waiting.await.unwrap().unwrap().json().await.unwrap();
        assert_eq!(answer["status"], "stopped");
        upstream.disconnected().await;
        server.stop().await;
    }
}
