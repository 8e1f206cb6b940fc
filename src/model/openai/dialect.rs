//! How a server differs from OpenAI. We learn it from the server's refusals, because nothing else tells it: the same
//! model behaves differently behind vLLM, llama.cpp and its maker's API.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a model counts as one without tools. Then it is asked with tools again, because its operator may have
/// changed its settings.
const WITHOUT_TOOLS: Duration = Duration::from_secs(10 * 60);

/// How a server differs from OpenAI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    /// It does not know `stream_options`, so we cannot ask for usage.
    pub(super) no_stream_options: bool,
    /// It accepts no system message (Gemma's chat template, o1-mini). The person's first message then begins with the
    /// system text.
    pub(super) no_system: bool,
    /// It requires a thought signature with the first call of every step. The stand-in is enough.
    pub(super) signatures: bool,
    /// It accepts only its own kind of call ids: nine letters and digits (Mistral), at most 40 characters (OpenAI).
    pub(super) short_ids: bool,
    /// It wants a text as the content of a message that only calls tools (some chat templates).
    pub(super) text_content: bool,
    /// It wants an answer after the results of tools, before the person speaks again (Mistral).
    pub(super) strict_turns: bool,
    /// It refuses requests with tools.
    pub(super) no_tools: bool,
}

impl Dialect {
    /// The dialect after a refusal with this text, if it teaches something new.
    pub(super) fn after(self, refusal: &str) -> Option<Self> {
        let lower = refusal.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        // "Conversation roles must alternate user/assistant/…", "Unexpected role 'user' after role 'tool'"
        let turns = has(&["alternat", "unexpected role", "after role", "consecutive"]);
        // "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9.", "messages[2].tool_calls[0].id: string
        // too long. Expected a string with maximum length 40", "tool_use.id: String should match pattern"
        let ids = has(&["tool call id", "tool_call", "tool_use"])
            && has(&["length", "alphanumeric", "too long", "pattern"]);
        // "… does not support tools" (Ollama), "No endpoints found that support tool use" (OpenRouter), "tool choice
        // requires --enable-auto-tool-choice" (vLLM), "tools param requires --jinja flag" (llama.cpp)
        let tools = has(&["tool", "function call"])
            && has(&[
                "not support",
                "unsupported",
                "no endpoints found",
                "requires --",
                "not available",
                "not enabled",
            ])
            && !has(&["schema", "parameters"]);
        // "'content' is a required property", "can only concatenate str (not "NoneType") to str"
        let content = has(&["nonetype"])
            || has(&["content"]) && has(&["null", "none", "required", "missing", "string", "empty"]);
        let learnt = Self {
            no_stream_options: self.no_stream_options || lower.contains("stream_options"),
            no_system: self.no_system || !turns && has(&["system"]) && has(&["role"]),
            signatures: self.signatures || lower.contains("thought_signature"),
            short_ids: self.short_ids || ids,
            text_content: self.text_content || content && !tools,
            strict_turns: self.strict_turns || turns,
            no_tools: self.no_tools || tools && !ids,
        };
        (learnt != self).then_some(learnt)
    }

    fn and(self, other: Self) -> Self {
        Self {
            no_stream_options: self.no_stream_options || other.no_stream_options,
            no_system: self.no_system || other.no_system,
            signatures: self.signatures || other.signatures,
            short_ids: self.short_ids || other.short_ids,
            text_content: self.text_content || other.text_content,
            strict_turns: self.strict_turns || other.strict_turns,
            no_tools: self.no_tools || other.no_tools,
        }
    }
}

/// What all requests have learnt.
#[derive(Debug, Default)]
pub(super) struct Learnt(Mutex<(Dialect, Option<Instant>)>);

impl Learnt {
    /// The dialect to begin a request with.
    pub(super) fn dialect(&self, now: Instant) -> Dialect {
        let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if learnt.1.is_some_and(|until| now >= until) {
            *learnt = (Dialect { no_tools: false, ..learnt.0 }, None);
        }
        learnt.0
    }

    /// Remembers what a request has learnt.
    pub(super) fn keep(&self, dialect: Dialect, now: Instant) {
        let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if dialect.no_tools && !learnt.0.no_tools {
            learnt.1 = Some(now + WITHOUT_TOOLS);
        }
        learnt.0 = learnt.0.and(dialect);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_many_servers_teach_what_they_mean() {
        let plain = Dialect::default();
        for (refusal, learnt) in [
            (
                "Conversation roles must alternate user/assistant/user/assistant/...",
                Dialect { strict_turns: true, ..plain },
            ),
            (
                "After the optional system message, conversation roles must alternate user/assistant/user/assistant/...",
                Dialect { strict_turns: true, ..plain },
            ),
            ("Unexpected role 'user' after role 'tool'", Dialect { strict_turns: true, ..plain }),
            ("System role not supported", Dialect { no_system: true, ..plain }),
            (
                "Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.",
                Dialect { short_ids: true, ..plain },
            ),
            (
                "Tool call IDs should be alphanumeric strings with length 9!",
                Dialect { short_ids: true, ..plain },
            ),
            (
                "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40",
                Dialect { short_ids: true, ..plain },
            ),
            (
                "registry.ollama.ai/library/gemma3:4b does not support tools",
                Dialect { no_tools: true, ..plain },
            ),
            ("No endpoints found that support tool use.", Dialect { no_tools: true, ..plain }),
            (
                "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set",
                Dialect { no_tools: true, ..plain },
            ),
            ("tools param requires --jinja flag", Dialect { no_tools: true, ..plain }),
            ("deepseek-reasoner does not support Function Calling", Dialect { no_tools: true, ..plain }),
            ("'content' is a required property - 'messages.2'", Dialect { text_content: true, ..plain }),
            ("can only concatenate str (not \"NoneType\") to str", Dialect { text_content: true, ..plain }),
            ("Unrecognized request argument: stream_options", Dialect { no_stream_options: true, ..plain }),
        ] {
            assert_eq!(plain.after(refusal), Some(learnt), "{refusal}");
            assert_eq!(learnt.after(refusal), None, "{refusal}");
        }
        for other in
            ["no", "Invalid schema for function 'add_task': unsupported tool parameters", "model not found"]
        {
            assert_eq!(plain.after(other), None, "{other}");
        }
    }

    #[test]
    fn a_model_without_tools_is_asked_with_tools_again_after_a_while() {
        let (learnt, now) = (Learnt::default(), Instant::now());
        learnt.keep(Dialect { no_system: true, ..Dialect::default() }, now);
        learnt.keep(Dialect { no_tools: true, ..Dialect::default() }, now);
        assert_eq!(learnt.dialect(now), Dialect { no_system: true, no_tools: true, ..Dialect::default() });
        assert_eq!(learnt.dialect(now + WITHOUT_TOOLS), Dialect { no_system: true, ..Dialect::default() });
    }
}
