//! Sentences that add tasks.

use super::Desk;

/// Each message adds exactly these titles to an empty desk.
#[test]
fn adding() {
    let table: &[(&str, &[&str])] = &[
        ("Add a task to buy groceries", &["Buy groceries"]),
        ("ADD A TASK TO BUY GROCERIES", &["BUY GROCERIES"]),
        ("add a task to buy milk.", &["Buy milk"]),
        ("Please add a task to buy milk!", &["Buy milk"]),
        ("Can you add a task to buy milk, please?", &["Buy milk"]),
        ("could you please add buy milk for me", &["Buy milk"]),
        ("Would you mind adding a task to buy milk?", &["Buy milk"]),
        ("I'd like to add a task to buy milk", &["Buy milk"]),
        ("I would like you to add buy milk", &["Buy milk"]),
        ("add buy milk", &["Buy milk"]),
        ("add 'buy milk'", &["buy milk"]),
        ("add “buy milk”", &["buy milk"]),
        ("add \"Buy Mom's cake\" to my list", &["Buy Mom's cake"]),
        ("add milk, eggs and bread", &["Milk, eggs and bread"]),
        ("add buy bread and butter", &["Buy bread and butter"]),
        ("add tasks: buy milk, call mom, pay rent", &["Buy milk", "Call mom", "Pay rent"]),
        ("add three tasks: buy milk, call mom and pay rent", &["Buy milk", "Call mom", "Pay rent"]),
        ("add two tasks: buy milk and call mom", &["Buy milk", "Call mom"]),
        ("add two tasks: buy bread and butter, call mom", &["Buy bread and butter", "Call mom"]),
        ("add these tasks: buy milk; call mom, then dad", &["Buy milk", "Call mom, then dad"]),
        ("Add these tasks:\n- buy milk\n- call mom", &["Buy milk", "Call mom"]),
        ("add:\n1. buy milk\n2. call mom\n", &["Buy milk", "Call mom"]),
        ("todo:\n* buy milk\n* [ ] call mom", &["Buy milk", "Call mom"]),
        ("I need to:\n• buy milk\n• call mom", &["Buy milk", "Call mom"]),
        ("add buy milk\nadd call mom", &["Buy milk", "Call mom"]),
        ("create a task called Water the plants", &["Water the plants"]),
        ("Create a new task named \"Plan trip\"", &["Plan trip"]),
        ("make a task to plan the trip", &["Plan the trip"]),
        ("new task: buy milk", &["Buy milk"]),
        ("New task - buy milk", &["Buy milk"]),
        ("todo: buy milk", &["Buy milk"]),
        ("TODO:buy milk", &["Buy milk"]),
        ("to do: buy milk", &["Buy milk"]),
        ("task: buy milk", &["Buy milk"]),
        ("put buy milk on my list", &["Buy milk"]),
        ("Put 'buy milk' on my to-do list, please", &["buy milk"]),
        ("add buy milk to my to do list", &["Buy milk"]),
        ("add to my list: buy milk", &["Buy milk"]),
        ("add a dentist appointment", &["Dentist appointment"]),
        ("add a buy milk task", &["Buy milk"]),
        ("I need to remember to pay bills", &["Pay bills"]),
        ("I need to pay bills", &["Pay bills"]),
        ("i have to pay bills", &["Pay bills"]),
        ("I must pay bills.", &["Pay bills"]),
        ("I've got to pay bills", &["Pay bills"]),
        ("I gotta pay bills", &["Pay bills"]),
        ("I should really pay the bills", &["Pay the bills"]),
        ("I also need to pay bills", &["Pay bills"]),
        ("I need you to remind me to pay bills", &["Pay bills"]),
        ("I want to learn Spanish", &["Learn Spanish"]),
        ("remind me to call Mom at 10:30", &["Call Mom"]),
        ("Remind me about the dentist", &["The dentist"]),
        ("set a reminder to call mom", &["Call mom"]),
        ("don't let me forget to call mom", &["Call mom"]),
        ("Don’t forget to call mom", &["Call mom"]),
        ("I can't forget to call mom", &["Call mom"]),
        ("make sure I call mom", &["Call mom"]),
        ("note to self: call mom", &["Call mom"]),
        ("I have to finish the report", &["Finish the report"]),
        ("I need to delete old photos", &["Delete old photos"]),
        ("remind me to delete task force emails", &["Delete task force emails"]),
        ("add review and delete the old logs", &["Review and delete the old logs"]),
        ("add call Dr. Smith", &["Call Dr. Smith"]),
        ("add iPhone repair", &["iPhone repair"]),
        ("add example.com renewal", &["example.com renewal"]),
        ("add 买牛奶", &["买牛奶"]),
        ("add \u{1}buy\0 'milk\u{7f}'", &["Buy 'milk '"]),
        ("add buy milk and remind me to call mom", &["Buy milk", "Call mom"]),
        ("Add buy milk. Also add call mom.", &["Buy milk", "Call mom"]),
        ("I need to buy milk and I have to call mom", &["Buy milk", "Call mom"]),
        ("Hi! Can you add buy milk?", &["Buy milk"]),
        ("remind me tomorrow to call mom", &["Call mom"]),
        ("need to call mom", &["Call mom"]),
        ("add \"buy nails\" and \"paint fence\"", &["buy nails", "paint fence"]),
        ("add buy nails and paint fence as tasks", &["Buy nails", "Paint fence"]),
        ("make two tasks: buy nails and paint fence", &["Buy nails", "Paint fence"]),
        ("please, please add eggs: a dozen", &["Eggs: a dozen"]),
        ("Could you make a new task called 'x'?", &["x"]),
        ("add what is the capital of France", &["What is the capital of France"]),
    ];
    for (said, titles) in table {
        let mut desk = Desk::default();
        let reply = desk.say(said);
        assert_eq!(desk.titles(), *titles, "{said:?}: {reply}");
        assert!(reply.contains("dded") && reply.contains("#1"), "{said:?}: {reply}");
    }
}

/// Each message adds one task with a description.
#[test]
fn describing_what_is_added() {
    let table = [
        ("add a task to buy milk with description 2 litres", "Buy milk", "2 litres"),
        ("add buy milk - note: 2 litres", "Buy milk", "2 litres"),
        ("Add task: Buy milk. Description: 2 litres", "Buy milk", "2 litres"),
        ("add buy milk (description: 2 litres)", "Buy milk", "2 litres"),
        (
            "Create a task called Buy milk with the description '2 litres, fresh'",
            "Buy milk",
            "2 litres, fresh",
        ),
        ("add 'buy milk' with a note saying two litres", "buy milk", "two litres"),
        ("add buy milk, description: 2 litres (fresh)", "Buy milk", "2 litres (fresh)"),
    ];
    for (said, title, description) in table {
        let mut desk = Desk::default();
        let reply = desk.say(said);
        assert_eq!(desk.titles(), [title], "{said:?}: {reply}");
        assert_eq!(desk.items[0].description.as_deref(), Some(description), "{said:?}");
    }
}
