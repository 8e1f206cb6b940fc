//! Where one writes what to look for.

use crate::search::QUERY_MAX;
use crate::ui::drawer;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// A form with one field, which leads to the page of what was found.
#[component]
pub fn SearchBox(
    /// What the field is called.
    label: &'static str,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            navigate(&url::search(&field.value()), Default::default());
            // On a narrow screen the box may be in the drawer, over what was found.
            drawer::close("sidebar");
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
                autocomplete="off"
                enterkeyhint="search"
                node_ref=field
            />
            <button class="icon-button" aria-label="Find"><Icon glyph=Glyph::Find/></button>
        </form>
    }
    .into_any()
}
