//! Subscriptions (`subscriptions/listen`, since 2026-07-28): a client learns of changed tasks and conversations, from
//! whatever page, program or replica they come.

use super::resources::Uri;
use crate::auth::server::{Grant, StreamPermit};
use crate::db::{News, Topic};
use futures::stream::{self, StreamExt};
use rmcp::model::SubscriptionFilter;
use rmcp::service::{SubscriptionSendError, SubscriptionSink};

/// What of the requested notifications there is: changed resources of ours, and a changed list of them. Whose resources
/// they are does not matter, because a person hears only news of their own.
pub(super) fn accepted(requested: &SubscriptionFilter) -> SubscriptionFilter {
    let uris = requested.resource_subscriptions.iter().flatten();
    let ours = uris.filter(|uri| uri.parse::<Uri>().is_ok_and(|parsed| parsed.to_string() == **uri));
    let mut accepted = SubscriptionFilter::builder().resource_subscriptions(ours).build();
    accepted.resources_list_changed = requested.resources_list_changed;
    accepted
}

/// Passes the news on until the client is gone. A slow client is not sent every single change: what it missed meanwhile
/// comes as one piece of news that everything changed.
pub(super) async fn pass_on(
    news: &mut News,
    accepted: &SubscriptionFilter,
    sink: &SubscriptionSink,
) -> Result<(), SubscriptionSendError> {
    let uris: Vec<Uri> =
        accepted.resource_subscriptions.iter().flatten().filter_map(|uri| uri.parse().ok()).collect();
    loop {
        let topic = news.next().await;
        for uri in uris.iter().filter(|uri| concerns(topic, uri)) {
            sink.notify_resource_updated(uri.to_string()).await?;
        }
        let is_list = matches!(topic, Topic::Conversation(_) | Topic::Everything);
        if is_list && accepted.resources_list_changed == Some(true) {
            sink.notify_resource_list_changed().await?;
        }
    }
}

/// Whether the news may concern a resource. News of tasks do not say which.
fn concerns(topic: Topic, uri: &Uri) -> bool {
    match topic {
        Topic::Tasks => matches!(uri, Uri::Tasks | Uri::Task(_)),
        // A new message also moves its conversation to the top of the list.
        Topic::Conversation(id) | Topic::Messages(id) => match uri {
            Uri::Conversations(_) => true,
            Uri::Conversation(of) => *of == id,
            Uri::Tasks | Uri::Task(_) => false,
        },
        Topic::Reminders => false,
        Topic::Everything => true,
    }
}

/// Resolves when the grant ends.
pub(super) async fn revoked(grant: &Grant, permit: StreamPermit) {
    // A stream without items ends with its grant.
    permit.while_holds(grant.via.clone(), stream::pending(), || ()).next().await;
}
