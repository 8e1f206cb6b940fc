//! Removes the polite words around a request.

use super::clause::Clause;

/// Polite words before a request.
const LEADS: &[&str] = &[
    "would|do you mind",
    "can|could|would|will you please|kindly?",
    "can|could|may|might i|we please?",
    "i would like|love|prefer you to",
    "i want|need you to",
    "i would appreciate if you could|would",
    "is it possible to",
    "please|pls|plz|kindly",
    "oops|whoops|ups|ouch",
    "hey|hi|hello|hiya|ok|okay|so|well|now|just|also|and|then|oh|great|cool|perfect|nice|alright|right|sure|\
        awesome|um|uh|but|first|finally",
    "thanks|thank you?",
    "docket|assistant|bot there?",
    "yes|yeah|yep|sorry|no|nope|actually|wait",
    "let us|me",
    "go ahead and|to",
    "try to",
    "you can|could|should|may",
    "i think|believe|guess|suppose that?",
    "it? looks|seems like|that",
];
/// Words that express a wish. An order or a task may follow.
const WISHFUL: &[&str] = &["i|we would like|love to", "i|we really|also|just? want|wish to"];

/// How a request is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// As a wish: "I would like to ...".
    pub wished: bool,
    /// As a request to the assistant: "could you ...", "please ...".
    pub requested: bool,
    /// As a question about what the person may do: "can I ...", "let me ...".
    pub permission: bool,
}

/// Words that ask the assistant for something.
const REQUESTS: &[&str] = &[
    "can|could|would|will you",
    "would|do you mind",
    "please|pls|plz|kindly",
    "i want|need you",
    "is it possible",
];
/// Words that ask for permission, or announce what the person is about to do.
const PERMISSIONS: &[&str] = &["can|could|may|might i|we", "let us|me", "try to"];

/// The clause without the polite words before it, and how the request is put.
pub fn strip_opening(mut clause: Clause<'_>) -> (Clause<'_>, Opening) {
    let mut opening = Opening::default();
    loop {
        // "First one" and "first two" are places, and "no need to" is a refusal.
        let place = clause.strip("first one|two|three|task").is_some()
            || clause.strip("no need|more|longer").is_some()
            || is_quantity(clause);
        let lead = clause.strip_any(LEADS).filter(|_| !place).filter(|rest| !rest.is_empty());
        let wish = clause.strip_any(WISHFUL).filter(|rest| !rest.is_empty());
        opening.wished |= wish.is_some();
        if lead.is_some() {
            opening.requested |= clause.strip_any(REQUESTS).is_some();
            opening.permission |= clause.strip_any(PERMISSIONS).is_some();
        }
        match wish.or(lead) {
            Some(rest) => clause = rest,
            None => return (clause, opening),
        }
    }
}

/// Whether "no" says how many: "no milk was bought".
fn is_quantity(clause: Clause<'_>) -> bool {
    const NEXT: &str =
        "i|we|it|that|this|the|please|wait|not|do|undo|add|delete|remove|call|make|sorry|actually|thanks";
    clause.low(0) == "no" && clause.words[0].mark.is_none() && clause.after(1).strip(NEXT).is_none()
}

/// The clause without the polite words after it.
pub fn strip_closing(mut clause: Clause<'_>) -> Clause<'_> {
    const ENDS: &[&str] = &[
        "please|pls|plz",
        "thanks|thx|cheers so|very? much?",
        "thank you so|very? much?",
        "for me",
        "if you can|could|would",
    ];
    while let Some(rest) = clause.strip_end_any(ENDS).filter(|rest| !rest.is_empty()) {
        clause = rest;
    }
    clause
}
