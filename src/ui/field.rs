//! A labelled input with its hint and its error. Assistive technology reads them together.

use crate::error::AppError;
use leptos::prelude::*;

/// A one-line input. It shows an error that names this field.
#[component]
pub fn Field(
    /// The label.
    label: &'static str,
    /// The name in the form. An error names the field by it.
    name: &'static str,
    /// The kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard that a phone shows.
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// What is expected. It is shown from the beginning.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// The text that the field holds at first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Whether the field must be filled in.
    #[prop(default = true)]
    required: bool,
    /// The smallest number of characters, which the browser checks.
    #[prop(optional)]
    minlength: Option<usize>,
    /// Why the server refused the form, if it did.
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
                inputmode=input_mode
                required=required
                minlength=minlength.map(|length| length.to_string())
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
            />
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {move || {
                let id = error_id.clone();
                error.get().map(|error| view! { <p class="field-error" id=id role="alert">{error.detail()}</p> })
            }}
        </div>
    }
}
