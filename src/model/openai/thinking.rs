//! Thoughts that come as text. A server that does not know its model's template sends them in the content, between tags
//! of the model's own: `<think>I should add milk.</think>Done.`
//!
//! Only what stands at the beginning of an answer is a thought. Models think before they speak, and a person may ask
//! what the tag means.
//!
//! The templates of some models (DeepSeek R1, Qwen 3 Thinking) put the opening tag into the prompt, so that the answer
//! has only the closing one. A closing tag that is a line of its own, and that nothing opened, makes a thought of what
//! was said before it.

use super::content::Piece;

/// The tags of thoughts: how they open and how they close.
const TAGS: [(&str, &str); 12] = [
    ("<think>", "</think>"), // DeepSeek R1, Qwen 3, and most others
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"), // Gemini's compatible endpoint
    ("<thoughts>", "</thoughts>"),
    ("<reasoning>", "</reasoning>"),
    ("<reflection>", "</reflection>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),                       // Magistral
    ("◁think▷", "◁/think▷"),                       // Kimi
    ("<|START_THINKING|>", "<|END_THINKING|>"),    // Command A
    ("<|channel|>analysis<|message|>", "<|end|>"), // gpt-oss: cookbook.openai.com/articles/openai-harmony
    ("<|channel>thought", "<channel|>"),           // Gemma 4
];

/// The tag that may come without its opening one, and that one.
const CLOSING: &str = "</think>";
const OPENING: &str = "<think>";

/// What gpt-oss writes around its answer.
const FRAMES: [&str; 2] = ["<|start|>assistant", "<|channel|>final<|message|>"];

/// Tells thoughts and answer apart, however the text is cut.
#[derive(Debug, Default)]
pub(super) struct Thinking {
    state: State,
    /// Text that cannot be told yet.
    held: String,
    /// The end of what was told of the line, in which an opening tag may begin. `None` at the beginning of a line.
    line: Option<String>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Nothing was said. If there was a thought already, white space after it is left out.
    #[default]
    Start,
    AfterThought,
    /// In a thought that this tag closes.
    Inside(&'static str),
    /// In an answer that may turn out to be a thought.
    Perhaps,
    Answer,
}

impl Thinking {
    /// Takes text and returns what can be told.
    pub(super) fn push(&mut self, text: &str) -> Vec<Piece> {
        self.held.push_str(text);
        let mut pieces = Vec::new();
        while self.step(&mut pieces) {}
        pieces
    }

    /// What was held back, at the end of the answer.
    pub(super) fn finish(&mut self) -> Vec<Piece> {
        let held = std::mem::take(&mut self.held);
        let piece = match self.state {
            State::Inside(_) => Piece::Thought(held),
            State::AfterThought => Piece::Text(held.trim_start().to_owned()),
            State::Perhaps if held.trim().eq_ignore_ascii_case(CLOSING) => Piece::Rethought,
            State::Start | State::Perhaps | State::Answer => Piece::Text(held),
        };
        if piece.is_empty() { Vec::new() } else { vec![piece] }
    }

    /// Reads on. Returns whether there may be more to read.
    fn step(&mut self, pieces: &mut Vec<Piece>) -> bool {
        match self.state {
            State::Answer => {
                let text = std::mem::take(&mut self.held);
                pieces.extend((!text.is_empty()).then_some(Piece::Text(text)));
                false
            }
            State::Perhaps => self.reconsider(pieces),
            State::Start | State::AfterThought => self.open(),
            State::Inside(close) => {
                if let Some(at) = find(&self.held, close) {
                    let rest = self.held.split_off(at + close.len());
                    let mut thought = std::mem::replace(&mut self.held, rest);
                    thought.truncate(at);
                    pieces.extend((!thought.is_empty()).then_some(Piece::Thought(thought)));
                    self.state = State::AfterThought;
                    return true;
                }
                let sure = self.held.len() - overlap(&self.held, close);
                let rest = self.held.split_off(sure);
                let thought = std::mem::replace(&mut self.held, rest);
                pieces.extend((!thought.is_empty()).then_some(Piece::Thought(thought)));
                false
            }
        }
    }

    /// Reads the beginning of the answer. Returns whether there may be more to read.
    fn open(&mut self) -> bool {
        let start = self.held.trim_start();
        if let Some((open, close)) = TAGS.into_iter().find(|(open, _)| begins_with(start, open)) {
            self.held = start[open.len()..].to_owned();
            self.state = State::Inside(close);
            return true;
        }
        if let Some(frame) = FRAMES.into_iter().find(|frame| begins_with(start, frame)) {
            self.held = start[frame.len()..].to_owned();
            self.state = State::AfterThought;
            return true;
        }
        let mut marks = TAGS.into_iter().map(|(open, _)| open).chain(FRAMES);
        if start.is_empty() || marks.any(|mark| begins_with(mark, start)) {
            return false;
        }
        self.state = match self.state {
            State::AfterThought => {
                self.held = start.to_owned();
                State::Answer
            }
            _ => State::Perhaps,
        };
        true
    }

    /// Reads an answer that may turn out to be a thought. Returns whether there may be more to read.
    fn reconsider(&mut self, pieces: &mut Vec<Piece>) -> bool {
        let mut told = String::new();
        let more = loop {
            if self.line.is_none() {
                let start = self.held.trim_start_matches([' ', '\t']);
                if begins_with(CLOSING, start) {
                    break false;
                }
                if begins_with(start, CLOSING) && start[CLOSING.len()..].starts_with(['\n', '\r']) {
                    self.held = start[CLOSING.len()..].to_owned();
                    self.state = State::AfterThought;
                    pieces.extend((!told.is_empty()).then_some(Piece::Text(told)));
                    pieces.push(Piece::Rethought);
                    return true;
                }
            }
            let end = self.held.find('\n').map(|end| end + 1);
            let rest = self.held.split_off(end.unwrap_or(self.held.len()));
            let text = std::mem::replace(&mut self.held, rest);
            let line = self.line.get_or_insert_default();
            line.push_str(&text);
            told.push_str(&text);
            if find(line, OPENING).is_some() {
                self.state = State::Answer;
                break true;
            }
            match end {
                Some(_) => self.line = None,
                None => {
                    let keep = overlap(line, OPENING);
                    line.drain(..line.len() - keep);
                    break false;
                }
            }
        };
        pieces.extend((!told.is_empty()).then_some(Piece::Text(told)));
        more
    }
}

/// Whether a text begins so, in upper or lower case.
fn begins_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

/// Where a tag stands in a text, in upper or lower case.
fn find(text: &str, tag: &str) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..).is_some_and(|rest| begins_with(rest, tag)))
}

