//! Errors. [`AppError`] is what crosses the wire: a code for programs and a [`Reason`] with its arguments, as data.
//! [`words`] makes the sentences that people read. `Error` is what happened on the server; one place turns it into an
//! `AppError` (`Error::public`), and one gives each code its HTTP status.

mod code;
mod plan;
mod reason;
pub mod words;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod unsure;
pub use code::ErrorCode;
pub use plan::PlanProblem;
pub use reason::Reason;
#[cfg(feature = "ssr")]
pub use server::{Error, Result};
#[cfg(feature = "ssr")]
pub use unsure::Unsure;

use crate::call::TextJson;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;
use words::Language;

/// An error as a person or a program outside may see it: never a secret, never an internal text.
///
/// As JSON it is `{code, detail, field?, retry_after?, reason}`, where `detail` is the English sentence. The browser shows
/// that one, and leaves the reason to other readers: to read sixty of them takes 20 KB of WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct AppError {
    /// What it is, for programs.
    pub code: ErrorCode,
    /// The argument or form field at fault, if one is.
    pub field: Option<String>,
    /// Seconds after which trying again makes sense, if it was too much at once.
    pub retry_after: Option<u64>,
    told: Told,
}

/// What people are told of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    Reason(Box<Reason>),
    /// A sentence that was made elsewhere: on the server, or by another version of Docket for a reason of its own.
    Sentence(String),
}

/// What programs of other people get of an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = Error))]
pub struct ErrorBody {
    /// One sentence in English, for a person.
    pub detail: String,
    /// What it is, for programs.
    pub code: ErrorCode,
    /// The argument or form field at fault, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(nullable = false))]
    pub field: Option<String>,
    /// Seconds after which trying again makes sense, if it was too much at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(nullable = false))]
    pub retry_after: Option<u64>,
}

/// An error as the browser reads it.
#[cfg(not(feature = "ssr"))]
type Wire = ErrorBody;

/// An error on its way out of the server, or in and out of the database.
#[cfg(feature = "ssr")]
#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(flatten)]
    body: ErrorBody,
    /// `null` or absent if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_known")]
    reason: Option<Reason>,
}

impl From<Reason> for AppError {
    fn from(reason: Reason) -> Self {
        let (code, field, retry_after) = (reason.code(), reason.field(), reason.retry_after());
        Self { code, field, retry_after, told: Told::Reason(Box::new(reason)) }
    }
}

impl AppError {
    /// The same error where the form calls the field at fault by another name.
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if self.field.as_deref() == Some(from) {
            self.field = Some(to.to_owned());
        }
        self
    }

    /// Whether its sentence is ours, with no text in it that came with the error.
    #[cfg(feature = "ssr")]
    fn is_in_our_words(&self) -> bool {
        match &self.told {
            Told::Reason(reason) => {
                !matches!(**reason, Reason::InvalidArgument { .. } | Reason::NoSuchTool { .. })
            }
            Told::Sentence(_) => false,
        }
    }

    /// One sentence, or two, for a person who reads this language.
    pub fn sentence(&self, language: Language) -> String {
        match &self.told {
            Told::Reason(reason) => words::sentence(reason, language),
            Told::Sentence(sentence) => sentence.clone(),
        }
    }

    /// The sentence in English.
    pub fn detail(&self) -> String {
        self.sentence(Language::English)
    }

    /// What programs of other people get.
    pub fn body(&self) -> ErrorBody {
        let (field, retry_after) = (self.field.clone(), self.retry_after);
        ErrorBody { detail: self.detail(), code: self.code, field, retry_after }
    }
}

#[cfg(not(feature = "ssr"))]
impl From<AppError> for ErrorBody {
    fn from(error: AppError) -> Self {
        error.body()
    }
}

#[cfg(not(feature = "ssr"))]
impl From<ErrorBody> for AppError {
    fn from(ErrorBody { detail, code, field, retry_after }: ErrorBody) -> Self {
        Self { code, field, retry_after, told: Told::Sentence(detail) }
    }
}

#[cfg(feature = "ssr")]
impl From<AppError> for Wire {
    fn from(error: AppError) -> Self {
        let body = error.body();
        match error.told {
            Told::Reason(reason) => Self { body, reason: Some(*reason) },
            Told::Sentence(_) => Self { body, reason: None },
        }
    }
}

#[cfg(feature = "ssr")]
impl From<Wire> for AppError {
    fn from(Wire { body, reason }: Wire) -> Self {
        let ErrorBody { detail, code, field, retry_after } = body;
        let told = reason.map_or(Told::Sentence(detail), |reason| Told::Reason(Box::new(reason)));
        Self { code, field, retry_after, told }
    }
}

/// An error in the database may come from another version of Docket.
#[cfg(feature = "ssr")]
fn if_known<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Reason>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = TextJson;

    /// Reads the error in a page's address, which a plain form that was refused has put there. (On the server nothing else
    /// is read by this.) Anybody can write such an address, so a sentence in it counts for nothing.
    #[cfg(feature = "ssr")]
    fn de(data: axum::body::Bytes) -> Self {
        let error: Option<Self> = serde_json::from_slice(&data).ok();
        error.filter(Self::is_in_our_words).unwrap_or_else(|| Reason::MalformedRequest.into())
    }

    /// Framework errors: unreadable arguments are the caller's fault, everything else means that the two sides
    /// could not talk. Their texts are not for people and are dropped.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = Self::from(match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Reason::MalformedRequest,
            ServerFnErrorErr::Deserialization(_) => Reason::Unreadable,
            _ => Reason::Unreachable,
        });
        #[cfg(feature = "ssr")]
        crate::response::set_call_status(error.code.status(), error.retry_after);
        error
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use serde_json::{from_value, json, to_value};

    #[test]
    fn an_error_keeps_its_arguments_on_the_way() -> std::result::Result<(), serde_json::Error> {
        let error = AppError::from(Reason::InvalidTitle { max: 200 });
        let wire = to_value(&error)?;
        let expected = json!({
            "code": "INVALID_TITLE",
            "detail": "A title has 1 to 200 characters.",
            "field": "title",
            "reason": { "invalid_title": { "max": 200 } },
        });
        assert_eq!(wire, expected);
        assert_eq!(from_value::<AppError>(wire)?, error);
        Ok(())
    }

    #[test]
    fn an_error_of_another_version_keeps_its_sentence() -> std::result::Result<(), serde_json::Error> {
        for reason in [json!(null), json!("of_tomorrow"), json!({ "invalid_title": { "least": 1 } })] {
            let wire = json!({ "code": "INVALID_TITLE", "detail": "Choose a title.", "reason": reason });
            let error: AppError = from_value(wire)?;
            assert_eq!((error.code, error.detail().as_str()), (ErrorCode::InvalidTitle, "Choose a title."));
        }
        Ok(())
    }
}
