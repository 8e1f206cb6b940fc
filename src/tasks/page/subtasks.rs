//! The sub-tasks of a task: each can be ticked and opened, and one can be added.

use super::html::Told;
use crate::tasks::Task;
use crate::tasks::api::{AddTask, CompleteTask};
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub(super) fn section(told: &Told) -> Option<AnyView> {
    // There is one level of them.
    if told.task.parent_id.is_some() {
        return None;
    }
    let rows: Vec<_> = told.subtasks.iter().map(row).collect();
    let done = told.subtasks.iter().filter(|task| task.completed).count();
    let count = (!rows.is_empty()).then(|| format!(" {done}/{}", rows.len()));
    let section = view! {
        <section class="card" aria-labelledby="subtasks">
            <h2 id="subtasks">"Sub-tasks" <span class="count">{count}</span></h2>
            <ul class="subtasks">{rows}</ul>
            <form class="new-task" method="post" action=AddTask::url()>
                <input type="hidden" name="author" value=told.author.clone()/>
                <input type="hidden" name="plan[parent_id]" value=told.task.id.to_string()/>
                <label class="visually-hidden" for="new-subtask">"New sub-task"</label>
                <input id="new-subtask" name="title" placeholder="New sub-task" required dir="auto" autocomplete="off"/>
                <button class="quiet">"Add"</button>
            </form>
        </section>
    };
    Some(section.into_any())
}

fn row(task: &Task) -> AnyView {
    let verb = if task.completed { "Not done yet: " } else { "Done: " };
    view! {
        <li>
            <form method="post" action=CompleteTask::url()>
                <input type="hidden" name="id" value=task.id.to_string()/>
                {(!task.completed).then(|| view! { <input type="hidden" name="completed" value="true"/> })}
                <button
                    class="icon-button box"
                    class:done=task.completed
                    aria-label=[verb, &task.title].concat()
                ><Icon glyph=Glyph::Check/></button>
            </form>
            <a href=url::task(task.id) class:done=task.completed dir="auto">{task.title.clone()}</a>
        </li>
    }
    .into_any()
}
