//! The cells of a table. A class says how each is aligned: a page takes no style from a text.

use pulldown_cmark::Alignment;

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    columns: Vec<Alignment>,
    in_head: bool,
    /// The next cell of the row.
    cell: usize,
}

impl Table {
    /// A table with these columns.
    pub(super) fn new(columns: Vec<Alignment>) -> Self {
        Self { columns, ..Self::default() }
    }

    pub(super) fn begin_row(&mut self, in_head: bool) {
        (self.in_head, self.cell) = (in_head, 0);
    }

    /// The tag that opens the next cell.
    pub(super) fn open_cell(&mut self) -> &'static str {
        let alignment = self.columns.get(self.cell).copied().unwrap_or(Alignment::None);
        self.cell += 1;
        match (self.in_head, alignment) {
            (true, Alignment::None) => "<th>",
            (true, Alignment::Left) => "<th class=\"left\">",
            (true, Alignment::Center) => "<th class=\"center\">",
            (true, Alignment::Right) => "<th class=\"right\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"left\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, Alignment::Right) => "<td class=\"right\">",
        }
    }

    /// The tag that closes it.
    pub(super) fn close_cell(&self) -> &'static str {
        if self.in_head { "</th>" } else { "</td>" }
    }
}
