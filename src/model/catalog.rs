//! The models that can be asked, in the order in which Docket tries them.

use super::Model;
use super::breaker::Breaker;
use super::fallback::Fallback;
use super::member::Member;
use std::collections::HashMap;
use std::sync::Arc;

/// All models, the preferred one first. Cheap to clone.
#[derive(Clone)]
pub struct Catalog(Arc<[Arc<Member>]>);

impl Catalog {
    /// A catalog of these models. A model that is named twice counts once.
    pub fn new(models: impl IntoIterator<Item = Arc<dyn Model>>) -> Self {
        let mut breakers = HashMap::<String, Arc<Breaker>>::new();
        let mut members: Vec<Arc<Member>> = Vec::new();
        for model in models {
            let (provider, name) = (model.provider(), model.name());
            let id = if provider == name { name.to_owned() } else { [provider, name].join("/") };
            if members.iter().any(|member| member.id == id) {
                continue;
            }
            let breaker = breakers.entry(provider.to_owned()).or_default().clone();
            members.push(Arc::new(Member { id, model, breaker }));
        }
        Self(members.into())
    }

    /// All of them.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether there is a model with this id.
    pub fn holds(&self, id: &str) -> bool {
        self.members().any(|member| member.id == id)
    }

    /// All models in their order, but the one with this id first, if there is one.
    pub fn choose(&self, id: Option<&str>) -> Fallback {
        let (first, rest): (Vec<_>, Vec<_>) =
            self.0.iter().cloned().partition(|member| Some(member.id.as_str()) == id);
        Fallback::new(first.into_iter().chain(rest))
    }
}

impl From<Arc<dyn Model>> for Catalog {
    fn from(model: Arc<dyn Model>) -> Self {
        Self::new([model])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ModelStream, Prompt};
    use futures::{StreamExt, stream};

    struct Named(&'static str, &'static str);

    impl Model for Named {
        fn name(&self) -> &str {
            self.1
        }

        fn provider(&self) -> &str {
            self.0
        }

        fn stream(&self, _: Prompt) -> ModelStream {
            stream::empty().boxed()
        }
    }

    #[test]
    fn the_chosen_model_comes_first_and_the_others_follow() {
        let models = [Named("openai", "a"), Named("openai", "b"), Named("openai", "a"), Named("off", "off")];
        let catalog = Catalog::new(models.map(|model| Arc::new(model) as Arc<dyn Model>));
        assert!(catalog.holds("openai/b") && catalog.holds("off") && !catalog.holds("b"));
        let order = |id| catalog.choose(id).name().to_owned();
        assert_eq!(order(None), "openai/a, openai/b, off");
        assert_eq!(order(Some("openai/b")), "openai/b, openai/a, off");
        assert_eq!(order(Some("gone")), order(None));
        let mut breakers = catalog.members().map(|member| &member.breaker);
        let (a, b, off) = (breakers.next(), breakers.next(), breakers.next());
        let same = |a: Option<&Arc<Breaker>>, b: Option<&Arc<Breaker>>| {
            a.zip(b).is_some_and(|(a, b)| Arc::ptr_eq(a, b))
        };
        assert!(same(a, b) && !same(a, off), "one for each provider");
    }
}
