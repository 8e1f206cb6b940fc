//! The client id: the page gives one to each message before it sends it. Sending the message twice then stores it
//! once.

/// Makes an id that nobody can guess, of at least 32 characters.
#[cfg(feature = "ssr")]
pub fn client_id() -> String {
    crate::random::Random::system().alphanumeric(32)
}

/// Makes an id that nobody can guess, of at least 32 characters.
#[cfg(feature = "hydrate")]
pub fn client_id() -> String {
    use leptos::wasm_bindgen::JsValue;
    let Ok(crypto) = leptos::prelude::window().crypto() else {
        return String::new();
    };
    // Only secure contexts have `randomUUID`. A Docket in a home network may have no certificate.
    if js_sys::Reflect::has(&crypto, &JsValue::from_str("randomUUID")).unwrap_or(false) {
        return crypto.random_uuid();
    }
    let mut bytes = [0; 16];
    _ = crypto.get_random_values_with_u8_array(&mut bytes);
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Without a feature the crate is neither server nor browser, so nothing is sent.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub fn client_id() -> String {
    String::new()
}
