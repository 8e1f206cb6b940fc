//! Tasks from files. A file is kept while the person looks at the preview. Then one transaction makes tasks of it, which can be undone as
//! one for a day.
//!
//! The preview and the import read the same file at the same moment (that of its arrival), so "tomorrow" means the same in both.

mod carry_out;
mod fit;
mod known;
mod undo;

pub use carry_out::ImportChoice;
pub(super) use fit::of_object;

use super::plan::local_time;
use super::{TaskError, Tasks};
use crate::id::UserId;
use crate::import::{self, ImportError, Note, Skipped, Source, Words};
use crate::quick_add::{self, RepeatFrom};
use crate::tasks::Task;
use crate::tasks::store::imports as store;
pub use crate::tasks::store::imports::ImportRecord;
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How long a file waits to be imported.
const FILE_LIFE: time::Duration = time::Duration::HOUR;
/// Most characters of a file's name that are kept.
const NAME_MAX: usize = 200;
/// Tasks that are added or deleted by one statement.
const AT_ONCE: usize = 500;
/// Files that are read at the same time. A file of JSON may take some 100 MB meanwhile.
const READERS: usize = 2;

/// Who sends a file now, and who may read one.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    people: Arc<Mutex<HashSet<UserId>>>,
    turns: Arc<Semaphore>,
}

impl Default for Readers {
    fn default() -> Self {
        Self { people: Arc::default(), turns: Arc::new(Semaphore::new(READERS)) }
    }
}

/// The one file that a person sends. Dropping it makes room for another.
#[derive(Debug)]
pub struct Upload {
    readers: Readers,
    user: UserId,
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.readers.people.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

/// A task of a file as it will be stored, but for its number and that of its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The task.
    pub task: Task,
    /// The index of the task whose sub-task it is. That one comes earlier.
    pub parent: Option<usize>,
    /// Where the file has it: a line, or the number of an item.
    pub place: usize,
}

/// What a file holds, in the form that it will be stored in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    /// Which program wrote the file.
    pub source: Source,
    /// Its tasks.
    pub tasks: Vec<Fitted>,
    /// What is no task.
    pub skipped: Vec<Skipped>,
    /// What is different from the file, in the order of the tasks.
    pub notes: Vec<Note>,
}

/// A file before it is imported.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The file.
    pub record: ImportRecord,
    /// What it holds.
    pub content: FileContent,
    /// For each task whether the person has one with the same title, due date and list.
    pub known: Vec<bool>,
    /// How many tasks the person has.
    pub count: i64,
    /// The person's date and time when the file came.
    pub read_at: ZonedDateTime,
}

/// Where an import stands.
#[derive(Clone, Debug)]
pub enum ImportStage {
    /// It waits for the person.
    Waiting(Box<Preview>),
    /// It was carried out. So many of its tasks were not removed by undoing it.
    Done(ImportRecord, i64),
}

impl Tasks {
    /// Begins to take a file of a person, which is in memory until it is stored. `None` while they send another one.
    pub fn begin_upload(&self, user: &UserId) -> Option<Upload> {
        let mut people = self.readers.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.insert(user.clone()).then(|| Upload { readers: self.readers.clone(), user: user.clone() })
    }

    /// Keeps a file with tasks, in place of an earlier one that was not imported. Returns its number.
    ///
    /// # Errors
    /// If it cannot be read, or has no task.
    pub async fn keep_file(&self, user: &UserId, name: &str, content: Vec<u8>) -> Result<i64, TaskError> {
        let now = self.clock.now();
        let read_at = self.local_time(user).await?;
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect();
        self.read_content(name.clone(), content.clone(), read_at).await?;
        let mut scope = self.db.write_as(user).await?;
        store::delete_waiting(&mut scope).await?;
        let id = store::insert(&mut scope, &name, &content, &now).await?;
        scope.commit().await?;
        Ok(id)
    }

    /// Where an import stands.
    ///
    /// # Errors
    /// [`TaskError::NoImport`] if the file is not there, or no longer.
    pub async fn import_stage(&self, user: &UserId, id: i64) -> Result<ImportStage, TaskError> {
        let mut scope = self.db.read_as(user).await?;
        let record = store::record(&mut scope, id).await?.ok_or(TaskError::NoImport)?;
        if record.imported_at.is_some() {
            let left = store::left(&mut scope, id).await?;
            return Ok(ImportStage::Done(record, left));
        }
        drop(scope);
        let (content, read_at) = self.waiting(user, &record).await?;
        let mut scope = self.db.read_as(user).await?;
        let there = store::known(&mut scope, &known::titles(&content.tasks)).await?;
        let known = known::matches(&content.tasks, there).iter().map(Option::is_some).collect();
        let count = crate::tasks::store::count(&mut scope).await?;
        Ok(ImportStage::Waiting(Box::new(Preview { record, content, known, count, read_at })))
    }

    /// What the person has imported in the last day, the last first.
    pub async fn recent_imports(&self, user: &UserId) -> Result<Vec<ImportRecord>, TaskError> {
        let limit = self.clock.now().plus(-super::UNDO_LIFE);
        Ok(store::since(&mut self.db.read_as(user).await?, &limit).await?)
    }

    /// What a file that waits holds.
    async fn waiting(
        &self,
        user: &UserId,
        record: &ImportRecord,
    ) -> Result<(FileContent, ZonedDateTime), TaskError> {
        if record.created_at.plus(FILE_LIFE) < self.clock.now() {
            return Err(TaskError::NoImport);
        }
        let mut scope = self.db.read_as(user).await?;
        let content = store::content(&mut scope, record.id).await?.ok_or(TaskError::NoImport)?;
        let zone = crate::tasks::store::zone(&mut scope).await?;
        drop(scope);
        let read_at = local_time(&record.created_at, zone.as_deref());
        Ok((self.read_content(record.file_name.clone(), content, read_at.clone()).await?, read_at))
    }

    /// Reads a file on a thread of its own, because a large one takes long.
    async fn read_content(
        &self,
        name: String,
        content: Vec<u8>,
        read_at: ZonedDateTime,
    ) -> Result<FileContent, TaskError> {
        // Nobody closes the semaphore.
        let _turn = self.readers.turns.acquire().await.ok();
        let read = tokio::task::spawn_blocking(move || {
            let words = |text: &str| words(text, &read_at);
            import::read(&name, &content, &read_at, &words).map(|imported| fit::fit(imported, &read_at))
        });
        // A fault of a reader is one of the file for the person. The log has it.
        Ok(read.await.unwrap_or(Err(ImportError::Unreadable))?)
    }

    /// When files are forgotten that came before, and when records are.
    pub(super) fn import_limits(&self, now: &Timestamp) -> (Timestamp, Timestamp) {
        (now.plus(-FILE_LIFE), now.plus(-super::UNDO_LIFE))
    }
}

/// Reads dates that people wrote. `None` if there is more than one way to read them.
fn words(text: &str, now: &ZonedDateTime) -> Option<Words> {
    let entry = quick_add::read_date(text, now).filter(|entry| entry.doubt.is_none())?;
    let from_completion = entry.repeat_from == RepeatFrom::Completion;
    Some(Words { due: entry.due, repeat: entry.repeat, from_completion })
}
