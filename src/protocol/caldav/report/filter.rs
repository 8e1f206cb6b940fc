//! Filters of calendar-query (RFC 4791, section 9.7).

use super::super::refusal::{Refusal, forbidden};
use super::super::xml::{CALDAV, Element};
use super::range::Range;
use crate::import::Clocks;
use calcard::common::IanaParse;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty, ICalendarValue as Value,
};
use calcard::{Entry, Parser};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Most elements of a filter. Programs send some five; each is looked at for each object.
const ELEMENTS_MAX: usize = 50;

/// Most times that a property may stand in a component and is looked at. A text could have it 50,000 times.
const SAME_MAX: usize = 1000;

/// Which objects a program wants. Cheap to clone.
#[derive(Clone, Debug)]
pub(in super::super) struct Filter {
    root: Arc<Component>,
    /// The zone of times that have none.
    zone: TimeZone,
}

/// How many objects a filter can let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Nothing,
    Some,
    Everything,
}

/// What a component must be like.
#[derive(Debug)]
struct Component {
    kind: ICalendarComponentType,
    /// There must be none.
    absent: bool,
    range: Option<Range>,
    properties: Vec<Property>,
    components: Vec<Self>,
}

/// What a property must be like.
#[derive(Debug)]
struct Property {
    name: ICalendarProperty,
    absent: bool,
    range: Option<Range>,
    text: Option<TextMatch>,
    parameters: Vec<Parameter>,
}

#[derive(Debug)]
struct Parameter {
    name: ICalendarParameterName,
    absent: bool,
    text: Option<TextMatch>,
}

#[derive(Debug)]
struct TextMatch {
    text: String,
    negated: bool,
    /// How texts are made alike before they are compared.
    folded: fn(&str) -> String,
}

impl Filter {
    /// The filter of a request.
    ///
    /// # Errors
    /// If it is none, or asks for something that Docket does not look for.
    pub(super) fn of(request: &Element, zone: TimeZone) -> Result<Self, Refusal> {
        let wrong = || forbidden("C:valid-filter", "A filter has one comp-filter, for VCALENDAR.");
        let filter = request.child(CALDAV, "filter").ok_or_else(wrong)?;
        let [root] = &filter.children[..] else { return Err(wrong()) };
        if root.count() > ELEMENTS_MAX {
            let words = format!("A filter has at most {ELEMENTS_MAX} elements.");
            return Err(forbidden("C:valid-filter", words));
        }
        let root = Component::of(root)?;
        if root.kind != ICalendarComponentType::VCalendar || root.range.is_some() {
            return Err(wrong());
        }
        Ok(Self { root: Arc::new(root), zone })
    }

    /// How many objects it can let through, as far as that is clear without looking at any: all are VTODOs.
    pub(super) fn reach(&self) -> Reach {
        let Component { absent, properties, components, .. } = &*self.root;
        let is_todo = |inner: &Component| inner.kind == ICalendarComponentType::VTodo;
        let is_other = |inner: &Component| {
            use ICalendarComponentType as Kind;
            matches!(inner.kind, Kind::VEvent | Kind::VJournal | Kind::VFreebusy | Kind::VAvailability)
        };
        if *absent
            || components
                .iter()
                .any(|inner| is_todo(inner) && inner.absent || is_other(inner) && !inner.absent)
        {
            Reach::Nothing
        } else if properties.is_empty() && components.iter().all(|inner| is_todo(inner) && inner.is_bare()) {
            Reach::Everything
        } else {
            Reach::Some
        }
    }

    /// Whether it lets an object through.
    pub(in super::super) fn allows(&self, text: &str) -> bool {
        let Entry::ICalendar(calendar) = Parser::new(text).entry() else { return false };
        let clocks = Clocks::of(&calendar, self.zone.clone());
        self.root.is_met(&calendar, &calendar.components.iter().take(1).collect::<Vec<_>>(), &clocks)
    }
}

impl Component {
    fn of(element: &Element) -> Result<Self, Refusal> {
        if !element.name.is(CALDAV, "comp-filter") {
            return Err(unsupported(element));
        }
        let kind = element.attribute("name").unwrap_or_default().to_ascii_uppercase();
        let kind = ICalendarComponentType::parse(kind.as_bytes())
            .ok_or_else(|| forbidden("C:supported-filter", "There is no such component."))?;
        let mut filter =
            Self { kind, absent: false, range: None, properties: Vec::new(), components: Vec::new() };
        for child in element.children.iter().filter(|child| child.name.namespace == CALDAV) {
            match child.name.local.as_str() {
                "is-not-defined" => filter.absent = true,
                "time-range" if filter.kind == ICalendarComponentType::VAlarm => {
                    return Err(unsupported(child));
                }
                "time-range" => filter.range = Some(Range::of(child)?),
                "prop-filter" => filter.properties.push(Property::of(child)?),
                "comp-filter" => filter.components.push(Self::of(child)?),
                _ => return Err(unsupported(child)),
            }
        }
        Ok(filter)
    }

