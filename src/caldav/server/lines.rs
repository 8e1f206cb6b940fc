//! An iCalendar text as its lines. What Docket does not know goes out as it came in, to the last byte.

/// Most levels of components.
const DEPTH: usize = 8;

/// A component with its lines as they were written, line breaks and folds included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Component {
    /// The name, in capital letters.
    pub(super) name: String,
    begin: String,
    pub(super) items: Vec<Item>,
    end: String,
}

/// What a component holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Line(Line),
    Component(Component),
}

/// A property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The name, in capital letters.
    pub(super) name: String,
    raw: String,
}

impl Line {
    /// A line as it is written, with its end.
    pub(super) fn of(raw: String) -> Self {
        let whole = unfolded(&raw);
        let end = whole.find([':', ';']).unwrap_or(whole.len());
        Self { name: whole.get(..end).unwrap_or_default().trim().to_ascii_uppercase(), raw }
    }

    /// What stands behind the name, unfolded.
    pub(super) fn rest(&self) -> String {
        let whole = unfolded(&self.raw);
        whole.find([':', ';']).and_then(|end| whole.get(end..)).unwrap_or_default().to_owned()
    }

    /// The value, with the signs that protect others.
    pub(super) fn value(&self) -> String {
        let rest = self.rest();
        let mut quoted = false;
        let colon = rest.char_indices().find(|(_, letter)| {
            quoted ^= *letter == '"';
            *letter == ':' && !quoted
        });
        colon.and_then(|(at, _)| rest.get(at + 1..)).unwrap_or_default().trim().to_owned()
    }
}

fn unfolded(raw: &str) -> String {
    let mut whole = String::new();
    for (number, line) in raw.split_inclusive('\n').enumerate() {
        let line = line.trim_end_matches(['\r', '\n']);
        // The first sign of a continued line says only that it is one.
        whole.push_str(if number == 0 { line } else { line.get(1..).unwrap_or_default() });
    }
    whole
}

impl Component {
    /// Reads a text of one component. `None` if it is none, or is cut off.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines: Vec<String> = Vec::new();
        for raw in text.strip_prefix('\u{feff}').unwrap_or(text).split_inclusive('\n') {
            match lines.last_mut() {
                Some(line) if raw.starts_with([' ', '\t']) => line.push_str(raw),
                _ => lines.push(raw.to_owned()),
            }
        }
        let mut open: Vec<Self> = Vec::new();
        let mut whole = None;
        for raw in lines {
            if whole.is_some() {
                if raw.trim().is_empty() {
                    continue;
                }
                return None;
            }
            let line = Line::of(raw);
            match line.name.as_str() {
                "BEGIN" => {
                    let name = line.value().to_ascii_uppercase();
                    open.push(Self { name, begin: line.raw, items: Vec::new(), end: String::new() });
                    if open.len() > DEPTH {
                        return None;
                    }
                }
                "END" => {
                    let mut done = open.pop()?;
                    if done.name != line.value().to_ascii_uppercase() {
                        return None;
                    }
                    done.end = line.raw;
                    match open.last_mut() {
                        Some(above) => above.items.push(Item::Component(done)),
                        None => whole = Some(done),
                    }
                }
                _ => open.last_mut()?.items.push(Item::Line(line)),
            }
        }
        whole
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        text.push_str(&self.begin);
        for item in &self.items {
            match item {
                Item::Line(line) => text.push_str(&line.raw),
                Item::Component(component) => component.write(text),
            }
        }
        text.push_str(&self.end);
        // The last line of a text may lack its end.
        if !text.ends_with('\n') {
            text.push_str("\r\n");
        }
    }

    /// The components in it.
    pub(super) fn components(&self) -> impl Iterator<Item = &Self> {
        self.items.iter().filter_map(|item| match item {
            Item::Component(component) => Some(component),
            Item::Line(_) => None,
        })
    }

    /// The lines of properties with one of these names.
    pub(super) fn lines<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Line> {
        self.items.iter().filter_map(|item| match item {
            Item::Line(line) if names.contains(&line.name.as_str()) => Some(line),
            _ => None,
        })
    }

    /// Whether it has a property.
    pub(super) fn has(&self, name: &str) -> bool {
        self.lines(&[name]).next().is_some()
    }

    /// Whether it is the task itself and no single occurrence of it.
    pub(super) fn is_master(&self) -> bool {
        self.name == "VTODO" && !self.has("RECURRENCE-ID")
    }

    /// The task itself, in a calendar.
    pub(super) fn master(&self) -> Option<&Self> {
        self.components().find(|component| component.is_master())
    }

    /// The same, to be changed.
    pub(super) fn master_mut(&mut self) -> Option<&mut Self> {
        self.items.iter_mut().find_map(|item| match item {
            Item::Component(component) if component.is_master() => Some(component),
            _ => None,
        })
    }

    /// Puts lines in the place of those that `is_old` finds, or behind all others.
    pub(super) fn replace(&mut self, is_old: impl Fn(&Line) -> bool, new: Vec<Line>) {
        let is_gone = |item: &Item| matches!(item, Item::Line(line) if is_old(line));
        let behind = || {
            let after = |item: &Item| matches!(item, Item::Line(line) if !line.name.is_empty());
            self.items.iter().rposition(after).map_or(0, |last| last + 1)
        };
        let place = self.items.iter().position(is_gone).unwrap_or_else(behind);
        let mut kept = Vec::with_capacity(self.items.len() + new.len());
        let mut new = Some(new);
        for (number, item) in self.items.drain(..).enumerate() {
            if number == place {
                kept.extend(new.take().into_iter().flatten().map(Item::Line));
            }
            if !matches!(&item, Item::Line(line) if is_old(line)) {
                kept.push(item);
            }
        }
        kept.extend(new.into_iter().flatten().map(Item::Line));
        self.items = kept;
    }

    /// Leaves out all lines that `is_gone` finds, also those of the components in it.
    pub(super) fn strip(&mut self, is_gone: &impl Fn(&Line) -> bool) {
        self.items.retain(|item| !matches!(item, Item::Line(line) if is_gone(line)));
        for item in &mut self.items {
            if let Item::Component(component) = item {
                component.strip(is_gone);
            }
        }
    }

    /// Whether one of its lines, or of the components in it, is such.
    pub(super) fn any(&self, is_such: &impl Fn(&Line) -> bool) -> bool {
        self.items.iter().any(|item| match item {
            Item::Line(line) => is_such(line),
            Item::Component(component) => component.any(is_such),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_out_as_it_went_in() {
        let text = "BEGIN:VCALENDAR\r\nX-A;P=\"a:b\":one\r\n two\r\nBEGIN:VTODO\nsummary:Milk\nBEGIN:VALARM\r\n\
                    END:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
        let parsed = Component::parse(text).map(|calendar| calendar.text());
        assert_eq!(parsed.as_deref(), Some(text));
        let calendar = Component::parse(text);
        let value = calendar.iter().flat_map(|calendar| calendar.lines(&["X-A"])).map(Line::value).next();
        assert_eq!(value.as_deref(), Some("onetwo"));
        let todo = calendar.iter().flat_map(Component::components).next();
        assert!(todo.is_some_and(|todo| todo.is_master() && todo.has("SUMMARY")));
    }

    #[test]
    fn what_is_no_component_is_refused() {
        for text in [
            "",
            "hello",
            "BEGIN:VCALENDAR\r\n",
            "BEGIN:VCALENDAR\r\nEND:VTODO\r\n",
            "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            &"BEGIN:A\r\n".repeat(100),
        ] {
            assert_eq!(Component::parse(text), None, "{text}");
        }
    }
}
