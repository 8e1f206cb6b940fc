//! Turning notifications on and off for this browser, and keeping them on.

use super::browser::{self, Made, Permission};
use crate::call;
use crate::error::AppError;
use crate::push::Subscribed;
use crate::push::api;
use crate::ui::hydrated::Hydrated;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the browser remembers of having been turned on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remembered {
    /// For whom.
    pub(super) person: String,
    /// In which session.
    pub(super) session: String,
    /// The key for which it subscribed.
    pub(super) key: String,
}

/// Turns notifications on. The browser asks the person, if it has not asked before.
pub(super) async fn turn_on() -> Result<Permission, AppError> {
    let permission = browser::ask_permission().await;
    if permission == Permission::Granted {
        subscribe(None).await?;
    }
    Ok(permission)
}

/// Turns notifications off.
pub(super) async fn turn_off() -> Result<(), AppError> {
    browser::forget();
    browser::unsubscribe().await;
    api::unsubscribe(None).await
}

/// Keeps a browser on in which the person has turned notifications on: after another log-in, and when the server's key or
/// the browser's subscription has changed. Nothing happens in other browsers.
pub fn keep_on() {
    let hydrated = Hydrated::here();
    Effect::new(move || {
        if !hydrated.get() {
            return;
        }
        let Some(known) = browser::remembered() else { return };
        let is_theirs = call::person().as_deref() == Some(known.person.as_str());
        if is_theirs && browser::permission() == Some(Permission::Granted) {
            // What fails is tried again on the next page.
            spawn_local(async move { _ = subscribe(Some(known)).await });
        }
    });
}

/// Subscribes, and tells the server. `known` is what the browser remembers, if nobody has asked for this.
async fn subscribe(known: Option<Remembered>) -> Result<(), AppError> {
    let key = known.as_ref().map(|known| known.key.clone()).or_else(|| Some(browser::remembered()?.key));
    if let Some((made, key)) = browser::subscription().await?.zip(key) {
        let renews = known.map(|known| known.session);
        match tell(made, &key, renews).await? {
            Subscribed::OtherKey { key } => return subscribe_for(key).await,
            Subscribed::Removed => {
                browser::forget();
                browser::unsubscribe().await;
            }
            Subscribed::On { .. } => {}
        }
        return Ok(());
    }
    subscribe_for(api::push_key().await?).await
}

/// Subscribes for a key of the server. The browser refuses to change the key of a subscription, so an old one ends first.
async fn subscribe_for(key: String) -> Result<(), AppError> {
    browser::unsubscribe().await;
    let made = browser::subscribe(&key).await?;
    tell(made, &key, None).await.map(drop)
}

async fn tell(made: Made, key: &str, renews: Option<String>) -> Result<Subscribed, AppError> {
    let Made { endpoint, p256dh, auth } = made;
    let outcome = api::subscribe(endpoint, p256dh, auth, key.to_owned(), renews).await?;
    if let (Subscribed::On { session }, Some(person)) = (&outcome, call::person()) {
        let session = session.as_str().to_owned();
        browser::remember(&Remembered { person, session, key: key.to_owned() });
    }
    Ok(outcome)
}
