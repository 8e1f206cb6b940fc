//! What the server understands of the line that the person is typing. It is asked after a pause of typing.

use crate::tasks::api;
use crate::tasks::line::{About, Reading, Understood};
use crate::ui::dynamic::{dynamic, listener};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::timer::sleep;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The pause of typing after which the server is asked.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Clone, Default)]
struct State {
    line: String,
    /// Parts of the line that belong to the title.
    keep: Vec<String>,
    choice: Option<usize>,
    /// Counts what was typed and said, so that late answers are known as such.
    number: u32,
}

/// The line that the person is typing, and what they said about its reading.
#[derive(Clone, Copy)]
pub struct Typed {
    state: StoredValue<State>,
    reading: RwSignal<Option<Reading>>,
}

impl Typed {
    /// An empty line.
    pub fn new() -> Self {
        Self { state: StoredValue::default(), reading: RwSignal::default() }
    }

    /// What the person said about the reading: parts to keep in the title, and the reading that they chose.
    pub fn said(self) -> (Vec<String>, Option<usize>) {
        let State { keep, choice, .. } = self.state.get_value();
        (keep, choice)
    }

    /// The person has typed.
    pub fn change(self, line: String) {
        if line.trim().is_empty() {
            self.reading.set(None);
        }
        self.ask(PAUSE, |state| {
            state.choice = None;
            state.keep.retain(|part| line.contains(part.as_str()));
            state.line = line;
        });
    }

    fn keep(self, parts: Vec<String>) {
        self.ask(Duration::ZERO, |state| state.keep.extend(parts));
    }

    fn choose(self, choice: usize) {
        self.ask(Duration::ZERO, |state| state.choice = Some(choice));
    }

    fn ask(self, pause: Duration, change: impl FnOnce(&mut State)) {
        self.state.update_value(|state| {
            change(state);
            state.number += 1;
        });
        self.read(pause, self.state.get_value());
    }

    fn read(self, pause: Duration, State { line, keep, choice, number }: State) {
        if line.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            let is_newest = || self.state.try_get_value().is_some_and(|state| state.number == number);
            sleep(pause).await;
            if is_newest() {
                let reading = api::read_line(line, keep, choice).await;
                if is_newest() {
                    self.reading.set(reading.ok().filter(Reading::says_something));
                }
            }
        });
    }
}

impl Reading {
    fn says_something(&self) -> bool {
        !self.understood.is_empty() || !self.choices.is_empty()
    }
}

/// What was understood, as chips. One that the person dismisses stays in the title.
#[component]
pub fn Preview(typed: Typed) -> impl IntoView {
    let chip = move |Understood { about, meaning, taken }: Understood| {
        let glyph = match about {
            About::Due | About::Start => Some(Glyph::Calendar),
            About::Repeat => Some(Glyph::Repeat),
            About::Reminder => Some(Glyph::Alert),
            _ => None,
        };
        let name = ["Not so: ", &meaning].concat();
        let dismiss = (!taken.is_empty()).then(|| {
            view! {
                <button
                    type="button"
                    class="chip-button"
                    aria-label=name
                    title="Leave these words in the title"
                    on:click=listener(move |_: MouseEvent| typed.keep(taken.clone()))
                ><Icon glyph=Glyph::Cross/></button>
            }
        });
        view! {
            <li><span class="chip">{glyph.map(|glyph| view! { <Icon glyph/> })}<bdi>{meaning}</bdi>{dismiss}</span></li>
        }
        .into_any()
    };
    let choice = move |(number, meaning): (usize, String)| {
        view! {
            <li>
                <button type="button" class="chip" on:click=listener(move |_: MouseEvent| typed.choose(number))>{meaning}"?"</button>
            </li>
        }
        .into_any()
    };
    let preview = dynamic(move || {
        let Reading { title, understood, choices } = typed.reading.get()?;
        let choices: Vec<_> = choices.into_iter().enumerate().map(choice).collect();
        let chips: Vec<_> = understood.into_iter().map(chip).collect();
        let preview = view! {
            <p class="hint">"“"<bdi>{title}</bdi>"” — press Enter to add"</p>
            <ul class="chips">{chips}{choices}</ul>
        };
        Some(preview.into_any())
    });
    view! { <div class="preview" role="status">{preview}</div> }.into_any()
}
