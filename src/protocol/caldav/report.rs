//! REPORT: questions about many objects at once.

mod filter;
mod multiget;
mod range;
mod sync;

pub(super) use filter::Filter;

use super::listing;
use super::multistatus::{add, multistatus, whole};
use super::property::{Property, Subject};
use super::refusal::{Refusal, XML, condition, forbidden};
use super::resource::Resource;
use super::visit::Visit;
use super::wanted::{Asked, Wanted};
use super::xml::{CALDAV, DAV, Element, Name, read};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use filter::Reach;
use std::sync::Arc;

/// Answers a REPORT.
pub(super) async fn report(visit: &Visit, body: &[u8]) -> Result<Response, Refusal> {
    let Some(root) = read(body)? else {
        return Err(condition(StatusCode::BAD_REQUEST, "", "The body names no report."));
    };
    let name = |namespace, local| root.name.is(namespace, local);
    match &visit.resource {
        Resource::Calendar(calendar) if name(CALDAV, "calendar-query") => query(visit, calendar, &root).await,
        Resource::Calendar(calendar) if name(DAV, "sync-collection") => {
            sync::sync(visit, calendar, &root).await
        }
        Resource::Calendar(calendar) | Resource::Object { calendar, .. }
            if name(CALDAV, "calendar-multiget") =>
        {
            multiget::multiget(visit, calendar, &root).await
        }
        Resource::Root | Resource::Principal | Resource::Home if name(DAV, "expand-property") => {
            expand(visit, &root).await
        }
        // People find nobody but themselves.
        Resource::Root | Resource::Principal | Resource::Home if name(DAV, "principal-property-search") => {
            whole(String::new()).await
        }
        Resource::Root | Resource::Principal | Resource::Home
            if name(DAV, "principal-search-property-set") =>
        {
            let text = "<D:principal-search-property-set xmlns:D=\"DAV:\"/>";
            Ok((StatusCode::OK, [(CONTENT_TYPE, XML)], text).into_response())
        }
        _ => Err(forbidden("D:supported-report", "There is no such report here.")),
    }
}

/// The objects that a filter lets through.
async fn query(visit: &Visit, calendar: &str, root: &Element) -> Result<Response, Refusal> {
    let wanted = Arc::new(Wanted::of(root)?);
    let zone = visit.state.tasks.local_time(visit.user()).await.map_err(crate::error::Error::from)?;
    let filter = Filter::of(root, zone.time_zone().clone())?;
    // A calendar that is not there is said so even if no object is read.
    visit.calendars().get(visit.user(), calendar).await?;
    let filter = match filter.reach() {
        Reach::Nothing => return whole(String::new()).await,
        Reach::Everything => None,
        Reach::Some => Some(filter),
    };
    multistatus(listing::objects(visit.clone(), calendar.to_owned(), wanted, filter)).await
}

/// Properties of a principal. Those that lead to other resources are told as addresses alone.
async fn expand(visit: &Visit, root: &Element) -> Result<Response, Refusal> {
    let asked = root.all(DAV, "property").take(100).filter_map(|property| {
        let namespace = property.attribute("namespace").unwrap_or(DAV).to_owned();
        let name = Name::new(namespace, property.attribute("name")?)?;
        Some(Asked { property: Property::of(&name), name })
    });
    let wanted = Wanted::These(asked.collect());
    let subject = match visit.resource {
        Resource::Principal => Subject::Principal,
        Resource::Home => Subject::Home,
        _ => Subject::Root,
    };
    let mut out = String::new();
    add(&mut out, visit, subject, &visit.resource.href(), &wanted);
    whole(out).await
}
