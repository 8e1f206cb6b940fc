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
    insta::assert_snapshot!(operations.join("\n"), @"");
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
    insta::assert_snapshot!(schemas.keys().cloned().collect::<Vec<_>>().join(" "), @"");
    let tool = &schemas["AddTaskArguments"];
    assert_eq!(tool["required"], json!(["title"]));
}
