//! Making, changing and removing calendars.

use super::multistatus::{Propstat, whole};
use super::property::Property;
use super::refusal::{Refusal, condition, forbidden};
use super::resource::Resource;
use super::visit::Visit;
use super::xml::{CALDAV, DAV, Element, empty, read};
use crate::caldav::server::{CalendarError, Change};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

fn target(visit: &Visit) -> Result<&str, Refusal> {
    match &visit.resource {
        Resource::Calendar(name) => Ok(name),
        _ => Err(condition(StatusCode::FORBIDDEN, "", "This collection stays as it is.")),
    }
}

/// Makes a calendar: MKCALENDAR, and MKCOL for one (RFC 5689).
pub(super) async fn make(visit: &Visit, method: &str, body: &[u8]) -> Result<Response, Refusal> {
    let name = target(visit)?;
    let root = read(body)?;
    let set: Vec<&Element> = root.iter().flat_map(|root| root.all(DAV, "set")).flat_map(properties).collect();
    let find = |namespace, local| set.iter().find(|property| property.name.is(namespace, local));
    let is_calendar = find(DAV, "resourcetype").is_some_and(|kind| kind.child(CALDAV, "calendar").is_some());
    if method == "MKCOL" && !is_calendar {
        return Err(forbidden("D:valid-resourcetype", "Nothing but calendars can be made here."));
    }
    let holds_tasks = |set: &Element| set.children.iter().any(|kind| kind.attribute("name") == Some("VTODO"));
    if find(CALDAV, "supported-calendar-component-set").is_some_and(|set| !holds_tasks(set)) {
        return Err(forbidden(
            "C:supported-calendar-component",
            "Calendars hold tasks (VTODO) and nothing else.",
        ));
    }
    let mut change = Change::default();
    for property in set {
        // What is not kept does not keep a calendar from being made.
        if let Some(own) = Property::of(&property.name) {
            let text = property.text();
            set_value(&mut change, own, Some(text).filter(|text| !text.is_empty()))?;
        }
    }
    match visit.calendars().make(visit.user(), name, &change).await {
        Ok(()) => Ok(StatusCode::CREATED.into_response()),
        Err(CalendarError::NameTaken) if visit.calendars().get(visit.user(), name).await.is_ok() => {
            let element = "<D:resource-must-be-null/>";
            Err(condition(StatusCode::METHOD_NOT_ALLOWED, element, "There is such a calendar."))
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes properties: all or none.
pub(super) async fn patch(visit: &Visit, body: &[u8]) -> Result<Response, Refusal> {
    let wrong = || condition(StatusCode::BAD_REQUEST, "", "The body is no propertyupdate element.");
    let root = read(body)?.filter(|root| root.name.is(DAV, "propertyupdate")).ok_or_else(wrong)?;
    let (mut change, mut good, mut bad) = (Change::default(), String::new(), String::new());
    for instruction in &root.children {
        let sets = instruction.name.is(DAV, "set");
        if !sets && !instruction.name.is(DAV, "remove") {
            continue;
        }
        for property in properties(instruction) {
            let value = Some(property.text()).filter(|text| sets && !text.is_empty());
            let is_done = match (&visit.resource, Property::of(&property.name)) {
                (Resource::Calendar(_), Some(own)) => set_value(&mut change, own, value)?,
                // A property that is not there can be removed.
                (_, None) => value.is_none() && property.children.is_empty(),
                (_, Some(_)) => false,
            };
            empty(if is_done { &mut good } else { &mut bad }, &property.name);
        }
    }
    let mut answer = format!("<D:response><D:href>{}</D:href>", visit.resource.href());
    if bad.is_empty() {
        if let Resource::Calendar(name) = &visit.resource {
            visit.calendars().alter(visit.caller(), name, &change).await?;
        }
        answer += &Propstat(&good, "200 OK").to_string();
    } else {
        answer += &Propstat(&bad, "403 Forbidden").to_string();
        if !good.is_empty() {
            answer += &Propstat(&good, "424 Failed Dependency").to_string();
        }
    }
    whole(answer + "</D:response>").await
}

/// Removes a calendar.
pub(super) async fn delete(visit: &Visit) -> Result<Response, Refusal> {
    visit.calendars().remove(visit.caller(), target(visit)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The properties that an instruction names.
fn properties(instruction: &Element) -> impl Iterator<Item = &Element> {
    instruction.all(DAV, "prop").flat_map(|properties| &properties.children)
}

/// Notes a property's new value. False if nobody may set it.
fn set_value(change: &mut Change, property: Property, value: Option<&str>) -> Result<bool, Refusal> {
    match (property, value) {
        (Property::DisplayName, Some(name)) => change.display_name = Some(name.to_owned()),
        (Property::Color, None) => change.color = Some(None),
        (Property::Color, Some(color)) if is_color(color) => change.color = Some(Some(color.to_owned())),
        (Property::Order, None) => change.order = Some(None),
        (Property::Order, Some(order)) => match order.parse() {
            Ok(order) => change.order = Some(Some(order)),
            Err(_) => return Ok(false),
        },
        _ => return Ok(false),
    }
    Ok(true)
}

/// Whether a text is a color as Apple's programs write it: `#RRGGBB`, or with the opacity `#RRGGBBAA`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        [6, 8].contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}
