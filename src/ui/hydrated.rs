//! Whether the page is hydrated. The first render in the browser must equal what the server sent, so anything that only
//! a hydrated page can do or know waits for this.

use leptos::prelude::*;

/// Whether WebAssembly runs the page.
#[derive(Clone, Copy)]
pub struct Hydrated(RwSignal<bool>);

impl Hydrated {
    /// Provides it as context. It becomes true after the first render; `<body data-hydrated>` tells the style sheet.
    pub fn provide() {
        let hydrated = RwSignal::new(false);
        provide_context(Self(hydrated));
        Effect::new(move || {
            if let Some(body) = document().body() {
                keeping_place(|| _ = body.set_attribute("data-hydrated", "true"));
            }
            hydrated.set(true);
        });
    }

    /// The one that was provided as context. If the reader leaves while the server renders the page, there is none.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(false)))
    }

    /// Whether the page is hydrated now.
    pub fn now(self) -> bool {
        self.0.try_get_untracked().unwrap_or_default()
    }

    /// Whether the page is hydrated, reactively.
    pub fn get(self) -> bool {
        self.0.try_get().unwrap_or_default()
    }
}

/// Marks an element whose reader had scrolled up before the page was hydrated.
pub const SCROLLED: &str = "data-scrolled";

/// Does something that makes the reversed column of a conversation a plain one, which the browser would scroll to
/// another place. A reader who has scrolled up stays where they are.
fn keeping_place(change: impl FnOnce()) {
    let scroller = document().query_selector(".scroller").ok().flatten();
    // A reversed column counts from its end, upwards.
    let up = scroller.as_ref().map_or(0, |scroller| -scroller.scroll_top());
    change();
    if let Some(scroller) = scroller.filter(|_| up > 0) {
        scroller.set_scroll_top(scroller.scroll_height() - scroller.client_height() - up);
        _ = scroller.set_attribute(SCROLLED, "");
    }
}
