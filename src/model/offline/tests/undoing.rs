//! Undoing changes.

use super::Desk;

#[test]
fn each_kind_of_change_is_taken_back() {
    let tasks = ["Buy milk", "+Pay rent"];
    let table: &[(&str, &[&str], &str)] = &[
        ("add call mom", &["Buy milk", "+Pay rent", "Call mom"], "**Call mom** (#3) is off your list again"),
        ("complete 1", &["+Buy milk", "+Pay rent"], "**Buy milk** (#1) is pending again"),
        (
            "rename task 1 to buy oat milk",
            &["Buy oat milk", "+Pay rent"],
            "**Buy milk** (#1) is as it was before",
        ),
        ("delete task 2", &["Buy milk"], "**Pay rent** (#2) is back on your list"),
    ];
    for (said, after, piece) in table {
        let mut desk = Desk::with(&tasks);
        desk.expect(said, after, "");
        desk.expect("undo that", &tasks, &format!("Undone: {piece}."));
        assert_eq!(desk.called, ["undo_last_change"]);
    }
}

#[test]
fn it_is_asked_for_in_many_ways() {
    let phrases = "undo; Undo!; undo that; Undo that, please.; undo it; undo the last change; \
        Please undo my last change; undo your last action; can you undo that?; could you please undo the last one; \
        no, undo that; Oops, undo that!; wait, undo that; undo what you just did; undo what I did; revert; \
        revert that; revert the last change; Revert the changes please; put it back; put that back please; \
        put it back on my list; put them back; take that back; take it back; bring it back; roll that back; rollback; \
        change it back; I want it back; restore it; restore that task; undelete it; bring the task back; \
        I want to undo that; sorry, undo; reverse that; Undo everything; un-do that; undo the deletion; \
        actually, put it back as it was";
    for said in phrases.split("; ") {
        let mut desk = Desk::with(&["Buy milk", "Pay rent"]);
        desk.say("delete buy milk");
        desk.expect(said, &["Buy milk", "Pay rent"], "Undone: **Buy milk** (#1) is back on your list.");
        assert_eq!(desk.called, ["undo_last_change"], "{said:?}");
    }
}

#[test]
fn other_things_are_not_undoing() {
    for said in
        ["undo task 1", "restore pay rent", "Add undo that", "put buy milk back on the shelf", "cancel that"]
    {
        let mut desk = Desk::with(&["Buy milk", "Pay rent"]);
        desk.say("complete 2");
        desk.say(said);
        assert!(!desk.called.contains(&"undo_last_change".to_owned()), "{said:?}");
    }
}

#[test]
fn again_takes_back_what_was_done_before() {
    let mut desk = Desk::default();
    desk.say("add a and add b");
    desk.say("complete b");
    desk.say("show my tasks");
    desk.expect("undo that", &["A", "B"], "**B** (#2) is pending again");
    let both = "Undone what I did to 2 tasks:\n\n- **B** (#2) is off your list again\n- **A** (#1) is off your list again";
    desk.expect("undo that", &[], both);
    desk.expect("undo that", &[], "There is nothing to undo");
    desk.expect("add c and undo that", &[], "**C** (#3) is off your list again");
    desk.expect("add d", &["D"], "Added");
    desk.expect("undo that and add e", &["E"], "Added **E**");
}

#[test]
fn what_was_changed_since_is_left() {
    let mut desk = Desk::default();
    desk.say("add a and add b");
    desk.touched = vec![1];
    let reply = "Undone: **B** (#2) is off your list again.\n\nI did not undo what I did to **A** (#1): Task 1 was changed since.";
    desk.expect("undo that", &["A"], reply);
    desk.expect("undo that", &["A"], "I could not undo that: Task 1 was changed since.");
}

#[test]
fn it_is_what_was_put_back() {
    let mut desk = Desk::with(&["Buy milk", "Pay rent"]);
    desk.say("show my tasks");
    desk.say("delete buy milk");
    desk.say("put it back");
    desk.expect("mark it as done", &["+Buy milk", "Pay rent"], "Marked **Buy milk** (#1)");
    desk.expect("delete the meeting", &["+Buy milk", "Pay rent"], "no task like");
    desk.expect("undo", &["Buy milk", "Pay rent"], "is pending again");
}
