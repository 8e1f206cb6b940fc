//! Whether the page has come to life. The first render in the browser must equal what the server sent, so
//! whatever only a living page can do or know waits for this.

use leptos::prelude::*;

/// Whether WebAssembly has taken over.
#[derive(Clone, Copy)]
pub struct Hydrated(RwSignal<bool>);

impl Hydrated {
    /// Starts as "no" and becomes "yes" after the first render; `<body data-hydrated>` tells the style sheet.
    pub fn provide() {
        let hydrated = RwSignal::new(false);
        provide_context(Self(hydrated));
        Effect::new(move || {
            if let Some(body) = document().body() {
                _ = body.set_attribute("data-hydrated", "true");
            }
            hydrated.set(true);
        });
    }

    /// The page's own. A page whose reader has left while the server made it has none any more.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(false)))
    }

    /// Whether it has, reactively.
    pub fn get(self) -> bool {
        self.0.try_get().unwrap_or_default()
    }
}
