//! "Calendar" in the settings.

use super::api::{MakeFeed, REVOKED, RevokeFeed, feed_section};
use crate::ui::form::{FormDone, FormError, refusal};
use crate::ui::made::MadeHtml;
use crate::url;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The person's calendar link.
#[component]
pub fn FeedSection() -> impl IntoView {
    let done =
        |form: &'static str| use_query_map().with_untracked(|query| query.get_str(url::DONE) == Some(form));
    let (revoked, refused) = (done(REVOKED), refusal::<MakeFeed>().or_else(refusal::<RevokeFeed>));
    let section = Resource::new(|| (), |()| feed_section());
    view! {
        <section class="card" aria-labelledby="calendar-title">
            <h2 id="calendar-title">"Calendar"</h2>
            <p class="explanation">
                "A secret link with which a calendar shows the tasks that you have to do. Who knows it can read them. "
                "A new link ends the old one."
            </p>
            <FormError error=Signal::stored(refused)/>
            <MadeHtml html=section/>
            <FormDone done=Signal::stored(revoked) words="That link is revoked."/>
        </section>
    }
    .into_any()
}
