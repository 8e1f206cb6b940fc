//! The objects of a calendar, in pieces of an answer.

use super::multistatus::add;
use super::property::Subject;
use super::refusal::Refusal;
use super::report::Filter;
use super::resource::Resource;
use super::visit::Visit;
use super::wanted::Wanted;
use futures::stream::{self, Stream, StreamExt};
use std::sync::Arc;

/// How many objects are read at once with their texts. A text may have 256 KB.
pub(super) const TEXTS_AT_ONCE: usize = 100;
/// How many entries make a piece.
const ENTRIES_AT_ONCE: usize = 1000;

/// The objects of a calendar that a filter lets through. Without one, all.
pub(super) fn objects(
    visit: Visit,
    calendar: String,
    wanted: Arc<Wanted>,
    filter: Option<Filter>,
) -> impl Stream<Item = Result<String, Refusal>> + Send + 'static {
    if filter.is_some() || wanted.needs_text() {
        texts(visit, calendar, wanted, filter).left_stream()
    } else {
        entries(visit, calendar, wanted).right_stream()
    }
}

fn entries(
    visit: Visit,
    calendar: String,
    wanted: Arc<Wanted>,
) -> impl Stream<Item = Result<String, Refusal>> + Send + 'static {
    let begin = async move {
        let entries = visit.calendars().entries(visit.user(), &calendar).await?;
        Ok::<_, Refusal>((visit, calendar, wanted, entries.into_iter()))
    };
    stream::once(begin).flat_map(|read| match read {
        Err(refusal) => stream::iter([Err(refusal)]).left_stream(),
        Ok((visit, calendar, wanted, mut entries)) => stream::iter(std::iter::from_fn(move || {
            let mut out = String::new();
            for entry in entries.by_ref().take(ENTRIES_AT_ONCE) {
                let href = Resource::object(&calendar, &entry.name).href();
                add(&mut out, &visit, Subject::Object(&entry, None), &href, &wanted);
            }
            (!out.is_empty()).then_some(Ok(out))
        }))
        .right_stream(),
    })
}

fn texts(
    visit: Visit,
    calendar: String,
    wanted: Arc<Wanted>,
    filter: Option<Filter>,
) -> impl Stream<Item = Result<String, Refusal>> + Send + 'static {
    /// Where the list goes on.
    enum Place {
        Begin,
        After(String),
        End,
    }
    stream::try_unfold(Place::Begin, move |place| {
        let (visit, calendar, wanted, filter) =
            (visit.clone(), calendar.clone(), wanted.clone(), filter.clone());
        async move {
            let after = match &place {
                Place::Begin => None,
                Place::After(name) => {
                    visit.still_granted().await?;
                    Some(name.as_str())
                }
                Place::End => return Ok(None),
            };
            let read = visit.calendars().objects_after(visit.user(), &calendar, after, TEXTS_AT_ONCE).await?;
            let mut out = String::new();
            for object in &read {
                if filter.as_ref().is_none_or(|filter| filter.allows(&object.text)) {
                    let href = Resource::object(&calendar, &object.entry.name).href();
                    add(&mut out, &visit, Subject::Object(&object.entry, Some(object)), &href, &wanted);
                }
            }
            let next = match read.last() {
                Some(last) if read.len() >= TEXTS_AT_ONCE => Place::After(last.entry.name.clone()),
                _ => Place::End,
            };
            Ok(Some((out, next)))
        }
    })
}
