//! Addresses that stand in a text as they are, without the marks of a link.

/// How a bare address begins.
const BEGINNINGS: [&str; 2] = ["https://", "http://"];

/// Splits a text at its first bare address: what is before it, the address, and what is after it.
pub(super) fn split(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = from + BEGINNINGS.iter().filter_map(|beginning| rest.find(beginning)).min()?;
        let (before, rest) = text.split_at_checked(at)?;
        let host = rest.find("//")? + 2;
        // `xhttps://` is no address.
        let stands_alone = !before.ends_with(|before: char| before.is_alphanumeric());
        let end = end(rest);
        if stands_alone && rest.get(host..end).is_some_and(|host| host.starts_with(char::is_alphanumeric)) {
            let (address, after) = rest.split_at_checked(end)?;
            return Some((before, address, after));
        }
        from = at + host;
    }
}

/// Where an address at the beginning of a text ends. The punctuation of the sentence around it does not belong to it,
/// nor does a closing bracket that it has not opened.
fn end(text: &str) -> usize {
    let is_outside = |letter: char| letter.is_whitespace() || letter.is_control() || "<>\"`".contains(letter);
    let mut address = text.split(is_outside).next().unwrap_or_default();
    loop {
        let shorter =
            address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~', '”', '’', '…']);
        let closes = |open: char, close: char| {
            shorter.ends_with(close) && shorter.matches(close).count() > shorter.matches(open).count()
        };
        let unopened = closes('(', ')') || closes('[', ']') || closes('{', '}');
        let shorter = if unopened { shorter.get(..shorter.len() - 1).unwrap_or_default() } else { shorter };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_the_punctuation_of_its_sentence() {
        for (text, address) in [
            ("https://a.example", "https://a.example"),
            ("See http://a.example/b?c=d&e#f, and go on.", "http://a.example/b?c=d&e#f"),
            ("(see https://a.example/b_(c)).", "https://a.example/b_(c)"),
            ("(https://a.example)", "https://a.example"),
            ("“https://a.example/ä”…", "https://a.example/ä"),
            ("xhttps://no https://yes.example", "https://yes.example"),
            ("https:// http://a.example!?", "http://a.example"),
        ] {
            assert_eq!(split(text).map(|(_, address, _)| address), Some(address), "{text}");
        }
        for none in ["", "https://", "http", "ahttp://a", "https://.", "//a.example", "https://?a"] {
            assert_eq!(split(none), None, "{none}");
        }
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        let text = "a https://b.example, c";
        assert_eq!(split(text), Some(("a ", "https://b.example", ", c")));
    }
}