    /// Whether it asks for nothing but that there is such a component.
    fn is_bare(&self) -> bool {
        !self.absent && self.range.is_none() && self.properties.is_empty() && self.components.is_empty()
    }

    fn is_met(&self, calendar: &ICalendar, candidates: &[&ICalendarComponent], clocks: &Clocks) -> bool {
        let mut candidates = candidates.iter().filter(|candidate| candidate.component_type == self.kind);
        if self.absent {
            return candidates.next().is_none();
        }
        candidates.any(|candidate| {
            let inner: Vec<_> =
                candidate.component_ids.iter().filter_map(|id| calendar.component_by_id(*id)).collect();
            self.range.is_none_or(|range| range.holds_task(candidate, clocks))
                && self.properties.iter().all(|property| property.is_met(candidate, clocks))
                && self.components.iter().all(|component| component.is_met(calendar, &inner, clocks))
        })
    }
}

impl Property {
    fn of(element: &Element) -> Result<Self, Refusal> {
        let name = element.attribute("name").unwrap_or_default().to_ascii_uppercase();
        let name = ICalendarProperty::parse(name.as_bytes()).unwrap_or(ICalendarProperty::Other(name));
        let mut filter = Self { name, absent: false, range: None, text: None, parameters: Vec::new() };
        for child in element.children.iter().filter(|child| child.name.namespace == CALDAV) {
            match child.name.local.as_str() {
                "is-not-defined" => filter.absent = true,
                "time-range" => filter.range = Some(Range::of(child)?),
                "text-match" => filter.text = Some(TextMatch::of(child)?),
                "param-filter" => filter.parameters.push(Parameter::of(child)?),
                _ => return Err(unsupported(child)),
            }
        }
        Ok(filter)
    }

    fn is_met(&self, component: &ICalendarComponent, clocks: &Clocks) -> bool {
        let mut entries = component.entries.iter().filter(|entry| entry.name == self.name).take(SAME_MAX);
        if self.absent {
            return entries.next().is_none();
        }
        entries.any(|entry| {
            self.range.is_none_or(|range| range.holds(entry, clocks))
                && self.text.as_ref().is_none_or(|text| text.is_met(&words(entry)))
                && self.parameters.iter().all(|parameter| parameter.is_met(entry))
        })
    }
}

impl Parameter {
    fn of(element: &Element) -> Result<Self, Refusal> {
        let name = element.attribute("name").unwrap_or_default().to_ascii_uppercase();
        let name = ICalendarParameterName::parse(&name);
        let absent = element.child(CALDAV, "is-not-defined").is_some();
        let text = element.child(CALDAV, "text-match").map(TextMatch::of).transpose()?;
        Ok(Self { name, absent, text })
    }

    fn is_met(&self, entry: &ICalendarEntry) -> bool {
        match (entry.parameter(&self.name), &self.text) {
            (None, _) => self.absent,
            (Some(_), _) if self.absent => false,
            (Some(_), None) => true,
            (Some(value), Some(text)) => text.is_met(value.as_text().unwrap_or_default()),
        }
    }
}

impl TextMatch {
    fn of(element: &Element) -> Result<Self, Refusal> {
        let folded: fn(&str) -> String = match element.attribute("collation").unwrap_or("i;ascii-casemap") {
            "i;ascii-casemap" => str::to_ascii_lowercase,
            "i;unicode-casemap" | "default" => str::to_lowercase,
            "i;octet" => str::to_owned,
            other => {
                let words = format!("There is no collation {other}.");
                return Err(forbidden("C:supported-collation", words));
            }
        };
        let negated = element.attribute("negate-condition") == Some("yes");
        Ok(Self { text: folded(element.text()), negated, folded })
    }

    fn is_met(&self, text: &str) -> bool {
        (self.folded)(text).contains(&self.text) != self.negated
    }
}

/// What a property says, as far as it is text.
fn words(entry: &ICalendarEntry) -> String {
    let words = entry.values.iter().map(|value| match value {
        Value::Integer(number) => number.to_string(),
        other => other.as_text().unwrap_or_default().to_owned(),
    });
    words.collect::<Vec<_>>().join(",")
}

fn unsupported(element: &Element) -> Refusal {
    forbidden("C:supported-filter", format!("{} is not supported there.", element.name.local))
}

#[cfg(test)]
mod tests;
