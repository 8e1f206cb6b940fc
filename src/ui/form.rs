//! Plain forms: what the server said about one, and the errors that belong to no single field.

use crate::error::AppError;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos::wasm_bindgen::JsValue;

/// What a form was refused for when it was sent without WebAssembly. The server then redirects back to the
/// form's page with the error in the URL. `S` is the server function that the form calls.
pub fn refusal<S: ServerFn>() -> Option<AppError> {
    let refusal = use_context::<ServerActionError>()?;
    (refusal.path() == S::PATH).then(|| ServerFnUrlError::<AppError>::decode_err(refusal.err()))
}

/// Takes the error out of the address once it is shown: it should not come back with the next reload.
pub fn forget_refusal() {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(history)) = (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    if query.contains("__err=") {
        let address = path + &without_refusal(&query);
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The rest of a query in which a refusal came.
fn without_refusal(query: &str) -> String {
    let pairs = query.trim_start_matches('?').split('&');
    let rest: Vec<_> =
        pairs.filter(|pair| !pair.starts_with("__path=") && !pair.starts_with("__err=")).collect();
    if rest.is_empty() { String::new() } else { ["?", &rest.join("&")].concat() }
}

/// Text as the content of a `<textarea>`, to be given as its `inner_html`. Leptos writes children of a
/// `<textarea>` as they are, so what a person typed has to be escaped here.
pub fn textarea_content(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An error above a form. Errors that name one of `fields` are left to the field.
#[component]
pub fn FormError(
    /// What the form was refused for, if it was.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// The fields of the form that show their own errors.
    #[prop(default = &[])]
    fields: &'static [&'static str],
) -> impl IntoView {
    let shown = move || {
        error.get().filter(|error| !error.field.as_deref().is_some_and(|field| fields.contains(&field)))
    };
    move || shown().map(|error| view! { <p class="form-error" role="alert">{error.detail}</p> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_else_an_address_says_stays() {
        assert_eq!(without_refusal("?__path=%2Frpc&__err=e30%3D"), "");
        assert_eq!(without_refusal("?token=a&__path=%2Frpc&__err=e30%3D&b=c"), "?token=a&b=c");
    }

    #[test]
    fn text_cannot_leave_its_textarea() {
        assert_eq!(textarea_content("a &lt; </textarea><script>"), "a &amp;lt; &lt;/textarea>&lt;script>");
    }
}
