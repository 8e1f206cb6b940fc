//! PROPFIND: the properties of a resource, and of what is in it.

use super::listing;
use super::multistatus::{add, multistatus, whole};
use super::property::Subject;
use super::refusal::{Refusal, condition, forbidden};
use super::resource::Resource;
use super::visit::Visit;
use super::wanted::Wanted;
use super::xml::{DAV, read};
use axum::http::StatusCode;
use axum::response::Response;
use futures::stream::{self, StreamExt};
use std::sync::Arc;

/// Answers a PROPFIND.
pub(super) async fn propfind(visit: &Visit, body: &[u8]) -> Result<Response, Refusal> {
    // Without the header it should be all that is below. Nothing here answers that, so the resource itself is told.
    let with_children = match visit.header("depth") {
        None | Some("0") => false,
        Some("1") => true,
        // Nothing is below an object.
        Some(_) if matches!(visit.resource, Resource::Object { .. }) => false,
        Some(_) => {
            let words = "Ask with the depth 0 or 1.";
            return Err(forbidden("D:propfind-finite-depth", words));
        }
    };
    let wanted = match read(body)? {
        None => Wanted::Common(Vec::new()),
        Some(root) if root.name.is(DAV, "propfind") => Wanted::of(&root)?,
        Some(_) => return Err(condition(StatusCode::BAD_REQUEST, "", "The body is no propfind element.")),
    };
    let mut out = String::new();
    let mut tell = |subject: Subject<'_>, resource: &Resource| {
        add(&mut out, visit, subject, &resource.href(), &wanted);
    };
    match &visit.resource {
        Resource::Root => {
            tell(Subject::Root, &Resource::Root);
            if with_children {
                tell(Subject::Principal, &Resource::Principal);
                tell(Subject::Home, &Resource::Home);
            }
        }
        Resource::Principal => tell(Subject::Principal, &Resource::Principal),
        Resource::Home => {
            tell(Subject::Home, &Resource::Home);
            if with_children {
                let (calendars, visit) = (visit.calendars().list(visit.user()).await?, visit.clone());
                let calendars = listing::pieces(calendars, move |out, calendar| {
                    let href = Resource::Calendar(calendar.name.clone()).href();
                    add(out, &visit, Subject::Calendar(calendar), &href, &wanted);
                });
                return multistatus(stream::iter([Ok(out)]).chain(calendars)).await;
            }
        }
        Resource::Calendar(name) => {
            let calendar = visit.calendars().get(visit.user(), name).await?;
            tell(Subject::Calendar(&calendar), &visit.resource);
            if with_children {
                let objects = listing::objects(visit.clone(), name.clone(), Arc::new(wanted), None);
                return multistatus(stream::iter([Ok(out)]).chain(objects)).await;
            }
        }
        Resource::Object { calendar, name } => {
            let objects =
                visit.calendars().objects(visit.user(), calendar, std::slice::from_ref(name)).await?;
            let object = objects.first().ok_or(StatusCode::NOT_FOUND)?;
            tell(Subject::Object(&object.entry, Some(object)), &visit.resource);
        }
    }
    whole(out).await
}
