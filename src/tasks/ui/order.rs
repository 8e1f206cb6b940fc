//! Moving tasks by hand: by dragging a row's handle, or by the arrow keys on it. One set of listeners serves a whole list.

use super::board::Tasks;
use crate::id::TaskId;
use crate::tasks::Place;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The attribute of a row that is dragged.
const DRAGGED: &str = "data-dragged";
/// The attribute of the row beside which it would be put. Its value says on which side.
const DROP: &str = "data-drop";
/// How near to the edge of the list, in pixels, a drag scrolls, and how far.
const EDGE: i32 = 56;
const STEP: i32 = 14;

/// Takes hold of a row.
pub fn hold(event: &PointerEvent) {
    let Some((handle, row)) = handle_and_row(event) else { return };
    // The browser would mark text.
    event.prevent_default();
    _ = handle.set_pointer_capture(event.pointer_id());
    _ = row.set_attribute(DRAGGED, "");
}

/// Shows where the row would be put.
pub fn drag(tasks: Tasks, event: &PointerEvent) {
    let Some((_, row)) = handle_and_row(event).filter(|(_, row)| row.has_attribute(DRAGGED)) else { return };
    scroll(&row, event.client_y());
    let list = row.parent_element();
    clear(list.as_ref(), DROP);
    let at = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
    let Some(over) = at.and_then(|at| at.closest("li[data-task]").ok()?) else { return };
    if over.parent_element() == list
        && let (Some(from), Some(to)) = (place_of(tasks, &row), place_of(tasks, &over))
        && from != to
    {
        _ = over.set_attribute(DROP, if to > from { "after" } else { "before" });
    }
}

/// Puts the row down.
pub fn drop(tasks: Tasks, event: &PointerEvent) {
    let Some((_, row)) = handle_and_row(event).filter(|(_, row)| row.has_attribute(DRAGGED)) else { return };
    let list = row.parent_element();
    let over = list.as_ref().and_then(|list| list.query_selector(&["[", DROP, "]"].concat()).ok()?);
    let side = over.as_ref().and_then(|over| over.get_attribute(DROP));
    clear(list.as_ref(), DROP);
    clear(list.as_ref(), DRAGGED);
    if let (Some(id), Some(beside), Some(side)) = (id_of(&row), over.as_ref().and_then(id_of), side) {
        put(tasks, id, if side == "after" { Place::After(beside) } else { Place::Before(beside) });
    }
}

/// Leaves the row where it was.
pub fn cancel(event: &PointerEvent) {
    if let Some((_, row)) = handle_and_row(event) {
        let list = row.parent_element();
        clear(list.as_ref(), DROP);
        clear(list.as_ref(), DRAGGED);
    }
}

/// Moves the row up or down.
pub fn press(tasks: Tasks, event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowUp" => -1,
        "ArrowDown" => 1,
        _ => return,
    };
    let Some((_, row)) = handle_and_row(event) else { return };
    event.prevent_default();
    let Some((id, place)) = id_of(&row).zip(place_of(tasks, &row)) else { return };
    let beside = place.checked_add_signed(step).and_then(|place| {
        tasks.with_untracked(|board| board.page.tasks.get(place).map(|task| task.id)).flatten()
    });
    if let Some(beside) = beside {
        put(tasks, id, if step > 0 { Place::After(beside) } else { Place::Before(beside) });
    }
}

fn put(tasks: Tasks, id: TaskId, place: Place) {
    tasks.place(id, place);
    let said = tasks.with_untracked(|board| {
        let tasks = &board.page.tasks;
        let place = tasks.iter().position(|task| task.id == id)?;
        let title = &tasks.get(place)?.title;
        Some(
            [
                "Moved “",
                title,
                "” to place ",
                &(place + 1).to_string(),
                " of ",
                &tasks.len().to_string(),
                ".",
            ]
            .concat(),
        )
    });
    tasks.said.set(said.flatten().unwrap_or_default());
}

fn handle_and_row(event: &Event) -> Option<(Element, Element)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let handle = target.closest(".handle").ok()??;
    let row = handle.closest("li[data-task]").ok()??;
    Some((handle, row))
}

fn id_of(row: &Element) -> Option<TaskId> {
    row.get_attribute("data-task")?.parse().ok()
}

fn place_of(tasks: Tasks, row: &Element) -> Option<usize> {
    let id = id_of(row)?;
    tasks.with_untracked(|board| board.page.tasks.iter().position(|task| task.id == id)).flatten()
}

fn clear(list: Option<&Element>, attribute: &str) {
    let marked = list.and_then(|list| list.query_selector(&["[", attribute, "]"].concat()).ok()?);
    if let Some(marked) = marked {
        _ = marked.remove_attribute(attribute);
    }
}

fn scroll(row: &Element, y: i32) {
    let Ok(Some(scroller)) = row.closest(".page, .panel") else { return };
    if y < EDGE {
        scroller.set_scroll_top(scroller.scroll_top() - STEP);
    } else if y > scroller.client_height() - EDGE {
        scroller.set_scroll_top(scroller.scroll_top() + STEP);
    }
}
