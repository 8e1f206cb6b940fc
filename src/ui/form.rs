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
    let refused = location.search().is_ok_and(|query| query.contains("__err="));
    if let (true, Ok(path), Ok(history)) = (refused, location.pathname(), window().history()) {
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
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
    fn text_cannot_leave_its_textarea() {
        assert_eq!(textarea_content("a &lt; </textarea><script>"), "a &amp;lt; &lt;/textarea>&lt;script>");
    }
}
