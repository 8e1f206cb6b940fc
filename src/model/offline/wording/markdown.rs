//! Text of people inside Markdown.

/// The text on one line, with everything escaped that Markdown would read as markup.
pub fn escaped(text: &str) -> String {
    let line = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut safe = String::new();
    for c in line.collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '#' | '!' | '$') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// The text like [`escaped`], cut to `most` characters.
pub fn excerpt(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", escaped(&text[..end])),
        None => escaped(text),
    }
}
