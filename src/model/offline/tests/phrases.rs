//! Single sentences that list, complete, delete or change tasks, or talk.

use super::Desk;

/// Each message lists the tasks with this status and no others.
#[test]
fn listing() {
    let pending = "Show my pending tasks; what's pending?; What is pending; whats left; what's next?; \
        pending; What do I have to do today?; what should I do next; what's left to do?; \
        what do i need to do; anything left?; open tasks; Can you show me what's pending?; \
        which tasks are not done yet?; what haven't I finished; list unfinished todos; \
        tell me what I still have to do; Do I have any pending tasks?; show incomplete tasks";
    let completed = "What have I completed?; what's done?; show completed tasks; Show me my finished tasks; \
        what did I do today; which tasks have I finished?; list done; completed tasks; completed; \
        What have I done so far?; Show me what I've finished";
    let all = "Show me all my tasks; show me all my tasks.; SHOW ALL TASKS; list; List my tasks; my tasks; \
        show; tasks; What are my tasks?; what's on my list; Can I see my tasks?; \
        could you please list everything; I want to see my tasks; show my to do list; \
        Show me my to-do list, please; view todos; I need to see my list; Hey, show me my tasks, thanks; \
        display all pending and completed tasks; do I have any tasks?; give me a list of my tasks; \
        todo list; What tasks do I have?; show everything";
    for (phrases, status) in [(pending, 1), (completed, 2), (all, 3)] {
        for said in phrases.split("; ") {
            let mut desk = Desk::with(&["Open one", "+Closed one"]);
            let reply = desk.say(said);
            assert_eq!(desk.called, ["list_tasks"], "{said:?}: {reply}");
            assert_eq!(reply.contains("**Open one** (#1)"), status & 1 > 0, "{said:?}: {reply}");
            assert_eq!(reply.contains("**Closed one** (#2)"), status & 2 > 0, "{said:?}: {reply}");
            assert_eq!(desk.titles(), ["Open one", "+Closed one"]);
        }
    }
}

#[test]
fn counting() {
    for (said, answer) in [
        ("how many tasks do I have?", "3 tasks: 2 pending and 1 done"),
        ("How many tasks are pending", "2 pending tasks"),
        ("count my completed tasks", "1 completed task."),
        ("how many things do I have to do", "2 pending tasks"),
    ] {
        Desk::with(&["A", "B", "+C"]).expect(said, &["A", "B", "+C"], answer);
    }
    Desk::default().expect("show my tasks", &[], "no tasks yet");
    Desk::with(&["+A"]).expect("what's pending", &["+A"], "Nothing is pending");
}

/// Each message completes the tasks with these numbers.
#[test]
fn completing() {
    let table: &[(&str, &[i64])] = &[
        ("Mark task 3 as complete", &[3]),
        ("mark #3 done", &[3]),
        ("mark task 3", &[3]),
        ("complete 3", &[3]),
        ("Complete task three.", &[3]),
        ("done with 3", &[3]),
        ("I'm done with task 3!", &[3]),
        ("tick off #3", &[3]),
        ("check off task 3", &[3]),
        ("cross the team meeting off my list", &[3]),
        ("task 3 is done", &[3]),
        ("#3 done", &[3]),
        ("set task 3 to completed", &[3]),
        ("I have completed task number 3", &[3]),
        ("could you mark task #3 as finished please", &[3]),
        ("complete tasks 1, 2 and 4", &[1, 2, 4]),
        ("mark tasks 1 and 2 as done", &[1, 2]),
        ("mark 1-3 as done", &[1, 2, 3]),
        ("I finished buy groceries", &[1]),
        ("I finished buying the groceries", &[1]),
        ("I bought groceries", &[1]),
        ("I’ve already bought the groceries.", &[1]),
        ("buy groceries is done", &[1]),
        ("buy groceries done", &[1]),
        ("mark 'buy groceries' as complete", &[1]),
        ("mark BUY GROCERIES complete", &[1]),
        ("complete the groceries task", &[1]),
        ("I'm finished with the groceries", &[1]),
        ("I've bought the milk", &[4]),
        ("Called mom", &[2]),
        ("I just called my mom", &[2]),
        ("complete buy groceries and call mom", &[1, 2]),
        ("call mom and the milk are done", &[2, 4]),
        ("I bought the groceries and I called mom", &[1, 2]),
        ("I think the groceries are done, also I called mom", &[1, 2]),
        ("mark 1, 2 and \"Milk\" as done", &[1, 2, 4]),
        ("complete all the team meetings", &[3]),
        ("complete everything", &[1, 2, 3, 4]),
        ("mark all my tasks as done", &[1, 2, 3, 4]),
    ];
    for (said, ids) in table {
        let mut desk = Desk::with(&["Buy groceries", "Call mom", "Team meeting", "Milk"]);
        let reply = desk.say(said);
        let done: Vec<i64> = desk.items.iter().filter(|item| item.completed).map(|item| item.id).collect();
        assert_eq!(done, *ids, "{said:?}: {reply}");
        assert!(desk.items.len() == 4 && reply.contains("as complete"), "{said:?}: {reply}");
    }
}

