//! The words of a query, and the expression with which each database searches for them.

use crate::db::Scope;
use crate::db::transaction::Inner;
use crate::search::QUERY_MAX;
use unicode_normalization::UnicodeNormalization;

/// Most words of a query.
const WORDS_MAX: usize = 10;

/// Words in lower case and without accents; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

impl Words {
    /// The words of a query. `None` if it has none.
    pub(crate) fn of(query: &str) -> Option<Self> {
        let query: String = query.chars().take(QUERY_MAX).collect();
        let words: Vec<String> = query
            .split(is_gap)
            .map(folded)
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(WORDS_MAX)
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Whether a word of a text is one of these, or begins with the last of them.
    pub(crate) fn hit(&self, word: &str) -> bool {
        let word = folded(word);
        self.0.contains(&word) || self.0.last().is_some_and(|last| word.starts_with(last))
    }

    /// The expression that searches the scope's database for the words, among the data of its person. No word contains
    /// a quotation mark.
    pub(crate) fn expression(&self, scope: &mut Scope) -> String {
        match scope.inner() {
            Inner::Sqlite(_) => {
                let owner = scope.user().as_str().replace('"', "\"\"");
                format!("user_id : \"{owner}\" AND - user_id : (\"{}\" *)", self.0.join("\" AND \""))
            }
            // The function and row-level security know the owner.
            Inner::Postgres(_) => format!("'{}':*", self.0.join("' & '")),
        }
    }
}

/// Whether a character separates words, as the databases see it (migration 0008).
pub(crate) fn is_gap(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || character.is_ascii_punctuation()
        || matches!(character, '\u{a1}' | '\u{ab}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
        || matches!(character, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
}

/// A word in the form in which it is compared: lower case, without accents.
fn folded(word: &str) -> String {
    word.to_lowercase().nfkd().filter(|character| !matches!(character, '\u{300}'..='\u{36f}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(query: &str) -> Option<Vec<String>> {
        Words::of(query).map(|words| words.0)
    }

    #[test]
    fn any_text_becomes_plain_words() {
        assert_eq!(
            words("  Buy “Crème-fraîche”, 2% "),
            Some(vec!["buy".into(), "creme".into(), "fraiche".into(), "2".into()])
        );
        assert_eq!(words("МОЛОКО"), Some(vec!["молоко".into()]));
        assert_eq!(
            words("a:* & 'b' | \"c\" NEAR(d) \\"),
            Some(["a", "b", "c", "near", "d"].map(String::from).into())
        );
        for nothing in ["", "  ", "%_*\"'&|!()<->", "\0\n", "—…«»", "\u{301}"] {
            assert_eq!(words(nothing), None, "{nothing:?}");
        }
        assert_eq!(words(&"x ".repeat(500)).map(|words| words.len()), Some(WORDS_MAX));
    }

    #[test]
    fn the_last_word_may_be_a_beginning() {
        let words = Words::of("big mil").unwrap_or_else(|| unreachable!());
        assert!(words.hit("Big") && words.hit("Milk") && words.hit("MÎL"));
        assert!(!words.hit("bigger") && !words.hit("smil"));
    }
}
