//! The toast after something was done to a task by hand. For a while it offers to undo that.

use super::board::Tasks;
use super::focus;
use crate::tasks::api::TakeBack;
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::timer::Timeout;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::time::Duration;

/// How long a hydrated page shows it.
const SHOWN: Duration = Duration::from_secs(15);

/// The place where the toast appears.
#[component]
pub fn UndoToast() -> impl IntoView {
    let tasks = Tasks::here();
    let undoable = tasks.undoable;
    Effect::new(move || {
        if undoable.with(Option::is_some) {
            let timer = Timeout::new(SHOWN, move || _ = undoable.try_set(None));
            on_cleanup(move || timer.clear());
        }
    });
    let undo = move |event: SubmitEvent| {
        event.prevent_default();
        focus::to_list();
        tasks.take_back();
    };
    let dismiss = move |_: MouseEvent| {
        focus::to_list();
        tasks.undoable.set(None);
    };
    let toast = dynamic(move || {
        let undoable = undoable.try_get().flatten()?;
        let words = undoable.in_words(&tasks.today());
        let toast = view! {
            <form class="notice plain-notice" method="post" action=TakeBack::url() on:submit=listener(undo)>
                <input type="hidden" name="changes" value=undoable.numbers()/>
                <p>{words}</p>
                <button class="quiet">"Undo"</button>
                <button
                    type="button"
                    class="icon-button script-only"
                    aria-label="Dismiss"
                    on:click=listener(dismiss)
                ><Icon glyph=Glyph::Cross/></button>
            </form>
        };
        Some(toast.into_any())
    });
    view! { <div class="notices" role="status">{toast}</div> }.into_any()
}
