//! The prompts of the suite.

use crate::inputs::ask_for_text;
use crate::tools::IMAGE;
use rmcp::ErrorData;
use rmcp::model::{
    ContentBlock, GetPromptRequestParams, GetPromptResponse, GetPromptResult, InputRequests,
    InputRequiredResult, Prompt, PromptArgument, PromptMessage, Role,
};

pub(crate) fn list() -> Vec<Prompt> {
    let argument = |name: &str| PromptArgument::new(name).with_description("A text").with_required(true);
    let prompt = |name: &str, arguments| Prompt::new(name, Some("A prompt of the suite"), arguments);
    vec![
        prompt("test_simple_prompt", None),
        prompt("test_prompt_with_arguments", Some(vec![argument("arg1"), argument("arg2")])),
        prompt("test_prompt_with_embedded_resource", Some(vec![argument("resourceUri")])),
        prompt("test_prompt_with_image", None),
        prompt("test_input_required_result_prompt", None),
    ]
}

pub(crate) fn get(request: GetPromptRequestParams) -> Result<GetPromptResponse, ErrorData> {
    let arguments = request.arguments.unwrap_or_default();
    let argument = |name: &str| arguments.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let say = |text: String| PromptMessage::new_text(Role::User, text);
    let messages = match request.name.as_str() {
        "test_simple_prompt" => vec![say("This is a simple prompt for testing.".into())],
        "test_prompt_with_arguments" => {
            let (one, two) = (argument("arg1"), argument("arg2"));
            vec![say(format!("Prompt with arguments: arg1='{one}', arg2='{two}'"))]
        }
        "test_prompt_with_embedded_resource" => {
            let (uri, kind) = (argument("resourceUri").to_owned(), Some("text/plain".to_owned()));
            let text = Some("Embedded resource content for testing.".to_owned());
            vec![PromptMessage::new_resource(Role::User, uri, kind, text, None, None, None)]
        }
        "test_prompt_with_image" => {
            let image = PromptMessage::new(Role::User, ContentBlock::image(IMAGE, "image/png"));
            vec![image, say("Please analyze the image above.".into())]
        }
        "test_input_required_result_prompt" => {
            let answer = request.input_responses.as_ref().and_then(|answers| answers.get("user_context"));
            let Some(answer) = answer.filter(|answer| answer.is_object()) else {
                let mut requests = InputRequests::new();
                requests.insert("user_context".into(), ask_for_text("In which context?", "context")?);
                return Ok(InputRequiredResult::from_input_requests(requests).into());
            };
            vec![say(format!("Context: {}", answer["content"]["context"]))]
        }
        name => return Err(ErrorData::invalid_params(format!("Unknown prompt: {name}"), None)),
    };
    Ok(GetPromptResult::new(messages).into())
}
