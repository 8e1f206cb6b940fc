//! Conversations of several turns: references, questions, several requests at once, other models.

use super::Desk;
use crate::model::{ModelCall, ModelMessage};
use serde_json::json;

#[test]
fn several_in_one_message() {
    let mut desk = Desk::default();
    desk.expect(
        "add buy milk and remind me to call mom, then show my tasks",
        &["Buy milk", "Call mom"],
        "You have 2 pending tasks",
    );
    assert_eq!(desk.called, ["add_task", "add_task", "list_tasks"]);
    desk.expect("complete 1 and delete call mom", &["+Buy milk"], "Deleted **Call mom** (#2)");
    desk.expect("Add pay rent. What is the capital of France?", &["+Buy milk", "Pay rent"], "cannot answer");
    desk.expect(
        "add water plants and mark it as done",
        &["+Buy milk", "Pay rent", "+Water plants"],
        "Marked **Water plants**",
    );
    desk.expect("hi, show my tasks", &["+Buy milk", "Pay rent", "+Water plants"], "Done:\n\n2. **");
    let many = "complete pay rent; add a; list; add b; list; add c; list; add d; list; add e";
    assert!(desk.say(many).contains("say the rest again"));
    assert!(desk.say("show my tasks").contains("**Pay rent**"));
}

#[test]
fn it_is_the_task_spoken_of() {
    let mut desk = Desk::default();
    desk.expect("add buy milk", &["Buy milk"], "Added **Buy milk** as task #1.");
    desk.expect("Actually, call it Buy oat milk", &["Buy oat milk"], "Renamed task #1 to **Buy oat milk**");
    desk.expect("no, call it 'soy milk'", &["soy milk"], "Renamed");
    desk.expect("rename it to buy rice milk", &["Buy rice milk"], "Renamed");
    desk.expect("add a note to it: 2 litres", &["Buy rice milk"], "description of **Buy rice milk**");
    desk.expect("thanks", &["Buy rice milk"], "welcome");
    desk.expect("mark it as done", &["+Buy rice milk"], "Marked **Buy rice milk** (#1) as complete.");
    desk.expect("delete that", &[], "Deleted **Buy rice milk** (#1).");
    desk.expect("delete it", &[], "no task #1");
    desk.expect("add a and add b", &["A", "B"], "Added 2 tasks");
    desk.expect("complete both", &["+A", "+B"], "Marked 2 tasks");
    desk.expect("add c", &["+A", "+B", "C"], "#4");
    desk.expect("delete the task I just added", &["+A", "+B"], "Deleted **C**");
}

#[test]
fn it_may_be_unclear() {
    let mut desk = Desk::with(&["Buy milk"]);
    desk.expect("mark it as done", &["Buy milk"], "Which one");
    desk.expect("the first", &["+Buy milk"], "Marked");
    let mut desk = Desk::default();
    desk.expect("mark it as done", &[], "no tasks");
    desk.say("add a and add b");
    desk.expect("mark it as done", &["A", "B"], "1. #1 **A**\n2. #2 **B**");
    desk.expect("both", &["+A", "+B"], "Marked 2");
}

#[test]
fn places_of_the_list_shown() {
    let mut desk = Desk::with_from(40, &["A", "B", "C", "D", "+E"]);
    desk.expect("show my tasks", &["A", "B", "C", "D", "+E"], "1. **D** (#44)\n2. **C** (#43)");
    desk.expect("complete the second one", &["A", "B", "+C", "D", "+E"], "**C**");
    desk.expect("delete the third", &["A", "+C", "D", "+E"], "**B**");
    desk.expect("delete the last one", &["A", "+C", "D"], "**E**");
    desk.expect("complete 1", &["A", "+C", "+D"], "**D**");
    desk.expect("complete 2 and 44", &["A", "+C", "+D"], "no task #2");
    desk.expect("complete task 2", &["A", "+C", "+D"], "no task #2");
    desk.expect("what's pending", &["A", "+C", "+D"], "**A** (#41)");
    desk.expect("delete it", &["+C", "+D"], "Deleted **A** (#41)");
    desk.say("show completed tasks");
    desk.expect("delete the first two", &[], "Deleted 2 tasks");
    let mut desk = Desk::with(&["A", "B"]);
    desk.expect("complete the first one", &["A", "+B"], "**B** (#2)");
    desk.expect("complete the ninth one", &["A", "+B"], "only");
}

