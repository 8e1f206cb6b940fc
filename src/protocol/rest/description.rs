//! The API's description in OpenAPI 3.1.

use super::operation::{Operations, refusals};
use super::operations as all;
use crate::endpoint::Access;
use crate::tool::Tool;
use axum::Json;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use utoipa_axum::routes;

/// The path of the page for people.
const DOCS: &str = "/api/docs";

const INTRODUCTION: &str = "\
Docket's API for programs: a person's tasks and conversations, and the chat with the assistant.

Send a token as `Authorization: Bearer …`: a personal access token from the settings page, or the JSON Web Token of \
`GET /api/auth/token`. Each path names the person that the token stands for; `GET /api/me` tells who that is. A token that may only read is refused with \
403 by everything but `GET`.

Errors are `{detail, code, field?, retry_after?}`. `detail` is a sentence for people, `code` is for programs and never \
changes. Every answer has an `X-Request-Id`, which the server's log names too.

Lists come in pages. As long as `next` is not `null`, send it as `cursor` to get the next page.";

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Anyone, routes!(openapi))
}

/// This description
#[utoipa::path(get, path = "/api/openapi.json", tag = "Description",
    responses((status = 200, description = "The description of this API in OpenAPI 3.1.", body = Object)))]
async fn openapi() -> Json<&'static Value> {
    Json(document())
}

/// The whole description.
pub(super) fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(build);
    &DOCUMENT
}

fn build() -> Value {
    let Operations { paths, mut schemas, .. } = all();
    schemas = schemas.iter().map(|(name, schema)| (name.clone(), in_one(schema, &schemas))).collect();
    schemas.extend(tool_schemas());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Docket",
            "version": env!("CARGO_PKG_VERSION"),
            "description": INTRODUCTION,
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/" }],
        "externalDocs": { "url": DOCS, "description": "This description, to read" },
        "tags": [
            { "name": "Chat", "description": "Talking to the assistant." },
            { "name": "Tasks", "description": "The person's tasks." },
            { "name": "Conversations", "description": "What was said." },
            { "name": "Search", "description": "Finding tasks, conversations and messages." },
            { "name": "Description", "description": "What this API can do." },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": refusals(),
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer",
                    "description": "A personal access token, a token of a connected app, or a JSON Web Token.",
                },
                "session": {
                    "type": "apiKey", "in": "cookie", "name": "better-auth.session_token",
                    "description": "The session cookie, for pages of this Docket. Over HTTPS its name begins with \
                        `__Secure-`. Requests that change something need the page's `Origin`.",
                },
            },
        },
    })
}

/// An object that is made of several, such as a new task and its plan, as one object: readers and generators of programs cope
/// with that better.
fn in_one(schema: &Value, all: &Map<String, Value>) -> Value {
    let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts {
        let named =
            part["$ref"].as_str().and_then(|path| path.rsplit('/').next()).and_then(|name| all.get(name));
        let part = named.unwrap_or(part);
        if let (Some(fields), Some(more)) =
            (whole["properties"].as_object_mut(), part["properties"].as_object())
        {
            fields.extend(more.clone());
        }
        if let (Some(required), Some(more)) = (whole["required"].as_array_mut(), part["required"].as_array())
        {
            required.extend(more.iter().cloned());
        }
    }
    if let Some(description) = schema.get("description") {
        whole["description"] = description.clone();
    }
    whole
}

/// The arguments of the assistant's tools, by the name of each tool.
fn tool_schemas() -> Map<String, Value> {
    let schema = |tool: Tool| {
        let definition = tool.definition();
        let mut schema = definition.parameters;
        schema["description"] =
            json!(format!("The arguments of the tool `{}`. {}", definition.name, definition.description));
        let words = definition.name.split('_').map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            [&first.to_ascii_uppercase(), rest].concat()
        });
        (words.chain(["Arguments".to_owned()]).collect(), schema)
    };
    Tool::ALL.into_iter().map(schema).collect()
}
