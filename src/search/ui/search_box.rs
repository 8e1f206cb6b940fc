//! The search box.

use crate::search::QUERY_MAX;
use crate::ui::drawer;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// A form with one field. It opens the page with the results.
#[component]
pub fn SearchBox(
    /// The name of the field.
    label: &'static str,
    /// The text that the field holds at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            navigate(&url::search(&field.value()), Default::default());
            // On a narrow screen the box may be in the drawer, which covers the results.
            drawer::close(drawer::SIDEBAR);
        }
    };
    view! {
        <form class="search-box" role="search" method="get" action=url::SEARCH on:submit=search>
            <input
                type="search"
                name=url::QUERY
                value=value
                aria-label=label
                placeholder=label
                maxlength=QUERY_MAX.to_string()
                dir="auto"
                autocomplete="off"
                enterkeyhint="search"
                node_ref=field
            />
            <button class="icon-button" aria-label="Find"><Icon glyph=Glyph::Find/></button>
        </form>
    }
    .into_any()
}
