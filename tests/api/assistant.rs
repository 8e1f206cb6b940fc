use super::*;
use docket::chat::ChatEvent;

/// Sends a message in a new conversation, or in this one. Returns the reply.
async fn say(browser: &Browser, conversation: Option<&str>, text: &str) -> Value {
    let client_id = docket::random::Random::system().alphanumeric(16);
    let mut fields = vec![("text", text), ("client_id", client_id.as_str())];
    fields.extend(conversation.map(|conversation| ("conversation", conversation)));
    let events = browser.events("/rpc/chat/send", &fields).await.rest().await;
    let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end: {events:?}") };
    json!(reply)
}

/// The titles of the tasks, oldest first, with a `+` before those that are done.
async fn tasks(browser: &Browser) -> Vec<String> {
    let tasks: Value = browser.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
    let title = |task: &Value| {
        let done = if task["completed"].as_bool().unwrap() { "+" } else { "" };
        format!("{done}{}", task["title"].as_str().unwrap())
    };
    let mut titles: Vec<String> = tasks.as_array().unwrap().iter().map(title).collect();
    titles.reverse();
    titles
}

/// A name, the tasks before, what is said, the tasks after, and a piece of the reply.
type Row = (&'static str, &'static [&'static str], &'static str, &'static [&'static str], &'static str);

/// The same sentences, and many more, are in `src/model/offline/tests/sentences`. These are whole turns.
#[tokio::test]
async fn the_built_in_assistant_does_only_what_was_asked() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let table: &[Row] = &[
            ("question", &["Pay rent"], "Did I pay rent?", &["Pay rent"], "is pending"),
            (
                "exception",
                &["Buy milk", "Call mom"],
                "mark everything as done except call mom",
                &["+Buy milk", "Call mom"],
                "Marked",
            ),
            ("negation", &["Call mom"], "I did not call mom", &["Call mom"], "is pending"),
            (
                "half",
                &["Finish the report"],
                "I have finished half of the report",
                &["Finish the report"],
                "Finish the report",
            ),
            (
                "fate",
                &["Dentist appointment"],
                "I cancelled the dentist appointment",
                &["Dentist appointment"],
                "Delete this task?",
            ),
            ("lines", &[], "buy milk\ncall mom\npay rent", &[], "Shall I add these 3 tasks?"),
            ("number", &["Buy milk", "Call mom"], "mark task 2 50% done", &["Buy milk", "Call mom"], ""),
            (
                "verbs",
                &[],
                "add buy milk, call the dentist and pay the bill",
                &["Buy milk", "Call the dentist", "Pay the bill"],
                "Added 3 tasks",
            ),
        ];
        for (name, before, said, after, piece) in table {
            let person = server.person(name).await;
            for title in *before {
                person.call("/rpc/tasks/add", &[("title", title)]).await.error_for_status().unwrap();
            }
            let reply = say(&person, None, said).await;
            assert_eq!(tasks(&person).await, *after, "{said}: {reply}");
            assert!(reply.to_string().contains(piece), "{said}: {reply}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn the_built_in_assistant_reopens_a_task() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        say(&ann, None, "add finish the report").await;
        let page: Value = ann.call("/rpc/chat/conversations", &[]).await.json().await.unwrap();
        let conversation = page["conversations"][0]["id"].to_string();
        for (said, after) in [
            ("I finished the report", "+Finish the report"),
            ("I did not finish the report after all", "Finish the report"),
            ("undo that", "+Finish the report"),
            ("reopen task 1", "Finish the report"),
        ] {
            let reply = say(&ann, Some(&conversation), said).await;
            assert_eq!(tasks(&ann).await, [after], "{said}: {reply}");
        }
        server.stop().await;
    }
}
