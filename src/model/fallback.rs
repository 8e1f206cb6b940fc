//! Several models in order: the next one answers when one fails before it has said anything.

use super::{Model, ModelStream, Prompt};
use futures::StreamExt;
use futures::stream;
use std::sync::Arc;

/// An ordered list of models behind one face.
pub struct Fallback {
    name: String,
    models: Arc<[Arc<dyn Model>]>,
}

impl Fallback {
    /// Asks `first`, then each of `rest`.
    pub fn new(first: Arc<dyn Model>, rest: Vec<Arc<dyn Model>>) -> Self {
        let models: Arc<[_]> = std::iter::once(first).chain(rest).collect();
        let names: Vec<&str> = models.iter().map(|model| model.name()).collect();
        Self { name: names.join(", "), models }
    }
}

impl Model for Fallback {
    fn name(&self) -> &str {
        &self.name
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        let models = self.models.clone();
        stream::once(async move {
            let last = models.len().saturating_sub(1);
            for model in models.iter().take(last) {
                let mut answer = model.stream(prompt.clone());
                match answer.next().await {
                    Some(Err(error)) => {
                        tracing::warn!(model = model.name(), %error, "falling over to the next model");
                    }
                    first => return stream::iter(first).chain(answer).boxed(),
                }
            }
            models.get(last).map_or_else(|| stream::empty().boxed(), |model| model.stream(prompt))
        })
        .flatten()
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FinishReason, ModelError, ModelEvent};

    struct Scripted(&'static str, Vec<Result<ModelEvent, ModelError>>);

    impl Model for Scripted {
        fn name(&self) -> &str {
            self.0
        }

        fn stream(&self, _: Prompt) -> ModelStream {
            stream::iter(self.1.clone()).boxed()
        }
    }

    fn text(text: &str) -> Result<ModelEvent, ModelError> {
        Ok(ModelEvent::Text(text.to_owned()))
    }

    async fn ask(scripts: Vec<Vec<Result<ModelEvent, ModelError>>>) -> Vec<Result<ModelEvent, ModelError>> {
        let mut models =
            scripts.into_iter().map(|script| Arc::new(Scripted("scripted", script)) as Arc<dyn Model>);
        let first = models.next().unwrap_or_else(|| Arc::new(Scripted("none", Vec::new())));
        let prompt = Prompt { system: String::new(), history: Vec::new(), tools: Vec::new() };
        Fallback::new(first, models.collect()).stream(prompt).collect().await
    }

    #[tokio::test]
    async fn a_model_that_says_nothing_is_replaced_and_one_that_spoke_is_not() {
        let lost = || Err(ModelError::Connection("refused".into()));
        let good = || vec![text("hi"), Ok(ModelEvent::Finish(FinishReason::Stop))];
        assert_eq!(ask(vec![vec![lost()], vec![lost()], good()]).await, good());
        assert_eq!(ask(vec![good(), vec![lost()]]).await, good());
        assert_eq!(ask(vec![vec![text("half"), lost()], good()]).await, [text("half"), lost()]);
        assert_eq!(ask(vec![vec![lost()], vec![lost()]]).await, [lost()]);
    }
}
