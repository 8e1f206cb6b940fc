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

/// How many bytes of the text render the same no matter what follows. They end after the last blank line that is
/// outside a fenced code block and not followed by an indented line, which would belong to a list above it.
pub(crate) fn stable_prefix_len(markdown: &str) -> usize {
    let (mut end, mut position, mut fence, mut blank) = (0, 0, None::<&str>, false);
    for line in markdown.split_inclusive('\n') {
        let content = line.trim_start();
        if blank
            && fence.is_none()
            && !content.is_empty()
            && line.len() == content.len()
            && !is_list_item(content)
        {
            end = position;
        }
        match fence {
            Some(marker) if content.starts_with(marker) => fence = None,
            Some(_) => {}
            None => fence = ["```", "~~~"].into_iter().find(|marker| content.starts_with(marker)),
        }
        blank = content.trim_end().is_empty() && line.ends_with('\n');
        position += line.len();
    }
    end
}

// A list item after a blank line may continue the list above it. So may a line that is too short to tell.
fn is_list_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.is_empty() || rest.starts_with(['-', '*', '+', '.', ')'])
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

    #[test]
    fn the_stable_text_ends_at_a_blank_line_between_blocks() {
        assert_eq!(stable_prefix_len("one"), 0);
        assert_eq!(stable_prefix_len("one\n\n"), 0);
        assert_eq!(stable_prefix_len("one\n\ntwo"), 5);
        assert_eq!(stable_prefix_len("```\none\n\ntwo\n"), 0);
        assert_eq!(stable_prefix_len("```\none\n\ntwo\n```\n\nthree"), 18);
        assert_eq!(stable_prefix_len("- one\n\n- two\n\n  more\n\nend"), 22);
        assert_eq!(stable_prefix_len("1. one\n\n2"), 0);
    }

    #[test]
    fn pieces_cut_there_render_as_the_whole_does() {
        let whole = "# Title\n\nA paragraph\nof two lines.\n\n- a\n- b\n\n  c\n\n```\ncode\n\nmore\n```\n\nEnd **here**.";
        for cut in whole.char_indices().map(|(index, _)| index) {
            let end = stable_prefix_len(&whole[..cut]);
            assert_eq!(to_html(&whole[..end]) + &to_html(&whole[end..]), to_html(whole), "cut at {cut}");
        }
    }
}
