//! An answer as it comes in: bytes -> events of the stream -> chunks -> [`ModelEvent`]s, under the time-outs.

use super::assemble::Assembler;
use super::chunk::Chunk;
use super::failure;
use super::provider::Provider;
use super::sse::Decoder;
use crate::model::{ModelError, ModelEvent};
use futures::Stream;
use futures::stream;
use reqwest::Response;
use secrecy::ExposeSecret;
use serde::de::IgnoredAny;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// How long the connection of a finished answer may take to end properly and be of use again.
const DRAIN: Duration = Duration::from_secs(1);

/// An answer that has begun. Dropping it closes the connection.
pub(super) struct Answer {
    provider: Arc<Provider>,
    /// `None` once the answer is over.
    response: Option<Response>,
    decoder: Decoder,
    assembler: Assembler,
    /// Events not yet taken.
    ready: VecDeque<ModelEvent>,
    /// What ended the answer, told after the events.
    failure: Option<ModelError>,
    /// Whether the model has said something.
    begun: bool,
    /// Until when it must say something more, and the time-out this is.
    deadline: Instant,
    limit: Duration,
}

impl Answer {
    /// An answer whose head has arrived, in a conversation with these call ids. The first token is due at
    /// `deadline`.
    pub(super) fn new(
        provider: Arc<Provider>,
        response: Response,
        ids: HashSet<String>,
        deadline: Instant,
    ) -> Self {
        let limit = provider.settings.timeouts.first_token;
        Self {
            provider,
            response: Some(response),
            decoder: Decoder::default(),
            assembler: Assembler::new(ids),
            ready: VecDeque::new(),
            failure: None,
            begun: false,
            deadline,
            limit,
        }
    }

    /// Its events.
    pub(super) fn events(self) -> impl Stream<Item = Result<ModelEvent, ModelError>> + Send {
        stream::unfold(self, |mut answer| async move { Some((answer.next().await?, answer)) })
    }

    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        if self.begun {
            // Only the time we wait counts, not what the reader of the events takes between two of them.
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

    /// Takes what the network gave.
    fn take(&mut self, bytes: &[u8]) {
        let kept = self.decoder.push(bytes);
        while self.response.is_some()
            && let Some(data) = self.decoder.next()
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
                tokio::spawn(timeout(DRAIN, drain(response)));
            }
            return self.finish(true);
        }
        let chunk = Chunk::read(data, self.provider.settings.api_key.expose_secret());
        let ready = &mut self.ready;
        let mut say = |text| ready.push_back(ModelEvent::Text(text));
        match chunk.and_then(|chunk| self.assembler.add(chunk, &mut say)) {
            Ok(progress) => {
                // A chunk that says nothing does not begin an answer; after that, every chunk is a sign of life.
                self.begun |= progress;
                if self.begun {
                    self.limit = self.provider.settings.timeouts.between_tokens;
                    self.deadline = Instant::now() + self.limit;
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// The stream ended, in good order as far as HTTP can tell.
    fn close(&mut self) {
        if let Some(data) = self.decoder.rest()
            && (data.trim_ascii() == b"[DONE]" || serde_json::from_slice::<IgnoredAny>(&data).is_ok())
        {
            self.take_event(&data);
        }
        if self.response.take().is_some() {
            self.finish(false);
        }
    }

    /// The stream broke. If the provider had said that the answer is complete, it is.
    fn lose(&mut self, error: ModelError) {
        self.response = None;
        if self.assembler.looks_complete() { self.finish(false) } else { self.fail(error) }
    }

    fn finish(&mut self, done: bool) {
        match std::mem::take(&mut self.assembler).finish(done) {
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

/// Reads a finished answer's end, so that its connection can serve the next request.
async fn drain(mut response: Response) {
    while let Ok(Some(_)) = response.chunk().await {}
}
