//! Markdown to HTML that is safe to put into the page.
//!
//! A model repeats what people and tools told it, so its text is not trusted. The parser gives events; those that this
//! module knows become tags without attributes, links with a safe address become links, and everything else becomes
//! text. So no tag or attribute comes from the text itself. HTML is shown as text. Images become links, so that a page
//! makes no request to a third party. In the tests a sanitiser has to find nothing to change.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use std::iter;
use url::{ParseError, Url};

/// The schemes that an address may have. One without a scheme leads to a page of this server.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// The attribute of all links, and their end.
const LINK_END: &str = " rel=\"noopener noreferrer nofollow\">";

/// Renders Markdown as safe HTML.
pub(crate) fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut links = Links::default();
    let events = Parser::new_ext(markdown, options).filter_map(|event| safe(event, &mut links));
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut html, events);
    html
}

/// The links that the next event is in.
#[derive(Default)]
struct Links {
    /// How many: a picture in a link is two.
    depth: usize,
    /// Whether the outermost one is shown as a link. The others are shown as text, because HTML has no links in links.
    shown: bool,
}

/// The event to write instead. HTML in it is ours.
fn safe<'a>(event: Event<'a>, links: &mut Links) -> Option<Event<'a>> {
    Some(match event {
        Event::Start(tag) => start(tag, links)?,
        Event::End(tag) => end(tag, links)?,
        Event::Code(text) => Event::Code(plain(text)),
        Event::Text(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text)
        | Event::FootnoteReference(text) => Event::Text(plain(text)),
        Event::SoftBreak | Event::HardBreak => Event::InlineHtml("<br>\n".into()),
        Event::Rule => Event::Html("<hr>\n".into()),
        Event::TaskListMarker(true) => {
            Event::InlineHtml("<input disabled=\"\" type=\"checkbox\" checked=\"\">\n".into())
        }
        Event::TaskListMarker(false) => Event::InlineHtml("<input disabled=\"\" type=\"checkbox\">\n".into()),
    })
}

fn start<'a>(tag: Tag<'a>, links: &mut Links) -> Option<Event<'a>> {
    Some(Event::Start(match tag {
        Tag::Link { link_type, dest_url, title, .. } => return open_link(link_type, dest_url, title, links),
        Tag::Image { dest_url, title, .. } => return open_link(LinkType::Inline, dest_url, title, links),
        Tag::Heading { level, .. } => {
            Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
        }
        Tag::BlockQuote(_) => Tag::BlockQuote(None),
        Tag::CodeBlock(_) => Tag::CodeBlock(CodeBlockKind::Indented),
        Tag::Table(_) => Tag::Table(Vec::new()),
        Tag::Paragraph
        | Tag::List(_)
        | Tag::Item
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough => tag,
        Tag::HtmlBlock
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Superscript
        | Tag::Subscript
        | Tag::MetadataBlock(_) => return None,
    }))
}

fn end<'a>(tag: TagEnd, links: &mut Links) -> Option<Event<'a>> {
    Some(Event::End(match tag {
        TagEnd::Link | TagEnd::Image => {
            links.depth = links.depth.saturating_sub(1);
            return (links.depth == 0 && links.shown).then(|| Event::InlineHtml("</a>".into()));
        }
        TagEnd::BlockQuote(_) => TagEnd::BlockQuote(None),
        TagEnd::Paragraph
        | TagEnd::Heading(_)
        | TagEnd::CodeBlock
        | TagEnd::Table
        | TagEnd::List(_)
        | TagEnd::Item
        | TagEnd::TableHead
        | TagEnd::TableRow
        | TagEnd::TableCell
        | TagEnd::Emphasis
        | TagEnd::Strong
        | TagEnd::Strikethrough => tag,
        TagEnd::HtmlBlock
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::Superscript
        | TagEnd::Subscript
        | TagEnd::MetadataBlock(_) => return None,
    }))
}

fn open_link<'a>(
    link_type: LinkType,
    address: CowStr<'a>,
    title: CowStr<'a>,
    links: &mut Links,
) -> Option<Event<'a>> {
    links.depth += 1;
    if links.depth > 1 {
        return None;
    }
    let tag = Tag::Link { link_type, dest_url: address, title: plain(title), id: "".into() };
    let mut html = String::new();
    html::push_html(&mut html, iter::once(Event::Start(tag)));
    links.shown = address_of(&html).is_some_and(|address| is_safe(&address)) && html.pop() == Some('>');
    html.push_str(LINK_END);
    links.shown.then(|| Event::InlineHtml(html.into()))
}

/// The address in a link's opening tag, as a browser reads it there.
fn address_of(tag: &str) -> Option<String> {
    let (address, _) = tag.strip_prefix("<a href=\"")?.split_once('"')?;
    Some(address.replace("&#x27;", "'").replace("&amp;", "&"))
}

/// Browsers and this parser follow the same standard.
fn is_safe(address: &str) -> bool {
    match Url::parse(address) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(error) => error == ParseError::RelativeUrlWithoutBase,
    }
}

/// Text without the two characters that a browser does not leave as they are.
fn plain(text: CowStr<'_>) -> CowStr<'_> {
    match text.contains(['\0', '\r']) {
        true => text.replace('\0', "\u{fffd}").replace('\r', "\n").into(),
        false => text,
    }
}

#[cfg(test)]
mod tests;
