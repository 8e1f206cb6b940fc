//! Small scripts of pages without the client. Each stands beside the part of the page that it serves. The server writes
//! them into the page, so that a page never meets the script of another build.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// A script (a module), which runs when the page is complete.
#[component]
pub fn Script(
    /// Its text.
    text: &'static str,
) -> impl IntoView {
    view! { <script type="module" nonce=use_nonce() inner_html=text></script> }
}
