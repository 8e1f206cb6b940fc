//! The mark before the page's title, which tells people on other tabs that something waits for them: `(2) Tasks`.

use leptos::prelude::*;

/// How many things wait.
#[derive(Clone, Copy)]
pub struct TitleMark(RwSignal<usize>);

impl TitleMark {
    /// Provides it as context.
    pub fn provide() -> Self {
        let mark = Self(RwSignal::new(0));
        provide_context(mark);
        mark
    }

    /// The one that was provided as context. If the reader leaves while the server renders the page, there is none.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(0)))
    }

    /// Sets how many things wait.
    pub fn set(self, waiting: usize) {
        if self.0.try_get_untracked() != Some(waiting) {
            _ = self.0.try_set(waiting);
        }
    }

    /// The title with the mark, reactively.
    pub fn before(self, title: String) -> String {
        match self.0.try_get() {
            Some(waiting @ 1..) => format!("({waiting}) {title}"),
            _ => title,
        }
    }
}
