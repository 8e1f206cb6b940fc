use std::collections::HashMap;

/// Lines before a table's head that programs write.
const BEFORE_THE_HEAD: usize = 12;

/// A table of a CSV file: what stands under a head.
#[derive(Debug)]
pub(super) struct Table {
    /// Where each column is. Names are in small letters.
    head: HashMap<String, usize>,
    /// Whether Docket wrote it.
    is_own: bool,
    rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// The line in the file.
    pub(super) line: usize,
    cells: csv::StringRecord,
}

impl Table {
    /// The table whose head has all these columns, between commas, semicolons or tabs.
    pub(super) fn find(text: &str, columns: &[&str]) -> Option<Self> {
        [b',', b';', b'\t'].into_iter().find_map(|separator| {
            let has_head =
                |names: &[String]| columns.iter().all(|column| names.iter().any(|name| name == column));
            Self::read(text, separator, has_head)
        })
    }

    /// The table whose head `is_head` knows by its names in small letters, among the first rows.
    pub(super) fn read(text: &str, separator: u8, is_head: impl Fn(&[String]) -> bool) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut lines = Lines { text: text.as_bytes(), start: 0, line: 1 };
        let mut rows = reader.records().filter_map(Result::ok).map(|record| Row {
            line: lines.of(record.position().map_or(0, csv::Position::byte)),
            cells: record,
        });
        let heads =
            rows.by_ref().take(BEFORE_THE_HEAD).map(|row| row.cells.iter().map(name).collect::<Vec<_>>());
        let names = { heads }.find(|names| is_head(names))?;
        let mut head = HashMap::new();
        for (place, name) in names.into_iter().enumerate() {
            head.entry(name).or_insert(place);
        }
        let is_own = head.contains_key("repeat_from") && head.contains_key("reminders");
        Some(Self { head, is_own, rows: rows.collect() })
    }

    /// Whether Docket wrote it.
    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A cell, trimmed. Empty if the table has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let place = self.head.get(column);
        let cell = place.and_then(|place| row.cells.get(*place)).map(|cell| cell.trim()).unwrap_or_default();
        if self.is_own { unguarded(cell) } else { cell }
    }

    /// The cell of the first of these columns that has something.
    pub(super) fn first<'a>(&self, row: &'a Row, columns: &[&str]) -> &'a str {
        columns.iter().map(|column| self.cell(row, column)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }
}

/// Counts lines. The library says where a row begins, but counts from before the ends of earlier lines.
struct Lines<'a> {
    text: &'a [u8],
    start: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> usize {
        let mut start = usize::try_from(byte).unwrap_or(self.start).max(self.start);
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let between = self.text.get(self.start..start).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.start = start;
        self.line
    }
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Takes away the quotation mark that keeps spreadsheets from running a text as a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => text,
        _ => cell,
    }
}

fn name(cell: &str) -> String {
    cell.trim().trim_start_matches('\u{feff}').to_lowercase()
}
