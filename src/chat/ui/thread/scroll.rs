//! Keeps the end of the conversation in sight while the reader is there. A reader who has scrolled up is left alone.

use crate::ui::hydrated::SCROLLED;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// A reader who is nearer to the end than this many pixels is at the end.
const NEAR: i32 = 48;

/// Where the reader is in a scrolling element.
#[derive(Clone, Copy)]
pub struct Scroll {
    scroller: NodeRef<Div>,
    at_end: RwSignal<bool>,
    at_start: RwSignal<bool>,
    /// The scroll position at the last event.
    top: StoredValue<i32>,
    /// The distance from the scroll position to the end, while something is inserted above the text on the screen.
    hold: StoredValue<Option<i32>>,
    /// The width at the last change of size.
    width: StoredValue<i32>,
}

impl Scroll {
    /// Watches `content` grow inside `scroller`.
    pub fn watch(scroller: NodeRef<Div>, content: NodeRef<Div>) -> Self {
        let scroll = Self {
            scroller,
            at_end: RwSignal::new(true),
            at_start: RwSignal::new(false),
            top: StoredValue::new(0),
            hold: StoredValue::new(None),
            width: StoredValue::new(0),
        };
        Effect::new(move || {
            let (Some(outer), Some(inner)) = (scroller.get(), content.get()) else {
                return;
            };
            // An observer takes only a `Closure`. It runs before the screen is painted.
            let resized = Closure::<dyn Fn()>::new(move || scroll.resized());
            let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
                return;
            };
            observer.observe(&inner);
            observer.observe(&outer);
            // The observer and its closure live as long as the elements.
            let watching = StoredValue::new_local((observer, resized));
            on_cleanup(move || _ = watching.try_with_value(|(observer, _)| observer.disconnect()));
        });
        scroll
    }

    /// Whether the end is in sight, reactively.
    pub fn at_end(self) -> bool {
        self.at_end.get()
    }

    /// Whether the reader has scrolled so far up that the start is nearly in sight, reactively.
    pub fn at_start(self) -> bool {
        self.at_start.get()
    }

    /// Handles a scroll event.
    pub fn scrolled(self) {
        if let Some(element) = self.element() {
            let (top, before) = (element.scroll_top(), self.top.get_value());
            self.top.set_value(top);
            let at_start = top < before && top < element.client_height() / 2;
            if at_start != self.at_start.get_untracked() {
                self.at_start.set(at_start);
            }
            let near = from_end(&element) < NEAR + element.client_height();
            // Growing content moves the end away as well, and its scroll events come late. So only a reader who moves
            // up wants to leave the end.
            let at_end = near || (self.at_end.get_untracked() && top >= before);
            if at_end != self.at_end.get_untracked() {
                self.at_end.set(at_end);
            }
        }
    }

    /// Goes to the end, unless the reader has scrolled up before the page was hydrated.
    pub fn open(self) {
        let scrolled = self.element().filter(|element| element.has_attribute(SCROLLED));
        match scrolled {
            Some(element) => {
                _ = element.remove_attribute(SCROLLED);
                self.at_end.set(from_end(&element) < NEAR + element.client_height());
            }
            None => self.to_end(),
        }
    }

    /// Goes to the end and stays there.
    pub fn to_end(self) {
        self.at_end.set(true);
        if let Some(element) = self.element() {
            element.set_scroll_top(element.scroll_height());
        }
    }

    /// Keeps the text on the screen in its place while something is inserted above it.
    pub fn hold(self) {
        self.hold.set_value(self.element().map(|element| from_end(&element)));
    }

    fn resized(self) {
        let Some(element) = self.element() else { return };
        let is_turned =
            self.width.try_update_value(|width| std::mem::replace(width, element.client_width()) != *width);
        keep_room(&element, is_turned.unwrap_or_default());
        let held = self.hold.try_update_value(Option::take).flatten();
        if let Some(distance) = held {
            element.set_scroll_top(element.scroll_height() - distance);
        } else if self.at_end.try_get_untracked().unwrap_or(false) {
            element.set_scroll_top(element.scroll_height());
        }
    }

    fn element(self) -> Option<Element> {
        self.scroller.try_get_untracked().flatten().map(Into::into)
    }
}

fn from_end(element: &Element) -> i32 {
    element.scroll_height() - element.scroll_top()
}

/// Keeps a reply that is being written from becoming lower. When a finished block is rendered it may have fewer lines
/// than its raw text had; without its room, all that is on the screen would move. What is written next takes the room.
/// It is given up when another reply is being written, or when `all` lines are broken in other places.
fn keep_room(scroller: &Element, all: bool) {
    let find = |selector| scroller.query_selector(selector).ok().flatten();
    let written = find(".message[aria-busy] > .body").and_then(|body| body.dyn_into::<HtmlElement>().ok());
    let old = match (all, &written) {
        (true, _) => ".body[style]",
        (false, Some(_)) => ".message:not([aria-busy]) > .body[style]",
        (false, None) => return,
    };
    while let Some(body) = find(old) {
        _ = body.remove_attribute("style");
    }
    if let Some(body) = written {
        let height = [&body.offset_height().to_string(), "px"].concat();
        _ = body.style().set_property("min-height", &height);
    }
}
