//! How CalDAV refuses: a status, and in XML the condition that does not hold (RFC 4918, section 16).

use super::xml::{Escaped, Malformed, document};
use crate::auth::server::AuthError;
use crate::caldav::server::CalendarError;
use crate::error::Error;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// The media type of XML.
pub(super) const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=utf-8");

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// No more than a status says.
    Status(StatusCode),
    /// The resource answers to these methods alone.
    MethodNotAllowed(&'static str),
    /// A condition does not hold: its element, and a sentence for people.
    Condition { status: StatusCode, element: String, words: String },
    /// As everywhere in Docket.
    Other(Error),
}

/// A condition that does not hold.
pub(super) fn condition(status: StatusCode, element: impl Into<String>, words: impl Into<String>) -> Refusal {
    Refusal::Condition { status, element: element.into(), words: words.into() }
}

/// A condition on what was asked.
pub(super) fn forbidden(element: &str, words: impl Into<String>) -> Refusal {
    condition(StatusCode::FORBIDDEN, format!("<{element}/>"), words)
}

impl From<StatusCode> for Refusal {
    fn from(status: StatusCode) -> Self {
        Self::Status(status)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<AuthError> for Refusal {
    fn from(error: AuthError) -> Self {
        Self::Other(error.into())
    }
}

impl From<CalendarError> for Refusal {
    fn from(error: CalendarError) -> Self {
        use CalendarError as E;
        let words = error.to_string();
        match error {
            E::NoCalendar | E::NoObject => Self::Status(StatusCode::NOT_FOUND),
            E::Failed => Self::Status(StatusCode::PRECONDITION_FAILED),
            E::InvalidData(_) => forbidden("C:valid-calendar-data", words),
            E::NotATodo => forbidden("C:supported-calendar-component", words),
            E::UidTaken(_) => forbidden("C:no-uid-conflict", words),
            E::TooLarge => forbidden("C:max-resource-size", words),
            E::TooMany => condition(
                StatusCode::INSUFFICIENT_STORAGE,
                "<D:quota-not-exceeded/>",
                "You have as many as one may have.",
            ),
            E::OldToken => forbidden("D:valid-sync-token", words),
            E::NameTaken => condition(StatusCode::CONFLICT, "<D:resource-must-be-null/>", words),
            E::InvalidName | E::Default | E::HasTasks => condition(StatusCode::FORBIDDEN, "", words),
            E::Task(error) => {
                let error = Error::from(error).public();
                match error.status() {
                    // What the rules of tasks refuse of a text is the text's fault.
                    status if status.is_client_error() => forbidden("C:valid-calendar-data", error.detail()),
                    _ => Self::Other(Error::Refused(error)),
                }
            }
            E::Database(error) => Self::Other(error.into()),
        }
    }
}

impl From<Malformed> for Refusal {
    fn from(problem: Malformed) -> Self {
        condition(StatusCode::BAD_REQUEST, "", problem.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Status(status) => status.into_response(),
            Self::MethodNotAllowed(methods) => {
                (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, methods)]).into_response()
            }
            Self::Condition { status, element, words } => {
                let words = format!("<D:responsedescription>{}</D:responsedescription>", Escaped(&words));
                let text = document("D:error", &(element + &words));
                (status, [(CONTENT_TYPE, XML)], text).into_response()
            }
            Self::Other(error) => error.into_response(),
        }
    }
}
