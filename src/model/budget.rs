//! How much of a conversation a model is told: its newest turns, as far as they fit into its context window.
//!
//! Tokens are counted with the vocabularies that OpenAI publishes (crate `tiktoken-rs`). One takes 0.1 s to load and
//! 45 MB to keep, so it is loaded only when a conversation might outgrow a window: a token has at least one byte, and
//! what has no more bytes than there is room for tokens fits without counting.

use super::{Entry, Prompt, ToolDefinition};
use std::ops::Range;
use std::sync::Arc;
use tiktoken_rs::CoreBPE;
use tiktoken_rs::model::get_context_size;
use tiktoken_rs::tokenizer::{Tokenizer, get_tokenizer};

/// The newest turns that a model without a token count is told.
const FEW_TURNS: usize = 20;
/// The newest turns that any other model is told, whatever its window: they are read from the database each time.
const MANY_TURNS: usize = 100;
/// The window of a model that we know nothing of: what Ollama gives on a usual machine, where it silently cuts off what
/// is longer (docs.ollama.com/context-length).
const CAREFUL: usize = 4096;
/// The longest answer of a model of OpenAI (platform.openai.com/docs/models/gpt-5); a third of smaller windows.
const ANSWER: usize = 128_000;
/// Tokens around a message, a call or a tool: four for a message of OpenAI's, more elsewhere.
const FRAME: usize = 8;
/// Bytes of a token of English text (help.openai.com/en/articles/4936856).
const TOKEN_BYTES: usize = 4;

/// How much of a conversation a model is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    turns: usize,
    window: Option<Window>,
}

/// What a model can take in at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    /// Tokens of the question, all that goes before it, and the answer.
    size: usize,
    tokenizer: Tokenizer,
    /// Whether the tokenizer is the model's own.
    exact: bool,
}

impl Default for Budget {
    /// Some turns, however long.
    fn default() -> Self {
        Self { turns: FEW_TURNS, window: None }
    }
}

impl Budget {
    /// For the model with this name, whose window has `size` tokens if that is known better than by its name.
    pub fn of(model: &str, size: Option<usize>) -> Self {
        // Routers put the maker's name first: `google/gemini-2.5-flash`.
        let model = model.rsplit('/').next().unwrap_or(model);
        let tokenizer = get_tokenizer(model);
        let window = Window {
            size: size.or_else(|| known_window(model)).unwrap_or(CAREFUL),
            tokenizer: tokenizer.unwrap_or(Tokenizer::Cl100kBase),
            exact: tokenizer.is_some(),
        };
        Self { turns: MANY_TURNS, window: Some(window) }
    }

    /// At most so many turns: a question, its reply, and what the tools said in between.
    pub fn turns(self) -> usize {
        self.turns
    }

    /// The prompt with as much of its history as there is room for: the newest turns, each whole. The newest stays in
    /// any case.
    pub async fn fit(self, mut prompt: Prompt) -> Prompt {
        let turns = turns(&prompt.history);
        if let Some(surplus) = turns.len().checked_sub(self.turns)
            && let Some(first) = turns.get(surplus)
        {
            prompt.history.drain(..first.start);
        }
        let Some(window) = self.window.filter(|window| size(&prompt, str::len) > window.room()) else {
            return prompt;
        };
        let prompt = Arc::new(prompt);
        let counted = tokio::task::spawn_blocking({
            let prompt = prompt.clone();
            move || window.first_that_fits(&prompt)
        });
        // Should counting fail, the provider has to say whether it is too long.
        let first = counted.await.unwrap_or(0);
        let mut prompt = Arc::unwrap_or_clone(prompt);
        prompt.history.drain(..first);
        prompt
    }
}

impl Window {
    /// Tokens for everything but the answer. A tenth is left free where the model counts in its own way.
    fn room(self) -> usize {
        let room = self.size - ANSWER.min(self.size / 3);
        if self.exact { room } else { room - room / 10 }
    }

    /// Where in the history the oldest turn begins that there is room for.
    fn first_that_fits(self, prompt: &Prompt) -> usize {
        let Ok(tokenizer) = tiktoken_rs::bpe_for_tokenizer(self.tokenizer) else { return 0 };
        let count = |text: &str| CoreBPE::count_ordinary(tokenizer, text);
        let fixed = size(&Prompt { history: Vec::new(), ..prompt.clone() }, count);
        let mut room = self.room().saturating_sub(fixed);
        let mut first = None;
        for turn in turns(&prompt.history).into_iter().rev() {
            let entries = prompt.history.get(turn.clone()).unwrap_or_default();
            let cost: usize = entries.iter().map(|entry| entry_size(entry, count)).sum();
            if first.is_some() && cost > room {
                break;
            }
            room = room.saturating_sub(cost);
            first = Some(turn.start);
        }
        first.unwrap_or(0)
    }
}

/// About how many tokens a prompt has, where nobody counts them.
pub(super) fn estimate(prompt: &Prompt) -> u64 {
    estimate_bytes(size(prompt, str::len))
}

