//! Recovery codes: each takes the place of an app's code once. They are stored as Better Auth stores them: a JSON array,
//! encrypted. Docket's own are kept as digests in it. Those of a database that was taken over are in clear.

use crate::auth::server::digest;
use crate::random::Random;
use subtle::ConstantTimeEq;

/// How many codes are made.
const COUNT: usize = 10;
/// The groups of a code, and the characters of a group: 119 bits in all. From 112 bits on, a digest without salt is
/// enough (OWASP ASVS 5, 6.5.2).
const GROUPS: usize = 4;
pub(super) const GROUP: usize = 5;
/// Begins a digest. No code has a colon.
const DIGEST: &str = "sha256:";

/// New codes.
pub(crate) fn make(random: &Random) -> Vec<String> {
    let code = || (0..GROUPS).map(|_| random.alphanumeric(GROUP)).collect::<Vec<_>>().join("-");
    (0..COUNT).map(|_| code()).collect()
}

/// Codes as they are kept.
pub(crate) fn kept(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| [DIGEST, &digest(&plain(code))].concat()).collect()
}

/// Takes a code out of the list, if it is there. People may leave out the hyphen.
pub(crate) fn take(codes: &mut Vec<String>, typed: &str) -> bool {
    let typed = plain(typed);
    let digest = [DIGEST, &digest(&typed)].concat();
    let mut found = None;
    for (index, code) in codes.iter().enumerate() {
        // Each comparison takes the same time, and all are made.
        // Who has read a digest must not be able to type it.
        let (kept, given) =
            if code.starts_with(DIGEST) { (code.clone(), &digest) } else { (plain(code), &typed) };
        if bool::from(kept.as_bytes().ct_eq(given.as_bytes())) {
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
        let made = make(&Random::seeded(1));
        assert!(made.len() == 10 && made.iter().all(|code| code.len() == 23), "{made:?}");
        let (first, last, mut codes) = (made[0].clone(), made[9].clone(), kept(&made));
        let of_better_auth = "abcde-FGHIJ".to_owned();
        codes.push(of_better_auth.clone());
        assert!(take(&mut codes, "abcdeFGHIJ") && !take(&mut codes, &of_better_auth));
        // Nobody who reads them can use them.
        assert!(!made.iter().any(|code| codes.concat().contains(&plain(code))));
        let digest = codes[0].clone();
        assert!(!take(&mut codes, &digest));
        assert!(take(&mut codes, &first) && !take(&mut codes, &first));
        assert!(take(&mut codes, &format!(" {} ", last.replace('-', ""))));
        assert_eq!(codes.len(), 8);
        for wrong in ["", "-", "aaaaa-aaaaa", &made[1][1..], &made[1].to_ascii_uppercase().repeat(2)] {
            assert!(!take(&mut codes, wrong), "{wrong}");
        }
        assert_eq!(read(&write(&codes)), codes);
    }
}
