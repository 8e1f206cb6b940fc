//! The export of everything.

use super::pieces::{Halt, Writer};
use super::{ExportedAccount, ExportedLink, ExportedSession, Exporter};
use crate::auth::server::KnownPlace;
use crate::auth::{PersonalToken, User};
use crate::chat::server::ChatError;
use crate::oauth::ConnectedApp;
use crate::tasks::server::{Filter, ImportRecord};
use crate::timestamp::Timestamp;
use crate::webhooks::server::{ExportedWebhook, exported};
use serde::Serialize;

/// Tasks that are read at once.
const TASKS: usize = 500;

/// Drafts that are read at once.
const DRAFTS: usize = 50;

/// What is short.
#[derive(Serialize)]
struct Head<'a> {
    /// When the export was begun.
    exported_at: Timestamp,
    user: &'a User,
    /// The ways in which they can log in.
    accounts: Vec<ExportedAccount>,
    /// Their live sessions, the newest first.
    sessions: Vec<ExportedSession>,
    /// The places from which they log in, the last used first.
    known_places: Vec<KnownPlace>,
    /// Their personal access tokens, the newest first.
    personal_tokens: Vec<PersonalToken>,
    /// The apps that act for them, the last used first.
    connected_apps: Vec<ConnectedApp>,
    /// Their calendar's link.
    calendar_link: Option<ExportedLink>,
    /// The files of tasks that they imported in the last day, the last first. Nothing is kept of earlier ones.
    imports: Vec<ImportRecord>,
    /// The addresses that are told of changes of their tasks, the oldest first.
    webhooks: Vec<ExportedWebhook>,
}

impl Exporter {
    /// Writes the short parts, and then the tasks (the newest first), the conversations (the last used first), how much
    /// the person asked of the models on each day, and the drafts.
    pub(super) async fn write_everything(&self, user: &User, mut writer: Writer) -> Result<(), Halt> {
        let head = Head {
            exported_at: self.clock.now(),
            user,
            accounts: self
                .turns
                .read(self.auth.accounts(&user.id))
                .await?
                .into_iter()
                .map(Into::into)
                .collect(),
            sessions: self
                .turns
                .read(self.auth.sessions(&user.id))
                .await?
                .into_iter()
                .map(Into::into)
                .collect(),
            known_places: self.turns.read(self.auth.known_places(&user.id)).await?,
            personal_tokens: self.turns.read(self.auth.personal_tokens(&user.id)).await?,
            connected_apps: self.turns.read(self.oauth.connected_apps(&user.id)).await?,
            calendar_link: self.turns.read(self.feeds.of(&user.id)).await?.map(Into::into),
            imports: self.turns.read(self.tasks.recent_imports(&user.id)).await?,
            webhooks: self.turns.read(exported(&self.db, &user.id)).await?,
        };
        writer.open(&head, "tasks").await?;
        self.write_tasks(user, &mut writer).await?;
        writer.next_list("conversations").await?;
        self.write_conversations(user, &mut writer).await?;
        writer.next_list("usage").await?;
        for day in self.turns.read(self.chat.usage(&user.id)).await? {
            writer.item(&day).await?;
        }
        writer.next_list("drafts").await?;
        let mut skip = 0;
        loop {
            let drafts = self.turns.read(self.chat.drafts(&user.id, skip, DRAFTS)).await?;
            for draft in &drafts {
                writer.item(draft).await?;
            }
            skip += drafts.len();
            if drafts.len() < DRAFTS {
                break;
            }
        }
        writer.text("]}").await?;
        writer.end().await
    }

    async fn write_tasks(&self, user: &User, writer: &mut Writer) -> Result<(), Halt> {
        let mut after = None;
        loop {
            let page = self.tasks.page(&user.id, Filter::default(), after, TASKS);
            let page = self.turns.read(page).await?;
            for task in &page.tasks {
                writer.item(task).await?;
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    async fn write_conversations(&self, user: &User, writer: &mut Writer) -> Result<(), Halt> {
        let mut is_first = true;
        for id in self.turns.read(self.chat.conversation_ids(&user.id)).await? {
            let read = async {
                match self.chat.conversation(&user.id, id).await {
                    // It was deleted meanwhile.
                    Err(ChatError::ConversationNotFound(_)) => Ok(None),
                    found => found.map(Some),
                }
            };
            if let Some(conversation) = self.turns.read(read).await? {
                writer.separate(std::mem::take(&mut is_first)).await?;
                self.write_conversation(&user.id, &conversation, writer).await?;
            }
        }
        Ok(())
    }
}
