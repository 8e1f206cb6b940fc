//! Shows on the open page what other pages, devices and programs change. A visible page holds one stream; a hidden one
//! holds none, and catches up when it is visible again.

use super::{LiveEvent, api};
use crate::call;
use crate::chat::ui::{ConversationNews, Conversations};
use crate::error::AppError;
use crate::lines::Decoder;
use crate::reminders::ui::Reminders;
use crate::tasks::ui::Tasks;
use crate::ui::notice::Notices;
use crate::ui::timer::sleep;
use futures::StreamExt;
use futures::future::{AbortHandle, Either, abortable, select};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::prelude::*;
use leptos::server_fn::codec::ByteStream;
use leptos::task::spawn_local;
use std::pin::pin;
use std::time::Duration;

/// A connection that is silent for so long is broken. The server sends a ping every 15 seconds.
const SILENCE: Duration = Duration::from_secs(40);
/// The longest pause between two attempts to connect is 250 ms times two to the power of this.
const PATIENCE: u32 = 6;

/// What the events change.
#[derive(Clone, Copy)]
struct Shown {
    tasks: Tasks,
    conversations: Conversations,
    news: ConversationNews,
    reminders: Reminders,
    notices: Notices,
}

/// Follows the changes as long as the page is visible.
pub fn follow_changes() {
    let shown = Shown {
        tasks: Tasks::here(),
        conversations: Conversations::here(),
        news: ConversationNews::here(),
        reminders: Reminders::here(),
        notices: Notices::here(),
    };
    Effect::new(move || {
        let reading = StoredValue::new(None::<AbortHandle>);
        let stop = move || {
            if let Some(handle) = reading.try_update_value(Option::take).flatten() {
                handle.abort();
            }
        };
        let adjust = move || {
            stop();
            if !document().hidden() {
                let (work, handle) = abortable(shown.follow());
                reading.set_value(Some(handle));
                // Fails if it was aborted.
                spawn_local(async move { _ = work.await });
            }
        };
        adjust();
        let listener = window_event_listener_untyped("visibilitychange", move |_| adjust());
        on_cleanup(move || {
            listener.remove();
            stop();
        });
    });
}

impl Shown {
    /// Reads one stream after the other, until the session has ended.
    async fn follow(self) {
        let mut attempt = 0;
        loop {
            match api::events().await {
                Ok(bytes) => self.read(bytes, &mut attempt).await,
                Err(error) if error.code.ends_page() => return self.notices.show(error),
                Err(_) => {}
            }
            attempt = PATIENCE.min(attempt + 1);
            sleep(Duration::from_millis(250 << attempt)).await;
        }
    }

    async fn read(self, bytes: ByteStream<AppError>, attempt: &mut u32) {
        let mut bytes = bytes.into_inner();
        let mut decoder = Decoder::default();
        while let Either::Left((Some(Ok(chunk)), _)) = select(bytes.next(), pin!(sleep(SILENCE))).await {
            *attempt = 0;
            decoder.push(&chunk).into_iter().for_each(|event| self.apply(event));
        }
    }

    fn apply(self, event: LiveEvent) {
        match event {
            LiveEvent::TasksChanged => self.tasks.reload(),
            LiveEvent::List { list } => {
                list.conversations.iter().for_each(|conversation| self.news.changed(conversation));
                self.conversations.show(list);
            }
            LiveEvent::Conversation { conversation } => {
                self.news.changed(&conversation);
                self.conversations.put(conversation);
            }
            LiveEvent::Gone { conversation } => self.conversations.remove(conversation),
            LiveEvent::Messages { conversation, newest } => self.news.written(conversation, newest),
            LiveEvent::Build { build } => {
                if is_news(&build) {
                    self.notices.outdated();
                }
            }
            LiveEvent::Reminders { reminders } => self.reminders.show(reminders),
            LiveEvent::Ping | LiveEvent::Ended => {}
            #[cfg(not(feature = "ssr"))]
            LiveEvent::Unknown => {}
        }
    }
}

/// The key in the tab's storage under which the builds are kept that its pages know, with blanks between them.
const BUILDS: &str = "docket.builds";

/// Whether the page is of another build than the server, of which the person was not told yet. While Docket is updated,
/// two builds may answer in turn; a person is told once.
fn is_news(build: &str) -> bool {
    let Some(here) = call::build().filter(|here| here != build) else { return false };
    let Ok(Some(storage)) = window().session_storage() else { return true };
    let known = storage.get_item(BUILDS).ok().flatten().unwrap_or_default();
    let is_news = !known.split(' ').any(|known| known == build);
    if is_news {
        _ = storage.set_item(BUILDS, &[&known, " ", &here, " ", build].concat());
    }
    is_news
}
