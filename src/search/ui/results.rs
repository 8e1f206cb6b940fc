//! The results, by kind.

use crate::chat::Role;
use crate::search::{Found, FoundConversation, FoundMessage, FoundTask, Piece};
use crate::ui::time::Time;
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;

/// A list for each kind of result, under a line that sums them up.
#[component]
pub fn Results(
    /// The results.
    found: Found,
    /// Whether the person searched for anything.
    asked: bool,
) -> impl IntoView {
    let count = found.conversations.len() + found.tasks.len() + found.messages.len();
    let summary = match (asked, count, found.has_more) {
        (false, ..) => "Results contain every word. The last word may be incomplete.".to_owned(),
        (true, 0, _) => "Nothing found. Try fewer words, or only the beginning of a word.".to_owned(),
        (true, 1, _) => "1 result".to_owned(),
        (true, count, false) => [&count.to_string(), " results"].concat(),
        (true, _, true) => "There are more results than fit here. These are the newest.".to_owned(),
    };
    let Found { conversations, tasks, messages, .. } = found;
    let group = |id: &'static str, name: &'static str, items: Vec<AnyView>| {
        (!items.is_empty()).then(|| {
            view! {
                <section aria-labelledby=id>
                    <h2 id=id>{name}</h2>
                    <ul class="result-list">{items}</ul>
                </section>
            }
        })
    };
    view! {
        <p class="hint" role="status">{summary}</p>
        {group("found-tasks", "Tasks", tasks.into_iter().map(task).collect())}
        {group("found-conversations", "Conversations", conversations.into_iter().map(conversation).collect())}
        {group("found-messages", "Messages", messages.into_iter().map(message).collect())}
    }
    .into_any()
}

fn conversation(found: FoundConversation) -> AnyView {
    view! {
        <li>
            <A href=url::conversation(found.id)><bdi>{pieces(found.title)}</bdi></A>
            <p class="hint"><Time at=found.updated_at day_only=true/></p>
        </li>
    }
    .into_any()
}

fn task(found: FoundTask) -> AnyView {
    view! {
        <li>
            <A href=url::task(found.id)><bdi>{pieces(found.title)}</bdi></A>
            {(!found.description.is_empty()).then(|| view! { <p>{pieces(found.description)}</p> })}
            {found.completed.then(|| view! { <p class="hint">"Completed"</p> })}
        </li>
    }
    .into_any()
}

fn message(found: FoundMessage) -> AnyView {
    let who = match found.role {
        Role::User => "You",
        Role::Assistant => "Assistant",
    };
    view! {
        <li>
            <A href=url::message(found.conversation, found.id)><bdi>{pieces(found.excerpt)}</bdi></A>
            <p class="hint">
                {who}" in “"<bdi>{found.title}</bdi>"”, "<Time at=found.created_at day_only=true/>
            </p>
        </li>
    }
    .into_any()
}

/// A text with its hits marked. It becomes text nodes, so HTML in it stays text.
fn pieces(pieces: Vec<Piece>) -> Vec<AnyView> {
    let piece = |Piece { text, hit }| {
        if hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    pieces.into_iter().map(piece).collect()
}
