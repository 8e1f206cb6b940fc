//! How much of a growing Markdown text is finished: it renders the same, no matter what follows it.
//!
//! Every byte is read once. The text is cut between two blocks of the outermost level, so all that matters is what is
//! open there: a fence, raw HTML, a list. `pulldown-cmark` decides what a line is; where that depends on more than is
//! kept here, the scanner prefers to cut later, and in odd texts not at all. One thing may still change: a definition
//! (`[name]: address`) turns an earlier `[name]` into a link. Waiting for it would mean that no text with a bracket is
//! ever finished; the end of a reply, which is rendered as a whole, has the link.

mod line;
#[cfg(test)]
mod tests;

use line::{Fence, Item, Kind, Line};

/// Most bytes of an unfinished line that are looked at. No list marker is longer.
const HEAD_MAX: usize = 64;

/// Reads a text piece by piece and tells how much of it is finished.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settled {
    /// The finished bytes.
    end: usize,
    /// Where the last line begins.
    line_start: usize,
    /// The last line, which may still grow.
    line: String,
    /// Whether it is known whether the text may be cut before that line.
    decided: bool,
    /// Whether the text before that line ends with a carriage return. A line feed then belongs to it.
    after_return: bool,
    /// Whether the line before was blank.
    after_blank: bool,
    open: Open,
}

/// What is open on the outermost level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    /// Nothing, or indented code.
    #[default]
    Nothing,
    /// Something that ends at a blank line: a paragraph, a quote, a table. It may have ended already.
    Text,
    /// HTML that ends at a blank line, and in which nothing is Markdown; or a paragraph.
    Markup,
    /// HTML that ends with the line that holds this.
    Html(&'static str),
    Fence(Fence),
    /// A list. Lines with at least `inside` columns of indentation belong to its last item, those with less than
    /// `outside` do not. Others are not understood.
    List {
        outside: usize,
        inside: usize,
    },
    /// Something that is not understood. It never ends.
    Lost,
}

impl Settled {
    /// Reads more text.
    pub(crate) fn push(&mut self, mut text: &str) {
        while !text.is_empty() {
            if std::mem::take(&mut self.after_return) {
                match text.strip_prefix('\n') {
                    Some(rest) => {
                        self.line_start += 1;
                        text = rest;
                        continue;
                    }
                    // Alone it ends some lines, and others not.
                    None => self.open = Open::Lost,
                }
            }
            let Some(end) = text.find(['\n', '\r']) else {
                self.line.push_str(text);
                return self.look(false);
            };
            let (line, rest) = text.split_at(end);
            self.line.push_str(line);
            self.after_return = rest.starts_with('\r');
            text = rest.get(1..).unwrap_or_default();
            self.end_line();
        }
    }

    /// Takes the finished bytes off the text and returns how many these are.
    pub(crate) fn take(&mut self) -> usize {
        self.line_start -= self.end;
        std::mem::take(&mut self.end)
    }

    fn end_line(&mut self) {
        self.look(true);
        let text = std::mem::take(&mut self.line);
        let line = Line::of(&text);
        self.open = self.after(&line);
        self.after_blank = line.is_blank();
        self.line_start += text.len() + 1;
        self.decided = false;
        self.line = text;
        self.line.clear();
    }

    /// Cuts the text before the last line, if what is known of the line says that a new block begins with it.
    fn look(&mut self, complete: bool) {
        if self.decided {
            return;
        }
        let head = if complete { self.line.len() } else { self.line.floor_char_boundary(HEAD_MAX) };
        let line = Line::of(self.line.get(..head).unwrap_or_default());
        if line.is_blank() {
            return;
        }
        let ends_list = match self.open {
            Open::Nothing => false,
            Open::List { outside, .. } if self.after_blank && line.indent < outside => {
                match line.may_be_item(complete) {
                    None => return,
                    Some(is_item) => !is_item,
                }
            }
            _ => {
                self.decided = true;
                return;
            }
        };
        self.decided = true;
        if ends_list {
            self.open = Open::Nothing;
        }
        // An indented line may go on with the code before the blank lines.
        if self.open == Open::Nothing && !line.is_indented() && !line.is_odd() {
            self.end = self.line_start;
        }
    }

    /// What is open after a line.
    fn after(&self, line: &Line<'_>) -> Open {
        if line.is_odd() && !matches!(self.open, Open::Fence(_) | Open::Html(_)) {
            return Open::Lost;
        }
        match self.open {
            Open::Lost => Open::Lost,
            Open::Fence(fence) if line.closes(fence) => Open::Nothing,
            Open::Html(end) if line.rest.contains(end) => Open::Nothing,
            open @ (Open::Fence(_) | Open::Html(_)) => open,
            Open::Nothing | Open::Text | Open::Markup if line.is_blank() => Open::Nothing,
            Open::Markup => match line.kind() {
                Kind::Fence(_) | Kind::Html(_) | Kind::Item(_) => Open::Lost,
                _ => Open::Markup,
            },
            open @ (Open::Nothing | Open::Text) if line.is_indented() => open,
            Open::Nothing => begun(line, false),
            Open::Text => begun(line, true),
            list @ Open::List { outside, inside } => match line.kind() {
                _ if line.is_blank() || line.indent >= inside => list,
                _ if line.is_indented() => unclear(outside),
                Kind::Fence(_) | Kind::Html(_) | Kind::Tag if line.indent >= outside => Open::Lost,
                _ if line.indent >= outside => unclear(outside),
                // This may go on with the paragraph of the last item.
                Kind::Text => unclear(outside),
                Kind::Tag => Open::Lost,
                _ => begun(line, !self.after_blank),
            },
        }
    }
}

/// What a line begins on the outermost level. `in_text` says that there may be a paragraph before it.
fn begun(line: &Line<'_>, in_text: bool) -> Open {
    match line.kind() {
        Kind::Fence(fence) => Open::Fence(fence),
        Kind::Html(end) if line.rest.contains(end) => Open::Nothing,
        Kind::Html(end) => Open::Html(end),
        Kind::Tag => Open::Markup,
        Kind::Item(Item { outside, interrupts: false, .. }) if in_text => unclear(outside),
        Kind::Item(Item { outside, inside, .. }) => Open::List { outside, inside },
        // Under a paragraph this makes a heading, or begins a table.
        Kind::Rule(b'-') if in_text => Open::Text,
        Kind::Rule(_) | Kind::Heading => Open::Nothing,
        Kind::Quote | Kind::Text => Open::Text,
    }
}

/// A list of which it is not known whether it is still open.
fn unclear(outside: usize) -> Open {
    Open::List { outside, inside: usize::MAX }
}
