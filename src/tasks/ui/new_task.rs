//! The form that adds a task.

use super::board::Tasks;
use crate::auth::api::author_proof;
use crate::tasks::api::AddTask;
use crate::ui::form::refusal;
use crate::ui::notice::Notices;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// A field and a button. The field is emptied when the server has added the task.
#[component]
pub fn NewTask() -> impl IntoView {
    let (tasks, notices) = (Tasks::here(), Notices::here());
    let error = RwSignal::new(refusal::<AddTask>());
    let title = NodeRef::<Input>::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = title.get_untracked() else {
            return;
        };
        let text = input.value();
        spawn_local(async move {
            match tasks.add(text.clone()).await {
                Ok(()) => {
                    error.set(None);
                    // The person may be typing the next task already.
                    if input.value() == text {
                        input.set_value("");
                    }
                }
                Err(refused) => error.set(notices.unless_logged_out(refused)),
            }
        });
    };
    view! {
        <form class="new-task" method="post" action=AddTask::url() on:submit=add>
            <input type="hidden" name="author" value=author_proof()/>
            <label class="visually-hidden" for="new-task">"New task"</label>
            <input
                id="new-task"
                name="title"
                node_ref=title
                placeholder="New task"
                dir="auto"
                autocomplete="off"
                enterkeyhint="done"
                required
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then_some("new-task-error")
            />
            <button class="quiet">"Add"</button>
            {move || error.get().map(|error| view! {
                <p class="field-error" id="new-task-error" role="alert">{error.detail()}</p>
            })}
        </form>
    }
    .into_any()
}
