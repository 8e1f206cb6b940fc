//! `/settings`: the account.

use super::session::Session;
use crate::ui::drawer::DrawerButton;
use crate::ui::icon::Glyph;
use leptos::prelude::*;
use leptos_meta::Title;

/// What Docket knows about the person.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = Session::here();
    view! {
        <Title text="Settings"/>
        <main class="page">
            <header class="page-bar">
                <DrawerButton drawer="sidebar" label="Open menu" glyph=Glyph::Menu/>
                <h1>"Settings"</h1>
            </header>
            <section class="card" aria-labelledby="account-title">
                <h2 id="account-title">"Account"</h2>
                <Transition>
                    {move || session.user().map(|user| view! {
                        <dl class="facts">
                            <dt>"Name"</dt>
                            <dd>{user.name}</dd>
                            <dt>"Email"</dt>
                            <dd>{user.email}</dd>
                        </dl>
                    })}
                </Transition>
            </section>
        </main>
    }
}
