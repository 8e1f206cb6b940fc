//! Words reduced to a stem, so that "bought the groceries" meets "Buy groceries".

use super::clause::one_of;

/// Past forms that no rule gives, and their base.
const IRREGULAR: &[(&str, &str)] = &[
    ("ate", "eat"),
    ("began", "begin"),
    ("bought", "buy"),
    ("brought", "bring"),
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
    ("wrote", "write"),
    ("written", "write"),
];

/// Past forms that report nothing done, and words that only look like past forms.
const NO_DEED: &str = "added|asked|bored|changed|confused|created|deleted|excited|found|got|hated|indeed|\
    interested|liked|loved|need|needed|noticed|read|removed|said|scared|seed|speed|supposed|thought|tired|\
    tried|used|wanted|wondered|feed|weed|exceed|proceed|embed|bleed|breed|red";

/// Whether a word is the past form of something that one does.
pub(super) fn is_past(word: &str) -> bool {
    let irregular = IRREGULAR.iter().any(|(past, _)| *past == word);
    let regular = word.len() > 3 && word.ends_with("ed") && word.is_ascii();
    (irregular || regular) && !one_of(NO_DEED, word)
}

/// The stem of a lower-case word. It need be no word, only the same for all forms of one.
pub(super) fn stem(word: &str) -> String {
    let word = IRREGULAR.iter().find(|(past, _)| *past == word).map_or(word, |(_, base)| base);
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    // First the plural, then the form of a verb: "meetings" is "meeting" is "meet".
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
    // "shopping" has one p too many for "shop".
    match base.as_bytes() {
        [.., a, b] if a == b && base.len() > 3 => base[..base.len() - 1].to_owned(),
        _ => base.to_owned(),
    }
}

/// Without the ending, if at least so much remains.
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