#[test]
fn several_fit() {
    let ask = "Which one do you want to delete?\n\n1. #2 **Team meeting**\n2. #5 **Client meeting**";
    let all = ["Buy milk", "Team meeting", "Call mom", "Pay rent", "Client meeting"];
    let left = ["Buy milk", "Team meeting", "Call mom", "Pay rent"];
    for answer in [
        "#5",
        "5",
        "the second",
        "the second one please",
        "client",
        "the client one",
        "Client meeting",
        "task 5",
        "the last one",
    ] {
        let mut desk = Desk::with(&all);
        desk.expect("delete the meeting", &all, ask);
        desk.expect(answer, &left, "Deleted **Client meeting** (#5).");
    }
    for (answer, kept) in [
        ("both", true),
        ("all of them", true),
        ("neither", false),
        ("cancel", false),
        ("none of them", false),
        ("never mind", false),
    ] {
        let mut desk = Desk::with(&all);
        desk.say("delete the meeting");
        let reply = desk.say(answer);
        assert_eq!(desk.items.len(), if kept { 3 } else { 5 }, "{answer}: {reply}");
    }
    let mut desk = Desk::with(&all);
    desk.say("delete the meeting");
    desk.expect("2", &all, "Do you mean task #2");
    desk.expect("#2", &["Buy milk", "Call mom", "Pay rent", "Client meeting"], "Deleted **Team meeting**");
    let mut desk = Desk::with(&all);
    desk.say("delete the meeting");
    desk.expect("unicorn", &all, "not sure which one");
    desk.expect("1", &["Buy milk", "Call mom", "Pay rent", "Client meeting"], "Deleted **Team meeting**");
    let mut desk = Desk::with(&all);
    desk.say("delete the meeting");
    desk.expect("show my tasks", &all, "You have 5");
    Desk::with(&all).expect("delete both meetings", &["Buy milk", "Call mom", "Pay rent"], "Deleted 2 tasks");
    let mut desk = Desk::with(&["A meeting", "B meeting", "C meeting"]);
    desk.expect("delete all meetings", &["A meeting", "B meeting", "C meeting"], "Delete all 3 tasks?");
    let mut desk = Desk::with(&all);
    desk.say("rename the meeting to 'Standup'");
    desk.expect(
        "the first",
        &["Buy milk", "Standup", "Call mom", "Pay rent", "Client meeting"],
        "Renamed task #2",
    );
}

#[test]
fn near_ones_are_suggested() {
    let mut desk = Desk::with(&["Buy groceries", "Call mom"]);
    desk.expect("delete grocries", &["Buy groceries", "Call mom"], "Did you mean **Buy groceries** (#1)?");
    desk.expect("yes", &["Call mom"], "Deleted **Buy groceries**");
    desk.expect("complete cal mum", &["Call mom"], "Did you mean **Call mom** (#2)?");
    desk.expect("no", &["Call mom"], "changed nothing");
}

#[test]
fn completing_prefers_what_is_pending() {
    let mut desk = Desk::with(&["+Buy milk", "Buy milk", "Buy milk for the cat"]);
    desk.expect("I bought milk", &["+Buy milk", "+Buy milk", "Buy milk for the cat"], "(#2)");
    desk.expect(
        "complete 'Buy milk for the cat'",
        &["+Buy milk", "+Buy milk", "+Buy milk for the cat"],
        "(#3)",
    );
    desk.expect("complete the cat", &["+Buy milk", "+Buy milk", "+Buy milk for the cat"], "already done");
}

#[test]
fn deleting_everything_is_confirmed() {
    for said in [
        "delete all tasks",
        "Delete all my tasks.",
        "delete everything",
        "clear my list",
        "remove all pending tasks",
    ] {
        let mut desk = Desk::with(&["A", "B"]);
        desk.expect(said, &["A", "B"], "Delete all 2 tasks?");
        desk.expect("no", &["A", "B"], "changed nothing");
        desk.expect("yes", &["A", "B"], "nothing to confirm");
        desk.expect(said, &["A", "B"], "Delete all 2 tasks?");
        desk.expect("hmm maybe", &["A", "B"], "yes” or “no");
        desk.expect("Yes, delete them all!", &[], "Deleted 2 tasks");
    }
    let mut desk = Desk::with(&["A"]);
    desk.say("delete all tasks");
    desk.expect("add b", &["A", "B"], "Added");
    desk.expect("yes", &["A", "B"], "nothing to confirm");
    Desk::default().expect("delete everything", &[], "nothing to delete");
    let mut desk = Desk::with(&["A", "B", "C"]);
    desk.expect("delete", &["A", "B", "C"], "Which one");
    desk.expect("all of them", &["A", "B", "C"], "Delete all 3 tasks?");
    desk.expect("yes", &[], "Deleted 3 tasks");
}