#[test]
fn deleting() {
    let table: &[(&str, &[&str])] = &[
        ("Delete the meeting task", &["Buy milk", "Call mom", "+Old one"]),
        ("delete meeting", &["Buy milk", "Call mom", "+Old one"]),
        ("remove task 3", &["Buy milk", "Call mom", "+Old one"]),
        ("Remove #3, please", &["Buy milk", "Call mom", "+Old one"]),
        ("get rid of the team meeting", &["Buy milk", "Call mom", "+Old one"]),
        ("take the team meeting off my list", &["Buy milk", "Call mom", "+Old one"]),
        ("can you cancel the meeting task", &["Buy milk", "Call mom", "+Old one"]),
        ("erase 'Team meeting' from my list", &["Buy milk", "Call mom", "+Old one"]),
        ("I have to delete task 3", &["Buy milk", "Call mom", "+Old one"]),
        ("delete all completed tasks", &["Buy milk", "Call mom", "Team meeting"]),
        ("clear my done tasks", &["Buy milk", "Call mom", "Team meeting"]),
        ("remove completed", &["Buy milk", "Call mom", "Team meeting"]),
        ("delete tasks 1 and 2", &["Team meeting", "+Old one"]),
    ];
    for (said, titles) in table {
        let mut desk = Desk::with(&["Buy milk", "Call mom", "Team meeting", "+Old one"]);
        desk.expect(said, titles, "Deleted");
    }
}

#[test]
fn changing() {
    let table: &[(&str, &str)] = &[
        ("Change task 1 to 'Call mom tonight'", "Call mom tonight"),
        ("change task 1 to “Call mom tonight”.", "Call mom tonight"),
        ("rename task #1 to call mom tonight", "Call mom tonight"),
        ("Rename call mom to call mom tonight", "Call mom tonight"),
        ("rename the call mom task to 'Call mom tonight'", "Call mom tonight"),
        ("update task 1: call mom tonight", "Call mom tonight"),
        ("change the title of task 1 to Call mom tonight", "Call mom tonight"),
        ("please change task 1's title to Call mom tonight", "Call mom tonight"),
        ("edit 1 to Call mom tonight", "Call mom tonight"),
        ("replace 'Call mom' with 'Call mom tonight'", "Call mom tonight"),
        ("call task 1 Call mom tonight", "Call mom tonight"),
        ("task 1 should be called Call mom tonight", "Call mom tonight"),
        ("update task 1 with the title 'Call mom tonight' and description 'at 8'", "Call mom tonight"),
        ("change call mom to go to bed and to sleep", "Go to bed and to sleep"),
        ("rename task 1 to review and delete the logs", "Review and delete the logs"),
    ];
    for (said, title) in table {
        Desk::with(&["Call mom", "Buy milk"]).expect(said, &[title, "Buy milk"], "Renamed task #1");
    }
}

