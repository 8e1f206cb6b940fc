//! GET, PUT, DELETE and MOVE of an object.

use super::conditions;
use super::refusal::{Refusal, condition, forbidden};
use super::resource::Resource;
use super::visit::Visit;
use crate::caldav::server::{CalendarError, Put};
use crate::protocol::http_date;
use ::url::Url;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, ETAG, HOST, LAST_MODIFIED};
use axum::response::{IntoResponse, Response};

const TYPE: &str = "text/calendar; charset=utf-8; component=VTODO";

/// The calendar and the name of the object that a request is for.
fn target(visit: &Visit) -> Result<(&str, &str), Refusal> {
    match &visit.resource {
        Resource::Object { calendar, name } => Ok((calendar, name)),
        _ => Err(StatusCode::METHOD_NOT_ALLOWED.into()),
    }
}

/// The object's text.
pub(super) async fn get(visit: &Visit) -> Result<Response, Refusal> {
    let (calendar, name) = target(visit)?;
    let objects = visit.calendars().objects(visit.user(), calendar, &[name.to_owned()]).await?;
    let object = objects.into_iter().next().ok_or(StatusCode::NOT_FOUND)?;
    let head = [
        (ETAG, format!("\"{}\"", object.entry.etag)),
        (LAST_MODIFIED, http_date::written(object.modified.unix_seconds())),
    ];
    if conditions::is_known(&visit.headers, &object.entry.etag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, [(CONTENT_TYPE, TYPE)], object.text).into_response())
}

/// Makes an object or replaces it.
pub(super) async fn put(visit: &Visit, body: &[u8]) -> Result<Response, Refusal> {
    let (calendar, name) = target(visit)?;
    let kind = visit.header(CONTENT_TYPE).unwrap_or("text/calendar").to_ascii_lowercase();
    if !kind.starts_with("text/calendar") {
        return Err(forbidden("C:supported-calendar-data", "An object is text/calendar."));
    }
    let text = std::str::from_utf8(body)
        .map_err(|_| forbidden("C:valid-calendar-data", "The text is not in UTF-8."))?;
    let text = text.trim_start_matches('\u{feff}');
    let condition = conditions::of(visit).ok_or(StatusCode::PRECONDITION_FAILED)?;
    let put = visit.calendars().put(visit.caller(), calendar, name, text, &condition).await;
    let Put { created, etag } = put.map_err(|error| refused(calendar, error))?;
    let status = if created { StatusCode::CREATED } else { StatusCode::NO_CONTENT };
    // Without a tag the program reads the object again, as it must if another text is stored than it has sent.
    let tag = etag.map(|tag| [(ETAG, format!("\"{tag}\""))]);
    Ok(match tag {
        Some(tag) => (status, tag).into_response(),
        None => status.into_response(),
    })
}

/// Deletes an object.
pub(super) async fn delete(visit: &Visit) -> Result<Response, Refusal> {
    let (calendar, name) = target(visit)?;
    let condition = conditions::of(visit).ok_or(StatusCode::PRECONDITION_FAILED)?;
    visit.calendars().delete(visit.caller(), calendar, name, &condition).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Moves an object to another calendar of the person: another list.
pub(super) async fn relocate(visit: &Visit) -> Result<Response, Refusal> {
    let from = target(visit)?;
    let if_so = conditions::of(visit).ok_or(StatusCode::PRECONDITION_FAILED)?;
    let destination = visit.header("destination").ok_or(StatusCode::BAD_REQUEST)?;
    let to = match Resource::of_path(&path_here(visit, destination)?) {
        Some(Resource::Object { calendar, name }) => (calendar, name),
        _ => return Err(condition(StatusCode::FORBIDDEN, "", "An object can be in a calendar alone.")),
    };
    // Without this a calendar that is not there could be either of the two.
    visit.calendars().get(visit.user(), from.0).await?;
    let overwrite = visit.header("overwrite").is_none_or(|value| !value.eq_ignore_ascii_case("f"));
    let moved = visit.calendars().move_to(visit.caller(), from, (&to.0, &to.1), overwrite, &if_so).await;
    let replaced = moved.map_err(|error| match error {
        // From a place to the same place (RFC 4918, 9.9.4).
        CalendarError::NameTaken => StatusCode::FORBIDDEN.into(),
        error => refused(&to.0, error),
    })?;
    Ok(if replaced { StatusCode::NO_CONTENT } else { StatusCode::CREATED }.into_response())
}

/// The path of an address of this server.
fn path_here(visit: &Visit, address: &str) -> Result<String, Refusal> {
    if address.starts_with('/') && !address.starts_with("//") {
        return Ok(address.to_owned());
    }
    let url = Url::parse(address).map_err(|_| StatusCode::BAD_REQUEST)?;
    let place = &url[::url::Position::BeforeHost..::url::Position::AfterPort];
    // Behind a proxy the scheme is not known.
    let is_here = visit.header(HOST) == Some(place) || visit.state.origins.is_own(address);
    if is_here { Ok(url.path().to_owned()) } else { Err(StatusCode::BAD_GATEWAY.into()) }
}

/// What a refused change means for an object that shall be in this calendar.
fn refused(calendar: &str, error: CalendarError) -> Refusal {
    match error {
        // RFC 4918, 9.7.1: the collection must be made first.
        CalendarError::NoCalendar => StatusCode::CONFLICT.into(),
        CalendarError::UidTaken(name) => {
            let href = Resource::object(calendar, &name).href();
            let element = format!("<C:no-uid-conflict><D:href>{href}</D:href></C:no-uid-conflict>");
            condition(StatusCode::CONFLICT, element, "Another object has the same UID.")
        }
        error => error.into(),
    }
}
