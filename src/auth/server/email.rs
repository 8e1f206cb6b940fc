//! The rules for e-mail addresses.

use super::AuthError;

/// Longest address to which mail can be sent (RFC 5321, 4.5.3.1.3).
const MAX: usize = 254;

/// The address in the form in which it is stored and looked up: trimmed, in lower case.
pub(crate) fn parse(text: &str) -> Result<String, AuthError> {
    let text = text.trim().to_lowercase();
    let valid = text.len() <= MAX
        && text.split_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
    if valid { Ok(text) } else { Err(AuthError::InvalidEmail) }
}

/// Whether the text is an e-mail address without any space around it.
pub fn is_email(text: &str) -> bool {
    text.trim() == text && parse(text).is_ok()
}

// The rules of zod, which Better Auth uses: a plain local part, and a domain with a dot and a word at its end.
fn is_local(local: &str) -> bool {
    !local.is_empty()
        && local.split('.').all(|label| !label.is_empty())
        && local.chars().all(|c| c.is_ascii_alphanumeric() || "_'+-.".contains(c))
        && !local.ends_with('\'')
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    labels.len() >= 2
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::{is_email, parse};

    #[test]
    fn takes_addresses_and_lower_cases_them() {
        for (given, stored) in [
            ("ann@example.com", "ann@example.com"),
            ("  Ann.O'Neil+tasks@Mail.Example.ORG ", "ann.o'neil+tasks@mail.example.org"),
            ("a_b-c@x-y.io", "a_b-c@x-y.io"),
        ] {
            assert_eq!(parse(given).ok().as_deref(), Some(stored), "{given}");
            assert_eq!(is_email(given), given.trim() == given, "{given}");
        }
    }

    #[test]
    fn refuses_what_is_none() {
        let long = format!("{}@example.com", "a".repeat(250));
        for given in [
            "",
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "ann@example.c",
            "a b@example.com",
            ".ann@example.com",
            "ann.@example.com",
            "a..b@example.com",
            "ann@-x.com",
            "ann@x-.com",
            "ann@.com",
            "ann@example..com",
            "ann@@example.com",
            "ann@example.com\r\nBcc: x@y.zz",
            &long,
        ] {
            assert!(parse(given).is_err() && !is_email(given), "{given}");
        }
    }
}
