//! What a line of Markdown is on the outermost level.

/// The columns of indentation from which a line is code.
const CODE: usize = 4;
/// Most digits of a list's number.
const DIGITS_MAX: usize = 9;
/// How HTML begins that may hold blank lines, after its `<`, and how it ends. A tag's name ends at a space or a `>`.
const TAGS: [(&str, &str); 4] =
    [("pre", "</pre>"), ("style", "</style>"), ("script", "</script>"), ("textarea", "</textarea>")];
const MARKS: [(&str, &str); 3] = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>")];

/// A line without its end.
pub(super) struct Line<'a> {
    /// Columns of white space at its beginning. A tab leads to the next multiple of four.
    pub(super) indent: usize,
    /// What comes after these.
    pub(super) rest: &'a str,
}

/// What a line may be.
pub(super) enum Kind {
    Fence(Fence),
    /// HTML that ends with the line that holds this.
    Html(&'static str),
    /// A tag, or a word in angle brackets.
    Tag,
    Quote,
    Heading,
    /// A line across the page, made of this.
    Rule(u8),
    Item(Item),
    Text,
}

/// The opening line of fenced code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    mark: char,
    length: usize,
}

/// The first line of a list's item.
pub(super) struct Item {
    /// A line with less indentation does not belong to the item.
    pub(super) outside: usize,
    /// A line with this indentation does.
    pub(super) inside: usize,
    /// Whether it ends a paragraph before it.
    pub(super) interrupts: bool,
}

impl<'a> Line<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (indent, rest) = indentation(text, 0);
        Self { indent, rest }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether it is code, if it does not go on with something.
    pub(super) fn is_indented(&self) -> bool {
        self.indent >= CODE
    }

    /// Whether it begins with white space that means different things in different places.
    pub(super) fn is_odd(&self) -> bool {
        self.rest.starts_with(['\u{b}', '\u{c}'])
    }

    pub(super) fn closes(&self, fence: Fence) -> bool {
        let after = self.rest.trim_start_matches(fence.mark);
        !self.is_indented()
            && self.rest.len() - after.len() >= fence.length
            && after.trim_end_matches(' ').is_empty()
    }

    /// Whether it is the first line of a list's item, as far as is known. `None` if more of the line must be known.
    pub(super) fn may_be_item(&self, complete: bool) -> Option<bool> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let sign = match digits {
            0 => self.rest.starts_with(['-', '*', '+']),
            _ if digits == self.rest.len() && digits <= DIGITS_MAX && !complete => return None,
            _ => digits <= DIGITS_MAX && self.rest.get(digits..)?.starts_with(['.', ')']),
        };
        let Some(after) = self.rest.get(digits + 1..).filter(|after| sign && is_spaced(after)) else {
            return Some(false);
        };
        let signs = self.rest.trim_start_matches([' ', '\t', '-', '*']);
        match complete {
            true => Some(!matches!(self.kind_of_sign(), Kind::Rule(_))),
            // It may become a longer word, or a line across the page.
            false => (!after.is_empty() && !signs.is_empty()).then_some(true),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self.rest.as_bytes() {
            [b'`' | b'~', ..] => fence(self.rest).map_or(Kind::Text, Kind::Fence),
            [b'<', ..] => html(self.rest.get(1..).unwrap_or_default()),
            [b'>', ..] => Kind::Quote,
            [b'#', ..] => match self.rest.trim_start_matches('#') {
                text if self.rest.len() - text.len() <= 6 && (text.is_empty() || is_white(text)) => {
                    Kind::Heading
                }
                _ => Kind::Text,
            },
            [b'-' | b'*' | b'_' | b'+' | b'0'..=b'9', ..] => self.kind_of_sign(),
            _ => Kind::Text,
        }
    }

    fn kind_of_sign(&self) -> Kind {
        let first = self.rest.bytes().next().unwrap_or_default();
        let is_rule = matches!(first, b'-' | b'*' | b'_')
            && self.rest.bytes().all(|byte| byte == first || matches!(byte, b' ' | b'\t'))
            && self.rest.bytes().filter(|byte| *byte == first).count() >= 3;
        match is_rule {
            true => Kind::Rule(first),
            false => self.item().map_or(Kind::Text, Kind::Item),
        }
    }

    fn item(&self) -> Option<Item> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, sign) = self.rest.split_at_checked(digits)?;
        let is_sign =
            if digits == 0 { sign.starts_with(['-', '*', '+']) } else { sign.starts_with(['.', ')']) };
        let after = sign.get(1..).filter(|after| is_sign && digits <= DIGITS_MAX && is_spaced(after))?;
        let sign = self.indent + digits + 1;
        let (content, text) = indentation(after, sign);
        let is_empty = text.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'\x0b');
        let interrupts = !is_empty && (digits == 0 || number.trim_start_matches('0') == "1");
        let (outside, inside) = match content {
            // After a blank line nothing belongs to an item that begins with nothing or with a check box alone.
            _ if is_empty || (text.starts_with('[') && text.trim_end().len() <= 3) => (sign + 1, usize::MAX),
            _ if after.contains('\t') => (sign + 1, sign + 5),
            content if content > sign + 4 => (sign + 1, sign + 1),
            content => (content, content),
        };
        Some(Item { outside, inside, interrupts })
    }
}

/// Where the text after the white space at the beginning is, and the text. The white space begins at a column.
fn indentation(text: &str, column: usize) -> (usize, &str) {
    let rest = text.trim_start_matches([' ', '\t']);
    let white = text.bytes().take(text.len() - rest.len());
    let end = white.fold(column, |at, byte| if byte == b'\t' { at / 4 * 4 + 4 } else { at + 1 });
    (end, rest)
}

fn is_white(text: &str) -> bool {
    text.starts_with([' ', '\t', '\u{b}', '\u{c}'])
}

/// Whether this may come after a list's sign.
fn is_spaced(text: &str) -> bool {
    text.is_empty() || text.starts_with([' ', '\t'])
}

fn fence(text: &str) -> Option<Fence> {
    let mark = text.chars().next()?;
    let info = text.trim_start_matches(mark);
    let length = text.len() - info.len();
    (length >= 3 && (mark == '~' || !info.contains('`'))).then_some(Fence { mark, length })
}

/// What begins with an angle bracket and this.
fn html(text: &str) -> Kind {
    for (name, end) in TAGS {
        let is_name = text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        let after = text.get(name.len()..).unwrap_or_default();
        if is_name && (after.is_empty() || after.starts_with('>') || is_white(after)) {
            return Kind::Html(end);
        }
    }
    if let Some((_, end)) = MARKS.into_iter().find(|(mark, _)| text.starts_with(mark)) {
        return Kind::Html(end);
    }
    match text.as_bytes() {
        [b'!', letter, ..] if letter.is_ascii_alphabetic() => Kind::Html(">"),
        [first, ..] if first.is_ascii_alphabetic() || *first == b'/' => Kind::Tag,
        _ => Kind::Text,
    }
}
