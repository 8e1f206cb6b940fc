//! What the browser may call about the person's calendar link.

#[cfg(feature = "ssr")]
mod html;

use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// The name of the form that makes a link.
pub const MADE: &str = "calendar-link";
/// The name of the form that revokes it.
pub const REVOKED: &str = "calendar-revoked";

/// The part of the settings with the link, as HTML with plain forms. The server alone makes it, so that the client need not know it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "feed/section")]
pub async fn feed_section() -> Result<String, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let feeds = expect_context::<crate::feed::server::Feeds>();
    let feed = rpc::answer(feeds.of(&session.user.id).await)?;
    let link = rpc::shown_once(MADE).map(|secret| feeds.link(&secret));
    let now = rpc::answer(feeds.local_time(&session.user.id).await)?;
    Ok(Owner::new().with(|| html::section(feed.as_ref(), link, &now, feeds.programs())))
}

/// Makes a link, in place of an earlier one. Returns its address, which is told this once.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "feed/make")]
pub async fn make_feed() -> Result<String, AppError> {
    use crate::{rpc, url};
    let session = rpc::require_session().await?;
    let feeds = expect_context::<crate::feed::server::Feeds>();
    let secret = rpc::answer(feeds.make(&session, &rpc::client().await?).await)?;
    rpc::show_once(&secret);
    rpc::taken(url::SETTINGS, MADE);
    Ok(feeds.link(&secret))
}

/// Ends the link.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "feed/revoke")]
pub async fn revoke_feed() -> Result<(), AppError> {
    use crate::{rpc, url};
    let session = rpc::require_session().await?;
    let feeds = expect_context::<crate::feed::server::Feeds>();
    rpc::answer(feeds.revoke(&session.user.id, &rpc::client().await?).await)?;
    rpc::taken(url::SETTINGS, REVOKED);
    Ok(())
}
