//! The tasks that the page holds: the shown parts of one view. What this page changes shows at once and is then sent to the
//! server (`change`). When anything has changed, here or elsewhere, the page reads the shown parts again.

use super::address::Address;
use super::focus;
use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use crate::tasks::undoable::Undoable;
use crate::tasks::{Board, Overview, Task, View, api};
use crate::ui::notice::Notices;
use crate::url;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_query_map};
use std::collections::BTreeSet;

/// What is on its way.
#[derive(Clone, Copy, Default)]
struct Traffic {
    /// How many changes are on their way to the server.
    pending: u32,
    /// Whether the board is on its way from the server.
    reading: bool,
    /// Whether something has changed since the board was asked for.
    stale: bool,
    /// How many changes this page has sent, from 0 again after the last number.
    sent: u32,
}

/// The person's tasks.
#[derive(Clone, Copy)]
pub struct Tasks {
    /// What the address shows.
    pub(super) address: Memo<Address>,
    /// The view of the panel beside the chat.
    pub(super) panel: RwSignal<View>,
    /// What was just done by hand, while it can be undone.
    pub(super) undoable: RwSignal<Option<Undoable>>,
    /// The tasks that are selected. `None` while none can be.
    pub(super) selected: RwSignal<Option<BTreeSet<TaskId>>>,
    /// The tasks whose editors are open. Their rows stay where they are.
    pub(super) editing: RwSignal<BTreeSet<TaskId>>,
    /// How often something has changed since the page was loaded.
    pub(super) news: RwSignal<u32>,
    /// What assistive technology is told.
    pub(super) said: RwSignal<String>,
    pub(super) notices: Notices,
    board: Resource<Result<Option<Board>, AppError>>,
    /// The tool calls that were undone since the page was loaded, each with its reply.
    undone: RwSignal<Vec<(MessageId, String)>>,
    traffic: StoredValue<Traffic>,
}

impl Tasks {
    /// Fetches the view that the address shows, and provides it as context.
    pub fn provide() {
        let (location, query) = (use_location(), use_query_map());
        let address = Memo::new(move |_| {
            let words = query.with(|query| query.get(url::QUERY));
            Address::of(&location.pathname.get(), words)
        });
        let panel = RwSignal::new(View::All);
        let board = Resource::new(
            move || shown(address, panel),
            async |view| match view {
                Some(view) => api::tasks_board(view, 0).await.map(Some),
                None => Ok(None),
            },
        );
        let undoable = query.with_untracked(|query| Undoable::of_query(query.get_str(url::UNDO)?));
        provide_context(Self {
            address,
            panel,
            undoable: RwSignal::new(undoable),
            selected: RwSignal::default(),
            editing: RwSignal::default(),
            news: RwSignal::default(),
            said: RwSignal::default(),
            notices: Notices::here(),
            board,
            undone: RwSignal::default(),
            traffic: StoredValue::default(),
        });
    }

    /// The tasks that were provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// The view that is shown, reactively. `None` on pages without tasks.
    pub(super) fn view(self) -> Option<View> {
        shown(self.address, self.panel)
    }

    /// The same, once.
    pub(super) fn view_untracked(self) -> Option<View> {
        untrack(|| self.view())
    }

    /// Reads the board again, once no change of this page is on its way: it might lack that.
    pub fn reload(self) {
        _ = self.news.try_update(|news| *news = news.wrapping_add(1));
        self.read();
    }

    fn read(self) {
        // What asks for this may have waited until the person had left.
        let Some(Traffic { pending, reading, sent, .. }) = self.traffic.try_get_value() else { return };
        if pending > 0 || reading {
            return self.traffic.update_value(|traffic| traffic.stale = true);
        }
        let Some(view) = self.view_untracked() else { return };
        let shown = self.board.with_untracked(|board| {
            board
                .as_ref()
                .and_then(|board| board.as_ref().ok()?.as_ref())
                .map_or(0, |board| board.page.tasks.len())
        });
        self.traffic.set_value(Traffic { reading: true, sent, ..Traffic::default() });
        spawn_local(async move {
            let board = api::tasks_board(view, shown as u32).await;
            self.traffic.try_update_value(|traffic| traffic.reading = false);
            let Some(Traffic { pending: 0, stale, sent: now, .. }) = self.traffic.try_get_value() else {
                return;
            };
            match board {
                // It may lack what was sent meanwhile.
                Ok(_) if now != sent => {}
                Ok(board) => self.show(board),
                Err(error) if error.code.ends_page() => return self.notices.show(error),
                // The next news brings another try.
                Err(_) => return,
            }
            if stale || now != sent {
                self.read();
            }
        });
    }

