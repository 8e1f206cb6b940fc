//! `/`: says what Docket is to people who are not logged in.

use super::session::RedirectIfLoggedIn;
use crate::ui::icon::{Glyph, Icon, Wordmark};
use crate::url;
use leptos::prelude::*;

/// A short description, and links to sign up and log in.
#[component]
pub fn LandingPage() -> impl IntoView {
    view! {
        <RedirectIfLoggedIn/>
        <main class="landing">
            <Wordmark/>
            <h1>"Say it, and it is on the list."</h1>
            <p class="lead">
                "Docket keeps your tasks while you talk to it: add, find, change and finish them in plain words. "
                "It runs on your own server, with the model you choose or with its own built-in assistant."
            </p>
            <p class="landing-actions">
                <a class="button primary" href=url::SIGN_UP>"Sign up"</a>
                <a class="button" href=url::LOG_IN>"Log in"</a>
            </p>
            // A picture of a chat, made of the elements of the chat itself.
            <div class="sample" aria-hidden="true">
                <p class="bubble">"I need to remember to pay the bills"</p>
                <p class="tool-card"><span class="tool-card-icon"><Icon glyph=Glyph::Plus/></span>"Added “Pay the bills”"</p>
                <p>"Done. That makes three for today."</p>
            </div>
        </main>
    }
}
