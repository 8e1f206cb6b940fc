//! The conversation in the order that strict servers demand. Many chat templates raise "roles must alternate
//! user/assistant": a reply that failed leaves two messages of the person in a row, and one without text is left out.

use super::dialect::Dialect;
use crate::model::{ModelCall, ModelMessage};
use std::sync::Arc;

/// Stands for an answer that ended before it said anything about the results of its tools.
const NO_ANSWER: &str = "(This answer ended here.)";

/// The messages to send. Neighbours of the same role become one message.
pub(super) fn turns(history: &[ModelMessage], dialect: Dialect) -> Vec<ModelMessage> {
    let mut turns: Vec<ModelMessage> = Vec::with_capacity(history.len());
    for said in history {
        match said {
            ModelMessage::User(text) => match turns.last_mut() {
                Some(ModelMessage::User(before)) => join(before, text),
                Some(ModelMessage::ToolResult { .. }) if dialect.strict_turns => {
                    turns.push(ModelMessage::Assistant { text: NO_ANSWER.into(), calls: Vec::new() });
                    turns.push(said.clone());
                }
                _ => turns.push(said.clone()),
            },
            ModelMessage::Assistant { text, calls } => {
                let calls: &[ModelCall] = if dialect.no_tools { &[] } else { calls };
                match turns.last_mut() {
                    // Servers refuse a message with neither text nor calls.
                    _ if text.is_empty() && calls.is_empty() => {}
                    Some(ModelMessage::Assistant { text: before, calls: none }) if none.is_empty() => {
                        join(before, text);
                        none.extend_from_slice(calls);
                    }
                    _ => turns.push(ModelMessage::Assistant { text: text.clone(), calls: calls.to_vec() }),
                }
            }
            ModelMessage::ToolResult { .. } if dialect.no_tools => {}
            ModelMessage::ToolResult { .. } => turns.push(said.clone()),
        }
    }
    turns
}

fn join(before: &mut Arc<str>, text: &Arc<str>) {
    if before.is_empty() {
        *before = text.clone();
    } else if !text.is_empty() {
        *before = [before, "\n\n", text].concat().into();
    }
}
