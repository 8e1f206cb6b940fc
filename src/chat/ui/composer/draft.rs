//! The draft: the text in the composer that was not sent yet. It is kept in one of two places.
//!
//! - The server keeps it as long as the person is logged in (`on_server`). So it survives a reload and a log-out, and
//!   is there on the person's other devices.
//! - The tab keeps it (`in_tab`) when the server does not accept it: from the moment the session has ended, or while the
//!   text is too long. The next log-in in the same tab takes it back, if the same person logs in.
//!
//! The server sends its draft with the page, inside of the field. When the person opens another conversation in the
//! hydrated page, the composer asks for the draft. A text that the person has typed meanwhile stays. Otherwise the
//! draft of the tab replaces the draft of the server.
//!
//! All this needs a hydrated page. A plain form is sent to `send_and_wait`, which keeps a text that it cannot send.

use super::target::ComposerTarget;
use crate::auth::ui::Session;
use crate::chat::ui::length::is_too_long;
use leptos::html::Textarea;
use leptos::prelude::*;

mod in_tab;
mod on_server;

/// Restores the draft of the target's conversation into `field`, and keeps it from then on. `text` is the text of the
/// field, and `sent` the draft that is in the field already, if the server has sent it with the page.
pub fn keep(field: NodeRef<Textarea>, text: RwSignal<String>, sent: Option<String>, target: &ComposerTarget) {
    let (conversation, notices) = (target.conversation.clone(), target.notices);
    let session = Session::here();
    let author = move || session.user().map(|user| user.id);
    // The order of these effects matters: the server's draft must find the text that the tab's draft has restored.
    let here = conversation.clone();
    Effect::new(move || {
        let Some(field) = field.get() else { return };
        let is_untouched = field.default_value().is_ok_and(|sent| field.value() == sent);
        if is_untouched
            && let Some(draft) = author().and_then(|author| in_tab::take(&author, here.get_untracked()))
        {
            field.set_value(&draft);
        }
        text.set(field.value());
    });
    let here = conversation.clone();
    Effect::new(move || {
        let (text, conversation) = (text.get(), here.get_untracked());
        let unwanted = notices.logged_out() || is_too_long(&text);
        if let (true, false, Some(author)) = (unwanted, text.is_empty(), author()) {
            in_tab::keep(&in_tab::TabDraft { author, conversation, text });
        }
    });
    on_server::keep(field, text, sent, target);
}
