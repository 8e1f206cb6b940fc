//! The API's description, for programs and for people.

use super::*;

async fn document() -> Value {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let response = server.browser().get("/api/openapi.json").await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let document = response.json().await.unwrap();
    server.stop().await;
    document
}

#[tokio::test]
async fn operations_keep_their_names_and_addresses() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let statuses =
                operation["responses"].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
            let name = operation["operationId"].as_str().unwrap();
            assert!(operation["summary"].is_string(), "{name} has no summary");
            operations.push(format!("{name}: {} {path}: {statuses}", method.to_uppercase()));
        }
    }
    insta::assert_snapshot!(operations.join("\n"), @r"
    read_docs: GET /api/docs: 200
    who_am_i: GET /api/me: 200 401 403 429 503
    list_models: GET /api/models: 200 401 403 429 503
    openapi: GET /api/openapi.json: 200
    chat: POST /api/{user_id}/chat: 200 204 400 401 403 404 409 413 415 422 429 503
    list_conversations: GET /api/{user_id}/conversations: 200 400 401 403 429 503
    delete_conversation: DELETE /api/{user_id}/conversations/{conversation_id}: 204 401 403 404 412 429 503
    get_conversation: GET /api/{user_id}/conversations/{conversation_id}: 200 304 401 403 404 429 503
    update_conversation: PATCH /api/{user_id}/conversations/{conversation_id}: 200 400 401 403 404 412 413 415 429 503
    list_messages: GET /api/{user_id}/conversations/{conversation_id}/messages: 200 400 401 403 404 429 503
    reply_events: GET /api/{user_id}/conversations/{conversation_id}/messages/{message_id}/events: 200 204 400 401 403 404 429 503
    stop_reply: POST /api/{user_id}/conversations/{conversation_id}/messages/{message_id}/stop: 204 401 403 404 429 503
    search: GET /api/{user_id}/search: 200 400 401 403 429 503
    list_tasks: GET /api/{user_id}/tasks: 200 400 401 403 429 503
    create_task: POST /api/{user_id}/tasks: 201 400 401 403 409 413 415 422 429 503
    delete_task: DELETE /api/{user_id}/tasks/{task_id}: 204 401 403 404 412 429 503
    get_task: GET /api/{user_id}/tasks/{task_id}: 200 304 401 403 404 429 503
    update_task: PATCH /api/{user_id}/tasks/{task_id}: 200 400 401 403 404 409 412 413 415 429 503
    replace_task: PUT /api/{user_id}/tasks/{task_id}: 200 400 401 403 404 409 412 413 415 429 503
    complete_task: PATCH /api/{user_id}/tasks/{task_id}/complete: 200 400 401 403 404 412 413 415 429 503
    ");
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(array) => array.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document().await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        let target = document.pointer(reference.strip_prefix('#').unwrap());
        assert!(target.is_some(), "{reference} leads nowhere");
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for tool in ["AddTask", "ListTasks", "CompleteTask", "DeleteTask", "UpdateTask"] {
        assert_eq!(schemas[&format!("{tool}Arguments")]["type"], "object");
    }
    let tool = &schemas["AddTaskArguments"];
    assert_eq!(tool["required"], json!(["title"]));
}

#[tokio::test]
async fn people_read_every_operation_on_a_page_of_our_own() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let anybody = server.browser();
    let response = anybody.get("/api/docs").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let page = response.text().await.unwrap();
    let nonce = page.split_once("nonce=\"").unwrap().1.split_once('"').unwrap().0;
    assert!(
        policy.contains("default-src 'none'") && policy.contains(&format!("script-src 'nonce-{nonce}'")),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    let again = anybody.get("/api/docs").await.text().await.unwrap();
    assert!(!again.contains(nonce), "each page has a nonce of its own");
    // Nothing comes from elsewhere, and no attribute is a script or a style.
    for foreign in ["src=", "http://", "@import", "url(", " style=", " onclick", "{nonce}"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    let document = document().await;
    for item in
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        let id = item["operationId"].as_str().unwrap();
        assert!(
            page.contains(&format!("<article id=\"{id}\"")) && page.contains(&format!("href=\"#{id}\"")),
            "{id}"
        );
    }
    for link in page.split("href=\"#").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
        assert!(page.contains(&format!("id=\"{link}\"")), "{link} leads nowhere");
    }
    server.stop().await;
}
