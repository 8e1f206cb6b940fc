//! Pages and forms that were made for one person, sent with the session of the next one who has logged in.

use super::*;
use docket::call::PERSON;

async fn id(browser: &Browser) -> String {
    let me: Value = browser.call("/rpc/auth/me", &[]).await.json().await.unwrap();
    me["id"].as_str().unwrap().to_owned()
}

async fn titles(browser: &Browser) -> Vec<String> {
    let tasks: Value = browser.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
    tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_call_acts_for_the_person_that_its_page_was_made_for_or_not_at_all() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let (of_ann, of_bob) = (id(&ann).await, id(&bob).await);
    for path in
        ["/rpc/tasks/add", "/rpc/chat/send", "/rpc/chat/keep_draft", "/rpc/tasks/list", "/rpc/auth/me"]
    {
        let fields = [("title", "x"), ("text", "x"), ("client_id", "x"), ("status", "all")];
        let by_header = bob.request(path).header(PERSON, &of_ann).form(&fields).send().await.unwrap();
        let by_query = bob.call(&format!("{path}?{PERSON}={of_ann}"), &fields).await;
        for answer in [by_header, by_query] {
            assert_eq!(answer.status().as_u16(), 409, "{path}");
            let error: Value = answer.json().await.unwrap();
            assert_eq!(error["code"], "ANOTHER_PERSON", "{path}");
        }
    }
    assert_eq!(titles(&bob).await, [""; 0]);
    let draft: Value = bob.call("/rpc/chat/draft", &[]).await.json().await.unwrap();
    assert_eq!(draft, Value::Null);

    let added = bob.request("/rpc/tasks/add").header(PERSON, &of_bob).form(&[("title", "Bob's")]);
    assert_eq!(added.send().await.unwrap().status().as_u16(), 200);
    assert_eq!(titles(&bob).await, ["Bob's"]);
    // Without a session the answer is the usual one.
    let nobody = server.browser().request("/rpc/tasks/add").header(PERSON, &of_ann).form(&[("title", "x")]);
    assert_eq!(nobody.send().await.unwrap().status().as_u16(), 401);
}

#[tokio::test]
async fn a_plain_form_acts_for_the_person_that_it_was_made_for_or_not_at_all() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let page = ann.get("/chat").await.text().await.unwrap();
    let author = hidden(&page, "author");
    let forms: [(&str, &[(&str, &str)]); 3] = [
        ("/rpc/tasks/add", &[("title", "Hide the presents")]),
        ("/rpc/auth/update_profile", &[("name", "Ann")]),
        ("/rpc/chat/send_and_wait", &[("text", "Hide the presents"), ("client_id", "a")]),
    ];
    for (path, fields) in forms {
        let answer = bob.form(path, &[fields, &[("author", author)]].concat()).await;
        assert_eq!(answer.status().as_u16(), 302, "{path}");
        assert!(location(&answer).contains("__err="), "{path}");
    }
    assert_eq!(titles(&bob).await, [""; 0]);
    let me: Value = bob.call("/rpc/auth/me", &[]).await.json().await.unwrap();
    assert_eq!(me["name"], "bob");
    let draft = async |browser: &Browser| -> Value {
        browser.call("/rpc/chat/draft", &[]).await.json().await.unwrap()
    };
    assert_eq!(draft(&bob).await, Value::Null);
    assert_eq!(draft(&ann).await, "Hide the presents", "her message waits for her");

    // Their own forms work, and so do old ones.
    for author in [hidden(&bob.get("/chat").await.text().await.unwrap(), "author"), "", "expired.proof"] {
        bob.form("/rpc/tasks/add", &[("title", "Wrap them"), ("author", author)]).await;
    }
    assert_eq!(titles(&bob).await.len(), 3);
}

#[tokio::test]
async fn a_call_with_too_much_says_so() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let answer = ann.call("/rpc/tasks/add", &[("title", &"x".repeat(200_000))]).await;
    assert_eq!(answer.status().as_u16(), 413);
    let error: Value = answer.json().await.unwrap();
    assert_eq!(error["code"], "PAYLOAD_TOO_LARGE");
    assert_eq!(error["detail"], "A request has at most 131072 bytes.");
}
