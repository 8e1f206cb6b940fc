//! Recovery codes: each takes the place of an app's code once. They are stored as Better Auth stores them: a JSON array,
//! encrypted.

use crate::random::Random;
use subtle::ConstantTimeEq;

/// How many codes are made.
const COUNT: usize = 10;
/// Characters before and after the hyphen (59 bits in all).
const HALF: usize = 5;

/// New codes.
pub(crate) fn make(random: &Random) -> Vec<String> {
    (0..COUNT).map(|_| [random.alphanumeric(HALF), random.alphanumeric(HALF)].join("-")).collect()
}

/// Takes a code out of the list, if it is there. People may leave out the hyphen.
pub(crate) fn take(codes: &mut Vec<String>, typed: &str) -> bool {
    let typed = plain(typed);
    let mut found = None;
    for (index, code) in codes.iter().enumerate() {
        // Each comparison takes the same time, and all are made.
        if bool::from(plain(code).as_bytes().ct_eq(typed.as_bytes())) {
            found = Some(index);
        }
    }
    found.map(|index| codes.remove(index)).is_some()
}

/// The codes as text for the database.
pub(crate) fn write(codes: &[String]) -> String {
    serde_json::to_string(codes).unwrap_or_default()
}

/// The codes in a text from the database.
pub(crate) fn read(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}

/// A code without what does not matter.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_works_once() {
        let mut codes = make(&Random::seeded(1));
        assert!(codes.len() == 10 && codes.iter().all(|code| code.len() == 11), "{codes:?}");
        let (first, last) = (codes[0].clone(), codes[9].clone());
        assert!(take(&mut codes, &first) && !take(&mut codes, &first));
        assert!(take(&mut codes, &format!(" {} ", last.replace('-', ""))));
        assert_eq!(codes.len(), 8);
        for wrong in
            ["", "-", "aaaaa-aaaaa", &codes[0].clone()[1..], &codes[0].to_ascii_uppercase().repeat(2)]
        {
            assert!(!take(&mut codes, wrong), "{wrong}");
        }
        assert_eq!(read(&write(&codes)), codes);
    }
}