/// How many bytes at the end of the text may begin the tag.
fn overlap(text: &str, tag: &str) -> usize {
    let lengths = (1..tag.len()).rev();
    let may_begin = |length: &usize| {
        text.len().checked_sub(*length).and_then(|at| text.get(at..)).is_some_and(|end| begins_with(tag, end))
    };
    lengths.into_iter().find(may_begin).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The thoughts and the answer in a text that comes in these pieces.
    fn read<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, String) {
        let mut thinking = Thinking::default();
        let mut all: Vec<_> = pieces.into_iter().flat_map(|piece| thinking.push(piece)).collect();
        all.extend(thinking.finish());
        let (mut thoughts, mut answer) = (String::new(), String::new());
        for piece in all {
            match piece {
                Piece::Thought(words) => thoughts.push_str(&words),
                Piece::Text(words) => answer.push_str(&words),
                Piece::Rethought => thoughts.push_str(&std::mem::take(&mut answer)),
            }
        }
        (thoughts, answer)
    }

    #[test]
    fn every_cut_gives_the_same() {
        let mut texts = vec![
            ("\n<think>\nHm < 3 </thin\n</think>\n\nDone.".to_owned(), "\nHm < 3 </thin\n", "Done."),
            ("<THINK>Hm</Think> Done.".to_owned(), "Hm", "Done."),
            ("<think></think>Done.".to_owned(), "", "Done."),
            ("<think>a</think><think>b</think>\nDone.".to_owned(), "ab", "Done."),
            ("<think>Ä𝄞 hm".to_owned(), "Ä𝄞 hm", ""),
            ("<think>Hm</think>  ".to_owned(), "Hm", ""),
            (
                "<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>final<|message|>Done."
                    .to_owned(),
                "Hm",
                "Done.",
            ),
            ("Hm,\nwell.\n</think>\n\nDone.".to_owned(), "Hm,\nwell.\n", "Done."),
            ("Hm.\n  </THINK>\r\n\r\nDone.".to_owned(), "Hm.\n", "Done."),
            ("Hm.\n</think>".to_owned(), "Hm.\n", ""),
            // What comes later, or is no tag, stays.
            ("```\n<think>\nx\n</think>\n```".to_owned(), "", "```\n<think>\nx\n</think>\n```"),
            ("It ends with </think>\nand".to_owned(), "", "It ends with </think>\nand"),
            ("x\n</think> closes it".to_owned(), "", "x\n</think> closes it"),
            ("x\n</thi".to_owned(), "", "x\n</thi"),
            ("The tag <think>x</think> is ...".to_owned(), "", "The tag <think>x</think> is ..."),
            ("<think>Hm</think>It closes with `</think>`.".to_owned(), "Hm", "It closes with `</think>`."),
            ("`<think>` opens it".to_owned(), "", "`<think>` opens it"),
            ("  <thin".to_owned(), "", "  <thin"),
            ("    code".to_owned(), "", "    code"),
            (" ".to_owned(), "", " "),
            ("<".to_owned(), "", "<"),
            ("<table>".to_owned(), "", "<table>"),
        ];
        texts.extend(TAGS.map(|(open, close)| (format!("{open}Hm{close}\nDone."), "Hm", "Done.")));
        for (text, thoughts, answer) in texts {
            let expected = (thoughts.to_owned(), answer.to_owned());
            assert_eq!(read([text.as_str()]), expected, "{text}");
            let singly = text.char_indices().map(|(at, char)| &text[at..at + char.len_utf8()]);
            assert_eq!(read(singly), expected, "{text}, singly");
            for (cut, _) in text.char_indices() {
                assert_eq!(read([&text[..cut], &text[cut..]]), expected, "{text}, cut at {cut}");
            }
        }
    }

    #[test]
    fn a_thought_goes_out_as_it_comes() {
        let mut thinking = Thinking::default();
        assert_eq!(thinking.push("<think>One "), [Piece::Thought("One ".into())]);
        assert_eq!(thinking.push("two</th"), [Piece::Thought("two".into())]);
        assert_eq!(thinking.push("ink>Do"), [Piece::Text("Do".into())]);
        assert_eq!(thinking.push("ne."), [Piece::Text("ne.".into())]);
    }
}
