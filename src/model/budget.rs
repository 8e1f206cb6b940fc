//! How much of a conversation a model receives: the newest turns that fit into its context window.
//!
//! Tokens are counted with the vocabularies that OpenAI publishes (crate `tiktoken-rs`), for its own models alone. A
//! vocabulary takes 0.1 s to load and 45 MB of memory, so it is loaded only when a conversation might be too long. A
//! token has at least one byte: a conversation with no more bytes than the room has tokens fits, and needs no counting.
//! The tokens of other models are guessed from the letters (`guess`).

mod counts;
mod guess;

pub(super) use counts::Counts;

use super::{ModelCall, ModelMessage, Prompt, ToolDefinition};
use guess::guess;
use std::ops::Range;
use std::sync::Arc;
use tiktoken_rs::CoreBPE;
use tiktoken_rs::model::get_context_size;
use tiktoken_rs::tokenizer::{Tokenizer, get_tokenizer};

/// How many turns a model without a known window receives.
const FEW_TURNS: usize = 20;
/// How many turns any other model receives at most. Each request reads them from the database.
const MANY_TURNS: usize = 100;
/// The window of an unknown model. Ollama uses this size on a usual machine and silently cuts off what is longer
/// (docs.ollama.com/context-length).
const UNKNOWN_WINDOW: usize = 4096;
/// Tokens kept free for the answer: the longest answer of OpenAI's models (platform.openai.com/docs/models/gpt-5).
/// Smaller windows keep a third free.
const ANSWER_TOKENS: usize = 128_000;
/// Tokens that a message, a call or a tool takes besides its text. OpenAI takes four for a message, others more.
const FRAME_TOKENS: usize = 8;
/// How many bytes a token of English text has (help.openai.com/en/articles/4936856).
const TOKEN_BYTES: usize = 4;

/// How much of a conversation a model receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    turns: usize,
    window: Option<Window>,
}

/// A context window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    /// Tokens of the prompt and the answer together.
    size: usize,
    /// The model's own tokenizer, if we have its vocabulary.
    tokenizer: Option<Tokenizer>,
}

impl Default for Budget {
    /// A few turns of any length.
    fn default() -> Self {
        Self { turns: FEW_TURNS, window: None }
    }
}

impl Budget {
    /// The budget of the model with this name. `size` is its window in tokens, for a window that the name does not tell.
    pub fn of(model: &str, size: Option<usize>) -> Self {
        // Routers put the maker's name first: `google/gemini-2.5-flash`.
        let model = model.rsplit('/').next().unwrap_or(model);
        let window = Window {
            size: size.or_else(|| known_window(model)).unwrap_or(UNKNOWN_WINDOW),
            tokenizer: get_tokenizer(model),
        };
        Self { turns: MANY_TURNS, window: Some(window) }
    }

    /// The most turns. A turn is a question, its reply, and the tool calls in between.
    pub fn turns(self) -> usize {
        self.turns
    }

    /// The prompt with as much of its history as fits: the newest turns, each whole. The newest turn always stays.
    pub(super) async fn fit(self, mut prompt: Prompt, counts: &Arc<Counts>) -> Prompt {
        let turns = turns(&prompt.history);
        if let Some(surplus) = turns.len().checked_sub(self.turns)
            && let Some(first) = turns.get(surplus)
        {
            prompt.history.drain(..first.start);
        }
        let Some(window) = self.window.filter(|window| size(&prompt, str::len) > window.room()) else {
            return prompt;
        };
        if window.size <= UNKNOWN_WINDOW {
            prompt.tools = prompt.tools.iter().map(ToolDefinition::brief).collect();
        }
        let Some(tokenizer) = window.tokenizer else {
            let first = window.first_that_fits(&prompt, guess);
            prompt.history.drain(..first);
            return prompt;
        };
        let prompt = Arc::new(prompt);
        let counted = tokio::task::spawn_blocking({
            let (prompt, counts) = (prompt.clone(), counts.clone());
            move || {
                let vocabulary = vocabulary(tokenizer);
                let count = |text: &str| counts.of(tokenizer, text, |text| vocabulary.count_ordinary(text));
                window.first_that_fits(&prompt, count)
            }
        });
        // If counting fails, the prompt goes out whole, and the provider says whether it is too long.
        let first = counted.await.unwrap_or(0);
        let mut prompt = Arc::unwrap_or_clone(prompt);
        prompt.history.drain(..first);
        prompt
    }
}

