//! The values of properties, as XML.

use super::super::resource::Resource;
use super::super::visit::Visit;
use super::super::xml::Escaped;
use super::Property;
use crate::caldav::server::{Calendar, Entry, OBJECT_MAX, Object, Since};
use crate::protocol::http_date;

/// What properties are asked of.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Subject<'a> {
    Root,
    Principal,
    Home,
    Calendar(&'a Calendar),
    /// An object, and all of it if it was read.
    Object(&'a Entry, Option<&'a Object>),
}

/// The value of a property. `None` if the subject has no such property.
pub(in super::super) fn value(visit: &Visit, subject: Subject<'_>, property: Property) -> Option<String> {
    use Property as P;
    use Subject as S;
    let user = &visit.grant.user;
    let href = |resource: Resource| Some(format!("<D:href>{}</D:href>", resource.href()));
    let text = |text: &str| Some(Escaped(text).to_string());
    match (property, subject) {
        (P::ResourceType, S::Root | S::Home) => Some("<D:collection/>".into()),
        (P::ResourceType, S::Principal) => Some("<D:collection/><D:principal/>".into()),
        (P::ResourceType, S::Calendar(_)) => Some("<D:collection/><C:calendar/>".into()),
        (P::ResourceType, S::Object(..)) => Some(String::new()),
        (P::DisplayName, S::Root) => Some("Docket".into()),
        (P::DisplayName, S::Home) => Some("Calendars".into()),
        (P::DisplayName, S::Principal) => text(if user.name.is_empty() { &user.email } else { &user.name }),
        (P::DisplayName, S::Calendar(calendar)) => text(&calendar.display_name),
        (P::CurrentUser, _) | (P::PrincipalUrl, S::Root | S::Principal | S::Home) => {
            href(Resource::Principal)
        }
        (P::PrincipalCollections, _) => href(Resource::Root),
        (P::Owner, S::Home | S::Calendar(_) | S::Object(..)) => href(Resource::Principal),
        (P::Home, S::Root | S::Principal | S::Home) => href(Resource::Home),
        (P::Addresses, S::Root | S::Principal) => {
            let own = href(Resource::Principal).unwrap_or_default();
            Some(format!("<D:href>mailto:{}</D:href>{own}", Escaped(&user.email)))
        }
        (P::Mails, S::Principal) => {
            Some(format!("<CS:email-address>{}</CS:email-address>", Escaped(&user.email)))
        }
        (P::Privileges, _) => Some(privileges(visit.may_write())),
        (P::Reports, subject) => Some(reports(subject)),
        (P::Components, S::Calendar(_)) => Some("<C:comp name=\"VTODO\"/>".into()),
        (P::ComponentSets, S::Home) => {
            let set = "<C:comp name=\"VTODO\"/>";
            Some(format!("<C:supported-calendar-component-set>{set}</C:supported-calendar-component-set>"))
        }
        (P::DataTypes, S::Calendar(_)) => {
            Some("<C:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>".into())
        }
        (P::Collations, S::Calendar(_)) => {
            let one = |name| format!("<C:supported-collation>{name}</C:supported-collation>");
            Some(["i;ascii-casemap", "i;octet", "i;unicode-casemap"].map(one).concat())
        }
        (P::MaxSize, S::Calendar(_)) => Some(OBJECT_MAX.to_string()),
        (P::SyncToken | P::CollectionTag, S::Calendar(calendar)) => {
            Some(sync_token(&calendar.name, Since::all(calendar.revision)))
        }
        (P::Color, S::Calendar(calendar)) => calendar.color.as_deref().and_then(text),
        (P::Order, S::Calendar(calendar)) => calendar.order.map(|order| order.to_string()),
        (P::Tag, S::Object(entry, _)) => Some(format!("\"{}\"", entry.etag)),
        (P::ContentType, S::Object(..)) => Some("text/calendar; charset=utf-8; component=VTODO".into()),
        (P::ContentLength, S::Object(_, object)) => object.map(|object| object.text.len().to_string()),
        (P::LastModified, S::Object(_, object)) => {
            object.map(|object| http_date::written(object.modified.unix_seconds()))
        }
        (P::Data, S::Object(_, object)) => object.and_then(|object| text(&object.text)),
        _ => None,
    }
}

fn privileges(may_write: bool) -> String {
    let read = ["read", "read-current-user-privilege-set"];
    let write = ["write", "write-properties", "write-content", "bind", "unbind"];
    let all = read.into_iter().chain(write.into_iter().filter(|_| may_write));
    all.map(|name| format!("<D:privilege><D:{name}/></D:privilege>")).collect()
}

fn reports(subject: Subject<'_>) -> String {
    let names: &[&str] = match subject {
        Subject::Calendar(_) => &["C:calendar-query", "C:calendar-multiget", "D:sync-collection"],
        Subject::Object(..) => &["C:calendar-multiget"],
        _ => &["D:expand-property", "D:principal-property-search", "D:principal-search-property-set"],
    };
    let one =
        |name: &&str| format!("<D:supported-report><D:report><{name}/></D:report></D:supported-report>");
    names.iter().map(one).collect()
}

/// The token that stands for what a program knows of a calendar: a URI, as RFC 6578 wants it. It ends with the revision and, if that
/// is another one, with the revision at which the program began.
pub(in super::super) fn sync_token(calendar: &str, since: Since) -> String {
    let calendar = Resource::Calendar(calendar.to_owned()).href();
    let Since { revision, begun } = since;
    if revision == begun {
        return format!("data:,{calendar}{revision}");
    }
    format!("data:,{calendar}{revision}-{begun}")
}

/// What a program knows of this calendar that has this token.
pub(in super::super) fn since_of(token: &str, calendar: &str) -> Option<Since> {
    let href = Resource::Calendar(calendar.to_owned()).href();
    let numbers = token.strip_prefix("data:,")?.strip_prefix(&href)?;
    let number = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|digit| digit.is_ascii_digit()));
    match numbers.split_once('-') {
        Some((revision, begun)) => Some(Since { revision: number(revision)?, begun: number(begun)? }),
        None => number(numbers).map(Since::all),
    }
}
