//! What becomes of properties that a program sets: all are set, or none.

use super::multistatus::Propstat;
use super::xml::{Name, empty};
use axum::http::StatusCode;
use std::fmt;

/// Why a property cannot be as a program asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The server alone says what it is.
    Protected,
    /// It is not kept, or not with such a value.
    Refused,
    /// It is a name that another one has, or that nothing can have.
    Conflict,
}

impl Why {
    const ALL: [Self; 3] = [Self::Protected, Self::Refused, Self::Conflict];

    const fn status(self) -> StatusCode {
        match self {
            Self::Protected | Self::Refused => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
        }
    }
}

/// Properties with what becomes of each. `Display` writes their propstats.
#[derive(Debug, Default)]
pub(super) struct Verdicts<'a>(Vec<(&'a Name, Option<Why>)>);

impl<'a> Verdicts<'a> {
    /// Notes a property, and why it cannot be set if it cannot.
    pub(super) fn add(&mut self, name: &'a Name, why: Option<Why>) {
        self.0.push((name, why));
    }

    /// Refuses the properties with this name that could be set. False if there are none.
    pub(super) fn refuse(&mut self, namespace: &str, local: &str, why: Why) -> bool {
        let mut found = false;
        for (_, verdict) in self.0.iter_mut().filter(|(name, _)| name.is(namespace, local)) {
            *verdict = Some(verdict.unwrap_or(why));
            found = true;
        }
        found
    }

    /// The status of the first property that cannot be set.
    pub(super) fn refused(&self) -> Option<StatusCode> {
        self.0.iter().find_map(|(_, why)| *why).map(Why::status)
    }
}

impl fmt::Display for Verdicts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |wanted: Option<Why>| {
            let mut names = String::new();
            for (name, _) in self.0.iter().filter(|(_, why)| *why == wanted) {
                empty(&mut names, name);
            }
            names
        };
        for why in Why::ALL {
            let names = of(Some(why));
            if !names.is_empty() {
                let status = why.status();
                let error = if why == Why::Protected { "D:cannot-modify-protected-property" } else { "" };
                write!(out, "{}", Propstat::because(&names, &status.to_string(), error))?;
            }
        }
        let fine = of(None);
        match self.refused() {
            None => write!(out, "{}", Propstat::new(&fine, "200 OK")),
            Some(_) if fine.is_empty() => Ok(()),
            Some(_) => write!(out, "{}", Propstat::new(&fine, "424 Failed Dependency")),
        }
    }
}
