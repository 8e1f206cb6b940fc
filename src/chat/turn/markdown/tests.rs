use super::*;
use ammonia::Builder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;

/// Knows what may be in a page.
static JUDGE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(
            [
                "a",
                "blockquote",
                "br",
                "code",
                "del",
                "em",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "hr",
                "input",
                "li",
                "ol",
                "p",
                "pre",
                "strong",
                "table",
                "tbody",
                "td",
                "th",
                "thead",
                "tr",
                "ul",
            ]
            .into(),
        )
        .generic_attributes([].into())
        .tag_attributes(
            [
                ("a", ["href", "title"].into()),
                ("input", ["type", "checked", "disabled"].into()),
                ("ol", ["start"].into()),
                ("code", ["class"].into()),
                ("td", ["class"].into()),
                ("th", ["class"].into()),
            ]
            .into(),
        )
        .attribute_filter(|_, name, value| (name != "class" || is_our_class(value)).then(|| value.into()))
        .url_schemes(SCHEMES.into())
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Whether a class is one that only our style sheet knows.
fn is_our_class(class: &str) -> bool {
    let name =
        |name: &str| name.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-#._".contains(letter));
    ["left", "center", "right"].contains(&class) || class.strip_prefix("language-").is_some_and(name)
}

/// HTML without what we put around code, which is the same around each. No text can hold it: it has tags.
fn without_frames(html: &str) -> String {
    let frames = html.matches(CODE_START).count();
    assert_eq!(frames, html.matches(CODE_END).count(), "{html}");
    assert_eq!(frames, html.matches("<button").count(), "{html}");
    html.replace(CODE_START, "<pre>").replace(CODE_END, "</code></pre>\n")
}

/// What the judge makes of HTML. It writes two characters in another way, each of which is safe.
fn judged(html: &str) -> String {
    JUDGE.clean(&html.replace("&#x27;", "'")).to_string().replace("&nbsp;", "\u{a0}")
}

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
fn code_has_a_button_and_the_name_of_its_language() {
    let code = |info: &str| to_html(&format!("```{info}\nlet a;\n```"));
    assert_eq!(
        code("Rust,ignore"),
        [CODE_START, "<code class=\"language-rust\">let a;\n", CODE_END].concat()
    );
    assert!(code("c++").contains("<code class=\"language-c++\">"));
    for none in ["", "\" onload=x", "a\"b", "ä", &"a".repeat(LANGUAGE_MAX + 1)] {
        assert!(code(none).contains("<code>"), "{none}");
    }
    assert!(to_html("    indented").contains("<code>indented"));
}

#[test]
fn columns_are_aligned_as_the_table_says() {
    let html = to_html("|a|b|c|d|\n|-|:-|:-:|-:|\n|1|2|3|4|");
    let cells = "<th>a</th><th class=\"left\">b</th><th class=\"center\">c</th><th class=\"right\">d</th>";
    assert!(html.contains(cells), "{html}");
    assert!(
        html.contains(
            &cells
                .replace("th", "td")
                .replace(">a<", ">1<")
                .replace(">b<", ">2<")
                .replace(">c<", ">3<")
                .replace(">d<", ">4<")
        ),
        "{html}"
    );
}

#[test]
fn a_bare_address_becomes_a_link() {
    let link = "<a href=\"https://a.example/?b=c&amp;d_e_f\" rel=\"noopener noreferrer nofollow\">\
                https://a.example/?b=c&amp;d_e_f</a>";
    assert_eq!(to_html("See https://a.example/?b=c&d_e_f."), format!("<p>See {link}.</p>\n"));
    assert_eq!(to_html("*https://a.example/?b=c&d_e_f*"), format!("<p><em>{link}</em></p>\n"));
    for none in ["`https://a.example`", "    https://a.example", "```\nhttps://a.example\n```"] {
        assert!(!to_html(none).contains("<a"), "{none}");
    }
    let inside = to_html("[https://a.example](https://b.example)");
    assert_eq!(inside.matches("<a ").count(), 1, "{inside}");
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
        for banned in
            ["<script", "<img", "<style", "<iframe", "<svg", "<b ", "<a href=\"javascript", "<a href=\"data"]
        {
            assert!(!html.contains(banned), "{attack} became {html}");
        }
        // The tags that are left are those that we allow. None has a handler.
        let handler =
            html.split('<').skip(1).any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(" on")));
        assert!(!handler, "{attack} became {html}");
    }
}

