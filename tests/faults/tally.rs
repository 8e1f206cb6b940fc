//! What became of the messages of a test: the counts that must be zero.

use crate::storm::is_open;
use crate::world::Stored;
use std::collections::BTreeMap;
use std::fmt;

/// How many messages or replies are missing, how many there are more than once, and how many never end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    lost: usize,
    doubled: usize,
    stuck: usize,
}

impl Tally {
    /// The tally of messages with these client ids, each in a conversation where every question has one reply.
    pub fn of(messages: &[Stored], sent: &[String]) -> Self {
        let mut tally =
            Self { stuck: messages.iter().filter(|message| is_open(message)).count(), ..Self::default() };
        for id in sent {
            match messages.iter().filter(|message| message.client_id.as_ref() == Some(id)).count() {
                0 => tally.lost += 1,
                found => tally.doubled += found - 1,
            }
        }
        let mut replies = BTreeMap::<_, (usize, usize)>::new();
        for message in messages {
            let (questions, answers) = replies.entry(message.conversation).or_default();
            *if message.role == "user" { questions } else { answers } += 1;
        }
        for (questions, answers) in replies.values() {
            tally.lost += questions.saturating_sub(*answers);
            tally.doubled += answers.saturating_sub(*questions);
        }
        tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lost {}, doubled {}, stuck {}", self.lost, self.doubled, self.stuck)
    }
}

#[test]
fn what_is_lost_doubled_or_stuck_is_counted() {
    let stored = |conversation, role: &str, status: &str, client_id: Option<&str>| Stored {
        id: 1,
        person: "ann".into(),
        conversation,
        role: role.into(),
        status: status.into(),
        content: String::new(),
        client_id: client_id.map(str::to_owned),
    };
    let sent = ["a", "b", "c"].map(str::to_owned);
    let well = [stored(1, "user", "complete", Some("a")), stored(1, "assistant", "failed", None)];
    assert_eq!(Tally::of(&well, &sent[..1]), Tally::default());
    let badly = [
        stored(1, "user", "complete", Some("a")),
        stored(1, "assistant", "streaming", None),
        stored(1, "assistant", "complete", None),
        stored(2, "user", "complete", Some("b")),
        stored(3, "user", "complete", Some("b")),
        stored(3, "assistant", "complete", None),
    ];
    assert_eq!(Tally::of(&badly, &sent), Tally { lost: 2, doubled: 2, stuck: 1 });
}
