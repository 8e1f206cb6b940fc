//! Several models in order: when one fails before it has said anything, the next one answers. Models of a provider
//! whose circuit breaker is open are skipped. If all breakers are open, the one that opened first is forced.

use super::breaker::Permit;
use super::budget::{Budget, estimate};
use super::member::Member;
use super::{Model, ModelError, ModelEvent, ModelStream, Prompt};
use futures::{StreamExt, stream};
use std::sync::Arc;

/// An ordered list of models that acts as one. Each model receives as much of the conversation as it can take.
pub struct Fallback {
    name: String,
    members: Arc<[Arc<Member>]>,
}

impl Fallback {
    pub(super) fn new(members: impl IntoIterator<Item = Arc<Member>>) -> Self {
        let members: Arc<[_]> = members.into_iter().collect();
        let names: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        Self { name: names.join(", "), members }
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
        stream::once(first_to_answer(self.members.clone(), prompt)).flatten().boxed()
    }
}

async fn first_to_answer(members: Arc<[Arc<Member>]>, prompt: Prompt) -> ModelStream {
    let mut last_error = None;
    for member in members.iter() {
        let Some(permit) = member.breaker.try_acquire() else { continue };
        match ask(member, permit, &prompt).await {
            Ok(answer) => return answer,
            Err(error) => {
                tracing::warn!(model = member.id, %error, "the model did not answer");
                last_error = Some(error);
            }
        }
    }
    if let Some(error) = last_error {
        return stream::iter([Err(error)]).boxed();
    }
    let first_opened = members.iter().min_by_key(|member| member.breaker.opened_at());
    let Some(member) = first_opened else { return stream::empty().boxed() };
    match ask(member, member.breaker.force(), &prompt).await {
        Ok(answer) => answer,
        Err(error) => stream::iter([Err(error)]).boxed(),
    }
}

/// Asks a model and waits until it begins to answer.
async fn ask(member: &Member, mut permit: Permit, prompt: &Prompt) -> Result<ModelStream, ModelError> {
    let prompt = member.model.budget().fit(prompt.clone()).await;
    let input = member.model.metered().then(|| estimate(&prompt));
    let mut answer = member.model.stream(prompt);
    let first = match answer.next().await {
        Some(Err(error)) => {
            permit.failed(&error);
            return Err(error);
        }
        first => first,
    };
    permit.begun();
    let answering = ModelEvent::Answering { model: member.id.clone(), input };
    let heard = stream::iter(first).chain(answer).inspect(move |event| match event {
        Ok(ModelEvent::Finish(_)) => permit.ended(),
        Ok(_) => {}
        Err(error) => permit.failed(error),
    });
    Ok(stream::iter([Ok(answering)]).chain(heard).boxed())
}

#[cfg(test)]
mod tests;
