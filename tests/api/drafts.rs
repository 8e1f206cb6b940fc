//! Messages that could not be sent from a plain page.

use super::*;
use docket::db::Db;

/// Sends a message from the page at `path`, as a browser without JavaScript does.
async fn send(browser: &Browser, page: &str, fields: &[(&str, &str)]) -> String {
    let form = [("author", hidden(page, "author")), ("client_id", hidden(page, "client_id"))];
    let answer = browser.form("/rpc/chat/send_and_wait", &[&form, fields].concat()).await;
    assert_eq!(answer.status().as_u16(), 302);
    let cookies = answer.headers().get_all("set-cookie").iter();
    assert_eq!(cookies.count(), 0, "a message is nothing for a cookie");
    location(&answer).to_owned()
}

/// Ordinary characters, as many as a message may have, in an order that can hardly be compressed.
fn long_text() -> String {
    let mut state = 1_u32;
    let letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,"[(state >> 26) as usize],
        )
    });
    letters.take(7999).chain(['.']).collect()
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

        // The longest messages, in characters that need the most bytes and as ordinary text.
        for text in ["🥛".repeat(8000), long_text()] {
            let form = page(&ann, &here).await;
            end_session(&ann).await;
            let fields = [("conversation", conversation.as_str()), ("text", &text)];
            let log_in = send(&ann, &form, &fields).await;
            assert_eq!(log_in, format!("/login?next=%2Fchat%2F{conversation}"));
            let next = hidden(&page(&ann, &log_in).await, "next").to_owned();
            let fields = [("email", "ann@example.com"), ("password", PASSWORD), ("next", &next)];
            let back = location(&ann.form("/rpc/auth/log_in", &fields).await).to_owned();
            assert_eq!(back, here);
            assert_eq!(written(&page(&ann, &back).await), text);
            assert_eq!(written(&page(&ann, "/chat").await), "", "only in its conversation");
        }

        // A new conversation has a draft of its own.
        let form = page(&ann, "/chat").await;
        end_session(&ann).await;
        let text = [("text", "\r\nthe party, nul\0 &\r\n<b>all</b>")];
        assert_eq!(send(&ann, &form, &text).await, "/login");

        // Another person at the same browser sees nothing of it.
        let bob = [("name", "Bob"), ("email", "bob@example.com"), ("password", PASSWORD), ("next", "/chat")];
        assert_eq!(location(&ann.form("/rpc/auth/sign_up", &bob).await), "/chat");
        let seen = page(&ann, "/chat").await;
        assert_eq!(written(&seen), "");
        assert!(!seen.contains("the party"));

        ann.log_in("ann@example.com").await;
        // A browser drops the first line break.
        assert_eq!(written(&page(&ann, "/chat").await), "\n\nthe party, nul &amp;\n&lt;b>all&lt;/b>");
        assert_eq!(written(&page(&ann, &here).await), long_text());
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
    let end = author.split(':').nth(1).unwrap();
    let cookie = ann.session_cookie();
    let (_, cookie) = cookie.split_once('=').unwrap();
    let forged = [
        String::new(),
        id.to_owned(),
        format!("author:{end}:{id}"),
        format!("author:{end}:{id}."),
        format!("author:{end}:somebody-else.{signature}"),
        format!("author:{end}0:{id}.{signature}"),
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
    assert_eq!(written(&page(&ann, "/chat").await), "");
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

#[tokio::test]
async fn a_page_comes_with_the_draft_of_its_conversation() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let turn = [("text", "hello"), ("client_id", "a")];
    let turn = json!(ann.events("/rpc/chat/send", &turn).await.rest().await);
    let conversation = turn[0]["conversation"]["id"].to_string();
    let here = format!("/chat/{conversation}");
    let there = [("conversation", conversation.as_str()), ("text", "</textarea>half a sentence")];
    for fields in [&there[..], &[("text", "the next one")]] {
        assert_eq!(ann.call("/rpc/chat/keep_draft", fields).await.status().as_u16(), 200);
    }
    assert_eq!(written(&page(&ann, &here).await), "&lt;/textarea>half a sentence");
    assert_eq!(written(&page(&ann, "/chat").await), "the next one");
    assert_eq!(written(&page(&bob, "/chat").await), "");

    // Sending a plain form removes the draft of its conversation, and no other.
    let form = page(&ann, &here).await;
    let fields = [("conversation", conversation.as_str()), ("text", "half a sentence and the rest")];
    assert_eq!(send(&ann, &form, &fields).await, here);
    assert_eq!(written(&page(&ann, &here).await), "");
    assert_eq!(written(&page(&ann, "/chat").await), "the next one");
    server.stop().await;
}

#[tokio::test]
async fn nothing_is_kept_for_somebody_who_is_gone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let form = page(&ann, "/chat").await;
        let fields = [("confirmation", "ann@example.com"), ("password", PASSWORD)];
        let deleted = ann.call("/rpc/auth/delete_account", &fields).await;
        assert_eq!(deleted.status().as_u16(), 200);
        let back = send(&ann, &form, &[("text", "too late")]).await;
        let without_proof =
            ann.form("/rpc/chat/send_and_wait", &[("text", "too late"), ("client_id", "a")]).await;
        assert_eq!(back, location(&without_proof));
        let count = "select count(*) from drafts";
        let kept: i64 = match &database.db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(count).fetch_one(readers).await.unwrap(),
            Db::Postgres { pool, .. } => {
                sqlx::query_scalar(count).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
            }
        };
        assert_eq!(kept, 0);
        server.stop().await;
    }
}
