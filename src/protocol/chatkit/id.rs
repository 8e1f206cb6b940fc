//! The ids of threads and items. An id says which message an item comes from and its place in there, so that it is the
//! same in a stream and in a list, and so that a list can go on from it.

use crate::id::{ConversationId, MessageId};
use serde::{Serialize, Serializer};
use std::fmt;

/// A thread's id: `thr_` and the conversation's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ThreadId(pub(super) ConversationId);

/// An item's id. Items of one thread are read in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemId {
    pub(super) message: MessageId,
    place: u32,
}

/// The kind of an item. Calls are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text after this many calls: a question, or a stretch of a reply.
    Text(u32),
    /// A call.
    Call(u32),
    /// The list of tasks.
    List,
    /// How a reply ended.
    End,
}

/// The place of the list: after the first call.
const LIST: u32 = 2;
/// Most calls that have items. An agent makes at most 400.
const CALLS_MAX: u32 = 10_000;

impl ItemId {
    pub(super) fn new(message: MessageId, kind: Kind) -> Self {
        let place = match kind {
            Kind::Text(calls) => calls.min(CALLS_MAX) * 3,
            Kind::Call(number) => number.clamp(1, CALLS_MAX) * 3 - 2,
            Kind::List => LIST,
            Kind::End => u32::MAX,
        };
        Self { message, place }
    }

    pub(super) fn kind(self) -> Kind {
        match self.place {
            u32::MAX => Kind::End,
            LIST => Kind::List,
            place if place % 3 == 0 => Kind::Text(place / 3),
            place => Kind::Call(place.div_ceil(3)),
        }
    }
}

impl fmt::Display for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "thr_{}", self.0)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message;
        match self.kind() {
            Kind::Text(0) => write!(f, "msg_{message}"),
            Kind::Text(calls) => write!(f, "msg_{message}_{calls}"),
            Kind::Call(number) => write!(f, "tsk_{message}_{number}"),
            Kind::List => write!(f, "wdg_{message}"),
            Kind::End => write!(f, "end_{message}"),
        }
    }
}

impl ThreadId {
    /// Reads what `Display` writes; `None` if it is something else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let id = Self(text.strip_prefix("thr_")?.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl ItemId {
    /// Reads what `Display` writes; `None` if it is something else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = text.split_once('_')?;
        let (message, number) = match rest.split_once('_') {
            Some((message, number)) => (message, number.parse().ok()?),
            None => (rest, 0),
        };
        let kind = match prefix {
            "msg" => Kind::Text(number),
            "tsk" => Kind::Call(number),
            "wdg" => Kind::List,
            "end" => Kind::End,
            _ => return None,
        };
        let id = Self::new(message.parse().ok()?, kind);
        (id.to_string() == text).then_some(id)
    }
}

impl Serialize for ThreadId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for ItemId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_were_written_and_no_other_text_is_one() {
        let message = MessageId::new(7);
        for kind in [Kind::Text(0), Kind::Text(2), Kind::Call(1), Kind::Call(3), Kind::List, Kind::End] {
            let id = ItemId::new(message, kind);
            assert_eq!(ItemId::parse(&id.to_string()), Some(id));
            assert_eq!(id.kind(), kind);
        }
        for other in [
            "",
            "msg",
            "msg_",
            "msg_07",
            "msg_+7",
            "msg_7_0",
            "msg_7_00",
            "tsk_7",
            "tsk_7_0",
            "wdg_7_1",
            "end_7_2",
            "thr_7",
            "msg_7_1_1",
            "msg_x",
            "MSG_7",
            " msg_7",
            "msg_99999999999999999999",
            "tsk_7_4294967295",
        ] {
            assert_eq!(ItemId::parse(other), None, "{other}");
        }
        assert_eq!(ThreadId::parse("thr_12"), Some(ThreadId(ConversationId::new(12))));
        for other in ["", "12", "thr_", "thr_012", "thr_+12", "thr_12 ", "thr_1_2", "msg_12"] {
            assert_eq!(ThreadId::parse(other), None, "{other}");
        }
    }

    #[test]
    fn items_are_in_reading_order() {
        let of = |message, kind| ItemId::new(MessageId::new(message), kind);
        let order = [
            of(1, Kind::Text(0)),
            of(2, Kind::Text(0)),
            of(2, Kind::Call(1)),
            of(2, Kind::List),
            of(2, Kind::Text(1)),
            of(2, Kind::Call(2)),
            of(2, Kind::Text(2)),
            of(2, Kind::End),
            of(3, Kind::Text(0)),
        ];
        assert!(order.is_sorted());
    }
}
