//! Web Push: browsers subscribe, and are told through a push service.

mod reminding;
mod sending;
mod subscribing;

use super::push_service::{FakeSubscription, PushService};
use super::*;
use reqwest::Response;

/// The key for which browsers subscribe.
async fn key(browser: &Browser) -> String {
    browser.call("/rpc/push/key", &[]).await.json().await.unwrap()
}

async fn subscribe_for(
    browser: &Browser,
    subscription: &FakeSubscription,
    key: &str,
    renews: Option<&str>,
) -> Response {
    let (p256dh, auth) = (subscription.p256dh(), subscription.auth());
    let fields =
        [("endpoint", subscription.endpoint.as_str()), ("p256dh", &p256dh), ("auth", &auth), ("key", key)];
    let fields: Vec<_> = fields.into_iter().chain(renews.map(|session| ("renews", session))).collect();
    browser.call("/rpc/push/subscribe", &fields).await
}

/// Subscribes as a browser does. Returns what the server made of it.
async fn subscribe(browser: &Browser, subscription: &FakeSubscription) -> Value {
    let answer = subscribe_for(browser, subscription, &key(browser).await, None).await;
    assert_eq!(answer.status().as_u16(), 200);
    answer.json().await.unwrap()
}

/// The person's browsers.
async fn devices(browser: &Browser) -> Vec<Value> {
    browser.call("/rpc/push/devices", &[]).await.json().await.unwrap()
}

/// Sends a trial to the person's browsers. Returns how many took it, of how many.
async fn try_out(browser: &Browser) -> (u64, u64) {
    let trial: Value = browser.call("/rpc/push/test", &[]).await.json().await.unwrap();
    (trial["sent"].as_u64().unwrap(), trial["of"].as_u64().unwrap())
}
