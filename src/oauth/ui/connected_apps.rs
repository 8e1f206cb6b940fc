//! "Connected apps" on the settings page.

use crate::auth::Permission;
use crate::error::AppError;
use crate::oauth::ConnectedApp;
use crate::oauth::api::{Disconnect, Narrow, connected_apps};
use crate::ui::form::{FormDone, FormError, Outcome};
use crate::ui::time::Time;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The apps that the person allowed, each with a button that ends it.
#[component]
pub fn ConnectedApps() -> impl IntoView {
    let fetched = Resource::new(|| (), |()| connected_apps());
    let (outcome, narrowed) = (Outcome::of::<Disconnect>("disconnected"), Outcome::of::<Narrow>("narrowed"));
    let all = |list: &Option<Result<Vec<ConnectedApp>, AppError>>| -> Vec<ConnectedApp> {
        list.iter().flatten().flatten().cloned().collect()
    };
    let apps = move || fetched.try_with(all).unwrap_or_default();
    let failure = move || fetched.try_with(|list| list.as_ref()?.as_ref().err().cloned()).flatten();
    view! {
        <section class="card" aria-labelledby="apps-title">
            <h2 id="apps-title">"Connected apps"</h2>
            <p class="explanation">
                "Apps such as Claude or ChatGPT that you allowed to use Docket in your name."
            </p>
            <FormError error=outcome.error/>
            <FormError error=narrowed.error/>
            <Transition fallback=|| view! { <p class="hint">"Loading your apps…"</p> }>
                <FormError error=Signal::derive(failure)/>
                <ul class="devices">
                    <For each=apps key=|app| app.clone() let(app)>
                        <AppRow app/>
                    </For>
                </ul>
                {move || apps().is_empty().then(|| view! { <p class="hint">"No app is connected."</p> })}
            </Transition>
            <FormDone done=outcome.done words="That app is disconnected."/>
            <FormDone done=narrowed.done words="That app may only read from now on."/>
        </section>
    }
    .into_any()
}

/// An app.
#[component]
fn AppRow(app: ConnectedApp) -> impl IntoView {
    let label = format!("Disconnect {}", app.name);
    let may = match app.permission {
        Permission::Read => "May read tasks and conversations",
        Permission::Write => "May read and change tasks and conversations",
    };
    let only_read = (app.permission == Permission::Write).then(|| {
        let (label, id) = (format!("Let {} only read", app.name), app.id.clone());
        view! {
            <form method="post" action=Narrow::url()>
                <input type="hidden" name="connection" value=id/>
                <button class="quiet" aria-label=label>"Only let it read"</button>
            </form>
        }
    });
    view! {
        <li class="device">
            <p class="device-name">{app.name}</p>
            <p class="hint">
                <span>{app.host.unwrap_or_else(|| "on your computer".to_owned())}</span>
                <span>{may}</span>
                <span>"Since " <Time at=app.created_at day_only=true/></span>
                <span>"Last used " <Time at=app.last_used_at/></span>
            </p>
            {only_read}
            <form method="post" action=Disconnect::url()>
                <input type="hidden" name="connection" value=app.id/>
                <button class="quiet danger" aria-label=label>"Disconnect"</button>
            </form>
        </li>
    }
    .into_any()
}
