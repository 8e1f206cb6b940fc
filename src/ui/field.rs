//! A labelled input with its hint and its error, tied together for assistive technology.

use crate::error::AppError;
use leptos::prelude::*;

/// A one-line input. An error that names this field is shown beside it.
#[component]
pub fn Field(
    /// What the field is called.
    label: &'static str,
    /// Its name in the form, by which an error finds it.
    name: &'static str,
    /// The kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What is expected, said before anything is wrong.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// What it holds at first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Whether it may not be left empty.
    #[prop(default = true)]
    required: bool,
    /// Fewest characters, for the browser to check.
    #[prop(optional)]
    minlength: Option<usize>,
    /// What the form was refused for, if it was.
    #[prop(into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let error = Signal::derive(move || error.get().filter(|error| error.field.as_deref() == Some(name)));
    let (error_id, hint_id) = (format!("{name}-error"), format!("{name}-hint"));
    let described_by = {
        let (error_id, hint_id) = (error_id.clone(), hint.is_some().then(|| hint_id.clone()));
        move || {
            if error.with(Option::is_some) { Some(error_id.clone()) } else { hint_id.clone() }
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                value=move || value.get()
                autocomplete=autocomplete
                required=required
                minlength=minlength.map(|length| length.to_string())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
            />
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {move || {
                let id = error_id.clone();
                error.get().map(|error| view! { <p class="field-error" id=id role="alert">{error.detail}</p> })
            }}
        </div>
    }
}
