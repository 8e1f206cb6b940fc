//! "Access tokens": the keys of the person's own programs.

use crate::auth::api::{MADE, MakePersonalToken, RevokePersonalToken, personal_tokens, remembered_input};
use crate::auth::{Permission, PersonalToken, TOKEN_DAYS, TokenList};
use crate::error::AppError;
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::time::Time;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

type Fetched = Result<TokenList, AppError>;

/// The person's tokens, and a form that makes another.
#[component]
pub fn AccessTokens() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| personal_tokens());
    let made = Outcome::of::<MakePersonalToken>(MADE);
    let revoked = Outcome::of::<RevokePersonalToken>("revoked");
    let read = move |what: fn(&Fetched) -> Option<Vec<PersonalToken>>| {
        fetched.try_with(|fetched| fetched.as_ref().and_then(what)).flatten().unwrap_or_default()
    };
    let tokens = move || read(|fetched| fetched.as_ref().ok().map(|fetched| fetched.tokens.clone()));
    let failure = move || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().err().cloned()).flatten();
    let text = move || fetched.try_with(|fetched| fetched.as_ref()?.as_ref().ok()?.made.clone()).flatten();
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
                        <TokenRow token/>
                    </For>
                </ul>
            </Transition>
            <FormDone done=revoked.done words="That token is revoked."/>
            <form method="post" action=MakePersonalToken::url()>
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
                <button class="primary">
                    "Make a token"
                </button>
            </form>
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
fn TokenRow(token: PersonalToken) -> impl IntoView {
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
            <form method="post" action=RevokePersonalToken::url()>
                <input type="hidden" name="personal_token" value=token.id/>
                <button class="quiet danger" aria-label=label>"Revoke"</button>
            </form>
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
