//! The column on the left: conversations, the other pages, and the account.

use crate::auth::ui::Account;
use crate::chat::ui::ConversationNav;
use crate::search::ui::SearchBox;
use crate::ui::drawer;
use crate::ui::icon::{Glyph, Icon, Wordmark};
use crate::url;
use leptos::prelude::*;
use leptos_router::components::A;

/// A column on a wide screen, a drawer on a narrow one.
#[component]
pub fn Sidebar() -> impl IntoView {
    view! {
        <header id=drawer::SIDEBAR class="sidebar" popover="auto" on:click=|event| close_after_link(&event)>
            <a class="home" href=url::CHAT><Wordmark/></a>
            <a class="button new-chat" href=url::CHAT><Icon glyph=Glyph::Plus/>"New chat"</a>
            <SearchBox label="Search"/>
            <ConversationNav/>
            <nav class="sidebar-links" aria-label="Pages">
                <A href=url::TASKS><Icon glyph=Glyph::List/>"All tasks"</A>
                <A href=url::conversations(true, None) {..} rel="external"><Icon glyph=Glyph::Archive/>"Archive"</A>
                <A href={url::SETTINGS} {..} rel="external"><Icon glyph=Glyph::Settings/>"Settings"</A>
            </nav>
            <Account/>
        </header>
    }
    .into_any()
}

/// Closes the drawer when a link in it was followed.
fn close_after_link(event: &leptos::ev::MouseEvent) {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| matches!(target.closest("a"), Ok(Some(_)))) {
        drawer::close(drawer::SIDEBAR);
    }
}
