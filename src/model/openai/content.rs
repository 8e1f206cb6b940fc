//! The content of a message: a text, or a list of typed parts. Mistral's thinking models and some gateways send parts:
//! `{"type": "text", "text": ...}`, and for thoughts `{"type": "thinking", "thinking": ...}`
//! (<https://docs.mistral.ai/capabilities/reasoning>) or `{"type": "reasoning", ...}`.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The pieces of a content, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content(pub(super) Vec<Piece>);

/// A piece of a content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The answer.
    Text(String),
    /// What the model thought.
    Thought(String),
    /// The text so far was a thought.
    Rethought,
}

impl Piece {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(words) | Self::Thought(words) => words.is_empty(),
            Self::Rethought => false,
        }
    }
}

impl Content {
    /// The words of all pieces.
    pub(super) fn words(self) -> String {
        let words = self.0.into_iter().map(|piece| match piece {
            Piece::Text(words) | Piece::Thought(words) => words,
            Piece::Rethought => String::new(),
        });
        words.collect()
    }

    fn of(value: &Value) -> Self {
        let mut pieces = Vec::new();
        match value {
            Value::Array(parts) => parts.iter().for_each(|part| push(&mut pieces, part)),
            part => push(&mut pieces, part),
        }
        Self(pieces)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::String(text) if text.is_empty() => Self::default(),
            Value::String(text) => Self(vec![Piece::Text(text)]),
            value => Self::of(&value),
        })
    }
}

fn push(pieces: &mut Vec<Piece>, part: &Value) {
    let piece = match part {
        Value::String(text) => Piece::Text(text.clone()),
        Value::Object(part) => {
            let kind = part.get("type").and_then(Value::as_str).unwrap_or("text");
            match ["thinking", "thought", "reasoning"].iter().any(|thought| kind.contains(thought)) {
                true => Piece::Thought(field(part, &["thinking", "text", "reasoning", "summary", "content"])),
                false => Piece::Text(field(part, &["text", "refusal", "content"])),
            }
        }
        _ => return,
    };
    if !piece.is_empty() {
        pieces.push(piece);
    }
}

/// The words of the first of these fields that has any.
fn field(part: &Map<String, Value>, names: &[&str]) -> String {
    let words = names.iter().filter_map(|name| part.get(*name)).map(words);
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
}

/// A text, or the texts in a list, or the text of an object.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(words).collect(),
        Value::Object(part) => ["text", "value"]
            .iter()
            .filter_map(|name| part.get(*name))
            .find_map(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn thoughts_and_answers_are_told_apart() {
        let read = |value: Value| {
            serde_json::from_value::<Content>(value).map(|content| content.0).unwrap_or_default()
        };
        let (text, thought) =
            (|text: &str| Piece::Text(text.into()), |text: &str| Piece::Thought(text.into()));
        let thinking = json!({ "type": "thinking", "thinking": [{ "type": "text", "text": "Hm" }, { "type": "text", "text": "." }] });
        assert_eq!(read(json!([thinking, { "type": "text", "text": "Yes" }])), [thought("Hm."), text("Yes")]);
        assert_eq!(
            read(json!([{ "type": "thinking", "thinking": "Hm", "signature": "x" }])),
            [thought("Hm")]
        );
        assert_eq!(read(json!([{ "type": "reasoning.text", "text": "Hm" }])), [thought("Hm")]);
        assert_eq!(read(json!([{ "type": "redacted_thinking", "data": "x" }])), []);
        assert_eq!(read(json!("Yes")), [text("Yes")]);
        for nothing in
            [json!(null), json!(7), json!([]), json!(""), json!([{ "type": "image_url" }, null, 7])]
        {
            assert_eq!(read(nothing.clone()), [], "{nothing}");
        }
    }
}
