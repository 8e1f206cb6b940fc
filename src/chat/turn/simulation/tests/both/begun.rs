//! A beginning in steps.

use crate::chat::MessageStatus;
use crate::chat::store::turns::{Beginning, Begun};
use crate::chat::store::{self, usage};
use crate::db::Db;

/// What `chat::server` does where the database has no way to begin a turn at once.
pub(super) async fn begin_in_steps(db: &Db, beginning: Beginning) -> sqlx::Result<Option<Begun>> {
    let Beginning { user, conversation, title, text, client_id, model, quotas, queue, writer, now } =
        beginning;
    let mut scope = db.write_as(&user).await?;
    if store::question_by_client_id(&mut scope, &client_id).await?.is_some()
        || !usage::charge(&mut scope, now.day(), quotas).await?
    {
        return Ok(None);
    }
    let conversation = match conversation {
        Some(id) => store::touch_conversation(&mut scope, id, &now).await?,
        None => Some(store::insert_conversation(&mut scope, &title, &now).await?),
    };
    let Some(mut conversation) = conversation else { return Ok(None) };
    if let Some(model) = model {
        store::choose_model(&mut scope, conversation.id, model.as_deref()).await?;
        conversation.model = model;
    }
    let question = store::insert_question(&mut scope, conversation.id, None, &text, &client_id, &now).await?;
    let reply = store::insert_reply(&mut scope, conversation.id, question.id, &writer, &now).await?;
    let is_queued = reply.status == MessageStatus::Queued;
    if is_queued && store::count_queued(&mut scope, conversation.id).await? > queue {
        return Ok(None);
    }
    scope.commit().await?;
    Ok(Some(Begun { conversation, question, reply, past: None }))
}
