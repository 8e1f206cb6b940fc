//! Reduces words to a stem, so that "bought the groceries" matches "Buy groceries".

use super::clause::one_of;

/// Irregular past forms and their base.
const IRREGULAR: &[(&str, &str)] = &[
    ("ate", "eat"),
    ("began", "begin"),
    ("bought", "buy"),
    ("brought", "bring"),
    ("cancelled", "cancel"),
    ("canceled", "cancel"),
    ("built", "build"),
    ("chose", "choose"),
    ("did", "do"),
    ("done", "do"),
    ("drew", "draw"),
    ("drove", "drive"),
    ("fed", "feed"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("grew", "grow"),
    ("held", "hold"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("lent", "lend"),
    ("made", "make"),
    ("met", "meet"),
    ("paid", "pay"),
    ("payed", "pay"),
    ("ran", "run"),
    ("rode", "ride"),
    ("sang", "sing"),
    ("sent", "send"),
    ("sold", "sell"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("spent", "spend"),
    ("swam", "swim"),
    ("swept", "sweep"),
    ("taken", "take"),
    ("taught", "teach"),
    ("took", "take"),
    ("went", "go"),
    ("won", "win"),
    ("withdrew", "withdraw"),
    ("wrote", "write"),
    ("written", "write"),
];

/// Past forms that do not report a finished task, and words that only look like past forms.
const NOT_DONE: &str = "added|asked|bored|changed|confused|created|excited|got|hated|indeed|\
    interested|liked|loved|need|needed|noticed|read|said|scared|seed|speed|supposed|thought|tired|\
    tried|used|wanted|wondered|feed|weed|exceed|proceed|embed|bleed|breed|red";

/// Whether a word is the past form of a verb that a task may begin with.
pub fn is_past(word: &str) -> bool {
    let irregular = IRREGULAR.iter().any(|(past, _)| *past == word);
    let regular = word.len() > 3 && word.ends_with("ed") && word.is_ascii();
    (irregular || regular) && !one_of(NOT_DONE, word)
}

/// The stem of a lower-case word. All forms of a word have the same stem, which may not be a word itself.
pub fn stem(word: &str) -> String {
    let word = IRREGULAR.iter().find(|(past, _)| *past == word).map_or(word, |(_, base)| base);
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    // Remove the plural first, then the ending of a verb: "meetings", "meeting", "meet".
    let single = if let Some(base) = cut(word, "ies", 2) {
        format!("{base}y")
    } else if let Some(base) = cut(word, "es", 2).filter(|base| base.ends_with(['s', 'x', 'z', 'h', 'o'])) {
        base.to_owned()
    } else {
        cut(word, "s", 3).filter(|base| !base.ends_with(['s', 'u', 'i'])).unwrap_or(word).to_owned()
    };
    let base = match cut(&single, "ied", 2) {
        Some(base) => format!("{base}y"),
        None => cut(&single, "ing", 3).or_else(|| cut(&single, "ed", 3)).unwrap_or(&single).to_owned(),
    };
    let base = if base.len() > 3 { base.strip_suffix('e').unwrap_or(&base) } else { &base };
    // "shopping" has one p more than "shop".
    match base.as_bytes() {
        [.., a, b] if a == b && base.len() > 3 => base[..base.len() - 1].to_owned(),
        _ => base.to_owned(),
    }
}

/// The word without the ending, if at least `least` bytes remain.
fn cut<'a>(word: &'a str, ending: &str, least: usize) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|base| base.len() >= least)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let families: &[&[&str]] = &[
            &["buy", "buys", "buying", "bought"],
            &["grocery", "groceries"],
            &["call", "calls", "calling", "called"],
            &["shop", "shopping", "shopped"],
            &["clean", "cleaned", "cleaning"],
            &["write", "writing", "wrote", "written"],
            &["dish", "dishes"],
            &["bill", "bills"],
            &["pay", "paid", "paying"],
            &["bus", "buses"],
            &["meet", "met", "meeting", "meetings"],
            &["schedule", "scheduled", "schedules", "scheduling"],
        ];
        for family in families {
            let stems: Vec<_> = family.iter().map(|word| stem(word)).collect();
            assert!(stems.iter().all(|other| *other == stems[0]), "{family:?}: {stems:?}");
        }
    }
}
