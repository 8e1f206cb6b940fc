//! The title of the document: the page's own, the app's name, and a mark for what waits: `(2) Tasks · Docket`.

use super::dynamic::dynamic_text;
use super::timer::before_next_frame;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos::wasm_bindgen::JsCast;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

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

/// Where links have led. A browser says the title of a page that it loads and begins at its top; when the client
/// changes the page, somebody who does not see it would not notice.
#[derive(Clone, Copy)]
pub struct Arrivals {
    address: Memo<String>,
    /// The address that the person knows to be at.
    last: StoredValue<String>,
    said: RwSignal<String>,
}

impl Arrivals {
    /// Provides them as context.
    pub fn provide() {
        let location = use_location();
        let address = Memo::new(move |_| [location.pathname.get(), location.search.get()].join("?"));
        let last = StoredValue::new(address.get_untracked());
        provide_context(Self { address, last, said: RwSignal::default() });
    }

    /// Notes that the page that is shown gets another path.
    pub fn stays(self, path: &str) {
        self.last.set_value([path, "?"].concat());
    }

    /// Says the title, and takes the focus along, if the person has come from elsewhere.
    pub fn at(self, title: String) {
        let Some(address) = self.address.try_get_untracked() else { return };
        if self.last.get_value() != address {
            self.last.set_value(address);
            self.said.set(with_name(title));
            // The page may take the focus to a better place itself.
            before_next_frame(focus_page);
        }
    }
}

/// Gives the main heading the focus, unless something of the page has it.
fn focus_page() {
    let here = document().active_element();
    if here.is_some_and(|here| matches!(here.closest("main, :popover-open, input, textarea"), Ok(Some(_)))) {
        return;
    }
    let find = |selector| document().query_selector(selector).ok().flatten();
    let heading = find("main :is(h1, [role=heading][aria-level=\"1\"])").or_else(|| find("main"));
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        _ = heading.focus();
    }
}

/// Tells assistive technology where a link has led.
#[component]
pub fn Arrival() -> impl IntoView {
    let arrivals = expect_context::<Arrivals>();
    view! { <p class="visually-hidden" role="status">{dynamic_text(move || Some(arrivals.said.get()))}</p> }
}

/// Says how titles are made of the titles of pages.
#[component]
pub fn TitleFormat() -> impl IntoView {
    let mark = TitleMark::here();
    view! { <Title formatter=move |of_page| mark.before(with_name(of_page)) text=""/> }
}

/// The title of a page.
///
/// On the server Leptos asks a `Title` for its text after it has rendered the page. By then the thread may serve
/// another request, and this page's signals cannot be read. So the text is taken here, while the page is rendered.
#[component]
pub fn PageTitle(
    /// The title without the app's name. The browser follows its changes.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = TextProp::from(untrack(|| text.get()));
    if let Some(arrivals) = use_context::<Arrivals>() {
        let text = text.clone();
        Effect::new(move || arrivals.at(text.get().to_string()));
    }
    view! { <Title text/> }
}

fn with_name(of_page: String) -> String {
    if of_page.is_empty() { "Docket".to_owned() } else { [&of_page, " · Docket"].concat() }
}
