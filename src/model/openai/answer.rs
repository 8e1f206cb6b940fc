//! Reads an answer under the time-outs: bytes -> events of the stream -> chunks -> [`ModelEvent`]s.

use super::assemble::Assembler;
use super::body::{Body, values};
use super::chunk::Chunk;
use super::failure;
use super::provider::{Provider, ResponseHead};
use super::surrogate::Mender;
use crate::model::{ModelError, ModelEvent};
use futures::Stream;
use futures::stream;
use reqwest::Response;
use secrecy::ExposeSecret;
use serde::de::IgnoredAny;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// What the person is told before the answer of a model that takes no tools.
const WITHOUT_TOOLS: &str =
    "*This model cannot use tools, so it can neither read nor change your tasks.*\n\n";
/// How long we wait for the end of a finished response, so that its connection can be used again.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);

/// An answer that has begun. Dropping it closes the connection.
pub(super) struct Answer {
    provider: Arc<Provider>,
    /// `None` once the answer is over.
    response: Option<Response>,
    body: Body,
    mender: Mender,
    assembler: Assembler,
    /// Events that the reader has not taken yet.
    ready: VecDeque<ModelEvent>,
    /// What is told before the first text.
    note: Option<&'static str>,
    /// The error that ended the answer. It comes after the events.
    failure: Option<ModelError>,
    /// Whether the model has said something.
    begun: bool,
    /// When the model must have said something more.
    deadline: Instant,
    /// The time-out behind the deadline.
    limit: Duration,
}

impl Answer {
    /// The answer that follows this head.
    pub(super) fn new(provider: Arc<Provider>, head: ResponseHead) -> Self {
        let ResponseHead { response, call_ids, tools, readable, without_tools, deadline } = head;
        let limit = provider.settings.timeouts.first_token;
        Self {
            provider,
            response: Some(response),
            body: Body::default(),
            mender: Mender::default(),
            assembler: Assembler::new(call_ids, tools, readable),
            ready: VecDeque::new(),
            note: without_tools.then_some(WITHOUT_TOOLS),
            failure: None,
            begun: false,
            deadline,
            limit,
        }
    }

    /// The events of the answer.
    pub(super) fn events(self) -> impl Stream<Item = Result<ModelEvent, ModelError>> + Send {
        stream::unfold(self, |mut answer| async move { Some((answer.next().await?, answer)) })
    }

    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        if self.begun {
            // Only our waiting counts, not the time the reader spends between two events.
            self.deadline = Instant::now() + self.limit;
        }
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            if let Some(error) = self.failure.take() {
                return Some(Err(error));
            }
            let response = self.response.as_mut()?;
            match timeout_at(self.deadline, response.chunk()).await {
                Ok(Ok(Some(bytes))) => self.take(&bytes),
                Ok(Ok(None)) => self.close(),
                Ok(Err(error)) => {
                    let error = failure::connection(error, self.provider.settings.api_key.expose_secret());
                    self.lose(error);
                }
                Err(_) => self.lose(ModelError::TimedOut(self.limit)),
            }
        }
    }

    /// Takes bytes from the network.
    fn take(&mut self, bytes: &[u8]) {
        let kept = self.body.push(bytes);
        while self.response.is_some()
            && let Some(data) = self.body.next()
        {
            self.take_event(&data);
        }
        if self.response.is_some() && kept.is_err() {
            self.fail(ModelError::Failed("an event without end".into()));
        }
    }

    fn take_event(&mut self, data: &[u8]) {
        if data.trim_ascii() == b"[DONE]" {
            if let Some(response) = self.response.take() {
                tokio::spawn(timeout(DRAIN_TIMEOUT, drain(response)));
            }
            return self.finish(true);
        }
        let chunk = Chunk::read(data, &mut self.mender, self.provider.settings.api_key.expose_secret());
        let ready = &mut self.ready;
        let mut say = |event| {
            if matches!(event, ModelEvent::Text(_)) {
                ready.extend(self.note.take().map(|note| ModelEvent::Text(note.into())));
            }
            ready.push_back(event);
        };
        match chunk.and_then(|chunk| self.assembler.add(chunk, &mut say)) {
            Ok(progress) => {
                // An empty chunk does not begin an answer. After the beginning, every chunk shows that the model is
                // alive.
                self.begun |= progress;
                if self.begun {
                    self.limit = self.provider.settings.timeouts.between_tokens;
                    self.deadline = Instant::now() + self.limit;
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// The stream ended without an HTTP error.
    fn close(&mut self) {
        match std::mem::take(&mut self.body) {
            Body::Unknown(_) => {}
            Body::Document(document) => return self.take_document(&document),
            Body::Events(mut decoder) => {
                if let Some(data) = decoder.rest()
                    && (data.trim_ascii() == b"[DONE]" || serde_json::from_slice::<IgnoredAny>(&data).is_ok())
                {
                    self.take_event(&data);
                }
            }
        }
        if self.response.take().is_some() {
            self.finish(false);
        }
    }

    /// A whole answer came in place of a stream. Its end is the end of the answer.
    fn take_document(&mut self, document: &[u8]) {
        match values(document) {
            Some(values) => values.iter().for_each(|value| {
                if self.response.is_some() {
                    self.take_event(value);
                }
            }),
            None => {
                self.fail(ModelError::Failed("the answer is no event stream; is the base URL right?".into()))
            }
        }
        if self.response.take().is_some() {
            self.finish(true);
        }
    }

    /// The stream broke. The answer still counts if the provider had said that it is complete.
    fn lose(&mut self, error: ModelError) {
        self.response = None;
        if self.assembler.looks_complete() { self.finish(false) } else { self.fail(error) }
    }

    fn finish(&mut self, done: bool) {
        match std::mem::take(&mut self.assembler).finish(done, &self.provider.random) {
            Ok(finished) => {
                self.provider.signatures.keep(finished.extras);
                self.ready.extend(finished.events);
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: ModelError) {
        self.response = None;
        self.failure = Some(error);
    }
}

/// Reads the end of a finished response, so that its connection can serve the next request.
async fn drain(mut response: Response) {
    while let Ok(Some(_)) = response.chunk().await {}
}
