//! Answers about several resources (RFC 4918, section 13). A long one is made in pieces as its reader takes them, so it takes
//! little memory and holds no connection to the database.

use super::property::{Property, Subject, value};
use super::refusal::{Refusal, XML};
use super::visit::Visit;
use super::wanted::{Asked, Wanted};
use super::xml::{empty, namespaces};
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures::stream::{Stream, StreamExt};
use std::fmt::Write;

/// The end of every answer.
const END: &str = "</D:multistatus>\n";

/// The answer with these pieces between its head and its end. The first piece is made at once, so that a request which cannot be
/// answered gets a status that says so.
pub(super) async fn multistatus(
    pieces: impl Stream<Item = Result<String, Refusal>> + Send + 'static,
) -> Result<Response, Refusal> {
    let mut pieces = Box::pin(pieces);
    let mut first = head();
    if let Some(piece) = pieces.next().await {
        first += &piece?;
    }
    let body = match pieces.next().await {
        None => Body::from(first + END),
        Some(second) => {
            let begin = futures::stream::iter([Ok(first), second]);
            let end = futures::stream::iter([Ok(END.to_owned())]);
            Body::from_stream(begin.chain(pieces).chain(end).map(|piece| {
                piece.map_err(|refusal| {
                    tracing::warn!(?refusal, "an answer to a calendar program breaks off");
                    std::io::Error::other("the answer breaks off")
                })
            }))
        }
    };
    Ok((StatusCode::MULTI_STATUS, [(CONTENT_TYPE, XML)], body).into_response())
}

/// The same of one piece.
pub(super) async fn whole(piece: String) -> Result<Response, Refusal> {
    multistatus(futures::stream::iter([Ok(piece)])).await
}

fn head() -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus{}>", namespaces())
}

/// Adds a resource with what is wanted of it.
pub(super) fn add(out: &mut String, visit: &Visit, subject: Subject<'_>, href: &str, wanted: &Wanted) {
    let (mut found, mut missing) = (String::new(), String::new());
    let mut tell = |property: Property, names_alone: bool| {
        let (prefix, local) = property.name();
        let value = value(visit, subject, property);
        let is_there = value.is_some();
        // Writing to a text never fails.
        _ = match value {
            Some(value) if !names_alone && !value.is_empty() => {
                write!(found, "<{prefix}:{local}>{value}</{prefix}:{local}>")
            }
            Some(_) => write!(found, "<{prefix}:{local}/>"),
            None => Ok(()),
        };
        is_there
    };
    let asked: &[Asked] = match wanted {
        Wanted::Names => {
            for property in Property::listed() {
                tell(property, true);
            }
            &[]
        }
        Wanted::Common(more) => {
            for property in Property::COMMON {
                tell(property, false);
            }
            more
        }
        Wanted::These(asked) => asked,
    };
    let is_brief = visit.is_brief();
    for Asked { name, property } in asked {
        if !property.is_some_and(|property| tell(property, false)) && !is_brief {
            empty(&mut missing, name);
        }
    }
    _ = write!(out, "<D:response><D:href>{href}</D:href>");
    if !found.is_empty() || missing.is_empty() {
        _ = write!(out, "{}", Propstat::new(&found, "200 OK"));
    }
    if !missing.is_empty() {
        _ = write!(out, "{}", Propstat::new(&missing, "404 Not Found"));
    }
    out.push_str("</D:response>\n");
}

/// Properties with the status that they have together.
pub(super) struct Propstat<'a> {
    properties: &'a str,
    status: &'a str,
    error: &'a str,
}

impl<'a> Propstat<'a> {
    /// Properties, as elements, with a status such as `200 OK`.
    pub(super) fn new(properties: &'a str, status: &'a str) -> Self {
        Self::because(properties, status, "")
    }

    /// The same with the name of the condition that does not hold. It may be empty.
    pub(super) fn because(properties: &'a str, status: &'a str, error: &'a str) -> Self {
        Self { properties, status, error }
    }
}

impl std::fmt::Display for Propstat<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { properties, status, error } = self;
        write!(out, "<D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 {status}</D:status>")?;
        if !error.is_empty() {
            write!(out, "<D:error><{error}/></D:error>")?;
        }
        out.write_str("</D:propstat>")
    }
}

/// Adds a resource of which there is nothing but a status, and a condition that does not hold if that is why.
pub(super) fn add_status(out: &mut String, href: &str, status: &str, condition: &str) {
    _ = write!(out, "<D:response><D:href>{href}</D:href><D:status>HTTP/1.1 {status}</D:status>");
    if !condition.is_empty() {
        _ = write!(out, "<D:error><{condition}/></D:error>");
    }
    out.push_str("</D:response>\n");
}
