//! A model that says something else for each question, with pauses, thoughts and tool calls. It fails or goes silent at
//! times. It looks whether what it is told is right.

use super::node::Node;
use super::record::Run;
use super::world::World;
use crate::chat::Role;
use crate::model::{
    FinishReason, Model, ModelCall, ModelError, ModelEvent, ModelMessage, ModelStream, Prompt,
};
use futures::stream::{self, StreamExt};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The model as one process reaches it.
pub(super) struct Scripted {
    node: Arc<Node>,
}

enum Step {
    Wait(Duration),
    Say(ModelEvent),
    Fail,
    Hang,
}

impl Scripted {
    pub(super) fn new(node: Arc<Node>) -> Self {
        Self { node }
    }
}

impl Model for Scripted {
    fn name(&self) -> &str {
        "scripted"
    }

    fn metered(&self) -> bool {
        false
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let node = self.node.clone();
        let steps = match prompt.wants_title_of() {
            Some(_) => title(&node.world),
            None => {
                let (question, round) = begin(&node, &prompt);
                script(&node.world, &question, round)
            }
        };
        let question = last_question(&prompt);
        let is_title = prompt.wants_title_of().is_some();
        stream::unfold(VecDeque::from(steps), move |mut steps| {
            let (node, question) = (node.clone(), question.clone());
            async move {
                loop {
                    let step = steps.pop_front()?;
                    node.runs().await;
                    match step {
                        Step::Wait(time) => sleep(time).await,
                        Step::Fail => return Some((Err(ModelError::Failed("broken".to_owned())), steps)),
                        Step::Hang => {
                            if let Some(run) = current(&mut node.world.lock().record.runs, &question) {
                                run.hung = true;
                            }
                            std::future::pending::<()>().await;
                        }
                        Step::Say(event) => {
                            if !is_title {
                                note(&node, &question, &event);
                            }
                            return Some((Ok(event), steps));
                        }
                    }
                }
            }
        })
        .boxed()
    }
}

fn current<'a>(
    runs: &'a mut std::collections::BTreeMap<String, Vec<Run>>,
    question: &str,
) -> Option<&'a mut Run> {
    runs.get_mut(question)?.last_mut()
}

fn last_question(prompt: &Prompt) -> String {
    let questions = prompt.history.iter().rev().filter_map(|message| match message {
        ModelMessage::User(text) => Some(text.to_string()),
        _ => None,
    });
    questions.take(1).collect()
}

/// Notes that a process asks for a reply, and checks that it may. Returns the question and the number of the request.
fn begin(node: &Node, prompt: &Prompt) -> (String, usize) {
    let question = last_question(prompt);
    let after = prompt.history.iter().rev().take_while(|message| !matches!(message, ModelMessage::User(_)));
    let round = after.filter(|message| matches!(message, ModelMessage::Assistant { .. })).count();
    node.world.note(node.number, "asks the model", &(&question, round));
    let wrong = {
        let mut state = node.world.lock();
        let state = &mut *state;
        let runs = state.record.runs.entry(question.clone()).or_default();
        if round == 0 {
            runs.push(Run {
                node: node.number,
                said: String::new(),
                times: Vec::new(),
                before_calls: 0,
                rethought: false,
                hung: false,
            });
        }
        match runs.as_slice() {
            [run] if run.node == node.number => wrong_history(state, prompt, &question),
            _ => Some(format!("{question} is written twice")),
        }
    };
    if let Some(wrong) = wrong {
        node.world.violated(wrong);
    }
    (question, round)
}

