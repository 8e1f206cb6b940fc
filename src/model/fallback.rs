//! Several models in order: the next one answers when one fails before it has said anything. Models of a provider
//! that is left alone (see `breaker`) are passed over; if that goes for all, the one that has rested longest is asked.

use super::breaker::Leave;
use super::budget::{Budget, estimate};
use super::catalog::Member;
use super::{Model, ModelError, ModelEvent, ModelStream, Prompt};
use futures::{StreamExt, stream};
use std::sync::Arc;

/// An ordered list of models behind one face. Each is told as much as it can take.
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
    let mut refused = None;
    for member in members.iter() {
        let Some(leave) = member.breaker.admit() else { continue };
        match ask(member, leave, &prompt).await {
            Ok(answer) => return answer,
            Err(error) => {
                tracing::warn!(model = member.id, %error, "the model did not answer");
                refused = Some(error);
            }
        }
    }
    if let Some(error) = refused {
        return stream::iter([Err(error)]).boxed();
    }
    let rested = members.iter().min_by_key(|member| member.breaker.resting_since());
    let Some(member) = rested else { return stream::empty().boxed() };
    match ask(member, member.breaker.insist(), &prompt).await {
        Ok(answer) => answer,
        Err(error) => stream::iter([Err(error)]).boxed(),
    }
}

/// Asks a model and waits until it begins to answer.
async fn ask(member: &Member, mut leave: Leave, prompt: &Prompt) -> Result<ModelStream, ModelError> {
    let prompt = member.model.budget().fit(prompt.clone()).await;
    let input = member.model.metered().then(|| estimate(&prompt));
    let mut answer = member.model.stream(prompt);
    let first = match answer.next().await {
        Some(Err(error)) => {
            leave.failed(&error);
            return Err(error);
        }
        first => first,
    };
    leave.begun();
    let answering = ModelEvent::Answering { model: member.id.clone(), input };
    let heard = stream::iter(first).chain(answer).inspect(move |event| match event {
        Ok(ModelEvent::Finish(_)) => leave.ended(),
        Ok(_) => {}
        Err(error) => leave.failed(error),
    });
    Ok(stream::iter([Ok(answering)]).chain(heard).boxed())
}

#[cfg(test)]
mod tests;
