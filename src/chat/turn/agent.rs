//! The loop that makes a model an assistant: ask the model, run the tools it calls, tell it their results, and ask
//! again until it has nothing left to do.

use super::running_reply::RunningReply;
use super::turn_store::Act;
use super::{Engine, history};
use crate::calendar;
use crate::chat::store::MessageRow;
use crate::chat::{MessageStatus, ToolCall};
use crate::error::{AppError, Reason};
use crate::model::{FinishReason, Model, ModelCall, ModelError, ModelEvent, Prompt, Purpose};
use crate::tool;
use futures::StreamExt;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Most requests to the model for one reply. A model that needs more goes in circles.
const MAX_ROUNDS: usize = 8;
/// Most tool calls to run from one answer of a model. The rest are ignored.
const MAX_CALLS: usize = 50;

/// Bytes of text after which a reply ends. This is as much as the longest answer of a model, and what a model that does not
/// stop would go on to.
const TEXT_MAX: usize = 512 * 1024;

/// How long a writer tries to read what was said before.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// How a reply ended.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) status: MessageStatus,
    pub(crate) error: Option<AppError>,
}

impl Outcome {
    pub(crate) fn new(status: MessageStatus) -> Self {
        Self { status, error: None }
    }

    pub(crate) fn failed(reason: Reason) -> Self {
        Self { status: MessageStatus::Failed, error: Some(reason.into()) }
    }
}

/// Why the loop cannot go on.
enum Failure {
    Model(ModelError),
    Database(sqlx::Error),
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        Self::Model(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Writes the reply into `live` and returns how it ended. `past` are the messages before it, newest first, if they are
/// known.
pub(crate) async fn answer(
    engine: &Engine,
    live: &Arc<RunningReply>,
    past: Option<Vec<MessageRow>>,
) -> Outcome {
    match rounds(engine, live, past).await {
        Ok(outcome) => outcome,
        Err(Failure::Model(error)) => {
            tracing::warn!(reply = %live.reply, model = live.meter.total().model, %error, "the model failed");
            Outcome::failed(error.reason())
        }
        Err(Failure::Database(error)) => {
            tracing::error!(reply = %live.reply, %error, "the database failed during a reply");
            Outcome::failed(Reason::DatabaseDownDuringReply)
        }
    }
}

async fn rounds(
    engine: &Engine,
    live: &Arc<RunningReply>,
    past: Option<Vec<MessageRow>>,
) -> Result<Outcome, Failure> {
    let model = engine.model_for(live.conversation().model.as_deref());
    let turns = model.budget().turns();
    let past = match past {
        Some(rows) => rows,
        None => past_of(engine, live, history::messages_of(turns)).await?,
    };
    let past = history::told(past, turns);
    // The time is the same in all rounds, so that "in an hour" means the same in each. No zone is known yet.
    let now = calendar::in_zone(&engine.clock.now(), &TimeZone::UTC);
    let system = history::system(&now);
    for round in 0..MAX_ROUNDS {
        let progress = live.progress();
        let mut entries = past.clone();
        entries.extend(history::entries(&progress.content, &progress.calls));
        let prompt = Prompt {
            purpose: Purpose::Reply,
            system: system.clone(),
            history: entries,
            tools: tool::chat_definitions(),
            now: now.clone(),
        };
        let (finish, calls) = listen(&model, live, round, prompt).await?;
        match finish {
            FinishReason::Length => return Ok(Outcome::new(MessageStatus::Length)),
            FinishReason::ContentFilter => {
                return Ok(Outcome::failed(Reason::ModelWithheld));
            }
            FinishReason::Stop | FinishReason::ToolCalls if calls.is_empty() => {
                let progress = live.progress();
                let said_nothing = progress.content.trim().is_empty() && progress.calls.is_empty();
                return Ok(match said_nothing {
                    true if progress.thoughts.is_empty() => Outcome::failed(Reason::ModelSaidNothing),
                    true => Outcome::failed(Reason::ModelOnlyThought),
                    false => Outcome::new(MessageStatus::Complete),
                });
            }
            FinishReason::Stop | FinishReason::ToolCalls => {}
        }
        for call in calls.into_iter().take(MAX_CALLS) {
            run_tool(engine, live, round, call).await;
            engine.store_progress(live).await?;
        }
    }
    Ok(Outcome::failed(Reason::TooManySteps))
}

/// The messages before the reply, newest first. Tries again for a while: a moment without the database costs no reply.
async fn past_of(engine: &Engine, live: &RunningReply, limit: i64) -> sqlx::Result<Vec<MessageRow>> {
    let deadline = Instant::now() + READ_TIMEOUT;
    let mut pause = Duration::from_millis(100);
    loop {
        match engine.db.before(live.user.clone(), live.conversation().id, live.reply, limit).await {
            Err(error) if Instant::now() < deadline => {
                tracing::warn!(reply = %live.reply, %error, "reading the conversation failed, trying again");
                sleep(pause).await;
                pause *= 2;
            }
            read => return read,
        }
    }
}

/// Runs a tool in a task of its own. A tool that has begun ends and its result is recorded, even if the reply is
/// stopped.
async fn run_tool(engine: &Engine, live: &Arc<RunningReply>, round: usize, call: ModelCall) {
    let ModelCall { id, name, arguments } = call;
    let call = live.start_tool_call(round, ToolCall { id, name, arguments, result: None });
    let (engine, noted) = (engine.clone(), live.clone());
    let running = live.calls.spawn(async move {
        let (user, conversation, reply) = (noted.user.clone(), noted.conversation().id, noted.reply);
        let result = engine.db.act(Act { user, conversation, reply, call: call.clone() }).await;
        noted.finish_tool_call(call, result);
    });
    if let Err(error) = running.await {
        tracing::error!(reply = %live.reply, %error, "a tool failed to end");
    }
}

async fn listen(
    model: &dyn Model,
    live: &RunningReply,
    round: usize,
    prompt: Prompt,
) -> Result<(FinishReason, Vec<ModelCall>), ModelError> {
    let mut stream = model.stream(prompt);
    let mut calls = Vec::new();
    while let Some(event) = stream.next().await {
        let event = event?;
        live.meter.note(&event);
        match event {
            ModelEvent::Answering { .. } => live.forget_thoughts(round),
            ModelEvent::Usage { .. } => {}
            ModelEvent::Text(_) if live.text_len() > TEXT_MAX => {
                return Ok((FinishReason::Length, Vec::new()));
            }
            // PostgreSQL cannot store NUL.
            ModelEvent::Text(text) if text.contains('\0') => live.push_text(&text.replace('\0', "")),
            ModelEvent::Text(text) => live.push_text(&text),
            ModelEvent::Thought(text) => live.push_thought(round, &text.replace('\0', "")),
            ModelEvent::Rethought => live.rethink(round),
            ModelEvent::Call(call) => {
                calls.push(ModelCall { arguments: call.arguments.replace('\0', ""), ..call })
            }
            ModelEvent::Finish(reason) => {
                live.end_thought();
                return Ok((reason, calls));
            }
        }
    }
    Err(ModelError::Connection("the answer ended without an end".to_owned()))
}
