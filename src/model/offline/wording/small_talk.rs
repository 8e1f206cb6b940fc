//! Answers that are not about particular tasks.

use super::markdown::excerpt;
use crate::model::offline::understand::SmallTalk;

/// Examples of what the assistant understands.
const EXAMPLES: &str = "\
- “Add a task to buy groceries”, “Remind me to call mom tomorrow at 5”\n\
- “Move the dentist to Friday”, “Make the rent repeat every month”, “What's due this week?”\n\
- “Show me all my tasks”, “What's pending?”, “What have I completed?”\n\
- “Mark task 3 as complete”, “I finished buy groceries”\n\
- “Change task 1 to 'Call mom tonight'”, “Delete the meeting task”, “Undo that”";

/// The answer to small talk.
pub fn answer(talk: SmallTalk) -> String {
    match talk {
        SmallTalk::Greeting => {
            format!("Hello! I am Docket's built-in assistant. You can say things like:\n\n{EXAMPLES}")
        }
        SmallTalk::Thanks => "You're welcome!".to_owned(),
        SmallTalk::Farewell => "Goodbye! Your tasks will be here when you come back.".to_owned(),
        SmallTalk::Help => format!(
            "I am Docket's built-in assistant. I add, list, complete, rename, move, describe and \
             delete your tasks. You can say things like:\n\n{EXAMPLES}"
        ),
        SmallTalk::Identity => format!(
            "I am Docket's built-in assistant. I work without an AI key or any other service: I am no \
             language model, I understand plain English sentences about your tasks, such as:\n\n{EXAMPLES}"
        ),
        SmallTalk::Yes => {
            "All right, but I have nothing to confirm right now. What shall I do with your tasks?".to_owned()
        }
        SmallTalk::No => "All right, I changed nothing.".to_owned(),
    }
}

/// Something was not understood. `alone` if it was the whole message.
pub fn unknown(said: &str, alone: bool) -> String {
    let said = excerpt(said, 80);
    if !alone {
        return format!("I did not understand “{said}”.");
    }
    format!(
        "Sorry, I did not understand that. I am Docket's built-in assistant and only know about your tasks. \
         Try something like:\n\n{EXAMPLES}"
    )
}

/// A question is not about tasks.
pub fn off_topic() -> String {
    format!(
        "I did not understand that as something about your tasks, and I cannot answer other questions: I am \
         Docket's built-in assistant. Try something like:\n\n{EXAMPLES}"
    )
}

/// The message is not English.
pub fn foreign() -> String {
    "I am sorry: Docket's built-in assistant understands English only. If the operator of this Docket connects \
     an AI model, you can write in your own language. In English you can say, for example, “Add a task to \
     buy milk” or “Show me all my tasks”."
        .to_owned()
}

/// The message is empty.
pub fn silence() -> String {
    format!("You said nothing yet. Try something like:\n\n{EXAMPLES}")
}

/// The message is too long.
pub fn too_long() -> String {
    "That is more than Docket's built-in assistant can read at once. Please say it in short sentences."
        .to_owned()
}

/// The turn would take too many rounds.
pub fn too_much() -> String {
    "That was a lot at once. Please say the rest again.".to_owned()
}
