//! Several models in order: when one fails before it has said anything, the next one answers. Thinking is not saying.
//! Models of a provider whose circuit breaker is open are skipped. If all breakers are open, the one that opened first
//! is forced.

use super::breaker::Permit;
use super::budget::{Budget, Counts, estimate};
use super::member::Member;
use super::{Model, ModelError, ModelEvent, ModelStream, Prompt};
use futures::{StreamExt, stream};
use std::sync::Arc;

/// An ordered list of models that acts as one. Each model receives as much of the conversation as it can take.
pub struct Fallback {
    name: String,
    members: Arc<[Arc<Member>]>,
    counts: Arc<Counts>,
}

impl Fallback {
    pub(super) fn new(members: impl IntoIterator<Item = Arc<Member>>) -> Self {
        let members: Arc<[_]> = members.into_iter().collect();
        let names: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        Self { name: names.join(", "), members, counts: Arc::default() }
    }
}

impl Model for Fallback {
    fn name(&self) -> &str {
        &self.name
    }

    fn budget(&self) -> Budget {
        let budgets = self.members.iter().map(|member| member.model.budget());
        budgets.max_by_key(|budget| budget.turns()).unwrap_or_default()
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let asking = Asking {
            members: self.members.clone(),
            counts: self.counts.clone(),
            prompt,
            tried: 0,
            has_asked: false,
            failure: None,
            answer: None,
        };
        stream::unfold(asking, |mut asking| async move { Some((asking.next().await?, asking)) })
            .fuse()
            .boxed()
    }
}

/// Models that are asked one after the other.
struct Asking {
    members: Arc<[Arc<Member>]>,
    counts: Arc<Counts>,
    prompt: Prompt,
    /// How many of them were looked at.
    tried: usize,
    /// Whether one of them was asked.
    has_asked: bool,
    /// Why the one before failed.
    failure: Option<ModelError>,
    answer: Option<Answer>,
}

/// The answer of one of them.
struct Answer {
    member: Arc<Member>,
    permit: Permit,
    events: ModelStream,
    /// Whether it has said something. Thoughts do not count: nobody misses them when another model answers.
    has_spoken: bool,
}

impl Asking {
    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        loop {
            if let Some(answer) = &mut self.answer {
                match answer.next().await {
                    Some(Err(error)) if answer.has_spoken => {
                        (self.answer, self.has_asked, self.tried) = (None, true, self.members.len());
                        return Some(Err(error));
                    }
                    Some(Err(error)) => {
                        tracing::warn!(model = answer.member.id, %error, "the model only thought");
                        (self.answer, self.failure) = (None, Some(error));
                    }
                    event => return event,
                }
            }
            let Some((member, permit)) = self.choose() else { return self.failure.take().map(Err) };
            match Answer::begin(member.clone(), permit, &self.prompt, &self.counts).await {
                Ok((answering, answer)) => {
                    self.answer = Some(answer);
                    return Some(Ok(answering));
                }
                Err(error) => {
                    tracing::warn!(model = member.id, %error, "the model did not answer");
                    self.failure = Some(error);
                }
            }
        }
    }

    /// The next one to ask.
    fn choose(&mut self) -> Option<(Arc<Member>, Permit)> {
        while let Some(member) = self.members.get(self.tried) {
            self.tried += 1;
            if let Some(permit) = member.breaker.try_acquire() {
                // Another one is forced only if none could be asked.
                self.has_asked = true;
                return Some((member.clone(), permit));
            }
        }
        if std::mem::replace(&mut self.has_asked, true) {
            return None;
        }
        let first_opened = self.members.iter().min_by_key(|member| member.breaker.opened_at());
        first_opened.map(|member| (member.clone(), member.breaker.force()))
    }
}

impl Answer {
    /// Asks a model and waits until it begins to answer.
    async fn begin(
        member: Arc<Member>,
        mut permit: Permit,
        prompt: &Prompt,
        counts: &Arc<Counts>,
    ) -> Result<(ModelEvent, Self), ModelError> {
        let prompt = member.model.budget().fit(prompt.clone(), counts).await;
        let input = member.model.metered().then(|| estimate(&prompt));
        let mut events = member.model.stream(prompt);
        let first = match events.next().await {
            Some(Err(error)) => {
                permit.failed(&error);
                return Err(error);
            }
            first => first,
        };
        permit.begun();
        let answering = ModelEvent::Answering { model: member.id.clone(), input };
        let events = stream::iter(first).chain(events).boxed();
        Ok((answering, Self { member, permit, events, has_spoken: false }))
    }

    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        let event = self.events.next().await;
        match &event {
            Some(Ok(ModelEvent::Finish(_))) => self.permit.ended(),
            Some(Ok(ModelEvent::Text(_) | ModelEvent::Call(_))) => self.has_spoken = true,
            Some(Ok(ModelEvent::Rethought)) => self.has_spoken = false,
            Some(Err(error)) => self.permit.failed(error),
            Some(Ok(_)) | None => {}
        }
        event
    }
}

#[cfg(test)]
mod tests;