/// About how many tokens so many bytes of text are.
pub fn estimate_bytes(bytes: usize) -> u64 {
    bytes.div_ceil(TOKEN_BYTES) as u64
}

/// The window of models whose name tells it.
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

/// The turns of a history, oldest first, each from a message of the person to the next.
fn turns(history: &[Entry]) -> Vec<Range<usize>> {
    let starts: Vec<_> =
        (0..history.len()).filter(|&at| matches!(history.get(at), Some(Entry::User(_)))).collect();
    let ends = starts.iter().skip(1).copied().chain([history.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn size(prompt: &Prompt, count: impl Fn(&str) -> usize + Copy) -> usize {
    let tool = |tool: &ToolDefinition| {
        count(tool.name) + count(tool.description) + count(&tool.parameters.to_string()) + FRAME
    };
    let history: usize = prompt.history.iter().map(|entry| entry_size(entry, count)).sum();
    count(&prompt.system) + FRAME + prompt.tools.iter().map(tool).sum::<usize>() + history
}

fn entry_size(entry: &Entry, count: impl Fn(&str) -> usize) -> usize {
    FRAME
        + match entry {
            Entry::User(text) => count(text),
            Entry::Assistant { text, calls } => {
                let call = |call: &super::Call| count(&call.name) + count(&call.arguments) + FRAME;
                count(text) + calls.iter().map(call).sum::<usize>()
            }
            Entry::ToolResult { content, .. } => count(&content.to_string()),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Call;
    use serde_json::json;

    fn turn(question: &str, answer: &str) -> [Entry; 4] {
        let call = Call { id: "c".into(), name: "list_tasks".into(), arguments: "{}".into() };
        [
            Entry::User(question.into()),
            Entry::Assistant { text: String::new(), calls: vec![call] },
            Entry::ToolResult {
                call_id: "c".into(),
                name: "list_tasks".into(),
                content: json!([]),
                is_error: false,
            },
            Entry::Assistant { text: answer.into(), calls: Vec::new() },
        ]
    }

    /// A conversation of so many turns of some 1000 tokens, and a question.
    fn conversation(length: usize) -> Prompt {
        let past = (0..length).flat_map(|number| turn(&format!("{number}"), &"one word ".repeat(500)));
        let history = past.chain([Entry::User("now".into())]).collect();
        Prompt { system: "Be brief.".into(), history, tools: Vec::new() }
    }

    fn first(prompt: &Prompt) -> String {
        match prompt.history.first() {
            Some(Entry::User(text)) => text.clone(),
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
        assert_eq!(size("llama3.1", None), CAREFUL);
        assert_eq!(size("llama3.1", Some(32_000)), 32_000);
        assert_eq!(size("gpt-4.1-mini", Some(32_000)), 32_000);
        // Of GPT-5's 400,000 tokens it takes 272,000 in.
        assert_eq!(Budget::of("gpt-5", None).window.map(Window::room), Some(272_000));
    }

    #[tokio::test]
    async fn old_turns_go_first_and_whole() {
        // 9 of some 1000 tokens, in 2/3 of 12,000 tokens: the newest 7 fit.
        let fitted = Budget::of("gpt-4o", Some(12_000)).fit(conversation(9)).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("2", 7 * 4 + 1));
        assert_eq!(fitted.history.last(), Some(&Entry::User("now".into())));
        assert_eq!(Budget::of("gpt-4o", None).fit(conversation(9)).await.history.len(), 9 * 4 + 1);
    }

    #[tokio::test]
    async fn the_newest_turn_stays_whatever_it_takes() {
        let mut prompt = conversation(3);
        prompt.history.extend(turn("", &"long ".repeat(9000)).into_iter().skip(1));
        let fitted = Budget::of("llama3.1", None).fit(prompt).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("now", 4));
        let long = Prompt { history: turn(&"long ".repeat(9000), "").into(), ..conversation(0) };
        assert_eq!(Budget::of("llama3.1", None).fit(long).await.history.len(), 4);
    }

    #[tokio::test]
    async fn the_built_in_assistant_is_told_some_turns() {
        let fitted = Budget::default().fit(conversation(30)).await;
        assert_eq!((first(&fitted).as_str(), fitted.history.len()), ("11", 19 * 4 + 1));
        assert_eq!(Budget::default().fit(conversation(3)).await.history.len(), 13);
        let nothing = Prompt { system: String::new(), history: Vec::new(), tools: Vec::new() };
        assert_eq!(Budget::of("llama3.1", None).fit(nothing).await.history, []);
    }

    #[test]
    fn tokens_are_never_more_than_bytes() {
        let tokenizer = tiktoken_rs::o200k_base_singleton();
        for text in ["Buy milk", "آپ کا کام", "🥛🥛", "\u{0}\u{1}", "aaaa", "ӝ"] {
            assert!(tokenizer.count_ordinary(text) <= text.len(), "{text}");
        }
    }
}
