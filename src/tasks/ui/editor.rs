//! The small editor of a row: what people change most often. The task's page has the rest.

use super::board::Tasks;
use super::focus;
use super::group::Item;
use crate::error::AppError;
use crate::id::TaskId;
use crate::tasks::api::{DeleteTask, PlaceTask, UpdateTask};
use crate::tasks::{PlanForm, TITLE_MAX};
use crate::ui::dynamic::{Dynamic, dynamic, listener};
use crate::ui::form::textarea_content;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::timer::before_next_frame;
use crate::url;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Details, Input, Select, Textarea};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

/// What stays of an editor when the task changes. The browser keeps the fields in which the person has typed, and fills
/// the others with the newer values.
#[derive(Clone, Copy)]
pub struct Editor {
    tasks: Tasks,
    id: TaskId,
    item: Memo<Item>,
    fold: NodeRef<Details>,
    title: NodeRef<Input>,
    description: NodeRef<Textarea>,
    day: NodeRef<Input>,
    time: NodeRef<Input>,
    priority: NodeRef<Select>,
    error: RwSignal<Option<AppError>>,
    /// Whether the task has changed while there were unsaved words.
    changed: RwSignal<bool>,
}

impl Editor {
    /// The editor of a row.
    pub fn new(tasks: Tasks, item: Memo<Item>) -> Self {
        let id = item.with_untracked(|item| item.row.id);
        let editor = Self {
            tasks,
            id,
            item,
            fold: NodeRef::new(),
            title: NodeRef::new(),
            description: NodeRef::new(),
            day: NodeRef::new(),
            time: NodeRef::new(),
            priority: NodeRef::new(),
            error: RwSignal::new(None),
            changed: RwSignal::new(false),
        };
        Effect::new(move |before: Option<Item>| {
            let now = editor.item.get();
            match before {
                // The person may have opened it before the page was hydrated.
                None => editor.toggled(),
                Some(before)
                    if !before.row.has_same_fields(&now.row)
                        && editor.is_open()
                        && editor.unsaved().is_some() =>
                {
                    editor.changed.set(true);
                }
                Some(_) => {}
            }
            now
        });
        on_cleanup(move || tasks.edit(id, false));
        editor
    }

    fn is_open(self) -> bool {
        self.fold.try_get_untracked().flatten().is_some_and(|fold| fold.open())
    }

    fn toggled(self) {
        self.tasks.edit(self.id, self.is_open());
    }

    /// What the person has typed and not saved: title, description and plan.
    fn unsaved(self) -> Option<(Option<String>, Option<String>, PlanForm)> {
        let typed = |field: NodeRef<Input>| {
            let field = field.try_get_untracked().flatten()?;
            Some((field.value() != field.default_value(), field.value()))
        };
        let title = typed(self.title).and_then(|(is_new, title)| is_new.then_some(title));
        let description = self.description.try_get_untracked().flatten();
        // The browser shows each end of a line as one character.
        let shown = |field: &web_sys::HtmlTextAreaElement| {
            field.default_value().ok().map(|text| text.replace("\r\n", "\n"))
        };
        let description = description.filter(|field| Some(field.value()) != shown(field));
        let description = description.map(|field| field.value());
        let (new_day, day) = typed(self.day).unwrap_or_default();
        let (new_time, time) = typed(self.time).unwrap_or_default();
        // A time counts only beside a day.
        let is_new = new_day || new_time;
        let priority = self.priority.try_get_untracked().flatten().map(|field| field.value());
        let plan = PlanForm {
            due: is_new.then_some(day),
            due_time: is_new.then_some(time),
            priority: priority
                .filter(|priority| *priority != self.item.with_untracked(|item| item.row.chosen())),
            ..PlanForm::default()
        };
        let is_same = title.is_none() && description.is_none() && plan == PlanForm::default();
        (!is_same).then_some((title, description, plan))
    }

    fn save(self) {
        let Some((title, description, plan)) = self.unsaved() else { return self.close() };
        spawn_local(async move {
            match self.tasks.update(self.id, title, description, plan).await {
                Ok(()) => self.close(),
                Err(refused) => _ = self.error.try_set(self.tasks.notices.unless_logged_out(refused)),
            }
        });
    }

    /// Folds it, with the task as it is now in its fields.
    fn close(self) {
        let Some(fold) = self.fold.try_get_untracked().flatten() else { return };
        // What it hides cannot keep the focus.
        if let Ok(Some(summary)) = fold.query_selector(":scope:focus-within > summary") {
            focus::give(summary);
        }
        fold.set_open(false);
        self.error.set(None);
        self.as_it_is();
    }

