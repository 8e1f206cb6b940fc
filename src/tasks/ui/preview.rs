//! What the server understands of the line that the person is typing. It is asked after a pause of typing.

use crate::tasks::api;
use crate::tasks::line::{About, Reading, Understood};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::timer::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The pause of typing after which the server is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// The line that the person is typing, and what they said about its reading.
#[derive(Clone, Copy)]
pub struct Typed {
    line: StoredValue<String>,
    /// Parts of the line that belong to the title.
    keep: StoredValue<Vec<String>>,
    choice: StoredValue<Option<usize>>,
    /// Counts what was typed and said, so that late answers are known as such.
    number: StoredValue<u32>,
    reading: RwSignal<Option<Reading>>,
}

impl Typed {
    /// An empty line.
    pub fn new() -> Self {
        Self {
            line: StoredValue::default(),
            keep: StoredValue::default(),
            choice: StoredValue::default(),
            number: StoredValue::default(),
            reading: RwSignal::default(),
        }
    }

    /// What the person said about the reading: parts to keep in the title, and the reading that they chose.
    pub fn said(self) -> (Vec<String>, Option<usize>) {
        (self.keep.get_value(), self.choice.get_value())
    }

    /// The person has typed.
    pub fn change(self, line: String) {
        self.choice.set_value(None);
        self.keep.update_value(|keep| keep.retain(|part| line.contains(part.as_str())));
        let is_empty = line.trim().is_empty();
        self.line.set_value(line);
        if is_empty {
            self.keep.set_value(Vec::new());
            self.reading.set(None);
        }
        self.ask(PAUSE);
    }

    fn keep(self, parts: Vec<String>) {
        self.keep.update_value(|keep| keep.extend(parts));
        self.ask(Duration::ZERO);
    }

    fn choose(self, choice: usize) {
        self.choice.set_value(Some(choice));
        self.ask(Duration::ZERO);
    }

    fn ask(self, pause: Duration) {
        self.number.update_value(|number| *number += 1);
        let number = self.number.get_value();
        let line = self.line.get_value();
        if line.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            sleep(pause).await;
            let is_newest = || self.number.try_get_value() == Some(number);
            if is_newest() {
                let (keep, choice) = self.said();
                let reading = api::read_line(line, keep, choice).await;
                if is_newest() {
                    self.reading.set(reading.ok().filter(|read| read.says_something()));
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
                    on:click=move |_| typed.keep(taken.clone())
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
                <button type="button" class="chip" on:click=move |_| typed.choose(number)>{meaning}"?"</button>
            </li>
        }
        .into_any()
    };
    view! {
        <div class="preview" role="status">
            {move || typed.reading.get().map(|Reading { title, understood, choices }| {
                let choices: Vec<_> = choices.into_iter().enumerate().map(choice).collect();
                let chips: Vec<_> = understood.into_iter().map(chip).collect();
                view! {
                    <p class="hint">"“"<bdi>{title}</bdi>"” — press Enter to add"</p>
                    <ul class="chips">{chips}{choices}</ul>
                }
            })}
        </div>
    }
    .into_any()
}
