//! What everybody who is logged in sees on each page.

use super::sidebar::Sidebar;
use crate::auth::ui::RequireLogin;
use crate::chat::ui::{ConversationNews, Conversations, UndoDelete, UndoDeleteToast};
use crate::live::ui::follow_changes;
use crate::reminders::ui::{ReminderCards, Reminders};
use crate::tasks::ui::{Tasks, UndoToast, tell_time_zone};
use crate::ui::notice::{NoticeArea, Notices};
use crate::ui::title::{Arrival, Arrivals};
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The sidebar with the page beside it, and what they share.
#[component]
pub fn Workspace() -> impl IntoView {
    Notices::provide();
    Arrivals::provide();
    Tasks::provide();
    Conversations::provide();
    UndoDelete::provide();
    ConversationNews::provide();
    Reminders::provide();
    follow_changes();
    tell_time_zone();
    view! {
        <RequireLogin/>
        <ReminderCards/>
        <div class="workspace">
            <Sidebar/>
            <Outlet/>
        </div>
        <Arrival/>
        <NoticeArea/>
        <UndoDeleteToast/>
        <UndoToast/>
    }
}
