//! Each operation as a command to try.

use super::schema::name_of;
use serde_json::{Map, Value, json};

/// The command that sends a request with example values.
pub(super) fn command(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let mut place = path.replace("{user_id}", "$USER_ID");
    for (name, example) in [("{task_id}", "5"), ("{conversation_id}", "3"), ("{message_id}", "7")] {
        place = place.replace(name, example);
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let needed = parameters.filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
    let query: Vec<_> = needed
        .map(|parameter| {
            let example = parameter["example"].as_str().unwrap_or("x");
            [parameter["name"].as_str().unwrap_or_default(), "=", example].concat()
        })
        .collect();
    if !query.is_empty() {
        place = [&place, "?", &query.join("&")].concat();
    }
    let mut lines = vec![match method {
        "get" => format!("curl \"$DOCKET{place}\""),
        method => format!("curl -X {} \"$DOCKET{place}\"", method.to_ascii_uppercase()),
    }];
    if operation["security"].as_array().is_some_and(|ways| !ways.is_empty()) {
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    if operation["responses"]["200"]["content"]["text/event-stream"].is_object() && method == "get" {
        lines.push("--no-buffer".to_owned());
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        lines.push("-H \"Content-Type: application/json\"".to_owned());
        lines.push(format!("-d '{}'", example(document, body)));
    }
    lines.join(" \\\n  ")
}

/// An example of an object: the fields that have an example of their own.
fn example(document: &Value, schema: &Value) -> Value {
    // A body that may be left out is described as "null or this".
    let option =
        schema["oneOf"].as_array().and_then(|options| options.iter().find(|one| !one["$ref"].is_null()));
    let schema = option.unwrap_or(schema);
    let name = name_of(schema["$ref"].as_str().unwrap_or_default());
    let fields = document["components"]["schemas"][name]["properties"].as_object();
    let mut example = Map::new();
    for (name, field) in fields.into_iter().flatten() {
        if !field["example"].is_null() && field["example"] != "automatic" {
            example.insert(name.clone(), field["example"].clone());
        }
    }
    json!(example)
}
