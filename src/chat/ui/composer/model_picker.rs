//! The list from which the person chooses the model that answers. It is shown if there are several.

use super::target::ComposerTarget;
use crate::chat::{AUTOMATIC, ModelInfo, api};
use crate::error::AppError;
use leptos::html::Select;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The models that can be chosen.
#[derive(Clone, Copy)]
pub struct Models(Resource<Result<Vec<ModelInfo>, AppError>>);

impl Models {
    /// Fetches the models and provides them as context.
    pub fn provide() {
        provide_context(Self(Resource::new(|| (), |()| api::models())));
    }

    /// All models if there are several. Read it under `<Transition>`.
    fn choice(self) -> Option<Vec<ModelInfo>> {
        let all = |list: &Option<Result<Vec<ModelInfo>, AppError>>| list.as_ref()?.as_ref().ok().cloned();
        self.0.try_with(all).flatten().filter(|models| models.len() > 1)
    }
}

/// The list. A plain form sends the choice with the message; a hydrated page sends it at once.
#[component]
pub fn ModelPicker(
    /// The thread that is written to.
    target: ComposerTarget,
) -> impl IntoView {
    let models = expect_context::<Models>();
    view! {
        <Transition>
            {move || models.choice().map(|models| view! { <Picker models target=target.clone()/> })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Picker(models: Vec<ModelInfo>, target: ComposerTarget) -> impl IntoView {
    let chosen = target.model.clone();
    let field = NodeRef::<Select>::new();
    let choose = move |model: String| {
        let before = target.model.get_untracked();
        target.model.set(Some(model.clone()));
        // The first message of a new conversation carries the choice.
        let Some(conversation) = target.conversation.get_untracked() else { return };
        let (notices, chosen) = (target.notices, target.model.clone());
        spawn_local(async move {
            if let Err(error) = api::choose_model(conversation, model).await {
                chosen.set(before);
                notices.show(error);
            }
        });
    };
    let shown = chosen.clone();
    let choose_early = choose.clone();
    Effect::new(move |is_later: Option<()>| {
        let (Some(field), chosen) = (field.get(), shown.get()) else { return };
        let chosen = chosen.unwrap_or_else(|| AUTOMATIC.to_owned());
        // The person may have chosen before the page was hydrated.
        if is_later.is_none() && field.value() != chosen {
            return choose_early(field.value());
        }
        field.set_value(&chosen);
    });
    let option = |id: String, name: String| {
        let is_chosen = {
            let (chosen, id) = (chosen.clone(), id.clone());
            chosen.with_untracked(|chosen| chosen.as_deref().unwrap_or(AUTOMATIC) == id)
        };
        view! { <option value=id selected=is_chosen>{name}</option> }
    };
    view! {
        <select
            class="model"
            name="model"
            aria-label="Model"
            autocomplete="off"
            node_ref=field
            on:change=move |event| choose(event_target_value(&event))
        >
            {option(AUTOMATIC.to_owned(), "Automatic".to_owned())}
            {models.into_iter().map(|model| option(model.id, model.name)).collect_view()}
        </select>
    }
    .into_any()
}
