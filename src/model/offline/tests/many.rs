//! People with more tasks than one list holds.

use super::*;

const NOTE: &str = "Of your 612 tasks I looked at the newest 500.";

/// 612 tasks. The oldest and the newest have the same title, and #3 is done.
fn desk() -> Desk {
    let mut titles: Vec<String> = (1..=612).map(|number| format!("Errand {number}")).collect();
    (titles[0], titles[611]) = ("Buy milk".into(), "Buy milk".into());
    titles[2].insert(0, '+');
    Desk::with(&titles.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Desk {
    /// Says something that must change nothing. Returns the reply.
    #[track_caller]
    fn changes_nothing(&mut self, said: &str) -> String {
        let before = self.items.clone();
        let reply = self.say(said);
        assert_eq!(self.items, before, "after {said:?}: {reply}");
        reply
    }

    fn done(&self) -> Vec<i64> {
        self.items.iter().filter(|item| item.completed).map(|item| item.id).collect()
    }
}

#[test]
fn it_says_that_it_has_seen_the_newest_alone() {
    for said in ["show my tasks", "how many tasks do I have?", "complete the giraffe", "delete the elephant"]
    {
        let reply = desk().changes_nothing(said);
        assert!(reply.starts_with(NOTE), "{said:?}: {reply}");
        assert!(!reply.contains("You have 500"), "{said:?}: {reply}");
    }
    let pending = desk().changes_nothing("how many pending tasks do I have?");
    assert!(pending.contains("You have 611 pending tasks."), "{pending}");
    let many = desk().changes_nothing("how many tasks do I have?");
    assert!(many.contains("Of these, 500 are pending and 0 are done."), "{many}");
}

#[test]
fn it_asks_before_it_acts_on_what_it_found_among_the_newest() {
    let mut desk = desk();
    let reply = desk.changes_nothing("complete buy milk");
    assert!(reply.starts_with(NOTE) && reply.contains("Mark **Buy milk** (#612) as complete?"), "{reply}");
    desk.say("yes");
    assert_eq!(desk.done(), [3, 612]);
    for said in [
        "mark everything as done",
        "delete all tasks",
        "delete everything except buy milk",
        "complete everything except errand 400",
        "I did errand 400",
        "rename errand 400 to errand 401",
        "delete errand 400",
    ] {
        let reply = desk.changes_nothing(said);
        assert!(reply.contains("I looked at the newest 500."), "{said:?}: {reply}");
    }
    let last = self::desk().changes_nothing("complete the last one");
    assert!(last.starts_with(NOTE), "{last}");
    // An exception that is not found leaves everything as it is.
    desk.changes_nothing("complete everything except errand 50");
    desk.changes_nothing("no");
}

#[test]
fn older_tasks_have_their_numbers() {
    let mut desk = desk();
    let reply = desk.changes_nothing("show #3");
    assert!(reply.contains("Task #3 is not among these.") && !reply.contains("There is no task"), "{reply}");
    desk.say("complete #5");
    desk.say("reopen #3");
    assert_eq!(desk.done(), [5]);
    desk.say("delete #5");
    assert_eq!(desk.items.len(), 611);
}