#[test]
fn links_are_links_only_if_their_address_is_safe() {
    let safe = |markdown: &str| to_html(markdown).contains("<a href=\"");
    for link in [
        "[x](https://a.example/ä?b=c&d='e'#f)",
        "<https://a.example>",
        "<a@b.example>",
        "[x](HTTP://a.example)",
        "[x](mailto:a@b.example)",
        "[x](/settings)",
        "[x](#here)",
        "[x]\n\n[x]: https://a.example 'title'",
    ] {
        assert!(safe(link), "{link}");
    }
    for none in [
        "[x](javascript:alert)",
        "[x](JaVaScRiPt:alert)",
        "[x](javascript&colon;alert)",
        "[x](&#106;avascript:alert)",
        "[x](&#1;javascript:alert)",
        "[x](java&Tab;script:alert)",
        "<javascript:alert>",
        "<vbscript:alert>",
        "[x](data:text/html,a)",
        "[x](file:///etc/passwd)",
        "[x](intent://a)",
        "[x](blob:https://a.example/b)",
        "[x](https://)",
    ] {
        let html = to_html(none);
        let harmless = html.contains("href=\"%") || html.contains("href=\"java%");
        assert!(!safe(none) || harmless, "{none} became {html}");
    }
}

#[test]
fn a_picture_in_a_link_is_one_link() {
    let html = to_html("[![a](https://a.example) b](https://b.example)");
    assert_eq!(html, "<p><a href=\"https://b.example\" rel=\"noopener noreferrer nofollow\">a b</a></p>\n");
    assert_eq!(to_html("[![a](https://a.example) b](javascript:c)"), "<p>a b</p>\n");
}

/// Markdown that wants more than it may have.
const PIECES: &[&str] = &[
    "a",
    "é",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "- ",
    "1. ",
    "7) ",
    "- [ ] ",
    "- [x] ",
    "> ",
    "# ",
    "```",
    "```html\n",
    "``` \"x\" onload=y\n",
    "~~~",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "|",
    "|a|b|\n|:-|-:|\n",
    "---\n",
    "===\n",
    "***\n",
    "\\",
    "\\\n",
    "[",
    "]",
    "](",
    ")",
    "![",
    "][",
    "]: ",
    "[a]",
    "[a]: javascript:b\n",
    "[a]: https://b 'c\"d'\n",
    "(",
    "<",
    ">",
    "<a href=\"x\">",
    "</a>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<svg onload=x>",
    "<img src=x onerror=y>",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<table>",
    "</td>",
    "<li>",
    "<style>",
    "<textarea>",
    "</textarea>",
    "<plaintext>",
    "<noscript>",
    "<math>",
    "javascript:",
    "JAVASCRIPT&colon;",
    "data:text/html,",
    "https://a.example/",
    "//b.example",
    "mailto:",
    "vbscript:",
    "<https://a?b&c=\"d>",
    "<a@b.c>",
    "&#0;",
    "&#13;",
    "&#1;",
    "&#x80;",
    "&#xfffe;",
    "&lt;",
    "&quot;",
    "&amp;",
    "&amp",
    "&nbsp;",
    "&Tab;",
    "&NewLine;",
    "&",
    ";",
    "\"",
    "'",
    " \"",
    "\" onclick=\"x",
    "{#id .class x=y}",
    "\0",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "\u{1f600}",
    "%",
    "%0a",
    "$x$",
    "$$",
    "[^1]",
    "[^1]: x\n",
    ":::",
    "[[a|b]]",
    ": b\n",
    "^a^",
    "~a~",
    "[!NOTE]\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_sanitiser_finds_nothing_to_change(pieces in vec(select(PIECES), 0..40)) {
        let (markdown, html) = (pieces.concat(), without_frames(&to_html(&pieces.concat())));
        prop_assert_eq!(judged(&html), html.replace("&#x27;", "'"), "{:?}", markdown);
    }

    #[test]
    fn nor_in_any_other_text(markdown in any::<String>()) {
        let html = without_frames(&to_html(&markdown));
        prop_assert_eq!(judged(&html), html.replace("&#x27;", "'"), "{:?}", markdown);
    }
}
