//! The frame around the forms on the way in.

use super::session::next_page;
use crate::ui::icon::Wordmark;
use crate::url;
use leptos::prelude::*;
use leptos_meta::Title;

/// A card in the middle of the page.
#[component]
pub fn Entrance(
    /// The page's heading.
    title: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title/>
        <main class="auth-page">
            <a class="home" href=url::HOME><Wordmark/></a>
            <section class="card" aria-labelledby="entrance-title">
                <h1 id="entrance-title">{title}</h1>
                {children()}
            </section>
        </main>
    }
}

/// The part of a form that says where to go when the person is in.
#[component]
pub fn Next() -> impl IntoView {
    view! { <input type="hidden" name=url::NEXT value=next_page()/> }
}
