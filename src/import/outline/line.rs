/// A line of a list.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// How far it is indented. A tab counts as four spaces.
    pub(super) depth: usize,
    pub(super) kind: Kind,
    /// What stands behind the marks.
    pub(super) text: &'a str,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Heading,
    /// `- [ ] text`
    Task {
        done: bool,
    },
    /// `- text` or `1. text`
    Bullet,
    Text,
}

impl<'a> Line<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let text = line.trim_start();
        let depth =
            line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let text = text.trim_end();
        if text.is_empty() {
            return Self { depth, kind: Kind::Empty, text };
        }
        let heading = text.trim_start_matches('#');
        if heading.len() < text.len() && heading.starts_with(' ') {
            return Self { depth, kind: Kind::Heading, text: heading.trim() };
        }
        let item = bullet(text);
        if let Some((done, text)) = checkbox(item.unwrap_or(text)) {
            return Self { depth, kind: Kind::Task { done }, text };
        }
        match item {
            Some(text) => Self { depth, kind: Kind::Bullet, text },
            None => Self { depth, kind: Kind::Text, text },
        }
    }
}

/// What stands behind `- `, `* `, `+ `, `• `, `1. ` or `1) `.
fn bullet(text: &str) -> Option<&str> {
    let rest = match text.strip_prefix(['-', '*', '+', '•', '–', '▫', '☐']) {
        Some(rest) => rest,
        None => {
            let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
            if digits.len() == text.len() || text.len() - digits.len() > 4 {
                return None;
            }
            digits.strip_prefix(['.', ')'])?
        }
    };
    let item = rest.strip_prefix([' ', '\t'])?.trim_start();
    (!item.is_empty()).then_some(item)
}

/// What stands behind `[ ]`, and whether there is a mark in it. `-` is the mark of what will not be done.
fn checkbox(text: &str) -> Option<(bool, &str)> {
    let (mark, rest) = text.strip_prefix('[')?.split_once(']')?;
    let mark = if mark.is_empty() { " " } else { mark };
    let done = match mark {
        " " => false,
        "x" | "X" | "-" | "✓" | "✔" => true,
        _ => return None,
    };
    Some((done, rest.strip_prefix([' ', '\t'])?.trim_start())).filter(|(_, text)| !text.is_empty())
}
