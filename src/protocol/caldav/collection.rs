//! Making, changing and removing calendars.

use super::multistatus::whole;
use super::property::Property;
use super::refusal::{Refusal, XML, condition, forbidden};
use super::resource::Resource;
use super::verdicts::{Verdicts, Why};
use super::visit::Visit;
use super::xml::{CALDAV, DAV, Element, document, read};
use crate::caldav::server::{CalendarError, Change};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
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
    let (mut change, mut verdicts) = (Change::default(), Verdicts::default());
    for property in set {
        let value = Some(property.text()).filter(|text| !text.is_empty());
        verdicts.add(
            &property.name,
            match Property::of(&property.name) {
                // What is not kept does not keep a calendar from being made.
                None | Some(Property::ResourceType | Property::Components) => None,
                Some(own) => set_value(&mut change, own, value).filter(|why| *why == Why::Protected),
            },
        );
    }
    if verdicts.refused().is_none() {
        match visit.calendars().make(visit.user(), name, &change).await {
            Ok(()) => return Ok(StatusCode::CREATED.into_response()),
            Err(CalendarError::NameTaken) if visit.calendars().get(visit.user(), name).await.is_ok() => {
                let element = "<D:resource-must-be-null/>";
                return Err(condition(StatusCode::METHOD_NOT_ALLOWED, element, "There is such a calendar."));
            }
            Err(error) => refuse_name(&mut verdicts, error)?,
        }
    }
    // RFC 5689, section 3. A status of success would tell programs that the calendar is there.
    let status = verdicts.refused().unwrap_or(StatusCode::FORBIDDEN);
    let element = if method == "MKCOL" { "D:mkcol-response" } else { "C:mkcalendar-response" };
    let text = document(element, &verdicts.to_string());
    Ok((status, [(CONTENT_TYPE, XML)], text).into_response())
}

/// Changes properties: all or none.
pub(super) async fn patch(visit: &Visit, body: &[u8]) -> Result<Response, Refusal> {
    let wrong = || condition(StatusCode::BAD_REQUEST, "", "The body is no propertyupdate element.");
    let root = read(body)?.filter(|root| root.name.is(DAV, "propertyupdate")).ok_or_else(wrong)?;
    let calendar = match &visit.resource {
        Resource::Calendar(name) => Some(visit.calendars().get(visit.user(), name).await?),
        _ => None,
    };
    let (mut change, mut verdicts) = (Change::default(), Verdicts::default());
    for instruction in &root.children {
        let sets = instruction.name.is(DAV, "set");
        if !sets && !instruction.name.is(DAV, "remove") {
            continue;
        }
        for property in properties(instruction) {
            let value = Some(property.text()).filter(|text| sets && !text.is_empty());
            let why = match (&calendar, Property::of(&property.name)) {
                (Some(_), Some(own)) => set_value(&mut change, own, value),
                // A property that is not there can be removed.
                (_, None) if value.is_none() && property.children.is_empty() => None,
                (_, None) => Some(Why::Refused),
                (None, Some(_)) => Some(Why::Protected),
            };
            verdicts.add(&property.name, why);
        }
    }
    if let (Some(calendar), None) = (&calendar, verdicts.refused()) {
        // Some programs send back all properties, also the name of the calendar that has to keep it.
        change.display_name = change.display_name.filter(|name| *name != calendar.display_name);
        if let Err(error) = visit.calendars().alter(visit.caller(), &calendar.name, &change).await {
            refuse_name(&mut verdicts, error)?;
        }
    }
    let href = visit.resource.href();
    whole(format!("<D:response><D:href>{href}</D:href>{verdicts}</D:response>")).await
}

/// Refuses the name that a program has chosen, if that is what is wrong.
fn refuse_name(verdicts: &mut Verdicts<'_>, error: CalendarError) -> Result<(), Refusal> {
    let why = match error {
        CalendarError::NameTaken | CalendarError::InvalidName => Why::Conflict,
        CalendarError::Default => Why::Protected,
        CalendarError::HasTasks => Why::Refused,
        error => return Err(error.into()),
    };
    if verdicts.refuse(DAV, "displayname", why) { Ok(()) } else { Err(error.into()) }
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

/// Notes a property's new value, or tells why it cannot have that.
fn set_value(change: &mut Change, property: Property, value: Option<&str>) -> Option<Why> {
    match (property, value) {
        (Property::DisplayName, Some(name)) => change.display_name = Some(name.to_owned()),
        (Property::Color, None) => change.color = Some(None),
        (Property::Color, Some(color)) if is_color(color) => change.color = Some(Some(color.to_owned())),
        (Property::Order, None) => change.order = Some(None),
        (Property::Order, Some(order)) => match order.parse() {
            Ok(order) => change.order = Some(Some(order)),
            Err(_) => return Some(Why::Refused),
        },
        (Property::DisplayName | Property::Color, _) => return Some(Why::Refused),
        _ => return Some(Why::Protected),
    }
    None
}

/// Whether a text is a color as Apple's programs write it: `#RRGGBB`, or with the opacity `#RRGGBBAA`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        [6, 8].contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}
