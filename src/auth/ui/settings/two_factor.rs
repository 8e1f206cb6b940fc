//! "Two-factor log-in": turns it on and off, and makes recovery codes.

use crate::auth::api::{
    CONFIRMED, ChangeTwoFactor, ConfirmTwoFactor, NEW_CODES, SET_UP, SetUpTwoFactor, TURNED_OFF, two_factor,
};
use crate::auth::{Authenticator, TwoFactor, TwoFactorSecrets};
use crate::error::AppError;
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::hydrated::Hydrated;
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The name of the password's field in each of the forms.
const PASSWORD: &str = "two_factor_password";
/// The name of the code's field.
const CODE: &str = "two_factor_code";

/// The forms that fit the person's state.
#[component]
pub fn TwoFactorLogIn() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| two_factor());
    let set_up = ServerAction::<SetUpTwoFactor>::new();
    let confirm = ServerAction::<ConfirmTwoFactor>::new();
    let change = ServerAction::<ChangeTwoFactor>::new();
    Effect::new(move || {
        let accepted = [
            set_up.value().with(|value| matches!(value, Some(Ok(_)))),
            confirm.value().with(|value| matches!(value, Some(Ok(())))),
            change.value().with(|value| matches!(value, Some(Ok(_)))),
        ];
        if accepted.contains(&true) {
            fetched.refetch();
        }
    });
    // What a form has made comes with its answer, or with the page if the form was a plain one.
    let made = move |state: &TwoFactor| {
        let of_answer = match state.enabled {
            true => change.value().with(|value| value.as_ref()?.as_ref().ok()?.clone()),
            false => set_up.value().with(|value| value.as_ref()?.as_ref().ok().cloned()),
        };
        of_answer.or_else(|| state.made.clone()).map(|secrets| view! { <Secrets secrets/> })
    };
    let forms = move |state: TwoFactor| {
        match state {
        TwoFactor { enabled: true, codes_left, .. } => view! {
            <p class="explanation">
                "It is on. A log-in takes your password and a code of your authenticator app. "
                {codes_left} " recovery codes are left."
            </p>
            {made(&state)}
            <ChangeForm change/>
        }
        .into_any(),
        TwoFactor { pending: true, .. } => view! {
            {made(&state)}
            <ConfirmForm confirm/>
            <SetUpForm set_up button="Start over"/>
        }
        .into_any(),
        _ => view! {
            <p class="explanation">
                "With it, your password alone does not open your account: a log-in also takes a code of an authenticator app."
            </p>
            <SetUpForm set_up button="Set up"/>
        }
        .into_any(),
    }
    };
    let is = move |enabled: bool| {
        fetched
            .try_with(|state| matches!(state, Some(Ok(state)) if state.enabled == enabled))
            .unwrap_or(false)
    };
    let (on, off) = (Outcome::of(confirm, CONFIRMED).done, Outcome::of(change, TURNED_OFF).done);
    view! {
        <section class="card" aria-labelledby="two-factor-title">
            <h2 id="two-factor-title">"Two-factor log-in"</h2>
            <Transition fallback=|| view! { <p class="hint">"Loading…"</p> }>
                {move || fetched.get().map(|state| match state {
                    Ok(state) => forms(state),
                    Err(error) => view! { <p class="form-error" role="alert">{error.detail()}</p> }.into_any(),
                })}
                <FormDone done=Signal::derive(move || on.get() && is(true)) words="Two-factor log-in is on."/>
                <FormDone done=Signal::derive(move || off.get() && is(false)) words="Two-factor log-in is off."/>
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn SetUpForm(set_up: ServerAction<SetUpTwoFactor>, button: &'static str) -> impl IntoView {
    let error = Outcome::of(set_up, SET_UP).error;
    view! {
        <ActionForm action=set_up>
            <FormError error fields=&[PASSWORD]/>
            <PasswordField error/>
            <button class="primary" aria-busy=move || set_up.pending().get().then_some("true")>{button}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn ConfirmForm(confirm: ServerAction<ConfirmTwoFactor>) -> impl IntoView {
    let error = Outcome::of(confirm, CONFIRMED).error;
    view! {
        <ActionForm action=confirm>
            <FormError error fields=&[CODE]/>
            <Field
                label="Code"
                name=CODE
                autocomplete="one-time-code"
                input_mode="numeric"
                hint="Type the code that your app shows now. Two-factor log-in is on after that."
                error
            />
            <button class="primary" aria-busy=move || confirm.pending().get().then_some("true")>
                "Turn on"
            </button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn ChangeForm(change: ServerAction<ChangeTwoFactor>) -> impl IntoView {
    let error = Outcome::of(change, NEW_CODES).error;
    let busy = move || change.pending().get().then_some("true");
    view! {
        <ActionForm action=change>
            <FormError error fields=&[PASSWORD]/>
            <PasswordField error/>
            <div class="submit">
                <button class="primary" name="change" value=NEW_CODES aria-busy=busy>"New recovery codes"</button>
                <button class="quiet danger" name="change" value=TURNED_OFF aria-busy=busy>"Turn off"</button>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn PasswordField(#[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <Field label="Your password" name=PASSWORD kind="password" autocomplete="current-password" error/>
    }
}

/// Secrets that are shown once.
#[component]
fn Secrets(secrets: TwoFactorSecrets) -> impl IntoView {
    let TwoFactorSecrets { authenticator, recovery_codes } = secrets;
    let file = ["data:text/plain;charset=utf-8,", &recovery_codes.replace('\n', "%0A")].concat();
    let hydrated = Hydrated::here();
    let copied = RwSignal::new(false);
    let codes = StoredValue::new(recovery_codes.clone());
    let copy = move |_| {
        codes.with_value(|codes| copy(codes));
        copied.set(true);
    };
    view! {
        <div class="form-note made-token" role="status">
            {authenticator.map(|Authenticator { key, link, image }| view! {
                <p>"Scan this with your authenticator app, or type the key."</p>
                <div class="qr" inner_html=image></div>
                <p><code>{key}</code></p>
                <p><a href=link rel="external">"Open an app on this device"</a></p>
            })}
            <p>"Save these recovery codes now. You cannot see them again. Each works once, if you lose your app."</p>
            <pre class="codes">{recovery_codes}</pre>
            <p class="submit">
                <a class="button" href=file download="docket-recovery-codes.txt" rel="external">"Download"</a>
                {move || hydrated.get().then(|| view! {
                    <button type="button" class="button" on:click=copy>
                        {move || if copied.get() { "Copied" } else { "Copy" }}
                    </button>
                })}
            </p>
        </div>
    }
    .into_any()
}

/// Copies a text. The interface is asked for by its names, so that the client needs no other part of it.
fn copy(text: &str) {
    #[cfg(feature = "hydrate")]
    {
        use js_sys::{Function, Reflect};
        use leptos::wasm_bindgen::{JsCast, JsValue};
        let clipboard = Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
        let Ok(clipboard) = clipboard else { return };
        let write = Reflect::get(&clipboard, &JsValue::from_str("writeText"));
        if let Some(write) = write.ok().and_then(|write| write.dyn_into::<Function>().ok()) {
            _ = write.call1(&clipboard, &JsValue::from_str(text));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = text;
    }
}
