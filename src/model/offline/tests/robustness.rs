//! Every message gets an answer, and the same conversation always gets the same answers.

use super::Desk;
use proptest::collection::vec;
use proptest::prelude::*;

/// Meaningful pieces, which a test joins at random.
const PIECES: &str = "add|a task|to|buy milk|and|then|,|.|:|;|\n|- |complete|delete|all|it|both|\
    #1|2|1-9999999|the first|last two|rename|'|\"|“|”|with description|note:|show|my tasks|yes|no|\
    cancel|I need to|remind me|is done|not done|?|ß|İ|é|🧑‍🚀|\u{200f}|(|)|—|…|99999999999999999999|\
    one|everything|call it|the|mark|description of|don't|’|#|1. |first|is|second|task|what|every|undo that|put it back";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_answered(said in vec("\\PC{0,40}|[\\s\\S]{0,20}", 1..4)) {
        let mut desk = Desk::with(&["Buy milk", "+Call mom"]);
        for text in &said {
            desk.say(text);
        }
    }

    #[test]
    fn any_commands_are_answered(said in vec(vec(0usize..66, 0..12), 1..5)) {
        let mut desk = Desk::with(&["Buy milk", "+Call mom", "Milk the cow", "*\u{1f600}*"]);
        let mut again = desk.clone();
        for pieces in &said {
            let words: Vec<&str> = pieces.iter().filter_map(|at| PIECES.split('|').nth(*at)).collect();
            let text = words.join(if pieces.len() % 3 == 0 { "" } else { " " });
            let reply = desk.say(&text);
            prop_assert_eq!(reply, again.say(&text));
        }
        prop_assert_eq!(desk.titles(), again.titles());
    }
}

#[test]
fn long_text_is_answered() {
    let mut desk = Desk::with(&["Buy milk"]);
    for piece in ["a", "add x, ", "'", "é ", "🛒", "\n- x", "and ", "delete milk. ", "is ", "1,", "(", "#"]
    {
        for times in [300, 100_000] {
            desk.say(&piece.repeat(times));
            desk.say("show my tasks");
        }
        desk.say(&format!("add {}", piece.repeat(7_000 / piece.len())));
        desk.history.clear();
        desk.items.truncate(1);
    }
}