    /// Puts the task as it is now into the fields.
    fn as_it_is(self) {
        self.changed.set(false);
        // First the fields get the newer values.
        before_next_frame(move || {
            let title = self.title.try_get_untracked().flatten();
            if let Some(form) = title.and_then(|title| title.form()) {
                form.reset();
            }
        });
    }

    /// What hinders or warns the person.
    fn hints(self) -> Dynamic {
        dynamic(move || {
            let gone = self.item.with(|item| item.gone);
            let error = self
                .error
                .get()
                .map(|error| view! { <p class="field-error" role="alert">{error.detail()}</p> }.into_any());
            let words = match (gone, self.changed.get()) {
                (true, _) => Some("This task was deleted meanwhile, or it left this list. "),
                (_, true) => Some(
                    "This task was changed meanwhile. Saving changes only the fields that you have edited. ",
                ),
                _ => None,
            };
            let show = move |_: MouseEvent| if gone { self.close() } else { self.as_it_is() };
            let hint = words.map(|words| {
                let button = if gone { "Close" } else { "Show it as it is now" };
                view! {
                    <p class="form-note changed">
                        {words} <button type="button" class="quiet" on:click=listener(show)>{button}</button>
                    </p>
                }
                .into_any()
            });
            Some(view! { <div role="status">{hint}</div> {error} }.into_any())
        })
    }

    /// A pencil that unfolds a form. `hints` are those of this editor.
    pub fn view(self, item: Item) -> AnyView {
        let Item { row, above, below, .. } = item;
        let (tasks, id) = (self.tasks, self.id);
        let save = move |event: SubmitEvent| {
            event.prevent_default();
            self.save();
        };
        let delete = move |event: MouseEvent| {
            event.prevent_default();
            tasks.delete(id);
        };
        let chosen = row.chosen();
        let (due_day, due_time) = row.due.unzip();
        let due_time = due_time.flatten();
        let name = |field: &str| format!("task-{id}-{field}");
        let option = |value: &'static str, words: &'static str| {
            view! { <option value=value selected=value == chosen>{words}</option> }
        };
        let move_buttons = row.movable.then(|| {
            // A hydrated page has a handle for this.
            let button = |place, beside: TaskId, words: &'static str| {
                view! {
                    <button class="quiet fallback" formaction=PlaceTask::url() formnovalidate name=place value=beside.to_string()>
                        {words}
                    </button>
                }
            };
            view! {
                {above.map(|above| button("place[before]", above, "Move up"))}
                {below.map(|below| button("place[after]", below, "Move down"))}
            }
            .into_any()
        });
        view! {
            <details class="editor" node_ref=self.fold on:toggle=listener(move |_| self.toggled())>
                <summary class="icon-button" aria-label=format!("Edit {}", row.title) role="button">
                    <Icon glyph=Glyph::Pencil/>
                </summary>
                <form method="post" action=UpdateTask::url() on:submit=listener(save)>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <label for=name("title")>"Title"</label>
                    <input
                        id=name("title")
                        name="title"
                        value=row.title.clone()
                        node_ref=self.title
                        required
                        // More than allowed: the server then says that a title is too long, and the browser does not
                        // cut it.
                        maxlength=(TITLE_MAX * 2).to_string()
                        autocomplete="off"
                        dir="auto"
                    />
                    <label for=name("description")>"Description"</label>
                    <textarea
                        id=name("description")
                        name="description"
                        rows="3"
                        dir="auto"
                        autocomplete="off"
                        node_ref=self.description
                        inner_html=textarea_content(row.description.as_deref().unwrap_or_default())
                    ></textarea>
                    <div class="editor-plan">
                        <label for=name("due")>"Due on"</label>
                        <label for=name("time")>"At"</label>
                        <label for=name("priority")>"Priority"</label>
                        <input id=name("due") type="date" name="plan[due]" value=due_day node_ref=self.day autocomplete="off"/>
                        <input id=name("time") type="time" name="plan[due_time]" value=due_time node_ref=self.time autocomplete="off"/>
                        <select id=name("priority") name="plan[priority]" node_ref=self.priority autocomplete="off">
                            {option("", "None")} {option("1", "P1")} {option("2", "P2")} {option("3", "P3")} {option("4", "P4")}
                        </select>
                    </div>
                    {self.hints()}
                    <div class="editor-buttons">
                        <button class="primary">"Save"</button>
                        <a class="button" href=url::task(id) aria-label=format!("More of {}", row.title)>"More…"</a>
                        {move_buttons}
                        <button
                            class="quiet danger"
                            aria-label=format!("Delete {}", row.title)
                            formaction=DeleteTask::url()
                            formnovalidate
                            on:click=listener(delete)
                        >
                            <Icon glyph=Glyph::Trash/>
                            "Delete"
                        </button>
                    </div>
                </form>
            </details>
        }
        .into_any()
    }
}