/// Only these two vocabularies are in the binary. The models that used others are gone.
fn vocabulary(tokenizer: Tokenizer) -> &'static CoreBPE {
    match tokenizer {
        Tokenizer::Cl100kBase => tiktoken_rs::cl100k_base_singleton(),
        _ => tiktoken_rs::o200k_base_singleton(),
    }
}

impl Window {
    /// Tokens for the prompt. A tenth stays free if we do not have the model's own tokenizer.
    fn room(self) -> usize {
        let room = self.size - ANSWER_TOKENS.min(self.size / 3);
        if self.tokenizer.is_some() { room } else { room - room / 10 }
    }

    /// The index in the history at which the oldest turn that fits begins.
    fn first_that_fits(self, prompt: &Prompt, count: impl Fn(&str) -> usize + Copy) -> usize {
        let mut room = self.room().saturating_sub(fixed_size(prompt, count));
        let mut first = None;
        for turn in turns(&prompt.history).into_iter().rev() {
            let messages = prompt.history.get(turn.clone()).unwrap_or_default();
            let cost: usize = messages.iter().map(|message| message_size(message, count)).sum();
            if first.is_some() && cost > room {
                break;
            }
            room = room.saturating_sub(cost);
            first = Some(turn.start);
        }
        first.unwrap_or(0)
    }
}

/// About how many tokens a prompt has, without counting them.
pub(super) fn estimate(prompt: &Prompt) -> u64 {
    estimate_bytes(size(prompt, str::len))
}

/// About how many tokens this many bytes of text are.
pub fn estimate_bytes(bytes: usize) -> u64 {
    bytes.div_ceil(TOKEN_BYTES) as u64
}

/// The window of a model, if its name tells.
fn known_window(model: &str) -> Option<usize> {
    match model {
        // ai.google.dev/gemini-api/docs/models
        _ if model.starts_with("gemini-1.5-pro") => Some(2_097_152),
        _ if model.starts_with("gemini-") => Some(1_048_576),
        // docs.claude.com/en/docs/about-claude/models
        _ if model.starts_with("claude-") => Some(200_000),
        // platform.openai.com/docs/models
        _ => get_context_size(model),
    }
}

