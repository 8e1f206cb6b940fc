//! Texts as HTML.

use pulldown_cmark::{Parser, html};

/// A text in which nothing is HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Markdown of the description, as HTML. The description is part of this program, so it is trusted.
pub(super) fn markdown(text: &str) -> String {
    let mut page = String::new();
    html::push_html(&mut page, Parser::new(text));
    page
}

/// The same for one paragraph, without its element.
pub(super) fn inline(text: &str) -> String {
    let paragraph = markdown(text);
    let text = paragraph.trim().strip_prefix("<p>").and_then(|text| text.strip_suffix("</p>"));
    text.map_or_else(|| paragraph.clone(), str::to_owned)
}
