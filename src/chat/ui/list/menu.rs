//! The menu of the open conversation. The browser opens and closes it by itself, and each entry is a plain form or a
//! link. So all of it works without WebAssembly.

use super::conversations::Conversations;
use super::undo_delete::UndoDelete;
use crate::chat::api::manage::{
    ArchiveConversation, DeleteConversation, PinConversation, RenameConversation, archive_conversation,
    delete_conversation, pin_conversation, rename_conversation,
};
use crate::chat::{Conversation, TITLE_MAX};
use crate::error::AppError;
use crate::ui::drawer;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::notice::Notices;
use crate::url;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The menu's id in the document.
const MENU: &str = "conversation-menu";

/// A button and the menu that it opens.
#[component]
pub fn ConversationMenu(
    /// The conversation as the server sent it.
    conversation: Conversation,
    /// What the page has learnt of the open conversation since then. A change made here is stored in it.
    known: ArcRwSignal<Option<Conversation>>,
) -> impl IntoView {
    let id = conversation.id;
    let now = {
        let known = known.clone();
        Memo::new(move |_| known.get().filter(|known| known.id == id).unwrap_or_else(|| conversation.clone()))
    };
    let (pinned, archived) = (move || now.get().pinned, move || now.get().archived);
    let (conversations, notices, undo) = (Conversations::here(), Notices::here(), UndoDelete::here());
    let take = Callback::new(move |outcome: Result<Conversation, AppError>| match outcome {
        Ok(conversation) => {
            drawer::close(MENU);
            conversations.put(conversation.clone());
            known.set(Some(conversation));
        }
        Err(error) => notices.show(error),
    });
    let field = NodeRef::<Input>::new();
    let refused = RwSignal::new(None::<AppError>);
    let rename = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        spawn_local(async move {
            match rename_conversation(id, field.value()).await {
                Err(error) if error.field.is_some() => _ = refused.try_set(Some(error)),
                outcome => take.run(outcome),
            }
        });
    };
    let pin = move |event: SubmitEvent| {
        event.prevent_default();
        let pinned = now.get_untracked().pinned;
        spawn_local(async move { take.run(pin_conversation(id, !pinned).await) });
    };
    let archive = move |event: SubmitEvent| {
        event.prevent_default();
        let archived = now.get_untracked().archived;
        spawn_local(async move { take.run(archive_conversation(id, !archived).await) });
    };
    let navigate = use_navigate();
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        spawn_local(async move {
            match delete_conversation(id).await {
                Ok(()) => {
                    conversations.remove(id);
                    undo.offer(id);
                    navigate(url::CHAT, Default::default());
                }
                Err(error) => notices.show(error),
            }
        });
    };
    let hidden = move || view! { <input type="hidden" name="conversation" value=id.to_string()/> };
    view! {
        <button type="button" class="icon-button" aria-label="Manage conversation" popovertarget=MENU>
            <Icon glyph=Glyph::More/>
        </button>
        <div id=MENU class="card menu" popover="auto" role="group" aria-label="Manage conversation">
            <form class="rename" method="post" action=RenameConversation::url() on:submit=rename>
                {hidden()}
                <label for="conversation-title">"Title"</label>
                <input
                    id="conversation-title"
                    name="title"
                    dir="auto"
                    value=move || now.get().title
                    required
                    // More than allowed: the server then says that a title is too long, and the browser does not cut
                    // it.
                    maxlength=(TITLE_MAX * 2).to_string()
                    autocomplete="off"
                    node_ref=field
                    aria-describedby="conversation-title-error"
                />
                <button class="primary">"Rename"</button>
                <p id="conversation-title-error" class="field-error" role="alert">
                    {move || refused.get().map(|error| error.detail())}
                </p>
            </form>
            <form method="post" action=PinConversation::url() on:submit=pin>
                {hidden()}
                <input type="hidden" name="pinned" value=move || (!pinned()).to_string()/>
                <button class="quiet"><Icon glyph=Glyph::Pin/>{move || if pinned() { "Unpin" } else { "Pin" }}</button>
            </form>
            <form method="post" action=ArchiveConversation::url() on:submit=archive>
                {hidden()}
                <input type="hidden" name="archived" value=move || (!archived()).to_string()/>
                <button class="quiet">
                    <Icon glyph=Glyph::Archive/>
                    {move || if archived() { "Take out of the archive" } else { "Archive" }}
                </button>
            </form>
            // These are files, not pages, so the router must not handle the links.
            <a class="button quiet" href=url::export(id, "md") rel="external" download>
                <Icon glyph=Glyph::ArrowDown/>
                "Export as Markdown"
            </a>
            <a class="button quiet" href=url::export(id, "json") rel="external" download>
                <Icon glyph=Glyph::ArrowDown/>
                "Export as JSON"
            </a>
            <form method="post" action=DeleteConversation::url() on:submit=delete>
                {hidden()}
                <button class="quiet danger"><Icon glyph=Glyph::Trash/>"Delete"</button>
            </form>
        </div>
    }
    .into_any()
}
