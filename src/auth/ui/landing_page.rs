//! `/`: what Docket is, for people who are not logged in.

use super::session::StrangersOnly;
use crate::ui::icon::{Glyph, Icon, Wordmark};
use crate::url;
use leptos::prelude::*;

/// Two sentences and two ways in.
#[component]
pub fn LandingPage() -> impl IntoView {
    view! {
        <StrangersOnly/>
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
            // A picture of the product, made of the product's own parts.
            <div class="sample" aria-hidden="true">
                <p class="bubble">"I need to remember to pay the bills"</p>
                <p class="tool-card"><span class="tool-card-icon"><Icon glyph=Glyph::Plus/></span>"Added “Pay the bills”"</p>
                <p>"Done. That makes three for today."</p>
            </div>
        </main>
    }
}
