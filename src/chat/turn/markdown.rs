//! Markdown to HTML that is safe to put into the page.
//!
//! A model repeats what people and tools told it, so its text is not trusted. The parser gives events; those that this
//! module knows become tags without attributes, links with a safe address become links, and everything else becomes
//! text. So no tag or attribute comes from the text itself. HTML is shown as text. Images become links, so that a page
//! makes no request to a third party. In the tests a sanitiser has to find nothing to change.

use self::table::Table;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};
use std::iter;
use url::{ParseError, Url};

mod bare;
mod table;

/// The schemes that an address may have. One without a scheme leads to a page of this server.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
/// The attribute of all links, and their end.
const LINK_END: &str = " rel=\"noopener noreferrer nofollow\">";
/// What is around a block of code.
const CODE_START: &str = concat!(
    "<div class=\"code\">",
    "<button type=\"button\" class=\"copy script-only\" aria-label=\"Copy code\"></button>",
    "<pre>",
);
const CODE_END: &str = "</code></pre></div>\n";

/// The most letters of the name of a language.
const LANGUAGE_MAX: usize = 24;

/// Renders Markdown as safe HTML.
pub(crate) fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut around = Around::default();
    let events = TextMergeStream::new(Parser::new_ext(markdown, options));
    let events = events.filter_map(|event| safe(event, &mut around));
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut html, events);
    html
}

/// What the next event is in.
#[derive(Default)]
struct Around {
    /// In how many links: a picture in a link is two.
    links: usize,
    /// Whether the outermost one is shown as a link. The others are shown as text, because HTML has no links in links.
    shown: bool,
    /// Whether it is in a block of code.
    code: bool,
    table: Table,
}

/// The event to write instead. HTML in it is ours.
fn safe<'a>(event: Event<'a>, around: &mut Around) -> Option<Event<'a>> {
    Some(match event {
        Event::Start(tag) => start(tag, around)?,
        Event::End(tag) => end(tag, around)?,
        Event::Text(text) if around.links == 0 && !around.code => linked(plain(text)),
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

fn start<'a>(tag: Tag<'a>, around: &mut Around) -> Option<Event<'a>> {
    Some(Event::Start(match tag {
        Tag::Link { link_type, dest_url, title, .. } => return open_link(link_type, dest_url, title, around),
        Tag::Image { dest_url, title, .. } => {
            return open_link(LinkType::Inline, dest_url, title, around);
        }
        Tag::Heading { level, .. } => {
            Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
        }
        Tag::BlockQuote(_) => Tag::BlockQuote(None),
        Tag::CodeBlock(kind) => {
            around.code = true;
            return Some(Event::Html(open_code(&kind).into()));
        }
        Tag::Table(alignments) => {
            around.table = Table::new(alignments);
            Tag::Table(Vec::new())
        }
        Tag::TableHead => {
            around.table.begin_row(true);
            tag
        }
        Tag::TableRow => {
            around.table.begin_row(false);
            tag
        }
        Tag::TableCell => return Some(Event::InlineHtml(around.table.open_cell().into())),
        Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Strikethrough => tag,
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

fn end<'a>(tag: TagEnd, around: &mut Around) -> Option<Event<'a>> {
    Some(Event::End(match tag {
        TagEnd::Link | TagEnd::Image => {
            around.links = around.links.saturating_sub(1);
            return (around.links == 0 && around.shown).then(|| Event::InlineHtml("</a>".into()));
        }
        TagEnd::BlockQuote(_) => TagEnd::BlockQuote(None),
        TagEnd::CodeBlock => {
            around.code = false;
            return Some(Event::Html(CODE_END.into()));
        }
        TagEnd::TableCell => return Some(Event::InlineHtml(around.table.close_cell().into())),
        TagEnd::Paragraph
        | TagEnd::Heading(_)
        | TagEnd::Table
        | TagEnd::List(_)
        | TagEnd::Item
        | TagEnd::TableHead
        | TagEnd::TableRow
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
    around: &mut Around,
) -> Option<Event<'a>> {
    around.links += 1;
    if around.links > 1 {
        return None;
    }
    let tag = Tag::Link { link_type, dest_url: address, title: plain(title), id: "".into() };
    let html = safe_link(tag);
    around.shown = html.is_some();
    Some(Event::InlineHtml(html?.into()))
}

/// The opening tag of a link, if its address is safe.
fn safe_link(tag: Tag<'_>) -> Option<String> {
    let mut html = String::new();
    html::push_html(&mut html, iter::once(Event::Start(tag)));
    let safe = address_of(&html).is_some_and(|address| is_safe(&address)) && html.pop() == Some('>');
    html.push_str(LINK_END);
    safe.then_some(html)
}

/// A text with links for the addresses that stand in it as they are.
fn linked(text: CowStr<'_>) -> Event<'_> {
    if bare::split(&text).is_none() {
        return Event::Text(text);
    }
    let (mut html, mut rest) = (String::new(), &*text);
    while let Some((before, address, after)) = bare::split(rest) {
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: address.into(),
            title: "".into(),
            id: "".into(),
        };
        push_text(&mut html, before);
        match safe_link(tag) {
            Some(tag) => {
                html.push_str(&tag);
                push_text(&mut html, address);
                html.push_str("</a>");
            }
            None => push_text(&mut html, address),
        }
        rest = after;
    }
    push_text(&mut html, rest);
    Event::InlineHtml(html.into())
}

fn push_text(html: &mut String, text: &str) {
    html::push_html(html, iter::once(Event::Text(text.into())));
}

/// What begins a block of code: a button that copies it, which works once a script runs, and the name of its language.
fn open_code(kind: &CodeBlockKind<'_>) -> String {
    let info = if let CodeBlockKind::Fenced(info) = kind { &**info } else { "" };
    let language = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
    let known = |letter: char| letter.is_ascii_alphanumeric() || "+-#._".contains(letter);
    let class = if language.is_empty() || language.len() > LANGUAGE_MAX || !language.chars().all(known) {
        String::new()
    } else {
        [" class=\"language-", &language.to_ascii_lowercase(), "\""].concat()
    };
    [CODE_START, "<code", &class, ">"].concat()
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
