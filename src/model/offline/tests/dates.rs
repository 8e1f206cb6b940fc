//! Conversations about dates in which time passes.

use super::Desk;
use jiff::ToSpan;

#[test]
fn what_was_said_before_still_counts_when_time_has_passed() {
    let mut desk = Desk::default();
    desk.expect("remind me in 20 minutes to check the oven", &["Check the oven"], "due Sat 28 Nov, 10:20");
    desk.wait(7.minutes());
    desk.expect(
        "move it to 11am",
        &["Check the oven"],
        "**Check the oven** (#1) is now due Sat 28 Nov, 11:00.",
    );
    desk.wait(1.days());
    desk.expect("mark it as done", &["+Check the oven"], "Marked **Check the oven** (#1)");
    desk.expect("undo that", &["Check the oven"], "is pending again");
}

#[test]
fn an_old_question_is_not_answered_with_another_date() {
    let mut desk = Desk::default();
    desk.expect("add plan the party tomorrow at 5", &[], "due Sun 29 Nov, 17:00");
    desk.wait(5.minutes());
    desk.expect("date", &["Plan the party"], "due Sun 29 Nov, 17:00");
    desk.expect("add plan the trip tomorrow at 5", &["Plan the party"], "due Sun 29 Nov, 17:00");
    desk.wait(1.days());
    // "Tomorrow" would be another day now.
    desk.expect("yes", &["Plan the party"], "nothing to confirm");
}

#[test]
fn a_day_is_planned_with_what_is_overdue() {
    let mut desk = Desk::with(&["A", "B", "C", "D"]);
    desk.say("task 1 is due today at 6pm");
    desk.say("task 2 is due tomorrow");
    desk.say("make task 3 p1");
    desk.wait(1.days());
    let day = "Overdue:\n\n1. **A** (#1), due Sat 28 Nov, 18:00\n\nYou have 1 pending task due today:\n\n2. **B** (#2), due Sun 29 Nov";
    assert_eq!(desk.say("plan my day"), day);
    assert_eq!(desk.called, ["list_tasks"]);
    desk.expect("complete the first one", &["+A", "B", "C", "D"], "Marked **A**");
    desk.expect(
        "move everything due today to friday",
        &["+A", "B", "C", "D"],
        "**B** (#2) is now due Fri 4 Dec.",
    );
    let rest = "You have no pending tasks due today.\n\nYou have 3 pending tasks for other days or without a date:\n\n\
        1. **B** (#2), due Fri 4 Dec\n2. **C** (#3), priority 1\n3. **D** (#4)";
    assert_eq!(desk.say("what is due today?"), rest);
}

#[test]
fn what_is_due_is_found_among_very_many_tasks() {
    let mut desk = Desk::with(&["Pay rent"]);
    desk.say("pay rent is due today");
    (0..600).for_each(|number| _ = desk.add(&format!("Task {number}"), None));
    let reply = desk.say("what is due today?");
    assert_eq!(reply, "You have 1 pending task due today:\n\n1. **Pay rent** (#1), due Sat 28 Nov");
}

#[test]
fn a_repeated_task_moves_on() {
    let mut desk = Desk::default();
    desk.expect(
        "add water the plants every monday",
        &["Water the plants"],
        "Added **Water the plants** as task #1, due Mon 30 Nov, every week on Mon.",
    );
    desk.expect(
        "I watered the plants",
        &["Water the plants"],
        "Marked **Water the plants** (#1) as complete. It is repeated; next: Mon 7 Dec.",
    );
    desk.expect(
        "show my tasks",
        &["Water the plants"],
        "1. **Water the plants** (#1), due Mon 7 Dec, every week",
    );
    desk.expect(
        "stop repeating it",
        &["Water the plants"],
        "**Water the plants** (#1) is no longer repeated.",
    );
    desk.expect("mark it as done", &["+Water the plants"], "Marked **Water the plants** (#1) as complete.");
}

#[test]
fn the_clock_skips_no_time_silently() {
    let mut desk = Desk { now: "2027-03-27T12:00[Europe/Berlin]".parse().ok(), ..Desk::default() };
    desk.expect(
        "remind me tomorrow at 2:30am to call Ann",
        &[],
        "I do not know when “tomorrow at 2:30am” is",
    );
    desk.expect("tomorrow at 3am", &["Call Ann"], "due Sun 28 Mar, 03:00");
    desk.expect("move it to tomorrow at 2:30am", &["Call Ann"], "so I changed nothing");
}
