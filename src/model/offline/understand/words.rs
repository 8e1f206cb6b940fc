//! Cuts a message into words. A word is lower case for matching. It keeps its place in the message, so that a title
//! can be taken out exactly as the person wrote it.

use std::ops::Range;

/// One word, or one quoted phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word in lower case, with straight apostrophes and without punctuation. Empty for a quoted phrase.
    pub low: String,
    /// Its place in the text, including the punctuation around it.
    pub span: Range<usize>,
    /// The place of the text between the quotes, for a quoted phrase.
    pub quoted: Option<Range<usize>>,
    /// The punctuation mark after it: one of `. ! ? , ; :`.
    pub mark: Option<char>,
    /// Whether `#` stands before it.
    pub hash: bool,
}

/// Short forms and what they stand for.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("what's", "what is"),
    ("whats", "what is"),
    ("what're", "what are"),
    ("what've", "what have"),
    ("who's", "who is"),
    ("where's", "where is"),
    ("how's", "how is"),
    ("that's", "that is"),
    ("it's", "it is"),
    ("there's", "there is"),
    ("let's", "let us"),
    ("i'm", "i am"),
    ("im", "i am"),
    ("i've", "i have"),
    ("ive", "i have"),
    ("i'd", "i would"),
    ("i'll", "i will"),
    ("we've", "we have"),
    ("we're", "we are"),
    ("we'd", "we would"),
    ("won't", "will not"),
    ("wont", "will not"),
    ("can't", "can not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("shan't", "shall not"),
    ("gotta", "got to"),
    ("wanna", "want to"),
];

/// Verbs that people join with "not": "didn't", "didnt".
const NEGATED: &[&str] = &[
    "did", "do", "does", "is", "are", "was", "were", "has", "have", "had", "could", "would", "should",
    "must", "need", "might",
];

/// What a short form stands for, word by word.
fn long_form(low: &str) -> Option<Vec<&str>> {
    if let Some((_, long)) = CONTRACTIONS.iter().find(|(short, _)| *short == low) {
        return Some(long.split(' ').collect());
    }
    let verb = low.strip_suffix("n't").or_else(|| low.strip_suffix("nt"))?;
    NEGATED.contains(&verb).then(|| vec![verb, "not"])
}

/// How many characters away a closing quote may be. No title or description is longer.
const QUOTE_MAX: usize = 1200;

/// Cuts a text into words.
pub fn words(text: &str) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let offset = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].1.is_whitespace() {
            at += 1;
        } else if let Some(close) = closing_quote(&chars, at) {
            let end = (close + 1..chars.len())
                .find(|&next| !is_mark(chars[next].1) && chars[next].1 != ')')
                .unwrap_or(chars.len());
            words.push(Word {
                low: String::new(),
                span: offset(at)..offset(end),
                quoted: Some(offset(at + 1)..offset(close)),
                mark: chars[close + 1..end].iter().map(|(_, c)| *c).rfind(|c| is_mark(*c)),
                hash: false,
            });
            at = end;
        } else {
            let end = chunk_end(&chars, at);
            push_chunk(&mut words, text, offset(at)..offset(end));
            at = end;
        }
    }
    words
}

/// The index of the quote that closes the one at `open`. `None` if there is no opening quote.
fn closing_quote(chars: &[(usize, char)], open: usize) -> Option<usize> {
    let closers: &[char] = match chars[open].1 {
        '"' => &['"'],
        '“' | '”' | '„' => &['”', '“', '"'],
        '«' => &['»'],
        '\'' | '‘' | '’' => &['\'', '’'],
        '`' => &['`', '\''],
        _ => return None,
    };
    let single = closers.contains(&'\'');
    let close = (open + 1..chars.len().min(open + QUOTE_MAX)).find(|&at| {
        let ends_word = chars.get(at + 1).is_none_or(|(_, next)| !next.is_alphanumeric());
        closers.contains(&chars[at].1) && (!single || (ends_word && !chars[at - 1].1.is_whitespace()))
    })?;
    let blank = chars[open + 1..close].iter().all(|(_, c)| c.is_whitespace());
    (!blank).then_some(close)
}

/// The index after the chunk that begins at `start`. A chunk ends before white space, and after a comma, a semicolon,
/// a dash, or a colon that introduces something (not the colon of `10:30` or `https://`).
fn chunk_end(chars: &[(usize, char)], start: usize) -> usize {
    let mut at = start;
    while at < chars.len() && !chars[at].1.is_whitespace() {
        let next = chars.get(at + 1).map(|(_, c)| *c);
        match chars[at].1 {
            ',' | ';' => return at + 1,
            ':' if next.is_some_and(|c| c != '/' && !c.is_numeric()) => return at + 1,
            '—' => return at.max(start + 1),
            _ => at += 1,
        }
    }
    at
}

fn push_chunk(words: &mut Vec<Word>, text: &str, span: Range<usize>) {
    let chunk = &text[span.clone()];
    let core = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() && chunk.chars().all(is_mark) {
        // A lone mark belongs to the word before it.
        if let Some(word) = words.last_mut() {
            word.span.end = span.end;
            word.mark = chunk.chars().next_back();
        }
        return;
    }
    let mut low = if core.is_empty() { chunk } else { core }.to_lowercase().replace(['’', '‘'], "'");
    let before = chunk.split(core).next().unwrap_or_default();
    let after = chunk.rsplit(core).next().unwrap_or_default();
    // "50%" and "-1" are not the numbers of tasks.
    if core.starts_with(|c: char| c.is_ascii_digit()) {
        if before.ends_with(['-', '−', '+', '$', '€', '£']) {
            low.insert(0, '-');
        } else if after.starts_with(['%', '‰', '°', '€', '£', '$']) {
            low.push('%');
        }
    }
    let mark = after.chars().rfind(|c| is_mark(*c));
    let hash = !core.is_empty() && before.ends_with('#');
    let Some(long) = long_form(&low) else {
        words.push(Word { low, span, quoted: None, mark, hash });
        return;
    };
    // The first word of a contraction gets the bytes, the last word gets the mark.
    let last = long.len() - 1;
    for (index, part) in long.into_iter().enumerate() {
        let start = if index == 0 { span.start } else { span.end };
        let mark = if index == last { mark } else { None };
        words.push(Word { low: part.to_owned(), span: start..span.end, quoted: None, mark, hash: false });
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '…')
}

#[cfg(test)]
mod tests {
    use super::words;

    fn lows(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.low).collect()
    }

    #[test]
    fn cuts_words() {
        assert_eq!(lows("Add milk,eggs; (#3)!"), ["add", "milk", "eggs", "3"]);
        assert_eq!(lows("What’s pending ?"), ["what", "is", "pending"]);
        assert_eq!(lows("todo:buy at 10:30 https://x.org"), ["todo", "buy", "at", "10:30", "https://x.org"]);
        assert_eq!(lows("  … "), Vec::<String>::new());
    }

    #[test]
    fn finds_quotes() {
        for text in ["to 'Mom's cake'.", "to “Mom's cake”", "to \"Mom's cake\"!", "to ‘Mom's cake’"] {
            let found = words(text);
            assert_eq!(found[1].quoted.clone().map(|span| &text[span]), Some("Mom's cake"), "{text}");
        }
        assert!(words("the dogs' food isn't here").iter().all(|word| word.quoted.is_none()));
    }
}
