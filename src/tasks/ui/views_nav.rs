//! The ways to the views, and the search among the tasks.

use super::address::{Address, path};
use super::board::Tasks;
use crate::tasks::{Overview, View};
use crate::ui::dynamic::{dynamic, dynamic_text, listener};
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Links to all views.
#[component]
pub fn ViewsNav() -> impl IntoView {
    let tasks = Tasks::here();
    let link = move |view: View, name: String, count: Option<i64>| {
        let href = path(&view);
        let here = Address::View(view);
        let is_here =
            dynamic_text(move || tasks.address.with(|address| *address == here).then(|| "page".to_owned()));
        let count = count.filter(|count| *count > 0);
        view! {
            <a href=href aria-current=is_here>
                <bdi>{name}</bdi>{count.map(|count| view! { " " <span class="count">{count}</span> })}
            </a>
        }
        .into_any()
    };
    let today = dynamic(move || {
        let count = tasks.with(|board| board.overview.today);
        Some(link(View::Today, "Today".to_owned(), count))
    });
    let names = dynamic(move || {
        let Overview { lists, tags, .. } = tasks.overview()?;
        let lists = lists.into_iter().map(|list| (["#", &list].concat(), View::List(list)));
        let tags = tags.into_iter().map(|tag| (["@", &tag].concat(), View::Tag(tag)));
        let links: Vec<_> = lists.chain(tags).map(|(name, view)| link(view, name, None)).collect();
        let is_empty = links.is_empty();
        let nav = view! { <nav class="tabs names" aria-label="Lists and tags">{links}</nav> };
        (!is_empty).then(|| nav.into_any())
    });
    view! {
        <Transition>
            <nav class="tabs" aria-label="Views">
                {today.clone()}
                {link(View::Upcoming, "Upcoming".to_owned(), None)}
                {link(View::All, "All".to_owned(), None)}
                {link(View::Done, "Done".to_owned(), None)}
            </nav>
            {names.clone()}
        </Transition>
    }
    .into_any()
}

/// A field that searches among the tasks.
#[component]
pub fn TaskSearch() -> impl IntoView {
    let tasks = Tasks::here();
    let field = NodeRef::<leptos::html::Input>::new();
    let navigate = use_navigate();
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            navigate(&url::search_tasks(&field.value()), Default::default());
        }
    };
    let words = tasks.address.with_untracked(|address| match address {
        Address::View(View::Search(words)) => words.clone(),
        _ => String::new(),
    });
    view! {
        <form class="search-box" role="search" method="get" action=url::TASKS on:submit=listener(search)>
            <input
                type="search"
                name=url::QUERY
                value=words
                aria-label="Search tasks"
                placeholder="Search tasks"
                maxlength="200"
                dir="auto"
                autocomplete="off"
                enterkeyhint="search"
                node_ref=field
            />
            <button class="icon-button" aria-label="Find tasks"><Icon glyph=Glyph::Find/></button>
        </form>
    }
    .into_any()
}
