//! Small scripts beside the parts of pages that they serve. The server writes them into the page, so that a page never meets
//! the script of another build.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// A script (a module). It runs when the page is complete.
#[component]
pub fn Script(
    /// Its text.
    text: &'static str,
    /// Whether it runs as soon as it can, while the page is still on its way.
    #[prop(optional)]
    early: bool,
) -> impl IntoView {
    view! { <script type="module" async=early nonce=use_nonce() inner_html=text></script> }
}
