//! Messages that could not be sent from a plain page.

use super::*;

/// Sends a message from the page at `path`, as a browser without JavaScript does.
async fn send(browser: &Browser, page: &str, fields: &[(&str, &str)]) -> String {
    let form = [("author", hidden(page, "author")), ("client_id", hidden(page, "client_id"))];
    let answer = browser.form("/rpc/chat/send_and_wait", &[&form, fields].concat()).await;
    assert_eq!(answer.status().as_u16(), 302);
    let cookies = answer.headers().get_all("set-cookie").iter();
    assert_eq!(cookies.count(), 0, "a message is nothing for a cookie");
    location(&answer).to_owned()
}

/// Ends a browser's session without telling the browser.
async fn end_session(browser: &Browser) {
    let devices: Value = browser.call("/rpc/auth/devices", &[]).await.json().await.unwrap();
    let current = devices.as_array().unwrap().iter().find(|device| device["current"] == true).unwrap();
    let ended = browser.call("/rpc/auth/end_session", &[("session", current["id"].as_str().unwrap())]).await;
    assert_eq!(ended.status().as_u16(), 200);
}

/// The content of the message box on a page, as HTML.
fn written(page: &str) -> &str {
    let (_, field) = page.split_once("<textarea id=\"message\"").unwrap();
    let (_, text) = field.split_once('>').unwrap();
    text.split_once("</textarea>").unwrap().0
}

async fn page(browser: &Browser, path: &str) -> String {
    let response = browser.get(path).await;
    assert_eq!(response.status().as_u16(), 200, "{path}: {}", location(&response));
    response.text().await.unwrap()
}

#[tokio::test]
async fn a_message_waits_for_its_author_beyond_the_log_in() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let turn = [("text", "hello"), ("client_id", "a")];
        let turn = json!(ann.events("/rpc/chat/send", &turn).await.rest().await);
        let conversation = turn[0]["conversation"]["id"].to_string();
        let here = format!("/chat/{conversation}");

        let form = page(&ann, &here).await;
        end_session(&ann).await;
        // The longest message, in characters that need the most bytes.
        let text = "🥛".repeat(8000);
        let fields = [("conversation", conversation.as_str()), ("text", &text)];
        let log_in = send(&ann, &form, &fields).await;
        assert_eq!(log_in, format!("/login?next=%2Fchat%2F{conversation}%3Fdraft"));
        let next = hidden(&page(&ann, &log_in).await, "next").to_owned();
        let fields = [("email", "ann@example.com"), ("password", PASSWORD), ("next", &next)];
        let back = location(&ann.form("/rpc/auth/log_in", &fields).await).to_owned();
        assert_eq!(back, format!("{here}?draft"));
        assert_eq!(written(&page(&ann, &back).await), text);
        assert_eq!(written(&page(&ann, &here).await), "", "only where the address says so");

        // A draft for a new conversation replaces the other.
        let form = page(&ann, "/chat").await;
        end_session(&ann).await;
        let text = [("text", "the party, nul\0 & <b>all</b>")];
        assert_eq!(send(&ann, &form, &text).await, "/login?next=%2Fchat%3Fdraft");

        // Another person at the same browser sees nothing of it.
        let bob =
            [("name", "Bob"), ("email", "bob@example.com"), ("password", PASSWORD), ("next", "/chat?draft")];
        assert_eq!(location(&ann.form("/rpc/auth/sign_up", &bob).await), "/chat?draft");
        let seen = page(&ann, "/chat?draft").await;
        assert_eq!(written(&seen), "");
        assert!(!seen.contains("the party"));

        ann.log_in("ann@example.com").await;
        assert_eq!(written(&page(&ann, "/chat?draft").await), "the party, nul &amp; &lt;b>all&lt;/b>");
        server.stop().await;
    }
}

#[tokio::test]
async fn nothing_is_kept_of_a_form_that_was_made_for_nobody() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let form = page(&ann, "/chat").await;
    let author = hidden(&form, "author").to_owned();
    let id: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
    let id = id["id"].as_str().unwrap();
    let (_, signature) = author.rsplit_once('.').unwrap();
    let cookie = ann.session_cookie();
    let (_, cookie) = cookie.split_once('=').unwrap();
    let forged = [
        String::new(),
        id.to_owned(),
        format!("draft:{id}"),
        format!("draft:{id}."),
        format!("draft:somebody-else.{signature}"),
        // A cookie that this server signed for another purpose.
        cookie.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="),
    ];
    let stranger = server.browser();
    for author in &forged {
        let fields = [("text", "planted"), ("client_id", "a"), ("author", author)];
        let answer = stranger.form("/rpc/chat/send_and_wait", &fields).await;
        assert_eq!(answer.status().as_u16(), 302);
        assert!(!location(&answer).starts_with("/login"), "{author} was believed");
    }
    assert_eq!(written(&page(&ann, "/chat?draft").await), "");
    // A form's proof is not a session either.
    let request = stranger.request("/rpc/auth/me").header("accept", "application/json");
    let request = request.header("cookie", format!("better-auth.session_token={author}"));
    assert_eq!(request.send().await.unwrap().json::<Value>().await.unwrap(), Value::Null);
    server.stop().await;
}

#[tokio::test]
async fn a_message_that_is_refused_comes_back_into_its_box() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let text = "x".repeat(8001);
    let fields = [("text", text.as_str()), ("client_id", "a")];
    let request = ann.request("/rpc/chat/send_and_wait").header("accept", "text/html");
    let request = request.header("referer", format!("{}/chat", server.url)).form(&fields);
    let refused = request.send().await.unwrap();
    let back = location(&refused).strip_prefix(&server.url).unwrap().to_owned();
    assert!(back.starts_with("/chat?"), "{back}");
    assert_eq!(written(&page(&ann, &back).await), text);
    server.stop().await;
}
