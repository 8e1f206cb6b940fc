//! The title of a conversation, from its first message.

use crate::model::offline::understand::{Action, Filter, Intent, Target, intents};

/// What a conversation that begins with this message is about, in a few words.
pub fn conversation_title(message: &str) -> String {
    let topics: Vec<String> = intents(message).iter().filter_map(topic).collect();
    if topics.is_empty() { first_line(message) } else { topics.join(", ") }
}

/// What an intent is about, if it is about tasks.
fn topic(intent: &Intent) -> Option<String> {
    match intent {
        Intent::Add(tasks) | Intent::Offer(tasks) => {
            let titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
            (!titles.is_empty()).then(|| titles.join(", "))
        }
        Intent::List(filter) | Intent::Count(filter) => Some(tasks(*filter).to_owned()),
        Intent::Act(readings) => readings.first().and_then(|(action, target)| action_title(action, target)),
        _ => None,
    }
}

fn tasks(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "All tasks",
        Filter::Pending => "Pending tasks",
        Filter::Completed => "Completed tasks",
    }
}

fn action_title(action: &Action, target: &Target) -> Option<String> {
    let verb = match action {
        Action::Complete => "Done",
        Action::Delete => "Delete",
        Action::Reopen => "Reopen",
        Action::Show | Action::Deny => "Look at",
        Action::Plan(_) | Action::Postpone => "Change",
        Action::Update { .. } | Action::Retitle | Action::Describe => "Change",
    };
    match target {
        Target::Title(title) | Target::Each(title) => Some([verb, ": ", title].concat()),
        Target::All(filter) => Some([verb, ": ", &tasks(*filter).to_lowercase()].concat()),
        _ => None,
    }
}

/// The first line, with a capital letter and without the punctuation at its end.
fn first_line(message: &str) -> String {
    let line = message.trim().lines().next().unwrap_or_default();
    let line =
        line.trim_end_matches(|character: char| character.is_whitespace() || ".,;:!".contains(character));
    let mut characters = line.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::conversation_title;

    #[test]
    fn titles() {
        let table = [
            ("Add a task to buy groceries", "Buy groceries"),
            ("remind me to call mom tonight", "Call mom tonight"),
            ("Show me all my tasks", "All tasks"),
            ("What's pending?", "Pending tasks"),
            ("What have I completed?", "Completed tasks"),
            ("hello!", "Hello"),
            ("How is the weather?", "How is the weather?"),
            ("купи молоко", "Купи молоко"),
            ("", ""),
        ];
        for (message, expected) in table {
            assert_eq!(conversation_title(message), expected, "{message}");
        }
    }
}