/// The turns of a history, oldest first. Each begins with a message of the person and ends before the next one.
fn turns(history: &[ModelMessage]) -> Vec<Range<usize>> {
    let starts: Vec<_> =
        (0..history.len()).filter(|&at| matches!(history.get(at), Some(ModelMessage::User(_)))).collect();
    let ends = starts.iter().skip(1).copied().chain([history.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn size(prompt: &Prompt, count: impl Fn(&str) -> usize + Copy) -> usize {
    let history: usize = prompt.history.iter().map(|message| message_size(message, count)).sum();
    fixed_size(prompt, count) + history
}

/// The size of all but the history.
fn fixed_size(prompt: &Prompt, count: impl Fn(&str) -> usize + Copy) -> usize {
    let tool = |tool: &ToolDefinition| {
        count(tool.name) + count(tool.description) + count(tool.schema().get()) + FRAME_TOKENS
    };
    count(&prompt.system) + FRAME_TOKENS + prompt.tools.iter().map(tool).sum::<usize>()
}

fn message_size(message: &ModelMessage, count: impl Fn(&str) -> usize) -> usize {
    FRAME_TOKENS
        + match message {
            ModelMessage::User(text) => count(text),
            ModelMessage::Assistant { text, calls } => {
                let call = |call: &ModelCall| count(&call.name) + count(&call.arguments) + FRAME_TOKENS;
                count(text) + calls.iter().map(call).sum::<usize>()
            }
            ModelMessage::ToolResult { content, .. } => count(&content.to_string()),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Purpose;
    use serde_json::json;

    fn turn(question: &str, answer: &str) -> [ModelMessage; 4] {
        let call = ModelCall { id: "c".into(), name: "list_tasks".into(), arguments: "{}".into() };
        [
            ModelMessage::User(question.into()),
            ModelMessage::Assistant { text: "".into(), calls: vec![call] },
            ModelMessage::ToolResult {
                call_id: "c".into(),
                name: "list_tasks".into(),
                content: json!([]),
                is_error: false,
            },
            ModelMessage::Assistant { text: answer.into(), calls: Vec::new() },
        ]
    }

    async fn fit(budget: Budget, prompt: Prompt) -> Prompt {
        budget.fit(prompt, &Arc::default()).await
    }

    /// A conversation of `length` turns of about 1000 tokens each, and a question.
    fn conversation(length: usize) -> Prompt {
        let past = (0..length).flat_map(|number| turn(&format!("{number}"), &"one word ".repeat(500)));
        let history = past.chain([ModelMessage::User("now".into())]).collect();
        Prompt {
            purpose: Purpose::Reply,
            system: "Be brief.".into(),
            history,
            tools: Arc::default(),
            now: jiff::ZonedDateTime::default(),
        }
    }

    fn first(prompt: &Prompt) -> String {
        match prompt.history.first() {
            Some(ModelMessage::User(text)) => text.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn windows_are_known_by_name_or_told_or_small() {
        let size = |model: &str, told| Budget::of(model, told).window.map_or(0, |window| window.size);
        assert_eq!(size("gpt-4.1-mini", None), 1_047_576);
        assert_eq!(size("gpt-4o-2024-08-06", None), 128_000);
        assert_eq!(size("ft:gpt-4o-mini:org::id", None), 128_000);
        assert_eq!(size("openai/o4-mini", None), 200_000);
        assert_eq!(size("gemini-2.5-flash", None), 1_048_576);
        assert_eq!(size("models/gemini-1.5-pro", None), 2_097_152);
        assert_eq!(size("anthropic/claude-sonnet-4", None), 200_000);
        assert_eq!(size("llama3.1", None), UNKNOWN_WINDOW);
        assert_eq!(size("llama3.1", Some(32_000)), 32_000);
        assert_eq!(size("gpt-4.1-mini", Some(32_000)), 32_000);
        // GPT-5's window has 400,000 tokens, of which the prompt may take 272,000.
        assert_eq!(Budget::of("gpt-5", None).window.map(Window::room), Some(272_000));
    }

    #[tokio::test]
    async fn old_turns_go_first_and_whole() {
        // Of 9 turns of about 1000 tokens the newest 7 fit into 2/3 of 12,000 tokens.
        let fitted = fit(Budget::of("gpt-4o", Some(12_000)), conversation(9)).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("2", 7 * 4 + 1));
        assert_eq!(fitted.history.last(), Some(&ModelMessage::User("now".into())));
        assert_eq!(fit(Budget::of("gpt-4o", None), conversation(9)).await.history.len(), 9 * 4 + 1);
    }

    #[tokio::test]
    async fn the_newest_turn_stays_whatever_it_takes() {
        let mut prompt = conversation(3);
        prompt.history.extend(turn("", &"long ".repeat(9000)).into_iter().skip(1));
        let fitted = fit(Budget::of("llama3.1", None), prompt).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("now", 4));
        let long = Prompt { history: turn(&"long ".repeat(9000), "").into(), ..conversation(0) };
        assert_eq!(fit(Budget::of("llama3.1", None), long).await.history.len(), 4);
    }

    #[tokio::test]
    async fn the_built_in_assistant_is_told_some_turns() {
        let fitted = fit(Budget::default(), conversation(30)).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("11", 19 * 4 + 1));
        assert_eq!(fit(Budget::default(), conversation(3)).await.history.len(), 13);
        let nothing = Prompt {
            purpose: Purpose::Reply,
            system: String::new(),
            history: Vec::new(),
            tools: Arc::default(),
            now: jiff::ZonedDateTime::default(),
        };
        assert_eq!(fit(Budget::of("llama3.1", None), nothing).await.history, []);
    }

    #[tokio::test]
    async fn tokens_of_other_models_are_guessed() {
        // 1000 words of three or four letters are guessed to be 1500 tokens, of 12,000 tokens 7,200 are for the prompt.
        let fitted = fit(Budget::of("llama3.1", Some(12_000)), conversation(9)).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("5", 4 * 4 + 1));
        // A Chinese letter may be as many tokens as it has bytes, here three.
        let history = [turn("first", &"好".repeat(2_000)), turn("second", &"好".repeat(2_000))].concat();
        let chinese = |window| {
            fit(Budget::of("llama3.1", Some(window)), Prompt { history: history.clone(), ..conversation(0) })
        };
        assert_eq!(first(&chinese(19_000).await), "second");
        assert_eq!(first(&chinese(21_000).await), "first");
    }

    #[test]
    fn tokens_are_never_more_than_bytes() {
        let tokenizer = tiktoken_rs::o200k_base_singleton();
        for text in ["Buy milk", "آپ کا کام", "🥛🥛", "\u{0}\u{1}", "aaaa", "ӝ"] {
            assert!(tokenizer.count_ordinary(text) <= text.len(), "{text}");
        }
    }
}
