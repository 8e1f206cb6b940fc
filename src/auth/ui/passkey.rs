//! The browser's Web Authentication API. Its options and answers pass through as JSON, which the browser itself reads
//! and writes.

use crate::error::AppError;
#[cfg(feature = "hydrate")]
use crate::error::Reason;

/// How the browser asks the person for a passkey.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// It asks at once.
    AtOnce,
    /// It offers passkeys with what it fills into the field of the e-mail address.
    InField,
}

/// Whether this browser has passkeys. They need HTTPS or `localhost`.
#[cfg(feature = "hydrate")]
pub fn are_known() -> bool {
    let class = js_sys::Reflect::get(&leptos::prelude::window(), &"PublicKeyCredential".into());
    class.is_ok_and(|class| {
        class.is_function()
            && js_sys::Reflect::has(&class, &"parseRequestOptionsFromJSON".into()).unwrap_or(false)
    })
}

/// Makes a passkey.
#[cfg(feature = "hydrate")]
pub async fn make(options: &str) -> Result<String, AppError> {
    let options = js_sys::JSON::parse(options).and_then(|options| api::read_creation(&options));
    ask(options, None, api::create).await
}

/// Uses a passkey. Ends the asking before.
#[cfg(feature = "hydrate")]
pub async fn find(options: &str, asking: Asking) -> Result<String, AppError> {
    if asking == Asking::InField && !is_true(api::can_ask_in_field()).await {
        return Err(Reason::PasskeyCancelled.into());
    }
    let options = js_sys::JSON::parse(options).and_then(|options| api::read_request(&options));
    let mediation = (asking == Asking::InField).then_some("conditional");
    ask(options, mediation, api::get).await
}

/// Ends the asking that goes on.
#[cfg(feature = "hydrate")]
pub fn stop() {
    if let Some(asking) = ASKING.take() {
        asking.abort();
    }
}

#[cfg(feature = "hydrate")]
thread_local! {
    /// What ends the asking that goes on: browsers ask for one passkey at a time.
    static ASKING: std::cell::RefCell<Option<api::AbortController>> = const { std::cell::RefCell::new(None) };
}

#[cfg(feature = "hydrate")]
async fn ask(
    options: Result<leptos::wasm_bindgen::JsValue, leptos::wasm_bindgen::JsValue>,
    mediation: Option<&str>,
    ask: impl Fn(&js_sys::Object) -> Result<js_sys::Promise, leptos::wasm_bindgen::JsValue>,
) -> Result<String, AppError> {
    stop();
    let controller = api::AbortController::new();
    let request = js_sys::Object::new();
    _ = js_sys::Reflect::set(&request, &"publicKey".into(), &options.map_err(refusal)?);
    _ = js_sys::Reflect::set(&request, &"signal".into(), &controller.signal());
    if let Some(mediation) = mediation {
        _ = js_sys::Reflect::set(&request, &"mediation".into(), &mediation.into());
    }
    ASKING.set(Some(controller));
    let answer = ask(&request).map_err(refusal)?.await.map_err(refusal)?;
    js_sys::JSON::stringify(&answer).map(String::from).map_err(refusal)
}

#[cfg(feature = "hydrate")]
async fn is_true(promise: Result<js_sys::Promise, leptos::wasm_bindgen::JsValue>) -> bool {
    match promise {
        Ok(promise) => promise.await.is_ok_and(|value| value.is_truthy()),
        Err(_) => false,
    }
}

/// Why the browser gave no passkey. It does not tell a person who cancelled from one who has none.
#[cfg(feature = "hydrate")]
fn refusal(error: leptos::wasm_bindgen::JsValue) -> AppError {
    let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    let reason = match name.as_deref() {
        Some("InvalidStateError") => Reason::PasskeyKnown,
        Some("SecurityError") => Reason::PasskeysOff,
        _ => Reason::PasskeyCancelled,
    };
    reason.into()
}

#[cfg(feature = "hydrate")]
mod api {
    use js_sys::{Object, Promise};
    use leptos::wasm_bindgen;
    use leptos::wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
        pub(super) fn read_creation(options: &JsValue) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
        pub(super) fn read_request(options: &JsValue) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = isConditionalMediationAvailable)]
        pub(super) fn can_ask_in_field() -> Result<Promise, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = create)]
        pub(super) fn create(request: &Object) -> Result<Promise, JsValue>;
        #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = get)]
        pub(super) fn get(request: &Object) -> Result<Promise, JsValue>;
        pub(super) type AbortController;
        #[wasm_bindgen(constructor)]
        pub(super) fn new() -> AbortController;
        #[wasm_bindgen(method)]
        pub(super) fn abort(this: &AbortController);
        #[wasm_bindgen(method, getter)]
        pub(super) fn signal(this: &AbortController) -> JsValue;
    }
}

/// Only browsers have passkeys.
#[cfg(not(feature = "hydrate"))]
pub fn are_known() -> bool {
    false
}

/// Only browsers have passkeys.
#[cfg(not(feature = "hydrate"))]
pub async fn make(_: &str) -> Result<String, AppError> {
    Ok(String::new())
}

/// Only browsers have passkeys.
#[cfg(not(feature = "hydrate"))]
pub async fn find(_: &str, _: Asking) -> Result<String, AppError> {
    Ok(String::new())
}

/// Only browsers have passkeys.
#[cfg(not(feature = "hydrate"))]
pub fn stop() {}
