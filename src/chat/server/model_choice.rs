//! Which model answers in a conversation.

use super::{Chat, ChatError};
use crate::chat::{AUTOMATIC, ModelInfo, store};
use crate::id::{ConversationId, UserId};

impl Chat {
    /// The models that can be chosen, the preferred one first.
    pub fn models(&self) -> Vec<ModelInfo> {
        let info = |(at, member): (usize, &crate::model::member::Member)| ModelInfo {
            id: member.id.clone(),
            name: member.model.name().to_owned(),
            provider: member.model.provider().to_owned(),
            default: at == 0,
        };
        self.models.members().enumerate().map(info).collect()
    }

    /// Lets the model with this id answer in a conversation from now on, or with [`AUTOMATIC`] the models in the
    /// configured order.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`], [`ChatError::NoSuchModel`].
    pub async fn choose_model(
        &self,
        user: &UserId,
        conversation: ConversationId,
        model: &str,
    ) -> Result<(), ChatError> {
        let model = self.parse_model(model)?;
        let mut scope = self.db.write_as(user).await?;
        if !store::choose_model(&mut scope, conversation, model).await? {
            return Err(ChatError::ConversationNotFound(conversation));
        }
        Ok(scope.commit().await?)
    }

    /// The model as the database stores it.
    pub(crate) fn parse_model<'a>(&self, model: &'a str) -> Result<Option<&'a str>, ChatError> {
        match model {
            AUTOMATIC => Ok(None),
            model if self.models.holds(model) => Ok(Some(model)),
            _ => Err(ChatError::NoSuchModel),
        }
    }
}
