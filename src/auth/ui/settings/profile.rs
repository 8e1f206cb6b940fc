//! "Account": the person's name and e-mail address.

use crate::auth::api::{UpdateProfile, author_proof, remembered_input};
use crate::auth::ui::session::Session;
use crate::ui::field::Field;
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::time::Time;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A form for the person's name, and the facts that they cannot change.
#[component]
pub fn Profile() -> impl IntoView {
    let session = Session::here();
    let Outcome { error, done } = Outcome::of::<UpdateProfile>("profile");
    let typed = remembered_input("name");
    let name = Signal::derive(move || typed.clone().or_else(|| session.user().map(|user| user.name)));
    view! {
        <section class="card" aria-labelledby="account-title">
            <h2 id="account-title">"Account"</h2>
            <Transition>
                {move || session.user().map(|user| view! {
                    <dl class="facts">
                        <dt>"Email"</dt>
                        <dd>{user.email}</dd>
                        <dt>"Member since"</dt>
                        <dd><Time at=user.created_at day_only=true/></dd>
                    </dl>
                })}
                <form method="post" action=UpdateProfile::url()>
                    <input type="hidden" name="author" value=author_proof()/>
                    <FormError error fields=&["name"]/>
                    <Field label="Name" name="name" autocomplete="name" required=false value=name error/>
                    <div class="submit">
                        <button class="primary">
                            "Save name"
                        </button>
                        <FormDone done words="Saved."/>
                    </div>
                </form>
            </Transition>
        </section>
    }
    .into_any()
}
