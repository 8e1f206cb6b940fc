//! What a person quotes in a message. Docket stores it as Markdown before the text.

/// A message as Docket stores it: what the person quotes comes first, as Markdown has it.
pub(super) fn with_quote(quoted: Option<&str>, text: &str) -> String {
    match quoted.map(str::trim).filter(|quoted| !quoted.is_empty()) {
        Some(quoted) if !text.trim().is_empty() => {
            let lines = quoted.lines().map(|line| format!("> {line}\n"));
            format!("{}\n{text}", lines.collect::<String>())
        }
        _ => text.to_owned(),
    }
}

/// The quote at the beginning of a message, and the text after it.
pub(super) fn without_quote(message: &str) -> (Option<String>, &str) {
    let Some((quote, text)) = message.split_once("\n\n") else { return (None, message) };
    let lines: Option<Vec<_>> = quote.lines().map(|line| line.strip_prefix("> ")).collect();
    match lines.filter(|_| !text.trim().is_empty()) {
        Some(lines) => (Some(lines.join("\n")), text),
        None => (None, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_comes_back_as_it_was_sent() {
        for (quote, text) in [("One line", "And?"), ("Two\nlines", "A\n\nB"), ("> deep", "Yes")] {
            let stored = with_quote(Some(quote), text);
            assert_eq!(without_quote(&stored), (Some(quote.to_owned()), text));
        }
        for message in ["Hi", "> only a quote", "> a quote\nand text\n\nmore", "> a quote\n\n"] {
            assert_eq!(without_quote(message), (None, message));
        }
        assert_eq!(with_quote(Some(" \n"), "Hi"), "Hi");
        assert_eq!(with_quote(Some("a"), " "), " ", "a quote alone is no message");
    }
}
