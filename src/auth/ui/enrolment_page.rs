//! `/second-factor`: where somebody sets up the second factor that this server demands.

use super::session::next_page;
use super::settings::{Passkeys, TwoFactorLogIn};
use super::{Account, RequireLogin};
use crate::ui::icon::Wordmark;
use crate::ui::title::PageTitle;
#[cfg(feature = "ssr")]
use crate::url;
use leptos::prelude::*;

/// The two kinds of second factor. With either of them, the person can go on.
#[component]
pub fn EnrolmentPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if url::is_authorize(&next_page()) {
        crate::response::keep_opener();
    }
    view! {
        <PageTitle text="Set up a second factor"/>
        <RequireLogin/>
        <main class="page settings enrolment">
            <Wordmark/>
            <section class="card" aria-labelledby="enrolment-title">
                <h1 id="enrolment-title">"Set up a second factor"</h1>
                <p>
                    "This Docket asks everybody for one, so that a stolen password alone opens nothing. \
                     Set up two-factor log-in or a passkey, then go on."
                </p>
            </section>
            <TwoFactorLogIn/>
            <Passkeys/>
            // The whole page is loaded again, because the server decides whether the next one is open.
            <p class="submit"><a class="button" href=next_page() rel="external">"Go on"</a></p>
            <Account/>
        </main>
    }
}
