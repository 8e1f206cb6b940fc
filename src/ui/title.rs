//! The title of the document: the page's own, the app's name, and a mark for what waits: `(2) Tasks · Docket`.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_meta::Title;

/// How many things wait. People on other tabs see it before the title.
#[derive(Clone)]
pub struct TitleMark(ArcRwSignal<usize>);

impl TitleMark {
    /// Provides it as context.
    pub fn provide() {
        provide_context(Self(ArcRwSignal::new(0)));
    }

    /// The one of this document. If the reader leaves while the server renders the page, there is none.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(ArcRwSignal::new(0)))
    }

    /// Sets how many things wait.
    pub fn set(&self, waiting: usize) {
        if self.0.get_untracked() != waiting {
            self.0.set(waiting);
        }
    }

    fn before(&self, title: String) -> String {
        match self.0.get() {
            0 => title,
            waiting => format!("({waiting}) {title}"),
        }
    }
}

/// Says how titles are made of the titles of pages.
#[component]
pub fn TitleFormat() -> impl IntoView {
    let mark = TitleMark::here();
    view! { <Title formatter=move |of_page| mark.before(with_name(of_page)) text=""/> }
}

/// The title of a page.
///
/// On the server Leptos asks a `Title` for its text after it has rendered the page. By then the thread may serve another
/// request, and this page's signals cannot be read. So the text is taken here, while the page is rendered.
#[component]
pub fn PageTitle(
    /// The title without the app's name. The browser follows its changes.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = TextProp::from(untrack(|| text.get()));
    view! { <Title text/> }
}

fn with_name(of_page: String) -> String {
    if of_page.is_empty() { "Docket".to_owned() } else { [&of_page, " · Docket"].concat() }
}