/// What is wrong with the conversation that a model is told.
fn wrong_history(state: &super::world::State, prompt: &Prompt, question: &str) -> Option<String> {
    let rows = &state.rows;
    let asked = rows.messages.values().find(|row| row.progress.content == question && row.role == Role::User);
    let Some(asked) = asked else { return Some(format!("{question} is not stored")) };
    let mut told = prompt.history.iter().peekable();
    let earlier = rows.of(asked.conversation).filter(|row| row.role == Role::User && row.id <= asked.id);
    for known in earlier {
        let is_told =
            matches!(told.next(), Some(ModelMessage::User(text)) if **text == *known.progress.content);
        if !is_told {
            return Some(format!("{question}: the model is not told {}", known.progress.content));
        }
        let mut text = String::new();
        while let Some(message) = told.next_if(|message| !matches!(message, ModelMessage::User(_))) {
            if let ModelMessage::Assistant { text: more, .. } = message {
                text.push_str(more);
            }
        }
        if known.id == asked.id {
            continue;
        }
        let reply = rows.of(asked.conversation).find(|row| row.parent == known.id);
        let ends = reply.and_then(|reply| rows.ends.get(&reply.id));
        if !ends.is_some_and(|ends| ends.iter().any(|(end, _)| *end == text)) {
            return Some(format!("{question}: the model is told {text:?} after {}", known.progress.content));
        }
    }
    None
}

fn note(node: &Node, question: &str, event: &ModelEvent) {
    node.world.note(node.number, "the model says", event);
    let mut state = node.world.lock();
    let Some(run) = current(&mut state.record.runs, question) else { return };
    match event {
        ModelEvent::Text(text) => run.said.push_str(text),
        ModelEvent::Call(_) => run.before_calls = run.said.len(),
        ModelEvent::Rethought => {
            run.said.truncate(run.before_calls);
            run.rethought = true;
        }
        _ => {}
    }
    run.times.push((Instant::now(), run.said.len()));
}

fn title(world: &World) -> Vec<Step> {
    if world.happens(500) {
        return vec![Step::Fail];
    }
    let usage = ModelEvent::Usage { input: 3, output: 1 };
    let end = ModelEvent::Finish(FinishReason::Stop);
    vec![
        Step::Wait(world.milliseconds(1..=900)),
        Step::Say(ModelEvent::Text("A title".into())),
        Step::Say(usage),
        Step::Say(end),
    ]
}

/// What the model does for one request.
fn script(world: &World, question: &str, round: usize) -> Vec<Step> {
    let mut steps = vec![Step::Wait(world.milliseconds(0..=600))];
    if world.happens(200) {
        steps.push(Step::Say(ModelEvent::Thought("hm ".into())));
        steps.push(Step::Wait(world.milliseconds(0..=400)));
        steps.push(Step::Say(ModelEvent::Thought("well".into())));
    }
    let words = world.draw(1..=24);
    let ends_early = world.happens(120).then(|| world.draw(0..=words));
    for word in 0..words {
        if ends_early == Some(word) {
            steps.push(if world.happens(500) { Step::Fail } else { Step::Hang });
            return steps;
        }
        let end = if world.happens(150) { "\n\n" } else { " " };
        steps.push(Step::Say(ModelEvent::Text(format!("{question}r{round}w{word}x{end}"))));
        let pause = if world.happens(40) { 500..=2500 } else { 0..=90 };
        steps.push(Step::Wait(world.milliseconds(pause)));
    }
    if world.happens(40) {
        steps.push(Step::Say(ModelEvent::Rethought));
        steps.push(Step::Say(ModelEvent::Text(format!("{question}r{round}again "))));
    }
    let usage = ModelEvent::Usage { input: 10, output: u64::from(words) };
    if round < 3 && world.happens(250) {
        let (id, name, arguments) = (format!("call{round}"), "add_task".to_owned(), "{}".to_owned());
        steps.push(Step::Say(ModelEvent::Call(ModelCall { id, name, arguments })));
        steps.extend([Step::Say(usage), Step::Say(ModelEvent::Finish(FinishReason::ToolCalls))]);
    } else {
        let reason = if world.happens(50) { FinishReason::Length } else { FinishReason::Stop };
        steps.extend([Step::Say(usage), Step::Say(ModelEvent::Finish(reason))]);
    }
    steps
}
