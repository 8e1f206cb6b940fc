//! The keyboard's focus in a list of tasks. A change may move or remove the row that has it.

use crate::ui::timer::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;
use web_sys::{Element, HtmlElement};

/// The part of a list with the tasks that were done last.
const DONE: &str = ".completed";
const TICK: &str = ".tick input[type=checkbox]";
/// What gets the focus in a page without rows: the link to its view, or else the way out of it.
const NO_ROWS: [&str; 2] = [".tabs [aria-current]", ".empty a"];

/// Where the focus is.
struct Spot {
    element: Element,
    /// The number of the row's task.
    task: String,
    is_done: bool,
    /// The rows below it, and then those above it, the nearest first.
    neighbours: Vec<Element>,
}

/// Keeps the focus that is in a row now, whatever happens to that row next. It stays with the task, or goes to the
/// row's neighbour if the task is gone from the list.
pub fn keep() {
    if let Some(spot) = Spot::here() {
        spawn_local(async move {
            sleep(Duration::ZERO).await;
            spot.restore();
        });
    }
}

/// Takes the keyboard's focus from what is about to go to the list.
pub fn to_list() {
    let here = document().active_element();
    // A pointer needs no focus, and the list would scroll.
    if here.is_some_and(|here| here.matches(":focus-visible").unwrap_or_default())
        && let Some(to) = find(TICK).or_else(empty_list)
    {
        give(to);
    }
}

/// Gives an element the focus.
pub fn give(to: Element) {
    if let Ok(to) = to.dyn_into::<HtmlElement>() {
        _ = to.focus();
    }
}

impl Spot {
    fn here() -> Option<Self> {
        let element = document().active_element()?;
        let row = element.closest("li[data-task]").ok()??;
        let mut neighbours = Vec::new();
        for step in [Element::next_element_sibling, Element::previous_element_sibling] {
            let mut at = step(&row);
            while let Some(row) = at {
                at = step(&row);
                neighbours.push(row);
            }
        }
        let task = row.get_attribute("data-task")?;
        Some(Self { element, task, is_done: is_done(&row), neighbours })
    }

    fn restore(self) {
        let is_lost = document().active_element().is_none_or(|here| here.tag_name() == "BODY");
        if is_lost && let Some(to) = self.to() {
            give(to);
        }
    }

    fn to(&self) -> Option<Element> {
        if self.element.is_connected() {
            return Some(self.element.clone());
        }
        let here = |row: &Element| row.is_connected() && is_done(row) == self.is_done;
        let row = find(&["li[data-task=\"", &self.task, "\"]"].concat()).filter(here);
        let row = row.or_else(|| self.neighbours.iter().find(|row| here(row)).cloned());
        let tick = row.and_then(|row| row.query_selector(TICK).ok()?).or_else(|| find(TICK));
        tick.or_else(empty_list)
    }
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

fn empty_list() -> Option<Element> {
    NO_ROWS.into_iter().find_map(find)
}

fn is_done(row: &Element) -> bool {
    matches!(row.closest(DONE), Ok(Some(_)))
}
