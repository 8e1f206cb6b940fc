use super::*;
use reqwest::Response;
use std::time::Duration;
use tokio::time::timeout;

/// After this, a message does not come any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// The messages of an event stream.
pub(super) struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    /// The next message; `None` at the end.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data: String = event.lines().filter_map(|line| line.strip_prefix("data:")).collect();
                let message = serde_json::from_str(&data).ok();
                self.text = rest.to_owned();
                match message {
                    Some(message) => return Some(message),
                    None => continue,
                }
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }

    /// The next message. A benchmark measures how soon it comes.
    pub(super) async fn soon(&mut self) -> Value {
        timeout(PATIENCE, self.next()).await.expect("a message").unwrap()
    }

    /// Waits for the end.
    pub(super) async fn ends_soon(&mut self) {
        let ended = async { while self.next().await.is_some() {} };
        timeout(PATIENCE, ended).await.expect("the end");
    }
}

pub(super) async fn listen(client: &Client, filter: Value) -> Stream {
    let response =
        client.modern("subscriptions/listen", json!({ "notifications": filter })).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    Stream { response, text: String::new() }
}

#[tokio::test]
async fn a_listener_learns_of_every_change() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_database, server, ann, client) = world(engine).await;
        let uris = ["docket://tasks", "docket://conversations", "docket://elsewhere"];
        let mut stream = listen(
            &client,
            json!({ "resourceSubscriptions": uris, "resourcesListChanged": true, "toolsListChanged": true }),
        )
        .await;
        let acknowledged = stream.soon().await;
        assert_eq!(acknowledged["method"], "notifications/subscriptions/acknowledged");
        let accepted = json!({ "resourceSubscriptions": uris[..2], "resourcesListChanged": true });
        assert_eq!(acknowledged["params"]["notifications"], accepted);
        let bob = server.person("bob").await;
        bob.call("/rpc/tasks/add", &[("title", "Not for Ann")]).await;

        ann.call("/rpc/tasks/add", &[("title", "On the page")]).await;
        let told = stream.soon().await;
        assert_eq!(told["method"], "notifications/resources/updated");
        assert_eq!(told["params"]["uri"], "docket://tasks");
        assert_eq!(told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], 7);
        client.call("add_task", json!({ "title": "By the client itself" })).await;
        assert_eq!(stream.soon().await["params"]["uri"], "docket://tasks");

        // A conversation, its list and the list of resources.
        ann.events("/rpc/chat/send", &[("text", "Hello"), ("client_id", "a")]).await.rest().await;
        let (mut updated, mut listed) = (false, false);
        while !(updated && listed) {
            let told = stream.soon().await;
            assert_ne!(told["params"]["uri"], "docket://tasks", "{told}");
            updated |= told["params"]["uri"] == "docket://conversations";
            listed |= told["method"] == "notifications/resources/list_changed";
        }
        server.stop().await;
        // The server's end ends the subscription properly.
        let mut last = Value::Null;
        while let Some(message) = stream.next().await {
            last = message;
        }
        assert_eq!(last["result"]["resultType"], "complete", "{last}");
    }
}

#[tokio::test]
async fn a_subscription_ends_with_its_token() {
    let (_database, server, ann, client) = world(Engine::Sqlite).await;
    let mut stream = listen(&client, json!({ "resourceSubscriptions": ["docket://tasks"] })).await;
    stream.soon().await;
    ann.form("/rpc/auth/log_out", &[]).await;
    stream.ends_soon().await;
    server.stop().await;
}
