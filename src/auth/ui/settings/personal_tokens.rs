//! "Access tokens": the keys of the person's own programs.

use crate::auth::api::{MADE, MakePersonalToken, RevokePersonalToken, personal_tokens, remembered_input};
use crate::auth::{Permission, PersonalToken, TOKEN_DAYS, TokenList};
use crate::error::AppError;
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::time::Time;
use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

type Fetched = Result<TokenList, AppError>;

/// The person's tokens, and a form that makes another.
#[component]
pub fn AccessTokens() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| personal_tokens());
    let (make, revoke) =
        (ServerAction::<MakePersonalToken>::new(), ServerAction::<RevokePersonalToken>::new());
    let made = Outcome::of(make, MADE);
    let revoked = Outcome::of(revoke, "revoked");
    let form = NodeRef::<Form>::new();
    Effect::new(move || {
        let (made, revoked) = (make.value().get(), revoke.value().get());
        if let (Some(Ok(_)), Some(form)) = (&made, form.get_untracked()) {
            form.reset();
        }
        // A refusal also means that the list is old.
        if (made.is_some(), revoked.is_some()) != (false, false) {
            fetched.refetch();
        }
    });
    let read = move |what: fn(&Fetched) -> Option<Vec<PersonalToken>>| {
        fetched.try_with(|fetched| fetched.as_ref().and_then(what)).flatten().unwrap_or_default()
    };
    let tokens = move || read(|fetched| fetched.as_ref().ok().map(|fetched| fetched.tokens.clone()));
    let failure = move || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().err().cloned()).flatten();
    // The text comes with the answer of the form, or with the page if the form was a plain one.
    let text = move || {
        let with_page =
            || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().ok()?.made.clone()).flatten();
        make.value().with(|made| match made {
            Some(made) => made.as_ref().ok().map(|made| made.token.clone()),
            None => with_page(),
        })
    };
    view! {
        <section class="card" aria-labelledby="tokens-title">
            <h2 id="tokens-title">"Access tokens"</h2>
            <p class="explanation">
                "With a token, a script or a program of yours can use Docket in your name. It cannot open these settings."
            </p>
            <FormError error=revoked.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your tokens…"</p> }>
                <FormError error=Signal::derive(failure)/>
                {move || text().map(|text| view! { <MadeToken text/> })}
                <ul class="devices">
                    <For each=tokens key=|token| token.clone() let(token)>
                        <TokenRow token revoke/>
                    </For>
                </ul>
            </Transition>
            <FormDone done=revoked.done words="That token is revoked."/>
            <ActionForm action=make node_ref=form>
                <FormError error=made.error fields=&["token_name", "token_password"]/>
                <Field
                    label="Name of the token"
                    name="token_name"
                    hint="What you will use it for."
                    value=remembered_input("token_name").unwrap_or_default()
                    error=made.error
                />
                <div class="field">
                    <label for="permission">"It may"</label>
                    <select id="permission" name="permission" autocomplete="off">
                        <option value="read">{may(Permission::Read)}</option>
                        <option value="write">{may(Permission::Write)}</option>
                    </select>
                </div>
                <div class="field">
                    <label for="days">"It ends after"</label>
                    <select id="days" name="days" autocomplete="off">
                        {TOKEN_DAYS.map(|days| view! {
                            <option value=days.to_string()>{life(days)}</option>
                        })}
                    </select>
                </div>
                <Field
                    label="Your password"
                    name="token_password"
                    kind="password"
                    autocomplete="current-password"
                    hint="A token lives longer than your log-in, so it takes your password to make one."
                    error=made.error
                />
                <button class="primary" aria-busy=move || make.pending().get().then_some("true")>
                    "Make a token"
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// The text of a new token.
#[component]
fn MadeToken(text: String) -> impl IntoView {
    view! {
        <div class="form-note made-token" role="status">
            <label for="made-token">"Copy your new token now. You cannot see it again."</label>
            <input id="made-token" readonly=true value=text autocomplete="off" spellcheck="false"/>
        </div>
    }
    .into_any()
}

/// A token.
#[component]
fn TokenRow(token: PersonalToken, revoke: ServerAction<RevokePersonalToken>) -> impl IntoView {
    let label = format!("Revoke {}", token.name);
    let used = match token.last_used_at {
        Some(at) => view! { <span>"Last used " <Time at/></span> }.into_any(),
        None => view! { <span>"Never used"</span> }.into_any(),
    };
    view! {
        <li class="device">
            <p class="device-name">{token.name}</p>
            <p class="hint">
                <span>"May " {may(token.permission)}</span>
                <span>"Made " <Time at=token.created_at day_only=true/></span>
                {used}
                <span>"Ends " <Time at=token.expires_at day_only=true/></span>
            </p>
            <ActionForm action=revoke>
                <input type="hidden" name="personal_token" value=token.id/>
                <button class="quiet danger" aria-label=label>"Revoke"</button>
            </ActionForm>
        </li>
    }
    .into_any()
}

/// What a program with this permission may do. It follows the word "may".
fn may(permission: Permission) -> &'static str {
    match permission {
        Permission::Read => "read tasks and conversations",
        Permission::Write => "read and change tasks and conversations",
    }
}

fn life(days: u16) -> String {
    if days == 365 { "a year".to_owned() } else { format!("{days} days") }
}
