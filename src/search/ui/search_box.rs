//! The search box.

use crate::search::QUERY_MAX;
use crate::ui::icon::{Glyph, Icon};
use crate::url;
use leptos::prelude::*;

/// A form with one field. It opens the page with the results.
#[component]
pub fn SearchBox(
    /// The name of the field.
    label: &'static str,
    /// The text that the field holds at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    view! {
        <form class="search-box" role="search" method="get" action=url::SEARCH>
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
            />
            <button class="icon-button" aria-label="Find"><Icon glyph=Glyph::Find/></button>
        </form>
    }
    .into_any()
}
