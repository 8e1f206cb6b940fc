//! Passwords that are guessed first: those that many people use, and those made of what everybody knows of a person
//! (NIST SP 800-63B, 3.1.1.2). The list is in the program, so no password and no part of one leaves it.

use super::AuthError;
use crate::auth::User;
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

/// A head, an empty line, and the passwords.
const COMMON: &str = include_str!("common_passwords.txt");
/// Names shorter than this say nothing about a password.
const NAME_MIN: usize = 3;

/// Refuses a new password that is guessed first. The passwords that people have already are not asked about.
pub(crate) fn check(password: &SecretString, user: &User) -> Result<(), AuthError> {
    let password: String = password.expose_secret().nfkc().collect::<String>().to_lowercase();
    if is_common(&password) || is_personal(&password, user) {
        return Err(AuthError::PasswordTooCommon);
    }
    Ok(())
}

/// Looks the password up in the sorted list by halving it, without an index in memory.
fn is_common(password: &str) -> bool {
    let (_, mut list) = COMMON.split_once("\n\n").unwrap_or_default();
    while !list.is_empty() {
        // The line in the middle.
        let middle = list.len() / 2;
        let start = list.get(..middle).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let Some((line, after)) = list.get(start..).and_then(|rest| rest.split_once('\n')) else {
            return false;
        };
        match password.as_bytes().cmp(line.as_bytes()) {
            std::cmp::Ordering::Less => list = list.get(..start).unwrap_or_default(),
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => list = after,
        }
    }
    // "aaaaaaaa", as long as it may be.
    password.chars().all(|c| password.starts_with(c))
}

/// Whether the password is the person's e-mail address or name, or this program's, with nothing but digits and signs
/// added.
fn is_personal(password: &str, user: &User) -> bool {
    let core = letters(password);
    let local = user.email.split('@').next().unwrap_or_default();
    let names =
        [letters(&user.email), letters(local), letters(&user.name.to_lowercase()), "docket".to_owned()];
    names.iter().any(|name| name.chars().count() >= NAME_MIN && (core == *name || core == name.repeat(2)))
}

/// The letters of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::id::UserId;

    fn is_refused(password: &str) -> bool {
        let now = Clock::system().now();
        let ann = User {
            id: UserId::new("ann"),
            name: "Ann Bell".into(),
            email: "ann.b@example.com".into(),
            email_verified: false,
            image: None,
            two_factor_enabled: false,
            created_at: now.clone(),
            updated_at: now,
        };
        check(&password.into(), &ann).is_err()
    }

    #[test]
    fn the_list_is_sorted_and_each_of_it_is_found() {
        let (_, list) = COMMON.split_once("\n\n").unwrap_or_default();
        let lines: Vec<_> = list.lines().collect();
        assert!(lines.len() > 20_000 && lines.is_sorted());
        assert!(lines.iter().all(|line| is_common(line)));
        assert!(lines.iter().all(|line| line.len() >= 8 && *line == line.to_lowercase()));
    }

    #[test]
    fn what_many_people_use_is_refused() {
        for password in ["password", "Password1", "12345678", "QWERTYUIOP", "iloveyou1", "aaaaaaaaaaaaa"] {
            assert!(is_refused(password), "{password}");
        }
    }

    #[test]
    fn what_everybody_knows_of_a_person_is_refused() {
        for password in [
            "ann.b@example.com",
            "AnnBell1985!",
            "ann bell",
            "annbannb",
            "annb2026",
            "Docket2026",
            "docket-docket",
        ] {
            assert!(is_refused(password), "{password}");
        }
    }

    #[test]
    fn others_are_not() {
        for password in ["correct horse", "another horse", "annbells tasks", "x7#qLm2p", "пароль собаки"]
        {
            assert!(!is_refused(password), "{password}");
        }
    }
}
