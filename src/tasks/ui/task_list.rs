//! The list of a view: its groups, and beside all tasks those that were done last.

use super::board::Tasks;
use super::bulk::BulkBar;
use super::group::{Item, OVERDUE};
use super::hold::{DONE, OF_VIEW, Shown};
use super::order;
use super::row::TaskRow;
use crate::error::AppError;
use crate::id::TaskId;
use crate::tasks::View;
use crate::tasks::api::{AddTask, CompleteTask, DeleteTask, PlaceTask, TakeBack, UpdateTask};
use crate::ui::dynamic::{dynamic, dynamic_bool, dynamic_text, listener};
use crate::ui::form::{FormError, refusal};
use crate::url;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

/// Why the server refused a plain form of the tasks.
pub fn refused() -> Option<AppError> {
    refusal::<CompleteTask>()
        .or_else(refusal::<UpdateTask>)
        .or_else(refusal::<DeleteTask>)
        .or_else(refusal::<AddTask>)
        .or_else(refusal::<TakeBack>)
        .or_else(refusal::<PlaceTask>)
}

/// The tasks of the view that is shown.
#[component]
pub fn TaskList() -> impl IntoView {
    let tasks = Tasks::here();
    view! {
        <FormError error=Signal::stored(refused())/>
        <p class="visually-hidden" role="status">{dynamic_text(move || Some(tasks.said.get()))}</p>
        <BulkBar/>
        <Transition fallback=|| view! { <p class="hint">"Loading your tasks…"</p> }>
            <FormError error=Signal::derive(move || tasks.error())/>
            <Loaded/>
        </Transition>
    }
    .into_any()
}

/// What is shown once the tasks are there. It is a component of its own, so that what it reads counts for the transition.
#[component]
fn Loaded() -> impl IntoView {
    let tasks = Tasks::here();
    let shown = Memo::new(move |before: Option<&Shown>| {
        tasks.with(|board| tasks.editing.with(|open| Shown::of(board, open, before))).unwrap_or_default()
    });
    let count =
        move || shown.with(|shown| shown.part(DONE).iter().map(|group| group.items.len()).sum::<usize>());
    let has_more_done =
        move || tasks.with(|board| board.done.as_ref().is_some_and(|done| done.next.is_some())) == Some(true);
    let more = dynamic(move || {
        tasks.with(|board| board.page.next).flatten()?;
        let show = listener(move |_: MouseEvent| tasks.show_more());
        let more = view! {
            <button type="button" class="quiet script-only show-more" on:click=show>"Show more"</button>
            <p class="hint fallback">"There are more. Search, or choose a list or a tag, to see them."</p>
        };
        Some(more.into_any())
    });
    let more_done = dynamic(move || {
        let link = || view! { <p class="hint"><a href=url::TASKS_DONE>"All that is done"</a></p> }.into_any();
        has_more_done().then(link)
    });
    let nothing = dynamic(move || {
        tasks.with(|board| board.page.tasks.is_empty().then(|| empty(&board.view, count() > 0))).flatten()
    });
    view! {
        {nothing}
        {rows(shown, OF_VIEW)}
        {more}
        // It stays in the document when no task is completed, so that it stays open or closed.
        <details class="completed" open class:hidden=dynamic_bool(move || count() == 0)>
            <summary>
                "Completed "
                <span class="count">{dynamic_text(move || (!has_more_done()).then(|| count().to_string()))}</span>
            </summary>
            {rows(shown, DONE)}
            {more_done}
        </details>
    }
    .into_any()
}

/// The rows of a part of the list.
fn rows(shown: Memo<Shown>, part: usize) -> AnyView {
    let tasks = Tasks::here();
    let headings = move || {
        let headings =
            |shown: &Shown| shown.part(part).iter().map(|group| group.heading.clone()).collect::<Vec<_>>();
        shown.with(headings)
    };
    let of = move |heading: &Option<String>| -> Vec<TaskId> {
        let ids = |shown: &Shown| {
            let group = shown.part(part).iter().find(|group| group.heading == *heading)?;
            Some(group.items.iter().map(|item| item.row.id).collect())
        };
        shown.try_with(ids).flatten().unwrap_or_default()
    };
    view! {
        <For each=headings key=Clone::clone let(heading)>
            {heading.clone().map(|heading| {
                let class = if heading == OVERDUE { "day late" } else { "day" };
                view! { <h2 class=class>{heading}</h2> }
            })}
            <ul
                class="tasks"
                class:selecting=dynamic_bool(move || tasks.selected.with(Option::is_some))
                on:pointerdown=listener(|event: PointerEvent| order::hold(&event))
                on:pointermove=listener(move |event: PointerEvent| order::drag(tasks, &event))
                on:pointerup=listener(move |event: PointerEvent| order::drop(tasks, &event))
                on:pointercancel=listener(|event: PointerEvent| order::cancel(&event))
                on:keydown=listener(move |event: KeyboardEvent| order::press(tasks, &event))
            >
                <For each={let heading = heading.clone(); move || of(&heading)} key=|id| *id let(id)>
                    {row(shown, part, id)}
                </For>
            </ul>
        </For>
    }
    .into_any()
}

/// The row of a task. One that is about to go shows what it showed last.
fn row(shown: Memo<Shown>, part: usize, id: TaskId) -> Option<AnyView> {
    let of = move |shown: &Shown| shown.item(part, id).cloned();
    let first = shown.with_untracked(of)?;
    let item = Memo::new(move |last: Option<&Item>| {
        shown.try_with(of).flatten().unwrap_or_else(|| last.unwrap_or(&first).clone())
    });
    Some(view! { <TaskRow item/> }.into_any())
}

/// What a view without tasks says.
fn empty(view: &View, some_done: bool) -> AnyView {
    let words = match view {
        View::All if some_done => "All done. Enjoy it.",
        View::All => "Nothing here yet. Tell Docket what you need to do, or write it above.",
        View::Today => "Nothing is due today. Enjoy it.",
        View::Upcoming => {
            "Nothing is planned for later. Write a date with a task: “call mom on Friday at 5”."
        }
        View::Done => "Nothing is done yet.",
        View::List(_) | View::Tag(_) => "Nothing to do here.",
        View::Search(_) => "Nothing found. Try fewer words, or only the beginning of a word.",
    };
    let back = matches!(view, View::List(_) | View::Tag(_) | View::Search(_)).then(|| {
        view! { " " <a href=url::TASKS>"All tasks"</a> }
    });
    view! { <p class="empty">{words}{back}</p> }.into_any()
}
