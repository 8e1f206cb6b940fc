//! The id that a page gives a message before it is sent, so that sending it twice stores it once.

/// A fresh id: 32 characters or more, unguessable.
#[cfg(feature = "ssr")]
pub fn client_id() -> String {
    use rand::Rng;
    rand::rng().sample_iter(rand::distr::Alphanumeric).take(32).map(char::from).collect()
}

/// A fresh id: 32 characters or more, unguessable.
#[cfg(feature = "hydrate")]
pub fn client_id() -> String {
    use leptos::wasm_bindgen::JsValue;
    let Ok(crypto) = leptos::prelude::window().crypto() else {
        return String::new();
    };
    // `randomUUID` is there in secure contexts only, and a Docket in a home network may have no certificate.
    if js_sys::Reflect::has(&crypto, &JsValue::from_str("randomUUID")).unwrap_or(false) {
        return crypto.random_uuid();
    }
    let mut bytes = [0; 16];
    _ = crypto.get_random_values_with_u8_array(&mut bytes);
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Neither a server nor a browser: there is nobody to send to.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub fn client_id() -> String {
    String::new()
}
