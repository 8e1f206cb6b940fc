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
/// How many bytes make a piece of entries or calendars. One may have 90 KB, if a program asks for 200 properties with long names.
const PIECE_BYTES: usize = 512 * 1024;

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
        Ok::<_, Refusal>((visit, calendar, wanted, entries))
    };
    stream::once(begin).flat_map(|read| match read {
        Err(refusal) => stream::iter([Err(refusal)]).left_stream(),
        Ok((visit, calendar, wanted, entries)) => pieces(entries, move |out, entry| {
            let href = Resource::object(&calendar, &entry.name).href();
            add(out, &visit, Subject::Object(entry, None), &href, &wanted);
        })
        .right_stream(),
    })
}

/// Pieces of an answer about many things, which `tell` adds one by one.
pub(super) fn pieces<T: Send + 'static>(
    all: Vec<T>,
    tell: impl Fn(&mut String, &T) + Send + 'static,
) -> impl Stream<Item = Result<String, Refusal>> + Send + 'static {
    let mut all = all.into_iter();
    stream::iter(std::iter::from_fn(move || {
        let mut out = String::new();
        while out.len() < PIECE_BYTES
            && let Some(one) = all.next()
        {
            tell(&mut out, &one);
        }
        (!out.is_empty()).then_some(Ok(out))
    }))
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
                if filter.is_some() {
                    // A large text takes a while, and others wait for this thread.
                    tokio::task::yield_now().await;
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
