//! `/tasks`: the list of tasks without the chat.

use super::panel::TaskList;
use crate::ui::drawer::{DrawerButton, SIDEBAR};
use crate::ui::icon::Glyph;
use leptos::prelude::*;
use leptos_meta::Title;

/// The tasks on a page of their own.
#[component]
pub fn TasksPage() -> impl IntoView {
    view! {
        <Title text="Tasks"/>
        <main class="page">
            <header class="page-bar">
                <DrawerButton drawer=SIDEBAR label="Open menu" glyph=Glyph::Menu/>
                <h1>"Tasks"</h1>
            </header>
            <section class="card" aria-label="Tasks"><TaskList/></section>
        </main>
    }
}
