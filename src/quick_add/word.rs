//! Cuts a line into words.

use std::ops::Range;

/// A word, or a quoted phrase.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In lower case, without the marks around it. Empty for a quoted phrase, which is never read.
    pub low: String,
    /// Its place in the text, without the marks around it.
    pub span: Range<usize>,
    /// The mark after it: one of `. , ; : ! ?`, `-` for a dash, or `)`.
    pub mark: Option<char>,
    /// Whether `(` stands before it.
    pub opened: bool,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

/// The words of a line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: Vec<Word>,
    /// Whether capital letters mean nothing, because all letters are capital.
    loud: bool,
}

impl<'a> Line<'a> {
    /// Cuts a text.
    pub fn new(text: &'a str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() {
                at += first.len_utf8();
            } else if let Some(end) = quote_end(text, at) {
                words.push(Word {
                    low: String::new(),
                    span: at..end,
                    mark: None,
                    opened: false,
                    capital: false,
                });
                at = end;
            } else {
                let end = chunk_end(text, at);
                push(&mut words, text, at..end);
                at = end;
            }
        }
        let loud =
            text.chars().filter(|c| c.is_uppercase()).count() > 3 && !text.chars().any(char::is_lowercase);
        Self { text, words, loud }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a place; empty if there is none.
    pub fn low(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.low.as_str())
    }

    /// The mark after the word at a place.
    pub fn mark(&self, at: usize) -> Option<char> {
        self.words.get(at).and_then(|word| word.mark)
    }

    /// Whether the word at a place begins with a capital letter that means something.
    pub fn is_capital(&self, at: usize) -> bool {
        !self.loud && self.words.get(at).is_some_and(|word| word.capital)
    }

    /// Whether the words at and after a place are these, with spaces between them.
    pub fn has(&self, at: usize, words: &str) -> bool {
        words.split(' ').enumerate().all(|(index, word)| self.low(at + index) == word)
    }

    /// How many words the first of these phrases has that stands at a place. 0 if none does.
    pub fn skip(&self, at: usize, phrases: &[&str]) -> usize {
        let found = phrases.iter().find(|phrase| self.has(at, phrase));
        found.map_or(0, |phrase| phrase.split(' ').count())
    }

    /// The bytes of some words, without the marks around them.
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        if words.is_empty() {
            let at = self.words.get(words.start).map_or(self.text.len(), |word| word.span.start);
            return at..at;
        }
        let first = self.words.get(words.start).map_or(self.text.len(), |word| word.span.start);
        let last = self.words.get(words.end.saturating_sub(1)).map_or(first, |word| word.span.end);
        first..last
    }
}

/// The end of the quoted phrase that begins at a place.
fn quote_end(text: &str, at: usize) -> Option<usize> {
    let mut chars = text[at..].char_indices();
    let closers: &[char] = match chars.next()?.1 {
        '"' => &['"'],
        '“' | '„' => &['”', '“'],
        '«' => &['»'],
        '\'' | '‘' => &['\'', '’'],
        '`' => &['`'],
        _ => return None,
    };
    let single = closers.contains(&'\'');
    let ends = |end: usize| text[end..].chars().next().is_none_or(|next| !next.is_alphanumeric());
    chars
        .find(|(index, c)| closers.contains(c) && (!single || ends(at + index + c.len_utf8())))
        .map(|(index, c)| at + index + c.len_utf8())
}

/// The end of a chunk: white space, or a comma or semicolon that is not inside a number, or a dash.
fn chunk_end(text: &str, at: usize) -> usize {
    let mut before = None;
    for (index, c) in text[at..].char_indices() {
        let next = text[at + index + c.len_utf8()..].chars().next();
        let in_number = |before: Option<char>| {
            before.is_some_and(|c: char| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit())
        };
        if c.is_whitespace() || (matches!(c, '—' | '–') && index > 0 && !in_number(before)) {
            return at + index;
        }
        if (matches!(c, ',' | ';') && !in_number(before)) || (matches!(c, '—' | '–') && index == 0) {
            return at + index + c.len_utf8();
        }
        before = Some(c);
    }
    text.len()
}

fn push(words: &mut Vec<Word>, text: &str, chunk: Range<usize>) {
    let raw = &text[chunk.clone()];
    let body = raw.trim_start_matches(['(', '[', '{']);
    let start = chunk.start + raw.len() - body.len();
    let core = body.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '…']);
    let tail = &body[core.len()..];
    let mark = tail.chars().find(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'));
    if core.is_empty() || core.chars().all(|c| matches!(c, '-' | '–' | '—' | '|' | '/')) {
        // A lone mark belongs to the word before it.
        if let Some(word) = words.last_mut() {
            word.mark = word.mark.or(mark).or(Some('-'));
        }
        return;
    }
    words.push(Word {
        low: core.to_lowercase().replace(['’', '‘'], "'"),
        span: start..start + core.len(),
        mark,
        opened: raw.len() > body.len(),
        capital: core.starts_with(char::is_uppercase),
    });
}
