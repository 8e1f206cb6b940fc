//! The tasks as a file of their own, in each of the formats.

use super::Exporter;
use super::pieces::{Halt, Pieces, Writer};
use crate::error::Error;
use crate::id::UserId;
use crate::tasks::Task;
use crate::tasks::file::{Format, calendar, from_now_on, outline, table};
use crate::timestamp::Timestamp;
use serde::Serialize;

/// Tasks that are read at once, not counting sub-tasks.
const TASKS: usize = 500;

#[derive(Serialize)]
struct Head {
    exported_at: Timestamp,
}

impl Exporter {
    /// All tasks of a person as a file. Sub-tasks come after their tasks.
    ///
    /// # Errors
    /// If another export of this person has not ended.
    pub fn tasks(&self, user: &UserId, format: Format) -> Result<Pieces, Error> {
        let (exporter, person) = (self.clone(), user.clone());
        self.pieces(user, async move |writer| exporter.write_file(&person, format, writer).await)
    }

    async fn write_file(&self, user: &UserId, format: Format, mut writer: Writer) -> Result<(), Halt> {
        let now = self.clock.now();
        let order = self.turns.read(self.tasks.order(user)).await?;
        match format {
            Format::Calendar => {
                let zones = self.turns.read(self.tasks.zones_of_repeated(user)).await?;
                writer.text(&calendar::head(Some("Docket"), &zones, year_before(&now))).await?;
            }
            Format::Table => writer.text(&table::head()).await?,
            Format::Outline => writer.text("").await?,
            Format::Json => writer.open(&Head { exported_at: now }, "tasks").await?,
        }
        let mut list = None;
        for ids in order.chunks(TASKS) {
            let tasks = self.turns.read(self.tasks.in_order(user, ids)).await?;
            let tasks: Vec<Task> = tasks.iter().map(from_now_on).collect();
            match format {
                Format::Calendar => {
                    for task in &tasks {
                        writer.text(&calendar::todo(task, user, true)).await?;
                    }
                }
                Format::Table => writer.text(&table::tasks(&tasks)).await?,
                Format::Outline => {
                    for task in &tasks {
                        writer.text(&below_heading(task, &mut list)).await?;
                    }
                }
                Format::Json => {
                    for task in &tasks {
                        writer.item(task).await?;
                    }
                }
            }
        }
        match format {
            Format::Calendar => writer.text(calendar::END).await?,
            Format::Json => writer.text("]}").await?,
            Format::Table | Format::Outline => {}
        }
        writer.end().await
    }
}

/// A task of a checklist, after the heading of its list if that is another one than before.
fn below_heading(task: &Task, list: &mut Option<String>) -> String {
    let heading = match &task.list {
        Some(name)
            if task.parent_id.is_none()
                && list.as_ref().map(|list| list.to_lowercase()) != Some(name.to_lowercase()) =>
        {
            *list = Some(name.clone());
            outline::list(name)
        }
        _ => String::new(),
    };
    heading + &outline::task(task, list.as_deref())
}

/// The year before this one: tasks that repeat are rarely older.
pub(crate) fn year_before(now: &Timestamp) -> i16 {
    now.as_str().get(..4).and_then(|year| year.parse::<i16>().ok()).map_or(1970, |year| year - 1)
}
