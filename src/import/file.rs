//! Finds out what a file is.

use super::date_text::ReadWords;
use super::draft::Reader;
use super::table::Table;
use super::{FILE_MAX, ImportError, Imported, Source, columns, icalendar, json, outline, ticktick, todoist};
use jiff::ZonedDateTime;

/// Most lines, and most objects of JSON. A small file of more would need much memory.
const PARTS_MAX: usize = 200_000;

/// Reads a file of another program, or of Docket. `now` also tells the person's zone; `words` reads dates that people
/// wrote.
///
/// # Errors
/// If it is too large, no text, or has no task.
pub fn read(
    file_name: &str,
    bytes: &[u8],
    now: &ZonedDateTime,
    words: ReadWords<'_>,
) -> Result<Imported, ImportError> {
    if bytes.len() > FILE_MAX {
        return Err(ImportError::TooLarge);
    }
    let text = decode(bytes).ok_or(ImportError::NoText)?;
    let many = |mark: u8| text.bytes().filter(|byte| *byte == mark).count() > PARTS_MAX;
    if many(b'\n') || many(b'{') {
        return Err(ImportError::TooMany);
    }
    let file = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (name, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let mut reader = Reader {
        zone: now.time_zone().clone(),
        words,
        keeps: true,
        name,
        drafts: Vec::new(),
        skipped: Vec::new(),
    };
    let source = recognise(&text, &ending.to_ascii_lowercase(), &mut reader)?;
    if reader.is_too_long() {
        return Err(ImportError::TooMany);
    }
    let imported = reader.finish(source);
    if imported.tasks.is_empty() { Err(ImportError::Empty(source)) } else { Ok(imported) }
}

fn recognise(text: &str, ending: &str, reader: &mut Reader<'_>) -> Result<Source, ImportError> {
    let start = text.trim_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    if begins("BEGIN:VCALENDAR") || begins("BEGIN:VTODO") {
        icalendar::read(text, reader);
        return Ok(Source::Calendar);
    }
    if ending == "json" || start.starts_with(['{', '[']) && !outline::is_checklist(text) {
        return json::read(text, reader);
    }
    if let Some(table) = Table::find(text, &todoist::COLUMNS) {
        todoist::read(&table, reader);
        return Ok(Source::Todoist);
    }
    if let Some(table) = Table::find(text, &ticktick::COLUMNS) {
        ticktick::read(&table, reader);
        return Ok(Source::TickTick);
    }
    if let Some(table) = columns::table(text, matches!(ending, "csv" | "tsv")) {
        columns::read(&table, reader);
        return Ok(Source::Table);
    }
    Ok(outline::read(text, reader))
}

/// The text: UTF-8, or UTF-16 with its mark, or else Latin-1, which older programs write.
fn decode(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
        String::from_utf16(&units.collect::<Vec<u16>>()).ok()
    };
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return wide(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.contains(&0) {
        return None;
    }
    Some(
        String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().copied().map(char::from).collect()),
    )
}
