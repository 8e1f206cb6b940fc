use super::super::date_text;
use super::super::draft::{Draft, Reader};

/// The signs of Obsidian Tasks, and the fields that they stand for.
const SIGNS: [(char, &str); 12] = [
    ('📅', "due"),
    ('🗓', "due"),
    ('⏳', "scheduled"),
    ('🛫', "start"),
    ('✅', "completed_at"),
    ('❌', "completed_at"),
    ('➕', "created_at"),
    ('🔁', "repeat"),
    ('🔺', "1"),
    ('⏫', "1"),
    ('🔼', "2"),
    ('🔽', "3"),
];

/// A longer line is a title and nothing else.
const LINE_MAX: usize = 20_000;

/// What may stand in brackets. The names are those of the task's JSON, and some of Dataview's.
const NAMES: [&str; 13] = [
    "due",
    "start",
    "scheduled",
    "repeat",
    "repeat_from",
    "reminders",
    "priority",
    "tags",
    "list",
    "completed_at",
    "completion",
    "created_at",
    "created",
];

/// Reads the fields behind a title, and the title.
pub(super) fn read(text: &str, draft: &mut Draft, reader: &Reader<'_>) {
    if text.len() > LINE_MAX {
        text.clone_into(&mut draft.task.title);
        return;
    }
    let (text, mut fields) = brackets(text);
    let (text, signs) = signs(&text);
    fields.extend(signs);
    // A repetition goes by the due date.
    fields.sort_by_key(|(name, _)| name != "due");
    for (name, value) in &fields {
        field(name, value.trim(), draft, reader);
    }
    let is_tag = |word: &&str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic));
    let (tags, words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_tag);
    if words.is_empty() {
        draft.task.title = unescaped(&text);
    } else {
        draft.task.tags.extend(tags.into_iter().map(ToOwned::to_owned));
        draft.task.title = unescaped(&words.join(" "));
    }
}

/// A title without the signs that keep its words from being tags and fields.
fn unescaped(title: &str) -> String {
    let word = |word: &str| match word.strip_prefix('\\').filter(|rest| rest.starts_with(['#', '\\'])) {
        Some(rest) => rest.to_owned(),
        None => word.replace(":\\:", "::"),
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn field(name: &str, value: &str, draft: &mut Draft, reader: &Reader<'_>) {
    let list = || value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned);
    let stored = || date_text::timestamp(value, &reader.zone);
    match name {
        "due" => draft.read_due(value, reader),
        "start" | "scheduled" => match date_text::moment(value, &reader.zone) {
            Some(start) => draft.task.start = Some(start.to_due()),
            None => draft.keep("Start", value),
        },
        "repeat" => match (reader.words)(value).filter(|_| !value.to_ascii_uppercase().contains("FREQ=")) {
            Some(words) => {
                draft.read_repeat(words.repeat.as_deref().unwrap_or("?"), value, reader);
                draft.task.repeat_from_completion = words.from_completion;
            }
            None => draft.read_repeat(value, value, reader),
        },
        "repeat_from" => draft.task.repeat_from_completion = value == "completion",
        "reminders" => draft.task.reminders.extend(list()),
        "tags" => draft.task.tags.extend(list()),
        "list" => draft.task.list = Some(value.to_owned()),
        "completed_at" | "completion" => draft.task.completed_at = stored(),
        "created_at" | "created" => draft.task.created_at = stored(),
        "priority" => draft.task.priority = value.parse().ok().filter(|priority| (1..=4).contains(priority)),
        "1" | "2" | "3" => draft.task.priority = name.parse().ok(),
        other => draft.keep(other, value),
    }
}

/// Takes `[name:: value]` out of a text. Other brackets stay.
fn brackets(text: &str) -> (String, Vec<(String, String)>) {
    let mut rest = text;
    let (mut title, mut fields) = (String::new(), Vec::new());
    while let Some((before, behind)) = rest.split_once(']') {
        let field =
            before.rsplit_once('[').and_then(|(before, inside)| Some((before, inside.split_once("::")?)));
        match field.filter(|(_, (name, _))| NAMES.contains(&name.trim())) {
            Some((before, (name, value))) => {
                title.push_str(before);
                fields.push((name.trim().to_owned(), value.to_owned()));
            }
            None => {
                title.push_str(before);
                title.push(']');
            }
        }
        rest = behind;
    }
    title.push_str(rest);
    (title, fields)
}

/// Takes the signs and what stands behind each out of a text.
fn signs(text: &str) -> (String, Vec<(String, String)>) {
    let is_sign = |character: char| SIGNS.iter().find(|(sign, _)| *sign == character);
    let Some(first) = text.find(|character| is_sign(character).is_some()) else {
        return (text.to_owned(), Vec::new());
    };
    let (title, rest) = text.split_at(first);
    let (mut title, mut fields) = (title.to_owned(), Vec::<(String, String)>::new());
    for character in rest.chars() {
        match (is_sign(character), fields.last_mut()) {
            (Some((_, name)), _) => fields.push(((*name).to_owned(), String::new())),
            // Emoji are followed by a sign that asks for colours.
            (None, Some((_, value))) if character != '\u{fe0f}' => value.push(character),
            _ => {}
        }
    }
    for (name, value) in &mut fields {
        // Tags may stand between the signs, and words behind them. A repetition is words.
        let mut words = value.split_whitespace();
        let is_word = |word: &&str| !word.starts_with('#');
        let own = match name.as_str() {
            "repeat" => words.by_ref().take_while(is_word).collect::<Vec<_>>().join(" "),
            "1" | "2" | "3" => String::new(),
            _ => words.by_ref().next().unwrap_or_default().to_owned(),
        };
        let after = value.split_whitespace().skip(own.split_whitespace().count());
        for word in after {
            title.push(' ');
            title.push_str(word);
        }
        *value = own;
    }
    (title, fields)
}
