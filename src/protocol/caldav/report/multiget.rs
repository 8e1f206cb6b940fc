//! calendar-multiget: objects by their addresses.

use super::super::listing::TEXTS_AT_ONCE;
use super::super::multistatus::{add, add_status, multistatus};
use super::super::property::Subject;
use super::super::refusal::Refusal;
use super::super::resource::Resource;
use super::super::visit::Visit;
use super::super::wanted::Wanted;
use super::super::xml::{DAV, Element, Escaped};
use axum::response::Response;
use futures::stream;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(super) async fn multiget(visit: &Visit, calendar: &str, root: &Element) -> Result<Response, Refusal> {
    let wanted = Arc::new(Wanted::of(root)?);
    visit.calendars().get(visit.user(), calendar).await?;
    let mut seen = HashSet::new();
    // An object is told once, however often and however differently it is named.
    let hrefs: Vec<String> = root
        .all(DAV, "href")
        .map(|href| href.text().to_owned())
        .filter(|href| seen.insert(name_in(calendar, href).ok_or_else(|| href.clone())))
        .collect();
    let chunks: Vec<Vec<String>> = hrefs.chunks(TEXTS_AT_ONCE).map(<[String]>::to_vec).collect();
    let (visit, calendar) = (visit.clone(), calendar.to_owned());
    let pieces = stream::try_unfold(chunks.into_iter().enumerate(), move |mut chunks| {
        let (visit, calendar, wanted) = (visit.clone(), calendar.clone(), wanted.clone());
        async move {
            let Some((number, hrefs)) = chunks.next() else { return Ok(None) };
            if number > 0 {
                visit.still_granted().await?;
            }
            Ok(Some((piece(&visit, &calendar, &hrefs, &wanted).await?, chunks)))
        }
    });
    multistatus(pieces).await
}

async fn piece(visit: &Visit, calendar: &str, hrefs: &[String], wanted: &Wanted) -> Result<String, Refusal> {
    let named: Vec<_> = hrefs.iter().map(|href| (href, name_in(calendar, href))).collect();
    let names: Vec<String> = named.iter().filter_map(|(_, name)| name.clone()).collect();
    let objects = visit.calendars().objects(visit.user(), calendar, &names).await?;
    let objects: HashMap<&str, _> =
        objects.iter().map(|object| (object.entry.name.as_str(), object)).collect();
    let mut out = String::new();
    for (href, name) in named {
        // The answer has the address as it was asked for: some programs look for just this text.
        let href = Escaped(href).to_string();
        match name.and_then(|name| objects.get(name.as_str())) {
            Some(object) => add(&mut out, visit, Subject::Object(&object.entry, Some(object)), &href, wanted),
            None => add_status(&mut out, &href, "404 Not Found", ""),
        }
    }
    Ok(out)
}

/// The name of the object of this calendar that an address leads to. The address may be a whole URL.
fn name_in(calendar: &str, href: &str) -> Option<String> {
    let path = match href.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => href,
    };
    match Resource::of_path(path)? {
        Resource::Object { calendar: of, name } if of == calendar => Some(name),
        _ => None,
    }
}
