//! Takes a phrase or a title out of a text. Marks around it are dropped, unless they belong to it.

/// The text on one line without the punctuation around it.
pub fn tidy(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = without_marks_before(&line);
    if line.rsplit(' ').next().is_some_and(is_emoticon) {
        return line.to_owned();
    }
    let marks = [':', ';', ',', '.', '-', '–', '—', '!', '?', '…', ' '];
    let bare = line.trim_end_matches(marks);
    if bare.len() + 1 == line.len() && keeps_mark(bare, line) {
        return line.to_owned();
    }
    let bare = if bare.contains('(') { bare } else { bare.trim_end_matches([')', ' ']) };
    bare.trim().to_owned()
}

/// The text without the marks before it. The point of `.env` and the sign of `-5` stay.
fn without_marks_before(line: &str) -> &str {
    let mut rest = line.trim_start_matches([':', ';', ',', '–', '—', '-', '.', ' ']);
    for (mark, belongs) in [('.', char::is_alphanumeric as fn(char) -> bool), ('-', char::is_numeric)] {
        let before = &line[..line.len() - rest.len()];
        let alone = before.ends_with(mark) && !before.trim_end_matches(mark).ends_with(['.', '-']);
        let single = before.len() - before.trim_end_matches(mark).len() == 1;
        if alone && single && rest.starts_with(belongs) {
            rest = &line[before.len() - 1..];
            break;
        }
    }
    rest
}

/// Whether the mark at the end of the line belongs to the words before it.
fn keeps_mark(bare: &str, line: &str) -> bool {
    const ASKING: &[&str] =
        &["what", "what's", "who", "who's", "where", "where's", "when", "why", "how", "which", "whose"];
    const SHORT: &[&str] =
        &["jr", "sr", "dr", "mr", "mrs", "ms", "inc", "ltd", "corp", "co", "etc", "vs", "st", "no"];
    let word = bare.rsplit(' ').next().unwrap_or_default();
    let plain = word.to_lowercase();
    match line.chars().next_back() {
        // "Mamma Mia!" is a name. "call mom!" and "CALL MOM!" are loud.
        Some('!') => {
            word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) && bare.contains(' ')
        }
        Some('?') => {
            let first = bare.split(' ').next().unwrap_or_default().to_lowercase().replace('’', "'");
            ASKING.contains(&first.as_str())
        }
        // "Jr." and "p.m."
        Some('.') => {
            let initials = plain.contains('.') && plain.split('.').all(|part| part.chars().count() == 1);
            initials || SHORT.contains(&plain.as_str())
        }
        _ => false,
    }
}

/// Whether a word is a face such as `:)` or `;-D`.
fn is_emoticon(word: &str) -> bool {
    let Some(rest) = word.strip_prefix([':', ';', '=']) else {
        return false;
    };
    let mouth = rest.strip_prefix(['-', '\'', '^']).unwrap_or(rest);
    mouth.chars().count() == 1
        && mouth.starts_with([')', '(', 'D', 'P', 'p', 'o', 'O', '/', '|', '*', ']', '['])
}

/// The text with a capital first letter, unless the first word has a spelling of its own (`iPhone`, `docket.rs`).
pub fn capitalised(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches(|c: char| !c.is_alphanumeric());
    let plain = |c: char| (c.is_alphabetic() && !c.is_uppercase()) || matches!(c, '\'' | '’' | '-' | ',');
    let mut rest = text.chars();
    match rest.next() {
        Some(letter) if first.chars().all(plain) => letter.to_uppercase().chain(rest).collect(),
        _ => text.to_owned(),
    }
}

/// Whether a word with a point after it may be an abbreviation, so that the sentence goes on.
pub fn is_abbreviation(word: &str) -> bool {
    word.chars().count() < 3
        || word.contains('.')
        || matches!(word, "mrs" | "inc" | "ltd" | "corp" | "etc" | "prof")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn marks_that_belong_to_a_phrase_stay() {
        for kept in [
            "watch Mamma Mia!",
            "smile :)",
            "smile ;-D",
            ".env cleanup",
            "fix .env",
            "-5°C jacket",
            "Smith Jr.",
            "at 5 p.m.",
            "what now?",
            "milk (2 l)",
        ] {
            assert_eq!(tidy(kept), kept);
        }
        for (text, bare) in [
            ("buy milk.", "buy milk"),
            ("buy milk!", "buy milk"),
            ("BUY MILK!", "BUY MILK"),
            ("buy milk?!", "buy milk"),
            (" - buy milk ...", "buy milk"),
            ("...milk", "milk"),
            (": milk)", "milk"),
        ] {
            assert_eq!(tidy(text), bare);
        }
    }
}
