//! Times on the page. The server sends them in UTC. A hydrated page shows them in the reader's own time zone and
//! language, which the server does not know. (The first render must equal what the server sent.)

use super::hydrated::Hydrated;
use crate::timestamp::Timestamp;
use leptos::prelude::*;

/// A point in time.
#[component]
pub fn Time(
    /// The time.
    at: Timestamp,
    /// Whether only its day is shown.
    #[prop(optional)]
    day_only: bool,
) -> impl IntoView {
    let hydrated = Hydrated::here();
    let text = {
        let at = at.clone();
        move || {
            if hydrated.get() { local(&at, day_only) } else { universal(&at, day_only) }
        }
    };
    // A page without the client has a script that does the same.
    let shown = if day_only { "day" } else { "minute" };
    view! { <time datetime=at.as_str().to_owned() data-shown=shown>{text}</time> }
}

/// `2026-11-20 21:53 UTC`, or the day alone.
fn universal(at: &Timestamp, day_only: bool) -> String {
    let text = at.as_str();
    match (text.get(..10), text.get(11..16)) {
        (Some(date), _) if day_only => date.to_owned(),
        (Some(date), Some(time)) => [date, " ", time, " UTC"].concat(),
        _ => text.to_owned(),
    }
}

#[cfg(feature = "hydrate")]
fn local(at: &Timestamp, day_only: bool) -> String {
    use leptos::wasm_bindgen::JsValue;
    let date = js_sys::Date::new(&JsValue::from_str(at.as_str()));
    let options = js_sys::Object::new();
    _ = js_sys::Reflect::set(&options, &"dateStyle".into(), &"medium".into());
    if !day_only {
        _ = js_sys::Reflect::set(&options, &"timeStyle".into(), &"short".into());
    }
    // An empty list means the languages of the reader.
    let languages: JsValue = js_sys::Array::new().into();
    js_sys::Reflect::get(&date, &"toLocaleString".into())
        .ok()
        .map(js_sys::Function::from)
        .and_then(|format| format.call2(&date, &languages, &options).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| universal(at, day_only))
}

/// How many whole minutes ago it was, by the browser's clock; none if it is still to come. The server says nothing.
#[cfg(feature = "hydrate")]
pub fn minutes_since(at: &Timestamp) -> Option<u32> {
    let then = js_sys::Date::new(&leptos::wasm_bindgen::JsValue::from_str(at.as_str()));
    Some(((js_sys::Date::now() - then.get_time()) / 60_000.0) as u32)
}

/// The server says nothing.
#[cfg(not(feature = "hydrate"))]
pub fn minutes_since(_: &Timestamp) -> Option<u32> {
    None
}

#[cfg(not(feature = "hydrate"))]
fn local(at: &Timestamp, day_only: bool) -> String {
    universal(at, day_only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_utc_to_the_minute() {
        let at: Timestamp =
            serde_json::from_str("\"2026-11-20T21:53:46.085Z\"").unwrap_or_else(|_| unreachable!());
        assert_eq!(universal(&at, false), "2026-11-20 21:53 UTC");
        assert_eq!(universal(&at, true), "2026-11-20");
    }
}