#[test]
fn a_long_list_takes_several_rounds() {
    let titles: Vec<String> = (0..120).map(|number| format!("Task {number}")).collect();
    let mut desk = Desk::with(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(desk.say("complete everything").contains("Marked 120 tasks"));
    assert!(desk.items.iter().all(|item| item.completed));
    assert!(desk.say("delete all completed tasks").contains("Deleted 120 tasks"));
    assert!(desk.items.is_empty());
}

#[test]
fn what_is_missing_is_asked_for() {
    let mut desk = Desk::default();
    desk.expect("add a task", &[], "What should the task be called?");
    desk.expect("buy milk", &["Buy milk"], "Added");
    desk.expect("add a new task please", &["Buy milk"], "called?");
    desk.expect("never mind", &["Buy milk"], "changed nothing");
    desk.expect("rename task 1", &["Buy milk"], "be called?");
    desk.expect("Buy oat milk", &["Buy oat milk"], "Renamed task #1");
    desk.expect("update the description of task 1", &["Buy oat milk"], "description");
    desk.expect("2 litres.", &["Buy oat milk"], "Updated the description");
    assert_eq!(desk.items[0].description.as_deref(), Some("2 litres."));
    desk.expect("delete a task", &["Buy oat milk"], "Which one");
    desk.expect("#1", &[], "Deleted");
    desk.expect("add two tasks", &[], "called?");
    desk.expect("call mom, pay rent", &["Call mom", "Pay rent"], "Added 2");
    desk.expect("buy stamps", &["Call mom", "Pay rent"], "Shall I add **Buy stamps**");
    desk.expect("yes please", &["Call mom", "Pay rent", "Buy stamps"], "Added **Buy stamps**");
    desk.expect("- buy eggs\n- buy salt", &["Call mom", "Pay rent", "Buy stamps"], "these 2 tasks?");
    desk.expect("nope", &["Call mom", "Pay rent", "Buy stamps"], "changed nothing");
}

#[test]
fn refusals_are_told() {
    let mut desk = Desk::default();
    desk.expect(&format!("add {}", "x".repeat(201)), &[], "1 to 200 characters");
    desk.expect("add “a” and delete task 9", &["a"], "There is no task #9.");
}

#[test]
fn titles_are_escaped() {
    let mut desk = Desk::with(&["*bold* _it_ <script>`x`</script>\n# [l](u) &amp; \\"]);
    let reply = desk.say("show my tasks");
    assert!(
        reply.contains(r"**\*bold\* \_it\_ \<script\>\`x\`\</script\> \# \[l\](u) \&amp; \\** (#1)"),
        "{reply}"
    );
}

#[test]
fn other_models_may_have_spoken_before() {
    let mut desk = Desk::with(&["A", "B"]);
    desk.history = vec![
        ModelMessage::Assistant { text: "Cut off".into(), calls: Vec::new() },
        ModelMessage::User("lisst plz".into()),
        ModelMessage::Assistant {
            text: "".into(),
            calls: vec![ModelCall { id: "x".into(), name: "list_tasks".into(), arguments: "{".into() }],
        },
        ModelMessage::ToolResult {
            call_id: "x".into(),
            name: "list_tasks".into(),
            content: json!([{"id": 2, "title": "B"}, {"id": 1, "title": "A"}]),
            is_error: false,
        },
        ModelMessage::Assistant { text: "Here:\n- #1 A\n- #2 B".into(), calls: Vec::new() },
    ];
    desk.expect("complete the second one", &["A", "+B"], "**B** (#2)");
    desk.expect("delete it", &["A"], "Deleted **B**");
}

#[test]
fn call_ids_are_unique() {
    let mut desk = Desk::default();
    for said in ["add a and add b", "show my tasks", "complete a", "delete both", "show my tasks"] {
        desk.say(said);
    }
    let mut ids: Vec<String> = Vec::new();
    for entry in &desk.history {
        if let ModelMessage::Assistant { calls, .. } = entry {
            ids.extend(calls.iter().map(|call| call.id.clone()));
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert!(count > 5 && ids.len() == count);
}

#[test]
fn another_order_with_an_exception_is_no_answer_to_a_question() {
    let mut desk = Desk::with(&["Buy milk", "Call mom", "Pay rent"]);
    desk.expect("delete everything", &["Buy milk", "Call mom", "Pay rent"], "Delete all 3 tasks?");
    let done = ["+Buy milk", "Call mom", "+Pay rent"];
    desk.expect("complete everything except call mom", &done, "Marked 2 tasks as complete");
    desk.expect("delete everything", &done, "Delete all 3 tasks?");
    desk.expect("yes, except call mom", &["Call mom"], "Deleted 2 tasks");
}
