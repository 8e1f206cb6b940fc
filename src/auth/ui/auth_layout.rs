//! The layout of the pages that sign up, log in and reset a password.

use super::session::next_page;
use crate::ui::icon::Wordmark;
use crate::ui::title::PageTitle;
use crate::url;
use leptos::prelude::*;

/// A card in the middle of the page.
#[component]
pub fn AuthLayout(
    /// The page's heading.
    title: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <main class="auth-page">
            <a class="home" href=url::HOME><Wordmark/></a>
            <section class="card" aria-labelledby="entrance-title">
                <h1 id="entrance-title">{title}</h1>
                {children()}
            </section>
        </main>
    }
}

/// The hidden field that says which page to open after logging in.
#[component]
pub fn NextField() -> impl IntoView {
    view! { <input type="hidden" name=url::NEXT value=next_page()/> }
}
