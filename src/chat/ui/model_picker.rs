//! Which model answers in a conversation, where there is a choice.

use super::thread::Thread;
use crate::chat::{AUTOMATIC, ModelInfo, api};
use crate::error::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The models that can be chosen.
#[derive(Clone, Copy)]
pub struct Models(Resource<Result<Vec<ModelInfo>, AppError>>);

impl Models {
    /// Fetches the list and makes it known to the page.
    pub fn provide() {
        provide_context(Self(Resource::new(|| (), |()| api::models())));
    }

    /// All of them if there are several. To be read under `<Transition>`.
    fn choice(self) -> Option<Vec<ModelInfo>> {
        let all = |list: &Option<Result<Vec<ModelInfo>, AppError>>| list.as_ref()?.as_ref().ok().cloned();
        self.0.try_with(all).flatten().filter(|models| models.len() > 1)
    }
}

/// A list to choose from. Sent with the message on a plain page; on a living one a choice holds at once.
#[component]
pub fn ModelPicker(
    /// The conversation.
    thread: Thread,
) -> impl IntoView {
    let models = expect_context::<Models>();
    view! {
        <Transition>
            {move || models.choice().map(|models| view! { <Picker models thread=thread.clone()/> })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Picker(models: Vec<ModelInfo>, thread: Thread) -> impl IntoView {
    let chosen = thread.model.clone();
    let choose = move |event| {
        let (model, before) = (event_target_value(&event), thread.model.get_untracked());
        thread.model.set(Some(model.clone()));
        // A new conversation gets it with its first message.
        let Some(conversation) = thread.conversation.get_untracked() else { return };
        let (notices, chosen) = (thread.around.notices, thread.model.clone());
        spawn_local(async move {
            if let Err(error) = api::choose_model(conversation, model).await {
                chosen.set(before);
                notices.show(error);
            }
        });
    };
    let option = |id: String, name: String| {
        let is_chosen = {
            let (chosen, id) = (chosen.clone(), id.clone());
            move || chosen.with(|chosen| chosen.as_deref().unwrap_or(AUTOMATIC) == id)
        };
        view! { <option value=id selected=is_chosen.clone() prop:selected=is_chosen>{name}</option> }
    };
    view! {
        <select class="model" name="model" aria-label="Model" on:change=choose>
            {option(AUTOMATIC.to_owned(), "Automatic".to_owned())}
            {models.into_iter().map(|model| option(model.id, model.name)).collect_view()}
        </select>
    }
    .into_any()
}
