//! The text of an answer. What may become a call (see `written_call`) is held back until it is clear what it is.

use super::written_call::{Tools, WrittenCall};

/// Most bytes that are held back. A call is far shorter.
const HELD_MAX: usize = 64 * 1024;

/// The text of an answer that is being told.
#[derive(Debug, Default)]
pub(super) struct Speech {
    tools: Tools,
    /// Text that may be the beginning of a call. It begins with a line.
    held: String,
    /// The beginning of the line that is being told.
    line: String,
    /// Whether the line was found to be none of a call.
    told: bool,
    /// Whether any words were told.
    spoke: bool,
    /// Whether the next line is inside of a code block.
    fenced: bool,
}

impl Speech {
    /// An answer by a model that has these tools.
    pub(super) fn new(tools: Tools) -> Self {
        Self { tools, ..Self::default() }
    }

    /// Forgets what was told and held, because it was a thought.
    pub(super) fn restart(&mut self) {
        *self = Self::new(std::mem::take(&mut self.tools));
    }

    /// Takes text and returns what can be told.
    pub(super) fn push(&mut self, text: &str) -> String {
        if self.tools.is_empty() {
            return text.to_owned();
        }
        self.held.push_str(text);
        let mut out = String::new();
        loop {
            // An empty line between words belongs to no call.
            let is_blank =
                self.spoke && self.held.split_once('\n').is_some_and(|(line, _)| line.trim().is_empty());
            let may_begin = !self.told && !self.fenced && !is_blank && self.held.len() <= HELD_MAX;
            if may_begin && self.tools.may_begin(&self.held, !self.spoke) {
                return out;
            }
            self.told = true;
            let end = self.held.find('\n').map(|end| end + 1);
            let rest = self.held.split_off(end.unwrap_or(self.held.len()));
            let told = std::mem::replace(&mut self.held, rest);
            self.spoke |= !told.trim().is_empty();
            self.line.push_str(&told);
            out.push_str(&told);
            if end.is_none() {
                return out;
            }
            if std::mem::take(&mut self.line).trim_start().starts_with("```") {
                self.fenced = !self.fenced;
            }
            self.told = false;
        }
    }

    /// What was held back, at the end of the answer: calls, or text after all.
    pub(super) fn finish(&mut self) -> (String, Vec<WrittenCall>) {
        let held = std::mem::take(&mut self.held);
        match self.tools.read(&held) {
            Some(calls) => (String::new(), calls),
            None => (held, Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ModelMessage, Prompt, Purpose, ToolDefinition};
    use serde_json::json;

    /// What a page shows of an answer in these pieces, and how many calls are read.
    fn tell<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, usize) {
        let tool = ToolDefinition::new("add_task", "", json!({}));
        let history = vec![ModelMessage::User("Add milk".into())];
        let prompt = Prompt {
            purpose: Purpose::Reply,
            system: String::new(),
            history,
            tools: [tool].into(),
            now: jiff::ZonedDateTime::default(),
        };
        let mut speech = Speech::new(Tools::of(&prompt));
        let mut told: String = pieces.into_iter().map(|piece| speech.push(piece)).collect();
        let (rest, calls) = speech.finish();
        told.push_str(&rest);
        (told, calls.len())
    }

    const CALL: &str = r#"<tool_call>{"name":"add_task","arguments":{"title":"milk"}}</tool_call>"#;
    const JSON: &str = "```json\n{\"name\":\"add_task\",\"arguments\":{\"title\":\"milk\"}}\n```";

    #[test]
    fn every_cut_tells_the_same() {
        let whole = |text: String| (text.clone(), text, 0);
        for (text, told, calls) in [
            (CALL.to_owned(), String::new(), 1),
            (JSON.to_owned(), String::new(), 1),
            (format!("I will add it.\n\n{CALL}\n{CALL}"), "I will add it.\n\n".to_owned(), 2),
            // Prose around a call makes it an example, in a code block or not.
            whole(format!("It looks like this:\n\n{JSON}")),
            whole(format!("It looks like this:\n\n```\n{CALL}\n```")),
            whole(format!("It looks like this:\n\n```\n{CALL}")),
            whole(format!("{CALL}\n\nThat adds milk.")),
            whole(format!("It is `{CALL}`")),
            whole(format!("It is {CALL}")),
            whole("1 < 2\n<table>\n{ \"name\": 1 }\n[x] done\n```\ncode\n```\n".to_owned()),
            whole("\n\n".to_owned()),
        ] {
            assert_eq!(tell([text.as_str()]), (told.clone(), calls), "{text}");
            let singly = text.char_indices().map(|(at, char)| &text[at..at + char.len_utf8()]);
            assert_eq!(tell(singly), (told.clone(), calls), "{text}, singly");
            for (cut, _) in text.char_indices() {
                assert_eq!(tell([&text[..cut], &text[cut..]]), (told.clone(), calls), "{text}, cut at {cut}");
            }
        }
    }

    #[test]
    fn only_what_may_be_a_call_is_held_back() {
        let mut speech = Speech::new(Tools::of(&Prompt {
            purpose: Purpose::Reply,
            system: String::new(),
            history: Vec::new(),
            tools: [ToolDefinition::new("add_task", "", json!({}))].into(),
            now: jiff::ZonedDateTime::default(),
        }));
        assert_eq!(speech.push("Sure"), "Sure");
        assert_eq!(speech.push(" thing\n\n"), " thing\n\n");
        assert_eq!(speech.push("Well.\n<tool"), "Well.\n");
        assert_eq!(speech.push("box>"), "<toolbox>");
        assert_eq!(speech.push("\n<tool_call>{\"name\""), "\n");
        let long = "x".repeat(HELD_MAX);
        assert_eq!(speech.push(&long).len(), "<tool_call>{\"name\"".len() + HELD_MAX);
    }
}
