//! Reminders on the open page: a card for each, on every page. Without JavaScript the cards are plain forms.

mod card;

use super::Reminder;
use super::api::{self, DismissReminder, OpenReminders, ReminderDone, SnoozeReminder};
use crate::error::AppError;
use crate::id::ReminderId;
use crate::ui::dynamic::dynamic;
use crate::ui::form::{FormError, refusal};
use crate::ui::notice::Notices;
use crate::ui::title::TitleMark;
use crate::url;
use card::Card;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Most cards at once.
const SHOWN: usize = 3;
/// The same on a narrow screen, where the style sheet hides the others: they would cover the page.
const SHOWN_ON_PHONES: usize = 1;

/// Something that the server is asked to do with a reminder.
type Deed = Pin<Box<dyn Future<Output = Result<(), AppError>>>>;

/// The reminders that were told and not dismissed.
#[derive(Clone, Copy)]
pub struct Reminders {
    list: Resource<Result<Vec<Reminder>, AppError>>,
    notices: Notices,
}

impl Reminders {
    /// Asks the server and provides the answer as context.
    pub fn provide() {
        let list = Resource::new(|| (), |()| api::open_reminders());
        provide_context(Self { list, notices: Notices::here() });
    }

    /// Those that were provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Shows these: the server has told them, the oldest first.
    pub fn show(self, reminders: Vec<Reminder>) {
        if self.list.with_untracked(|shown| !matches!(shown, Some(Ok(shown)) if *shown == reminders)) {
            self.list.set(Some(Ok(reminders)));
        }
    }

    /// The newest first, reactively. Read it under `<Transition>`.
    fn newest(self) -> Vec<Reminder> {
        let newest = |list: &Option<Result<Vec<Reminder>, AppError>>| {
            list.as_ref()?.as_ref().ok().map(|list| list.iter().rev().cloned().collect())
        };
        self.list.try_with(newest).flatten().unwrap_or_default()
    }

    /// Takes a card away and asks the server to do something with its reminder. If it cannot, the card comes back.
    fn act(self, id: ReminderId, deed: Deed) {
        let mut before = Vec::new();
        self.list.update(|list| {
            if let Some(Ok(list)) = list {
                before.clone_from(list);
                list.retain(|reminder| reminder.id != id);
            }
        });
        card::pass_focus_on();
        spawn_local(async move {
            if let Err(error) = deed.await {
                self.notices.show(error);
                match api::open_reminders().await {
                    Ok(now) => self.show(now),
                    Err(_) => self.show(before),
                }
            }
        });
    }
}

/// The cards, on each page.
#[component]
pub fn ReminderCards() -> impl IntoView {
    let refused = refusal::<ReminderDone>()
        .or_else(refusal::<SnoozeReminder>)
        .or_else(refusal::<DismissReminder>)
        .or_else(refusal::<OpenReminders>);
    view! {
        <section class="reminders" role="alert" aria-label="Reminders" aria-atomic="false">
            <FormError error=Signal::stored(refused)/>
            <Transition><Cards/></Transition>
        </section>
    }
    .into_any()
}

/// What is shown once the reminders are there.
#[component]
fn Cards() -> impl IntoView {
    let reminders = Reminders::here();
    let newest = Memo::new(move |_| reminders.newest());
    let mark = TitleMark::here();
    Effect::new({
        let mark = mark.clone();
        move || mark.set(newest.with(Vec::len))
    });
    on_cleanup(move || mark.set(0));
    let first = move || newest.with(|list| list.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = move |shown: usize, class: &'static str| {
        dynamic(move || {
            let more = newest.with(Vec::len).saturating_sub(shown);
            let words = format!("and {more} more");
            let class = ["more-reminders ", class].concat();
            (more > 0).then(|| view! { <p class=class><a href=url::TASKS_TODAY>{words}</a></p> }.into_any())
        })
    };
    view! {
        <For each=first key=|reminder| (reminder.id, reminder.title.clone()) let(reminder)>
            <Card reminder/>
        </For>
        {more(SHOWN, "if-wide")}
        {more(SHOWN_ON_PHONES, "if-narrow")}
    }
    .into_any()
}
