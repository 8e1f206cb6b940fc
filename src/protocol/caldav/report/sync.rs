//! sync-collection (RFC 6578): what has changed in a calendar.

use super::super::listing::TEXTS_AT_ONCE;
use super::super::multistatus::{add, add_status, multistatus};
use super::super::property::{Subject, since_of, sync_token};
use super::super::refusal::{Refusal, forbidden};
use super::super::resource::Resource;
use super::super::visit::Visit;
use super::super::wanted::Wanted;
use super::super::xml::{DAV, Element};
use crate::caldav::server::{Changes, Since};
use axum::response::Response;
use futures::stream;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Most changes that are read at once.
const AT_ONCE: usize = 1000;

/// Where the answer is.
struct Progress {
    since: Option<Since>,
    /// How many changes the program still takes.
    left: usize,
    /// The objects that were told already.
    told: HashSet<String>,
    has_ended: bool,
}

pub(super) async fn sync(visit: &Visit, calendar: &str, root: &Element) -> Result<Response, Refusal> {
    let wanted = Arc::new(Wanted::of(root)?);
    let token = root.child(DAV, "sync-token").map_or("", Element::text);
    let since = match token {
        "" => None,
        token => Some(
            since_of(token, calendar)
                .ok_or_else(|| forbidden("D:valid-sync-token", "The token is none of this calendar."))?,
        ),
    };
    let limit = root.child(DAV, "limit").and_then(|limit| limit.child(DAV, "nresults"));
    let limit = limit.and_then(|number| number.text().parse().ok()).filter(|limit| *limit > 0);
    let begin = Progress { since, left: limit.unwrap_or(usize::MAX), told: HashSet::new(), has_ended: false };
    let (visit, calendar) = (visit.clone(), calendar.to_owned());
    let pieces = stream::try_unfold(begin, move |progress| {
        let (visit, calendar, wanted) = (visit.clone(), calendar.clone(), wanted.clone());
        async move {
            if progress.has_ended {
                return Ok(None);
            }
            piece(&visit, &calendar, &wanted, progress).await.map(Some)
        }
    });
    multistatus(pieces).await
}

async fn piece(
    visit: &Visit,
    calendar: &str,
    wanted: &Wanted,
    mut progress: Progress,
) -> Result<(String, Progress), Refusal> {
    if !progress.told.is_empty() {
        visit.still_granted().await?;
    }
    let at_once = if wanted.needs_text() { TEXTS_AT_ONCE } else { AT_ONCE };
    let limit = progress.left.min(at_once);
    let changes = visit.calendars().changes(visit.user(), calendar, progress.since, limit).await?;
    let names = changes.changed.iter().map(|entry| &entry.name).chain(&changes.removed);
    if let (Some(since), true) = (progress.since, names.clone().any(|name| progress.told.contains(name))) {
        // It changed again since it was told. An answer names an object once, so the program asks for the rest later.
        progress.has_ended = true;
        return Ok((end(calendar, since, true), progress));
    }
    progress.told.extend(names.cloned());
    let mut out = tell(visit, calendar, wanted, &changes).await?;
    progress.left = progress.left.saturating_sub(changes.changed.len() + changes.removed.len());
    progress.since = Some(changes.next);
    if !changes.more || progress.left == 0 {
        out += &end(calendar, changes.next, changes.more);
        progress.has_ended = true;
    }
    Ok((out, progress))
}

async fn tell(visit: &Visit, calendar: &str, wanted: &Wanted, changes: &Changes) -> Result<String, Refusal> {
    let mut out = String::new();
    let names: Vec<String> = changes.changed.iter().map(|entry| entry.name.clone()).collect();
    let objects = match wanted.needs_text() {
        true => visit.calendars().objects(visit.user(), calendar, &names).await?,
        false => Vec::new(),
    };
    let objects: HashMap<&str, _> =
        objects.iter().map(|object| (object.entry.name.as_str(), object)).collect();
    for entry in &changes.changed {
        let object = objects.get(entry.name.as_str()).copied();
        let entry = object.map_or(entry, |object| &object.entry);
        let href = Resource::object(calendar, &entry.name).href();
        add(&mut out, visit, Subject::Object(entry, object), &href, wanted);
    }
    for name in &changes.removed {
        add_status(&mut out, &Resource::object(calendar, name).href(), "404 Not Found", "");
    }
    Ok(out)
}

/// The end of an answer: whether there are more changes, and where the next question begins.
fn end(calendar: &str, next: Since, more: bool) -> String {
    let mut out = String::new();
    if more {
        let href = Resource::Calendar(calendar.to_owned()).href();
        add_status(&mut out, &href, "507 Insufficient Storage", "D:number-of-matches-within-limits");
    }
    out + &format!("<D:sync-token>{}</D:sync-token>", sync_token(calendar, next))
}
