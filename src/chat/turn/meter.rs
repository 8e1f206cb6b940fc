//! What a reply costs: which model writes it, and how many tokens it reads and writes.

use crate::chat::store::Usage;
use crate::model::ModelEvent;
use crate::model::budget::estimate_bytes;
use std::sync::{Mutex, PoisonError};

/// Adds up what a reply costs while it is written. It estimates tokens that the provider does not count, such as those
/// of a stopped reply.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Tokens of the earlier rounds, and of this one once the provider has counted them.
    counted: Usage,
    /// The round that the provider has not counted yet, if it costs anything: tokens read and bytes written.
    open: Option<(u64, usize)>,
}

impl Meter {
    /// Counts an event of the model.
    pub(crate) fn note(&self, event: &ModelEvent) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let written = match event {
            ModelEvent::Answering { model, input } => {
                *state = State {
                    counted: Usage { model: Some(model.clone()), ..state.total() },
                    open: input.map(|input| (input, 0)),
                };
                return;
            }
            ModelEvent::Usage { input, output } => {
                state.counted.add(*input, *output);
                state.open = None;
                return;
            }
            ModelEvent::Text(text) | ModelEvent::Thought(text) => text.len(),
            ModelEvent::Call(call) => call.name.len() + call.arguments.len(),
            ModelEvent::Rethought | ModelEvent::Finish(_) => return,
        };
        if let Some((_, bytes)) = &mut state.open {
            *bytes += written;
        }
    }

    /// The cost so far, estimates included.
    pub(crate) fn total(&self) -> Usage {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).total()
    }
}

impl State {
    fn total(&self) -> Usage {
        let mut total = self.counted.clone();
        if let Some((input, bytes)) = self.open {
            total.add(input, estimate_bytes(bytes));
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FinishReason;

    fn total(events: &[ModelEvent]) -> (Option<String>, u64, u64) {
        let meter = Meter::default();
        events.iter().for_each(|event| meter.note(event));
        let Usage { model, input, output } = meter.total();
        (model, input, output)
    }

    #[test]
    fn rounds_add_up_and_uncounted_tokens_are_estimated() {
        let answering = |model: &str, input| ModelEvent::Answering { model: model.into(), input };
        let text = ModelEvent::Text("12345".into());
        let usage = ModelEvent::Usage { input: 100, output: 10 };
        let end = ModelEvent::Finish(FinishReason::Stop);
        assert_eq!(total(&[]), (None, 0, 0));
        let counted = [answering("a", Some(7)), text.clone(), usage.clone(), end.clone()];
        assert_eq!(total(&counted), (Some("a".into()), 100, 10));
        let stopped = [&counted[..], &[answering("b", Some(7)), text.clone()]].concat();
        assert_eq!(total(&stopped), (Some("b".into()), 107, 12));
        let later = [&stopped[..], std::slice::from_ref(&end), &counted].concat();
        assert_eq!(total(&later), (Some("a".into()), 207, 22));
        assert_eq!(total(&[answering("offline", None), text, end]), (Some("offline".into()), 0, 0));
    }
}
