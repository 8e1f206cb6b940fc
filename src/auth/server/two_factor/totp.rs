//! Time-based one-time passwords (RFC 6238) with what every authenticator app knows: HMAC-SHA-1, six digits, 30 seconds.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use url::form_urlencoded::byte_serialize;

/// Seconds for which a code is right.
const PERIOD: i64 = 30;
/// Digits of a code.
const DIGITS: usize = 6;
/// How many steps the person's clock may be before or after ours (RFC 6238, 5.2, recommends one).
const DRIFT: i64 = 1;

/// The time step for which a code is right, if it is. Only steps after `last` count, so that a code works once (RFC
/// 6238, 5.2), and so that an older one does not work after a newer one.
pub(crate) fn accepted_step(secret: &str, code: &str, unix_seconds: i64, last: Option<i64>) -> Option<i64> {
    let now = unix_seconds.div_euclid(PERIOD);
    let mut accepted = None;
    for step in now - DRIFT..=now + DRIFT {
        // Each comparison takes the same time, wherever the first wrong digit is.
        let right = bool::from(code_of(secret, step).as_bytes().ct_eq(code.as_bytes()));
        if right && last.is_none_or(|last| step > last) {
            accepted = Some(step);
        }
    }
    accepted
}

/// The link from which an authenticator app reads a secret, as Better Auth writes it
/// (<https://github.com/google/google-authenticator/wiki/Key-Uri-Format>).
pub(crate) fn link(secret: &str, issuer: &str, account: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (issuer, account) = (encode(issuer), encode(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&digits={DIGITS}&period={PERIOD}",
        key(secret)
    )
}

/// A secret as people type it into an app: base32.
pub(crate) fn key(secret: &str) -> String {
    BASE32_NOPAD.encode(secret.as_bytes())
}

/// The code for a time step (RFC 4226, 5.3).
pub(crate) fn code_of(secret: &str, step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let bytes = hash.iter().skip(offset).take(4);
    let number = bytes.fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:0DIGITS$}", number % 10_u32.pow(DIGITS as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "12345678901234567890";

    /// RFC 6238, appendix B. Six digits are the last six of its eight.
    #[test]
    fn the_codes_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(accepted_step(SECRET, code, seconds, None), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_a_step_off() {
        let code = code_of(SECRET, 100);
        let accepted: Vec<_> =
            (97..=103).map(|step| accepted_step(SECRET, &code, step * 30 + 29, None)).collect();
        assert_eq!(accepted, [None, None, Some(100), Some(100), Some(100), None, None]);
    }

    #[test]
    fn a_code_works_once_and_none_before_it_works_after_it() {
        let accept = |step, last| accepted_step(SECRET, &code_of(SECRET, step), 3000, last);
        assert_eq!(accept(100, Some(99)), Some(100));
        assert_eq!(accept(100, Some(100)), None);
        assert_eq!(accept(99, Some(100)), None);
        assert_eq!(accept(101, Some(100)), Some(101));
    }

    #[test]
    fn only_the_code_itself_is_right() {
        let code = code_of(SECRET, 100);
        for wrong in ["", "0", &code[1..], &format!("{code}0"), &format!("{code} "), "é00000", "000000"] {
            assert_eq!(accepted_step(SECRET, wrong, 3000, None), None, "{wrong}");
        }
    }

    #[test]
    fn the_link_is_that_of_better_auth() {
        // @better-auth/utils made this link.
        let expected = "otpauth://totp/Docket:ann%2Bx%40example.com?\
                        secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPJAUEQ2EIVDA&issuer=Docket&digits=6&period=30";
        assert_eq!(link("abcdefghijklmnopqrstuvwxyzABCDEF", "Docket", "ann+x@example.com"), expected);
        assert!(link("a", "My tasks", "ann@example.com").starts_with("otpauth://totp/My%20tasks:ann"));
    }
}
