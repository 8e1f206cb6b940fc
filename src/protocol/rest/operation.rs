//! Operations: a method and a path with its handler and its description. An operation can be made only from a handler
//! with `#[utoipa::path]`, so a route without a description does not compile. What all operations have in common is
//! described here, and not at each of them.

use super::target::USER;
use crate::endpoint::{Access, Endpoint, Endpoints};
use crate::state::AppState;
use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa_axum::router::UtoipaMethodRouter;

/// The name of the responses in the description, by their status.
const REFUSALS: [(&str, &str); 11] = [
    ("400", "Malformed"),
    ("401", "Unauthenticated"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("409", "Conflict"),
    ("412", "Changed"),
    ("413", "TooLarge"),
    ("415", "NotJson"),
    ("422", "KeyReused"),
    ("429", "TooMany"),
    ("503", "Unavailable"),
];

/// Operations with their router and their descriptions.
pub(super) struct Operations {
    pub(super) endpoints: Endpoints<AppState>,
    /// The descriptions, by path and method.
    pub(super) paths: Map<String, Value>,
    /// The schemas that they name.
    pub(super) schemas: Map<String, Value>,
}

impl Operations {
    pub(super) fn new() -> Self {
        Self { endpoints: Endpoints::new(), paths: Map::new(), schemas: Map::new() }
    }

    /// Adds the operations of one path, made by `routes!`.
    pub(super) fn add(mut self, access: Access, operations: UtoipaMethodRouter<AppState>) -> Self {
        let (schemas, paths, router) = operations;
        let named = schemas.into_iter().map(|(name, schema)| (name, json!(schema)));
        self.schemas.extend(named);
        for (path, item) in paths.paths {
            let mut described = json!(item);
            for (method, operation) in described.as_object_mut().into_iter().flatten() {
                complete(&path, access, operation);
                let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes());
                let endpoint = method.map(|method| Endpoint { method, path: path.clone().into(), access });
                self.endpoints.list.extend(endpoint);
            }
            self.endpoints.router = self.endpoints.router.route(&path, router.clone());
            self.paths.insert(path, described);
        }
        self
    }
}

/// Adds to a description what follows from the rest of it: the parameters of the path, who may use it, and the refusals.
fn complete(path: &str, access: Access, operation: &mut Value) {
    let in_path = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(path_parameter);
    let in_path: Vec<_> = in_path.collect();
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let has = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
    let has_query = parameters.iter().any(|parameter| parameter["in"] == "query");
    let names_a_thing = in_path.iter().any(|parameter| parameter["name"] != USER);
    let has_body = !operation["requestBody"].is_null();
    let is_member = access == Access::Member;
    let reads_conversation = operation["operationId"] == "chat";
    let names_a_parent = matches!(operation["operationId"].as_str(), Some("replace_task" | "update_task"));
    let refusals = [
        ("400", has_query || has_body || has("Last-Event-ID")),
        ("401", is_member),
        ("403", is_member),
        ("404", names_a_thing || reads_conversation),
        ("409", has("Idempotency-Key") || names_a_parent),
        ("412", has("If-Match")),
        ("413", has_body),
        ("415", has_body),
        ("422", has("Idempotency-Key")),
        ("429", is_member),
        ("503", is_member),
    ];
    // No header is needed but those of `security`.
    for parameter in parameters.iter_mut().filter(|parameter| parameter["in"] == "header") {
        parameter["required"] = json!(false);
    }
    parameters.splice(0..0, in_path);
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    operation["security"] = match access {
        Access::Anyone => json!([]),
        Access::Member => json!([{ "bearer": [] }, { "session": [] }]),
    };
    for (status, applies) in refusals {
        let name = REFUSALS.iter().find(|(of, _)| *of == status).map(|(_, name)| *name);
        if let (Some(name), true) = (name, applies) {
            operation["responses"][status] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
}

fn path_parameter(name: &str) -> Value {
    match name {
        USER => json!({
            "name": USER, "in": "path", "required": true, "schema": { "type": "string" },
            "description": "The person's id, which `GET /api/me` tells.",
        }),
        name => json!({
            "name": name, "in": "path", "required": true,
            "schema": { "type": "integer", "format": "int64", "minimum": 1 },
            "description": format!("The {}'s id.", name.trim_end_matches("_id")),
        }),
    }
}

/// The refusals that operations name.
pub(super) fn refusals() -> Value {
    let said = |description: &str, code: &str, detail: &str| {
        json!({
            "description": description,
            "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Error" },
                "example": { "detail": detail, "code": code },
            } },
        })
    };
    let with_header = |mut response: Value, name: &str, schema: Value, description: &str| {
        response["headers"] = json!({ name: { "description": description, "schema": schema } });
        response
    };
    json!({
        "Malformed": said(
            "Something in the request is missing or not acceptable. `field` names it.",
            "INVALID_PARAMETER", "limit: expected a number from 1 to 100"),
        "Unauthenticated": said(
            "There is no token, or it does not work any more.", "UNAUTHENTICATED", "Log in to go on."),
        "Forbidden": said(
            "The path names another person, the token may only read, or another site's page sent the request.",
            "FORBIDDEN", "The address names another person than the token."),
        "NotFound": said(
            "There is no such thing, or it is somebody else's.", "TASK_NOT_FOUND", "There is no task 5."),
        "Conflict": said(
            "The first request with this `Idempotency-Key` has not ended yet, or the task cannot be a part of the one that it \
             names.",
            "REQUEST_IN_PROGRESS", "The first request with this key has not ended yet."),
        "Changed": with_header(
            said("It is not what `If-Match` names any more. Nothing was changed.",
                "PRECONDITION_FAILED", "This was changed since you read it. Read it again."),
            "ETag", json!({ "type": "string" }), "The current entity tag."),
        "TooLarge": said("The body is too large.", "PAYLOAD_TOO_LARGE", "A request has at most 131072 bytes."),
        "NotJson": said(
            "The body is not JSON, by its `Content-Type`.",
            "UNSUPPORTED_MEDIA_TYPE", "Send JSON, with the header Content-Type: application/json."),
        "KeyReused": said(
            "The `Idempotency-Key` was used for another request.", "IDEMPOTENCY_KEY_REUSED",
            "This key was used for another request. Make a new key for each request."),
        "TooMany": with_header(
            said("Too much at once, or a limit of the day.", "RATE_LIMITED",
                "Too many requests. Try again in 30 seconds."),
            "Retry-After", json!({ "type": "integer" }), "Seconds after which trying again makes sense."),
        "Unavailable": said("The database or the model did not answer, or the server is overloaded or about to stop.",
            "DATABASE_ERROR", "The database did not answer. Nothing was changed; try again in a moment."),
    })
}
