//! "Two-factor log-in": turns it on and off, and makes recovery codes.

use crate::auth::api::{
    CONFIRMED, ChangeTwoFactor, ConfirmTwoFactor, NEW_CODES, SET_UP, SetUpTwoFactor, TURNED_OFF, two_factor,
};
use crate::auth::{Authenticator, TwoFactor, TwoFactorSecrets};
use crate::error::AppError;
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The name of the password's field in each of the forms.
const PASSWORD: &str = "two_factor_password";
/// The name of the code's field.
const CODE: &str = "two_factor_code";

/// The forms that fit the person's state.
#[component]
pub fn TwoFactorLogIn() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| two_factor());
    let made = |state: &TwoFactor| state.made.clone().map(|secrets| view! { <Secrets secrets/> });
    let forms = move |state: TwoFactor| {
        match state {
        TwoFactor { enabled: true, codes_left, .. } => view! {
            <p class="explanation">
                "It is on. A log-in takes your password and a code of your authenticator app. "
                {codes_left} " recovery codes are left."
            </p>
            {made(&state)}
            <ChangeForm/>
        }
        .into_any(),
        TwoFactor { pending: true, .. } => view! {
            {made(&state)}
            <ConfirmForm/>
            <SetUpForm button="Start over"/>
        }
        .into_any(),
        _ => view! {
            <p class="explanation">
                "With it, your password alone does not open your account: a log-in also takes a code of an authenticator app."
            </p>
            <SetUpForm button="Set up"/>
        }
        .into_any(),
    }
    };
    let is = move |enabled: bool| {
        fetched
            .try_with(|state| matches!(state, Some(Ok(state)) if state.enabled == enabled))
            .unwrap_or(false)
    };
    let (on, off) =
        (Outcome::of::<ConfirmTwoFactor>(CONFIRMED).done, Outcome::of::<ChangeTwoFactor>(TURNED_OFF).done);
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
fn SetUpForm(button: &'static str) -> impl IntoView {
    let error = Outcome::of::<SetUpTwoFactor>(SET_UP).error;
    view! {
        <form method="post" action=SetUpTwoFactor::url()>
            <FormError error fields=&[PASSWORD]/>
            <PasswordField error/>
            <button class="primary">{button}</button>
        </form>
    }
    .into_any()
}

#[component]
fn ConfirmForm() -> impl IntoView {
    let error = Outcome::of::<ConfirmTwoFactor>(CONFIRMED).error;
    view! {
        <form method="post" action=ConfirmTwoFactor::url()>
            <FormError error fields=&[CODE]/>
            <Field
                label="Code"
                name=CODE
                autocomplete="one-time-code"
                input_mode="numeric"
                hint="Type the code that your app shows now. Two-factor log-in is on after that."
                error
            />
            <button class="primary">
                "Turn on"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn ChangeForm() -> impl IntoView {
    let error = Outcome::of::<ChangeTwoFactor>(NEW_CODES).error;
    view! {
        <form method="post" action=ChangeTwoFactor::url()>
            <FormError error fields=&[PASSWORD]/>
            <PasswordField error/>
            <div class="submit">
                <button class="primary" name="change" value=NEW_CODES>"New recovery codes"</button>
                <button class="quiet danger" name="change" value=TURNED_OFF>"Turn off"</button>
            </div>
        </form>
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
    view! {
        <div class="form-note made-token" role="status">
            {authenticator.map(|Authenticator { key, link, image }| view! {
                <p>"Scan this with your authenticator app, or type the key."</p>
                <div class="qr" inner_html=image></div>
                <p><code>{key}</code></p>
                <p><a href=link rel="external">"Open an app on this device"</a></p>
            })}
            <p>"Save these recovery codes now. You cannot see them again. Each works once, if you lose your app."</p>
            <pre class="codes" id="recovery-codes">{recovery_codes}</pre>
            <p class="submit">
                <a class="button" href=file download="docket-recovery-codes.txt" rel="external">"Download"</a>
                <button type="button" class="button" data-copies="recovery-codes" hidden>"Copy"</button>
            </p>
        </div>
    }
    .into_any()
}
