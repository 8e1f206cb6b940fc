//! Markdown to HTML that is safe to put into the page.
//!
//! A model repeats what people and tools told it, so its text is not trusted. HTML in it is shown as text. Images
//! become links, so that a page makes no request to a third party. The result is sanitised.

use ammonia::Builder;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, html};
use std::sync::LazyLock;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "map", "area"])
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("ol", ["start"])
        .add_allowed_classes("code", ["language-"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Renders Markdown as safe HTML.
pub(crate) fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Image { dest_url, title, id, .. }) => {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::SoftBreak => Event::HardBreak,
        event => event,
    });
    let mut unsafe_html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut unsafe_html, events);
    SANITISER.clean(&unsafe_html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_what_people_expect() {
        assert_eq!(to_html("**Buy** *milk*"), "<p><strong>Buy</strong> <em>milk</em></p>\n");
        assert_eq!(to_html("one\ntwo"), "<p>one<br>\ntwo</p>\n");
        let list = to_html("3. three\n4. four");
        assert!(list.starts_with("<ol start=\"3\">"), "{list}");
        assert!(to_html("```rust\nlet a = 1 < 2;\n```").contains("1 &lt; 2"));
        assert!(to_html("- [x] done").contains("checked"));
        assert!(to_html("|a|\n|-|\n|b|").contains("<table>"));
        let link = to_html("[x](https://example.com)");
        assert!(link.contains("rel=\"noopener noreferrer nofollow\""), "{link}");
    }

    #[test]
    fn lets_nothing_through() {
        for attack in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "![x](https://evil.example/track.png)",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<style>body{display:none}</style>",
            "<iframe src=//evil.example></iframe>",
            "[x](https://a.example \"onmouseover=alert(1)\")",
            "`<b onclick=x>`",
            "<svg/onload=alert(1)>",
        ] {
            let html = to_html(attack);
            for banned in [
                "<script",
                "<img",
                "<style",
                "<iframe",
                "<svg",
                "<b ",
                "<a href=\"javascript",
                "<a href=\"data",
            ] {
                assert!(!html.contains(banned), "{attack} became {html}");
            }
            // The tags that are left are those that we allow. None has a handler.
            let handler = html
                .split('<')
                .skip(1)
                .any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(" on")));
            assert!(!handler, "{attack} became {html}");
        }
    }
}
