//! The field that adds a task from one line of text, with dates and more inside.

use super::board::Tasks;
use super::preview::{Preview, Typed};
use crate::auth::api::author_proof;
use crate::tasks::View;
use crate::tasks::api::AddLine;
use crate::ui::dynamic::{dynamic, dynamic_text, on_value};
use crate::ui::form::refusal;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// The id of the error.
const ERROR: &str = "new-task-error";

/// A field and a button. The field is emptied when the server has added the task.
#[component]
pub fn NewTask() -> impl IntoView {
    let tasks = Tasks::here();
    let error = RwSignal::new(refusal::<AddLine>());
    let line = NodeRef::<Input>::new();
    let typed = Typed::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = line.get_untracked() else {
            return;
        };
        let text = input.value();
        let (keep, choice) = typed.said();
        spawn_local(async move {
            match tasks.add(text.clone(), keep, choice).await {
                Ok(()) => {
                    error.set(None);
                    // The person may be typing the next task already.
                    if input.value() == text {
                        input.set_value("");
                        typed.change(String::new());
                    }
                }
                Err(refused) => error.set(tasks.notices.unless_logged_out(refused)),
            }
        });
    };
    // What the view says where the task is added.
    let setting = move || match tasks.view() {
        Some(View::List(list)) => Some(("list", list)),
        Some(View::Tag(tag)) => Some(("tag", tag)),
        Some(View::Today) => Some(("today", "true".to_owned())),
        _ => None,
    };
    view! {
        <form class="new-task" method="post" action=AddLine::url() on:submit=add>
            <input type="hidden" name="author" value=author_proof()/>
            {dynamic(move || {
                let (name, value) = setting()?;
                Some(view! { <input type="hidden" name=name value=value/> }.into_any())
            })}
            <label class="visually-hidden" for="new-task">"New task"</label>
            <input
                id="new-task"
                name="line"
                node_ref=line
                placeholder="New task"
                dir="auto"
                autocomplete="off"
                enterkeyhint="done"
                required
                on:input=on_value(move |line| typed.change(line))
                aria-invalid=dynamic_text(move || error.with(Option::is_some).then(|| "true".to_owned()))
                aria-describedby=dynamic_text(move || error.with(Option::is_some).then(|| ERROR.to_owned()))
            />
            <button class="quiet">"Add"</button>
            {dynamic(move || {
                let error = error.get()?;
                Some(view! { <p class="field-error" id=ERROR role="alert">{error.detail()}</p> }.into_any())
            })}
            <Preview typed/>
        </form>
    }
    .into_any()
}
