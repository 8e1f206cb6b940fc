//! Plain forms: the outcome of one, and the errors that name none of its fields.

use super::notice::Notices;
use crate::error::{AppError, ErrorCode, Reason};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos::wasm_bindgen::JsValue;
use leptos_router::hooks::use_query_map;

/// Why the server refused a form that was sent without WebAssembly. The server redirects such a form back to its page,
/// with the error in the URL. `S` is the server function that the form calls.
pub fn refusal<S: ServerFn>() -> Option<AppError> {
    refusal_of(&[S::PATH])
}

/// The same for a form that calls one of several server functions, by their paths.
pub fn refusal_of(paths: &[&str]) -> Option<AppError> {
    let refusal = use_context::<ServerActionError>()?;
    paths.contains(&refusal.path()).then(|| ServerFnUrlError::<AppError>::decode_err(refusal.err()))
}

/// Removes a form's outcome from the address once it is shown, so that a reload does not show it again.
pub fn forget_outcome() {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(history)) = (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    let address = without_outcome(&path, &query);
    if address != [path, query].concat() {
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// An address without the outcome of a form.
pub fn without_outcome(path: &str, query: &str) -> String {
    let of_outcome = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !["", "__path", "__err", url::DONE, url::DELETED, url::UNDO].contains(&name)
    };
    let kept: Vec<_> = query.trim_start_matches('?').split('&').filter(of_outcome).collect();
    if kept.is_empty() { path.to_owned() } else { [path, "?", &kept.join("&")].concat() }
}

/// The outcome of a form. The page with the form shows it.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// Why the server refused the form, if it did.
    pub error: Signal<Option<AppError>>,
    /// Whether the server accepted it.
    pub done: Signal<bool>,
}

impl Outcome {
    /// The outcome of a form that calls `S`. If the server accepted it, the page's address names it by `name`.
    pub fn of<S: ServerFn>(name: &str) -> Self {
        // An address with a refusal may still name a form that was accepted before.
        let refused = use_context::<ServerActionError>().is_some();
        let named = use_query_map().with_untracked(|query| query.get_str(url::DONE) == Some(name));
        Self { error: Signal::stored(refusal::<S>()), done: Signal::stored(named && !refused) }
    }
}

/// Says that the server accepted a form.
#[component]
pub fn FormDone(
    /// Whether it did.
    #[prop(into)]
    done: Signal<bool>,
    /// What to say.
    words: &'static str,
) -> impl IntoView {
    view! { <p class="form-done" role="status">{move || done.get().then_some(words)}</p> }
}

/// A sentence that a script of the page shows: an error that only the browser knows of.
#[component]
pub fn ScriptError(
    /// The name by which the script finds it.
    of: &'static str,
    /// The error.
    reason: Reason,
) -> impl IntoView {
    let detail = AppError::from(reason).detail();
    view! { <p class="form-error" role="alert" data-error=of hidden>{detail}</p> }
}

/// Escapes a text for the `inner_html` of a `<textarea>`. Leptos does not escape the children of a `<textarea>`, so text
/// that a person typed must be escaped here.
pub fn textarea_content(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    // In a page, a browser drops a line break at the very beginning.
    if cfg!(feature = "ssr") && text.starts_with('\n') { ["\n", &escaped].concat() } else { escaped }
}

/// An error above a form. A field shows the errors that name it, so errors that name one of `fields` are left out.
#[component]
pub fn FormError(
    /// Why the server refused the form, if it did.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// The fields of the form that show their own errors.
    #[prop(default = &[])]
    fields: &'static [&'static str],
) -> impl IntoView {
    let notices = use_context::<Notices>();
    let shown = move || {
        let of_field = |error: &AppError| error.field.as_deref().is_some_and(|field| fields.contains(&field));
        let error = error.get().filter(|error| !of_field(error))?;
        notices.map_or(Some(error.clone()), |notices| notices.unless_logged_out(error))
    };
    move || {
        shown().map(|error| {
            let again = (error.code == ErrorCode::SessionNotFresh).then(|| {
                view! { " " <a href=url::log_in_again(url::SETTINGS)>"Log in again"</a> }
            });
            view! { <p class="form-error" role="alert">{error.detail()} {again}</p> }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_forgets_only_the_outcome_of_a_form() {
        let without = |query| without_outcome("/login", query);
        assert_eq!(without(""), "/login");
        assert_eq!(without("?__path=%2Frpc&__err=eyJ9&done=x&deleted=5"), "/login");
        assert_eq!(without("?next=%2Ftasks&__path=%2Frpc&__err=eyJ9&a"), "/login?next=%2Ftasks&a");
        assert_eq!(without("?token=a&__path=%2Frpc&__err=eyJ9&b=c"), "/login?token=a&b=c");
    }

    #[test]
    fn text_cannot_leave_its_textarea() {
        assert_eq!(textarea_content("a &lt; </textarea><script>"), "a &amp;lt; &lt;/textarea>&lt;script>");
    }

    #[test]
    fn a_text_keeps_its_first_line_break() {
        assert_eq!(textarea_content("\n\na\n"), "\n\n\na\n");
    }
}
