//! The calls. A browser may lack each of them.

use super::super::turn::Remembered;
use super::{Made, Permission};
use crate::error::{AppError, Reason};
use crate::url;
use js_sys::{JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen;
use leptos::wasm_bindgen::prelude::*;

/// Where the browser remembers that it is on.
const REMEMBERED: &str = "docket.push";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Notification, js_name = requestPermission)]
    fn request_permission() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = register)]
    fn register(script: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = getRegistration)]
    fn registration(scope: &str) -> Result<Promise, JsValue>;
    type Registration;
    #[wasm_bindgen(method, getter, js_name = pushManager)]
    fn manager(this: &Registration) -> Manager;
    type Manager;
    #[wasm_bindgen(method, catch, js_name = getSubscription)]
    fn subscription(this: &Manager) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn subscribe(this: &Manager, options: &Object) -> Result<Promise, JsValue>;
    type Subscription;
    #[wasm_bindgen(method, catch)]
    fn unsubscribe(this: &Subscription) -> Result<Promise, JsValue>;
}

/// Whether the browser may show notifications. `None` if it cannot, here.
pub(in super::super) fn permission() -> Option<Permission> {
    let window = window();
    let class = Reflect::get(&window, &"Notification".into()).ok().filter(|class| class.is_function())?;
    let has_worker = Reflect::has(&window.navigator(), &"serviceWorker".into()).unwrap_or(false);
    let has_push = Reflect::has(&window, &"PushManager".into()).unwrap_or(false);
    if !(has_worker && has_push) {
        return None;
    }
    Some(match Reflect::get(&class, &"permission".into()).ok()?.as_string()?.as_str() {
        "granted" => Permission::Granted,
        "denied" => Permission::Denied,
        _ => Permission::Unasked,
    })
}

/// Whether this is a browser of an iPhone or iPad, where only an installed app may show notifications, and this page is none. Only
/// those browsers say whether it is one.
pub(in super::super) fn could_be_installed() -> bool {
    let installed = Reflect::get(&window().navigator(), &"standalone".into());
    installed.is_ok_and(|installed| installed.as_bool() == Some(false))
}

/// Lets the browser ask the person, if it has not asked before.
pub(in super::super) async fn ask_permission() -> Permission {
    // Its answer is also where the next line looks.
    _ = done(request_permission()).await;
    permission().unwrap_or(Permission::Denied)
}

/// The subscription that the browser has.
pub(in super::super) async fn subscription() -> Result<Option<Made>, AppError> {
    match current().await {
        Some(there) => made(&there).map(Some),
        None => Ok(None),
    }
}

/// Subscribes for a key of the server.
pub(in super::super) async fn subscribe(key: &str) -> Result<Made, AppError> {
    done(register(url::SERVICE_WORKER)).await?;
    // A worker must run before the browser subscribes.
    let ready = Reflect::get(&window().navigator(), &"serviceWorker".into())
        .and_then(|container| Reflect::get(&container, &"ready".into()));
    let registration: Registration = done(ready.map(Promise::from)).await?.unchecked_into();
    let options = Object::new();
    _ = Reflect::set(&options, &"userVisibleOnly".into(), &true.into());
    _ = Reflect::set(&options, &"applicationServerKey".into(), &key.into());
    made(&done(registration.manager().subscribe(&options)).await?)
}

/// Ends the subscription, if there is one.
pub(in super::super) async fn unsubscribe() {
    if let Some(there) = current().await {
        _ = done(there.unchecked_into::<Subscription>().unsubscribe()).await;
    }
}

async fn current() -> Option<JsValue> {
    let registration = done(registration("/")).await.ok().filter(|found| !found.is_falsy())?;
    let manager = registration.unchecked_into::<Registration>().manager();
    done(manager.subscription()).await.ok().filter(|found| !found.is_falsy())
}

async fn done(promise: Result<Promise, JsValue>) -> Result<JsValue, AppError> {
    let unreachable = |_| Reason::PushServiceUnreachable.into();
    promise.map_err(unreachable)?.await.map_err(unreachable)
}

/// The browser itself writes a subscription as JSON: `{"endpoint", "keys": {"p256dh", "auth"}}`.
fn made(subscription: &JsValue) -> Result<Made, AppError> {
    let text = JSON::stringify(subscription).map(String::from).unwrap_or_default();
    let json = JSON::parse(&text).unwrap_or(JsValue::NULL);
    let text = |of: &JsValue, name: &str| {
        Reflect::get(of, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
    };
    let keys = Reflect::get(&json, &"keys".into()).unwrap_or(JsValue::NULL);
    Ok(Made { endpoint: text(&json, "endpoint"), p256dh: text(&keys, "p256dh"), auth: text(&keys, "auth") })
}

/// What the browser remembers of having been turned on.
pub(in super::super) fn remembered() -> Option<Remembered> {
    let line = window().local_storage().ok()??.get_item(REMEMBERED).ok()??;
    let mut parts = line.split(' ').map(str::to_owned);
    Some(Remembered { person: parts.next()?, session: parts.next()?, key: parts.next()? })
}

/// Remembers it: one line, of parts without a space.
pub(in super::super) fn remember(on: &Remembered) {
    let line = [on.person.as_str(), &on.session, &on.key].join(" ");
    if let Ok(Some(storage)) = window().local_storage() {
        _ = storage.set_item(REMEMBERED, &line);
    }
}

/// Forgets it.
pub(in super::super) fn forget() {
    if let Ok(Some(storage)) = window().local_storage() {
        _ = storage.remove_item(REMEMBERED);
    }
}