    /// Reads one part more of the view.
    pub fn show_more(self) {
        let next = self.with(|board| board.page.next).flatten();
        let (Some(view), Some(next)) = (self.view_untracked(), next) else { return };
        spawn_local(async move {
            match api::view_tasks(view.clone(), next).await {
                Ok(more) => self.change(|board| {
                    if board.view == view && board.page.next == Some(next) {
                        board.page.tasks.extend(more.tasks);
                        board.page.subtasks.extend(more.subtasks);
                        board.page.rules.extend(more.rules);
                        board.page.next = more.next;
                    }
                }),
                Err(error) => self.notices.show(error),
            }
        });
    }

    fn show(self, board: Board) {
        let is_shown = self.view_untracked().as_ref() == Some(&board.view);
        if is_shown && self.with_untracked(|shown| *shown != board).unwrap_or(true) {
            focus::keep();
            self.board.set(Some(Ok(Some(board))));
        }
    }

    /// Sends a change to the server, and reads the board again when no other change is on its way.
    pub(super) async fn send<T>(
        self,
        change: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        self.traffic.update_value(|traffic| {
            traffic.pending += 1;
            traffic.sent = traffic.sent.wrapping_add(1);
        });
        let outcome = change.await;
        self.traffic.try_update_value(|traffic| traffic.pending -= 1);
        if self.traffic.try_get_value().is_some_and(|traffic| traffic.pending == 0)
            && !matches!(&outcome, Err(error) if error.code.ends_page())
        {
            self.reload();
        }
        outcome
    }

    /// Changes what is shown.
    pub(super) fn change(self, change: impl FnOnce(&mut Board)) {
        focus::keep();
        self.board.update(|board| {
            if let Some(Ok(Some(board))) = board {
                change(board);
            }
        });
    }

    /// Notes whether a task's editor is open.
    pub(super) fn edit(self, id: TaskId, is_open: bool) {
        if self.editing.try_with_untracked(|editing| editing.contains(&id)) == Some(!is_open) {
            focus::keep();
            self.editing.update(|editing| _ = if is_open { editing.insert(id) } else { editing.remove(&id) });
        }
    }

    /// Something of the board, reactively. Read it under `<Transition>`.
    pub(super) fn with<T>(self, read: impl FnOnce(&Board) -> T) -> Option<T> {
        self.board.try_with(|board| board.as_ref()?.as_ref().ok()?.as_ref().map(read)).flatten()
    }

    /// The same, once.
    pub(super) fn with_untracked<T>(self, read: impl FnOnce(&Board) -> T) -> Option<T> {
        self.board.try_with_untracked(|board| board.as_ref()?.as_ref().ok()?.as_ref().map(read)).flatten()
    }

    /// What is around the view. Read it under `<Transition>`.
    pub(super) fn overview(self) -> Option<Overview> {
        self.with(|board| board.overview.clone())
    }

    /// The person's day.
    pub(super) fn today(self) -> String {
        self.with_untracked(|board| board.page.today.clone()).unwrap_or_default()
    }

    /// Why there is no board. Read it under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.board.try_with(|board| board.as_ref().and_then(|board| board.as_ref().err().cloned())).flatten()
    }

    /// How many tasks to do are shown; `None` while it is unknown. Read it under `<Transition>`.
    pub fn count(self) -> Option<usize> {
        self.with(|board| board.page.tasks.iter().filter(|task| !task.completed).count())
    }

    /// Puts a task in the place of its older self.
    pub(super) fn put(self, task: Task) {
        self.change(|board| {
            let done = board.done.iter_mut().flat_map(|done| &mut done.tasks);
            if let Some(place) = board.page.tasks.iter_mut().chain(done).find(|old| old.id == task.id) {
                *place = task;
            }
        });
    }

    /// Notes that these tool calls were undone.
    pub fn mark_undone(self, calls: &[(MessageId, String)]) {
        if !calls.is_empty() {
            self.undone.update(|undone| undone.extend_from_slice(calls));
        }
    }

    /// Whether a tool call was undone since the page was loaded, reactively.
    pub fn is_undone(self, reply: MessageId, call: &str) -> bool {
        let is = |(of, undone): &(MessageId, String)| *of == reply && undone == call;
        self.undone.try_with(|undone| undone.iter().any(is)).unwrap_or_default()
    }
}

fn shown(address: Memo<Address>, panel: RwSignal<View>) -> Option<View> {
    match address.try_get()? {
        Address::View(view) => Some(view),
        Address::Panel => panel.try_get(),
        _ => None,
    }
}