#[test]
fn describing() {
    let table = [
        ("update the description of task 2 to 2 litres", Some("2 litres")),
        ("update task 2 with description 2 litres", Some("2 litres")),
        ("add a description to buy milk: 2 litres", Some("2 litres")),
        ("change task 2's description to '2 litres'", Some("2 litres")),
        ("set the description of buy milk to 2 litres", Some("2 litres")),
        ("add a note to task 2: 2 litres", Some("2 litres")),
        ("add the description '2 litres' to task 2", Some("2 litres")),
        ("change buy milk's description to 2 litres", Some("2 litres")),
        ("remove the description of task 2", None),
    ];
    for (said, description) in table {
        let mut desk = Desk::with(&["Call mom", "Buy milk"]);
        desk.items[1].description = Some("old".to_owned());
        desk.expect(said, &["Call mom", "Buy milk"], "description of **Buy milk** (#2)");
        assert_eq!(desk.items[1].description.as_deref(), description, "{said:?}");
    }
    let mut desk = Desk::with(&["Call mom"]);
    desk.expect("change task 1 to Call dad and the description to at noon", &["Call dad"], "Renamed");
    assert_eq!(desk.items[0].description.as_deref(), Some("at noon"));
}

#[test]
fn looking() {
    for (said, piece) in [
        ("show task 2", "**Buy milk** (#2) is pending.\n\n2 litres"),
        ("what is task 2", "2 litres"),
        ("tell me about the milk task", "2 litres"),
        ("details of #2", "2 litres"),
        ("do I have a task about milk?", "**Buy milk** (#2) is pending"),
        ("is buy milk done?", "is pending"),
        ("did I finish the old one?", "is done"),
        ("find milk", "2 litres"),
        ("find unicorns", "no task like “unicorns”"),
        ("show task 99", "no task #99"),
    ] {
        let mut desk = Desk::with(&["Call mom", "Buy milk", "+Old one"]);
        desk.items[1].description = Some("2 litres".to_owned());
        desk.expect(said, &["Call mom", "Buy milk", "+Old one"], piece);
    }
}

/// Each message changes nothing, and its answer contains this piece.
#[test]
fn talking() {
    let table = [
        ("Hello", "built-in assistant"),
        ("hi there!", "built-in assistant"),
        ("Good morning", "built-in assistant"),
        ("thanks", "welcome"),
        ("Thank you so much!", "welcome"),
        ("help", "You can say"),
        ("What can you do?", "You can say"),
        ("how do I add a task?", "You can say"),
        ("Who are you?", "without an AI key"),
        ("are you an AI?", "no language model"),
        ("bye", "Goodbye"),
        ("yes", "nothing to confirm"),
        ("no", "changed nothing"),
        ("undo", "nothing to undo"),
        ("reopen task 1", "**Buy milk** (#1) is pending. I changed nothing."),
        ("mark buy milk as not done", "**Buy milk** (#1) is pending"),
        ("task 1 is not done yet", "**Buy milk** (#1) is pending"),
        ("what is the capital of France", "cannot answer other questions"),
        ("What is the capital of France?", "“Add a task to buy groceries”"),
        ("list the planets", "did not understand"),
        ("how old is the universe", "cannot answer"),
        ("asdf qwer", "did not understand"),
        ("I don't need to buy milk", "did not understand"),
        ("No need to buy milk", "did not understand"),
        ("Don't delete task 1", "changed nothing"),
        ("put it on my list", "What should the task be called?"),
        ("I need eggs", "Shall I add **Eggs**"),
        ("- eggs", "Shall I add **Eggs**"),
        ("#1", "**Buy milk** (#1) is pending"),
        ("please", "built-in assistant"),
        ("hola, añade una tarea", "English only"),
        ("Добавь задачу купить молоко", "English only"),
        ("添加任务买牛奶", "English only"),
        ("دودھ خریدنا ہے", "English only"),
        ("Füge bitte eine Aufgabe hinzu", "English only"),
        ("", "said nothing"),
        (" \n\t ", "said nothing"),
        ("???", "did not understand"),
        ("🛒🛒", "did not understand"),
        ("complete 99", "no task #99"),
        ("delete the unicorn", "no task like “unicorn”"),
        ("I walked to the moon", "no task like"),
    ];
    for (said, piece) in table {
        Desk::with(&["Buy milk"]).expect(said, &["Buy milk"], piece);
    }
}
