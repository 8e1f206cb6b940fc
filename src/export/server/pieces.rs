//! Making an export in pieces, as fast as its reader takes them.

use crate::error::Error;
use crate::id::UserId;
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, mpsc};

/// Pieces that are read from the database at the same time, for all exports of this server. The rest of its connections
/// are for people who wait for a page.
const READS: usize = 2;
/// Bytes of a piece. The last item of a piece may make it longer.
const PIECE: usize = 16 * 1024;

/// An export's text in pieces. The first error is the end.
pub type Pieces = BoxStream<'static, Result<String, Error>>;

/// Whose export runs, and who may read.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    people: Arc<Mutex<HashSet<UserId>>>,
    reads: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { people: Arc::default(), reads: Arc::new(Semaphore::new(READS)) }
    }
}

impl Turns {
    /// Begins an export of this person. `None` if one runs.
    pub(super) fn begin(&self, user: &UserId) -> Option<Turn> {
        let is_first = self.people.lock().unwrap_or_else(PoisonError::into_inner).insert(user.clone());
        is_first.then(|| Turn { turns: self.clone(), user: user.clone() })
    }

    /// Reads from the database when it is this export's turn.
    pub(super) async fn read<T, E: Into<Error>>(
        &self,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Halt> {
        // Nobody closes the semaphore.
        let _turn = self.reads.acquire().await.ok();
        read.await.map_err(|error| Halt::Failed(error.into()))
    }
}

/// The one export of a person. Dropping it makes room for another.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    user: UserId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.people.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

/// Why an export ends early.
#[derive(Debug)]
pub(super) enum Halt {
    /// Nobody reads it any more.
    Gone,
    /// Something failed.
    Failed(Error),
}

/// Runs `work` in a task of its own, which waits while the reader has not taken the last piece.
pub(super) fn make<Work, Done>(turn: Turn, work: Work) -> Pieces
where
    Work: FnOnce(Writer) -> Done,
    Done: Future<Output = Result<(), Halt>> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(1);
    let work = work(Writer { sender: sender.clone(), text: String::new(), is_first: true });
    tokio::spawn(async move {
        if let Err(Halt::Failed(error)) = work.await {
            // Fails if nobody reads it any more.
            _ = sender.send(Err(error)).await;
        }
        // Before the reader sees the end, so that it can begin another export at once.
        drop(turn);
        drop(sender);
    });
    let pieces =
        stream::unfold(receiver, async |mut receiver| receiver.recv().await.map(|piece| (piece, receiver)));
    // What compresses a body asks once more after its end.
    pieces.fuse().boxed()
}

/// Collects text into pieces and hands them over.
#[derive(Debug)]
pub(super) struct Writer {
    sender: mpsc::Sender<Result<String, Error>>,
    text: String,
    /// Whether nothing stands before the next item of the list.
    is_first: bool,
}

impl Writer {
    pub(super) async fn text(&mut self, text: &str) -> Result<(), Halt> {
        self.text.push_str(text);
        if self.text.len() < PIECE {
            return Ok(());
        }
        self.send().await
    }

    /// An item of a list.
    pub(super) async fn item(&mut self, item: &impl Serialize) -> Result<(), Halt> {
        let comma = if std::mem::take(&mut self.is_first) { "" } else { "," };
        self.text(&[comma, &json(item)?].concat()).await
    }

    /// Begins an object that has all members of `object` and then a list.
    pub(super) async fn open(&mut self, object: &impl Serialize, list: &str) -> Result<(), Halt> {
        let object = json(object)?;
        let members = object.strip_suffix('}').unwrap_or(&object);
        self.is_first = true;
        self.text(&format!("{members},\"{list}\":[")).await
    }

    /// Ends a list and begins another in the same object.
    pub(super) async fn next_list(&mut self, list: &str) -> Result<(), Halt> {
        self.is_first = true;
        self.text(&format!("],\"{list}\":[")).await
    }

    /// Puts a comma before an object that is an item of a list and is written by [`open`](Self::open).
    pub(super) async fn separate(&mut self, is_first: bool) -> Result<(), Halt> {
        if is_first { Ok(()) } else { self.text(",").await }
    }

    /// Hands over what is left.
    pub(super) async fn end(mut self) -> Result<(), Halt> {
        self.send().await
    }

    async fn send(&mut self) -> Result<(), Halt> {
        self.sender.send(Ok(std::mem::take(&mut self.text))).await.map_err(|_| Halt::Gone)
    }
}

fn json(value: &impl Serialize) -> Result<String, Halt> {
    serde_json::to_string(value).map_err(|error| Halt::Failed(Error::Internal(Box::new(error))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn after_its_end_an_export_may_be_asked_again() {
        let turns = Turns::default();
        let Some(turn) = turns.begin(&UserId::new("ann")) else { return };
        let mut pieces = make(turn, async |mut writer: Writer| {
            writer.text("all").await?;
            writer.end().await
        });
        let mut next = async || pieces.next().await.and_then(Result::ok);
        assert_eq!((next().await.as_deref(), next().await, next().await), (Some("all"), None, None));
        assert!(turns.begin(&UserId::new("ann")).is_some());
    }

    #[tokio::test]
    async fn an_export_waits_for_its_reader_and_ends_with_it() {
        let turns = Turns::default();
        let ann = UserId::new("ann");
        let (written, mut seen) = mpsc::unbounded_channel();
        let endless = async move |mut writer: Writer| loop {
            writer.text(&"x".repeat(PIECE)).await?;
            _ = written.send(());
        };
        let Some(turn) = turns.begin(&ann) else { return };
        let mut pieces = make(turn, endless);
        assert!(turns.begin(&ann).is_none() && turns.begin(&UserId::new("bob")).is_some());
        assert!(pieces.next().await.is_some_and(|piece| piece.is_ok_and(|piece| piece.len() == PIECE)));
        // One piece was taken, one waits, and one waits to wait.
        for _ in 0..2 {
            seen.recv().await;
        }
        tokio::task::yield_now().await;
        assert!(seen.try_recv().is_err());
        drop(pieces);
        // The task ends, and with it the turn.
        while seen.recv().await.is_some() {}
        while turns.begin(&ann).is_none() {
            tokio::task::yield_now().await;
        }
    }
}
