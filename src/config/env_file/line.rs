//! One line of a `.env` file.

/// What is wrong with a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Problem {
    NotAVariable,
    NoClosingQuote,
    TextAfterQuote,
    UnknownEscape,
    Nul,
    SetTwice { first: usize },
    NotText,
}

impl Problem {
    /// The end of a sentence that begins with the file. It never holds a value.
    pub(super) fn at(self, line: usize, name: Option<&str>) -> String {
        let problem = match self {
            Self::NotAVariable => return format!("line {line} is not NAME=value"),
            Self::NotText => return "it is not text in UTF-8".to_owned(),
            Self::NoClosingQuote => "has no closing quote; a value has one line",
            Self::TextAfterQuote => "goes on after its closing quote; put all of it in single quotes",
            Self::UnknownEscape => {
                "has a backslash before a character for which it means nothing; write two, or use single quotes"
            }
            Self::Nul => "has a character that no variable can hold",
            Self::SetTwice { first } => {
                return format!("line {line}: {} is set on line {first} already", name.unwrap_or_default());
            }
        };
        format!("line {line}: {} {problem}", name.unwrap_or_default())
    }
}

/// A line that cannot be understood: its name, if it has one, and what is wrong with it.
pub(super) type Wrong<'a> = (Option<&'a str>, Problem);

/// The name and the value of a line; `None` if it is empty or a comment. A problem comes with the name, if there is
/// one.
pub(super) fn parse(line: &str) -> Result<Option<(&str, String)>, Wrong<'_>> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    let (name, text) = line.split_once('=').ok_or((None, Problem::NotAVariable))?;
    let (name, text) = (name.trim_end(), text.trim_start());
    if !is_name(name) {
        return Err((None, Problem::NotAVariable));
    }
    let value = match text.chars().next() {
        Some('\'') => in_single_quotes(&text[1..]),
        Some('"') => in_double_quotes(&text[1..]),
        _ => Ok(without_quotes(text)),
    };
    let value = value.and_then(|value| if value.contains('\0') { Err(Problem::Nul) } else { Ok(value) });
    value.map(|value| Some((name, value))).map_err(|problem| (Some(name), problem))
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    name.chars().all(is_part) && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Up to a `#` after a space.
fn without_quotes(text: &str) -> String {
    let is_comment =
        |(at, _): &(usize, &str)| text[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let end = text.match_indices('#').find(is_comment).map_or(text.len(), |(at, _)| at);
    text[..end].trim_end().to_owned()
}

/// Everything between the quotes, as it is.
fn in_single_quotes(text: &str) -> Result<String, Problem> {
    let (value, rest) = text.split_once('\'').ok_or(Problem::NoClosingQuote)?;
    ends(rest)?;
    Ok(value.to_owned())
}

/// The same, where a backslash makes a line break of an `n`, and stands before a `"`, a `$` or another backslash.
fn in_double_quotes(text: &str) -> Result<String, Problem> {
    let (mut value, mut characters) = (String::new(), text.chars());
    loop {
        match characters.next().ok_or(Problem::NoClosingQuote)? {
            '"' => break,
            '\\' => match characters.next().ok_or(Problem::NoClosingQuote)? {
                'n' => value.push('\n'),
                escaped @ ('"' | '$' | '\\') => value.push(escaped),
                _ => return Err(Problem::UnknownEscape),
            },
            character => value.push(character),
        }
    }
    ends(characters.as_str())?;
    Ok(value)
}

/// Only a comment may follow a closing quote.
fn ends(rest: &str) -> Result<(), Problem> {
    let comment = rest.trim_start();
    let is_comment = comment.starts_with('#') && comment.len() < rest.len();
    if comment.is_empty() || is_comment { Ok(()) } else { Err(Problem::TextAfterQuote) }
}
