//! Plain forms: what the server said about one, and the errors that belong to no single field.

use super::notice::Notices;
use crate::error::AppError;
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos::wasm_bindgen::JsValue;
use leptos_router::hooks::use_query_map;

/// What a form was refused for when it was sent without WebAssembly. The server then redirects back to the
/// form's page with the error in the URL. `S` is the server function that the form calls.
pub fn refusal<S: ServerFn>() -> Option<AppError> {
    let refusal = use_context::<ServerActionError>()?;
    (refusal.path() == S::PATH).then(|| ServerFnUrlError::<AppError>::decode_err(refusal.err()))
}

/// Takes what came of a form out of the address once it is shown: it should not come back with the next reload.
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

fn without_outcome(path: &str, query: &str) -> String {
    let of_outcome = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !["", "__path", "__err", url::DONE, url::DRAFT, url::DELETED].contains(&name)
    };
    let kept: Vec<_> = query.trim_start_matches('?').split('&').filter(of_outcome).collect();
    if kept.is_empty() { path.to_owned() } else { [path, "?", &kept.join("&")].concat() }
}

/// What came of a form that stays on its page.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// Why it was refused, if it was.
    pub error: Signal<Option<AppError>>,
    /// Whether it was taken.
    pub done: Signal<bool>,
}

impl Outcome {
    /// Of a form that calls `S`. Sent without WebAssembly it is known in the page's address by `name`.
    pub fn of<S>(action: ServerAction<S>, name: &'static str) -> Self
    where
        S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let value = action.value();
        // An address that tells of a refusal may still tell of what was taken before.
        let refused = use_context::<ServerActionError>().is_some();
        let named = use_query_map().with_untracked(|query| query.get_str(url::DONE) == Some(name));
        Self {
            error: Signal::derive(move || value.get().and_then(Result::err)),
            done: Signal::derive(move || {
                value.with(|value| value.as_ref().map_or(named && !refused, Result::is_ok))
            }),
        }
    }
}

/// Says that a form was taken.
#[component]
pub fn FormDone(
    /// Whether it was.
    #[prop(into)]
    done: Signal<bool>,
    /// The words.
    words: &'static str,
) -> impl IntoView {
    view! { <p class="form-done" role="status">{move || done.get().then_some(words)}</p> }
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
    let notices = use_context::<Notices>();
    let shown = move || {
        let of_field = |error: &AppError| error.field.as_deref().is_some_and(|field| fields.contains(&field));
        let error = error.get().filter(|error| !of_field(error))?;
        notices.map_or(Some(error.clone()), |notices| notices.unless_logged_out(error))
    };
    move || shown().map(|error| view! { <p class="form-error" role="alert">{error.detail}</p> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_forgets_what_came_of_a_form_and_nothing_else() {
        let without = |query| without_outcome("/login", query);
        assert_eq!(without(""), "/login");
        assert_eq!(without("?__path=%2Frpc&__err=eyJ9&done=x&draft&deleted=5"), "/login");
        assert_eq!(without("?next=%2Ftasks&__path=%2Frpc&__err=eyJ9&a"), "/login?next=%2Ftasks&a");
        assert_eq!(without("?token=a&__path=%2Frpc&__err=eyJ9&b=c"), "/login?token=a&b=c");
    }

    #[test]
    fn text_cannot_leave_its_textarea() {
        assert_eq!(textarea_content("a &lt; </textarea><script>"), "a &amp;lt; &lt;/textarea>&lt;script>");
    }
}
