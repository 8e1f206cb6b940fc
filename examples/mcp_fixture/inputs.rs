//! Tools that need the client's input (`InputRequiredResult`, since 2026-07-28). The server keeps nothing between the
//! rounds: what it must remember goes to the client and back, signed.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, CreateMessageRequest,
    CreateMessageRequestParams, ElicitRequest, ElicitRequestParams, InputRequest, InputRequests,
    InputRequiredResult, ListRootsRequest, RequestMetaObject, SamplingMessage,
};
use serde_json::{Value, json};

const KEY: &[u8] = b"signs the state of conformance tests";

pub(crate) fn call(
    request: CallToolRequestParams,
    meta: &RequestMetaObject,
) -> Result<CallToolResponse, ErrorData> {
    let answered = |name: &str| {
        let answer = request.input_responses.as_ref().and_then(|answers| answers.get(name));
        answer.is_some_and(Value::is_object)
    };
    let answer = |name: &str| request.input_responses.as_ref().and_then(|answers| answers.get(name)).cloned();
    let state = request.request_state.as_deref().map(open).transpose()?;
    let name = || ask_for_text("What is your name?", "name");
    match request.name.trim_start_matches("test_input_required_result_") {
        "elicitation" if answered("user_name") => {
            let name = answer("user_name").unwrap_or_default()["content"]["name"].clone();
            done(&format!("Hello, {}!", name.as_str().unwrap_or_default()))
        }
        "elicitation" => ask([("user_name", name()?)], None),
        "sampling" if answered("capital_question") => {
            let told = answer("capital_question").unwrap_or_default()["content"]["text"].clone();
            done(&format!("Sampling response: {}", told.as_str().unwrap_or_default()))
        }
        "sampling" => ask([("capital_question", sample("What is the capital of France?"))], None),
        "list_roots" if answered("client_roots") => {
            done(&format!("Client roots: {}", answer("client_roots").unwrap_or_default()["roots"]))
        }
        "list_roots" => ask([("client_roots", roots())], None),
        "request_state" | "tampered_state" => match state {
            Some(_) => done("Confirmed: state-ok"),
            None => ask([("confirm", ask_for_text("Please confirm", "ok")?)], Some(0)),
        },
        "multiple_inputs" => {
            let all = ["user_name", "greeting", "client_roots"].into_iter().all(answered);
            if all && state.is_some() {
                return done("All inputs received");
            }
            let greeting = sample("Generate a greeting");
            ask([("user_name", name()?), ("greeting", greeting), ("client_roots", roots())], Some(0))
        }
        "multi_round" => match state {
            None => ask([("step1", name()?)], Some(1)),
            Some(1) => ask([("step2", ask_for_text("What is your favorite color?", "color")?)], Some(2)),
            Some(_) => done("Multi-round flow complete"),
        },
        "capabilities" if request.input_responses.is_some() => done("Capability-aware flow complete"),
        "capabilities" => {
            // Only what the client can give.
            let capabilities = meta.client_capabilities().unwrap_or_default();
            let elicitation = capabilities.elicitation.map(|_| name()).transpose()?;
            let requests = [
                elicitation.map(|request| ("user_name", request)),
                capabilities.sampling.map(|_| ("greeting", sample("Generate a greeting"))),
                capabilities.roots.map(|_| ("client_roots", roots())),
            ];
            let requests: Vec<_> = requests.into_iter().flatten().collect();
            if requests.is_empty() { done("The client can give no input") } else { ask(requests, None) }
        }
        name => Err(ErrorData::invalid_params(format!("Unknown tool: {name}"), None)),
    }
}

/// A form with one text field.
pub(crate) fn ask_for_text(message: &str, field: &str) -> Result<InputRequest, ErrorData> {
    let schema =
        json!({ "type": "object", "properties": { field: { "type": "string" } }, "required": [field] });
    let requested_schema =
        serde_json::from_value(schema).map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
    let form =
        ElicitRequestParams::FormElicitationParams { meta: None, message: message.into(), requested_schema };
    Ok(InputRequest::Elicitation(ElicitRequest::new(form)))
}

fn sample(prompt: &str) -> InputRequest {
    let messages = vec![SamplingMessage::user_text(prompt)];
    InputRequest::CreateMessage(CreateMessageRequest::new(CreateMessageRequestParams::new(messages, 100)))
}

fn roots() -> InputRequest {
    InputRequest::ListRoots(ListRootsRequest::default())
}

fn done(text: &str) -> Result<CallToolResponse, ErrorData> {
    Ok(CallToolResult::success(vec![ContentBlock::text(text)]).into())
}

fn ask(
    requests: impl IntoIterator<Item = (&'static str, InputRequest)>,
    state: Option<u64>,
) -> Result<CallToolResponse, ErrorData> {
    let mut all = InputRequests::new();
    for (name, request) in requests {
        all.insert(name.into(), request);
    }
    Ok(InputRequiredResult::new(Some(all), state.map(seal).transpose()?).into())
}

fn seal(round: u64) -> Result<String, ErrorData> {
    encode(&Header::new(Algorithm::HS256), &json!({ "round": round }), &EncodingKey::from_secret(KEY))
        .map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

fn open(state: &str) -> Result<u64, ErrorData> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    let opened = decode::<Value>(state, &DecodingKey::from_secret(KEY), &rules);
    let opened = opened.map_err(|_| ErrorData::invalid_params("requestState was tampered with", None))?;
    Ok(opened.claims["round"].as_u64().unwrap_or_default())
}
