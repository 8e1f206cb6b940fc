use super::Settled;
use crate::chat::turn::markdown::to_html;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// How much of a text is finished, read in one piece.
fn settled(text: &str) -> usize {
    let mut settled = Settled::default();
    settled.push(text);
    settled.take()
}

/// The finished parts of a text that arrives byte by byte, or nearly so, and the rest.
fn parts(text: &str) -> Vec<&str> {
    let (mut settled, mut from, mut parts) = (Settled::default(), 0, Vec::new());
    for (at, character) in text.char_indices() {
        settled.push(&text[at..at + character.len_utf8()]);
        let done = settled.take();
        if done > 0 {
            parts.push(&text[from..from + done]);
            from += done;
        }
    }
    parts.push(&text[from..]);
    parts
}

#[test]
fn a_text_is_finished_at_a_line_that_begins_a_new_block() {
    for (text, finished) in [
        ("one", ""),
        ("one\n\n", ""),
        ("one\n\n ", ""),
        ("one\n\ntwo", "one\n\n"),
        ("one\r\n\r\ntwo", "one\r\n\r\n"),
        ("one\r\rtwo", ""),
        ("one\n\n- two", "one\n\n"),
        ("one\n\n    code\n\n    more", ""),
        ("one\n\n    code\n\ntwo", "one\n\n    code\n\n"),
        ("# One\ntwo", "# One\n"),
        ("one\n***\ntwo", "one\n***\n"),
        ("one\n---\ntwo", ""),
        ("|a|\n|-|\n|b|\n\ntwo", "|a|\n|-|\n|b|\n\n"),
        ("> one\nlazy\n\ntwo", "> one\nlazy\n\n"),
        ("> ```\n> one\n\ntwo", "> ```\n> one\n\n"),
    ] {
        assert_eq!(&text[..settled(text)], finished, "{text:?}");
    }
}

#[test]
fn a_fence_is_one_block() {
    for (text, finished) in [
        ("```\none\n\ntwo\n", ""),
        ("```\none\n\ntwo\n```\n\nthree", "```\none\n\ntwo\n```\n\n"),
        ("```\none\n\ntwo\n```\nthree", "```\none\n\ntwo\n```\n"),
        ("````md\n```rust\none\n\ntwo\n```\n\nthree", ""),
        ("````md\n```\n\n```\n````\nthree", "````md\n```\n\n```\n````\n"),
        ("```\none\n`````  \ntwo", "```\none\n`````  \n"),
        ("```\none\n~~~\n\ntwo", ""),
        ("```\none\n``` no\n\ntwo", ""),
        ("```\none\n    ```\n\ntwo", ""),
        ("   ```\none\n ```\n\ntwo", "   ```\none\n ```\n\n"),
        ("``` a`b\n\ntwo", "``` a`b\n\n"),
        ("~~~ a`b\n\ntwo", ""),
        ("one\n    ```\n\ntwo", "one\n    ```\n\n"),
        ("one\n```\n\ntwo", ""),
    ] {
        assert_eq!(&text[..settled(text)], finished, "{text:?}");
    }
}

#[test]
fn a_list_is_one_block() {
    for (text, finished) in [
        ("- one\n\n- two\n\n  more\n\nend", "- one\n\n- two\n\n  more\n\n"),
        ("1. one\n\n2", ""),
        ("1. one\n\n2020 was", "1. one\n\n"),
        ("1. one\n\n2.5", "1. one\n\n"),
        ("1. one\n\n2. two", ""),
        ("- one\n\n-", ""),
        ("- one\n\n**two", "- one\n\n"),
        ("- one\n\n--", "- one\n\n"),
        ("* one\n\n* * *\n\ntwo", "* one\n\n* * *\n\n"),
        // A fence that opens inside ends there, or with the list.
        ("- ```\n  one\n  ```\n\ntwo\n\nthree", "- ```\n  one\n  ```\n\ntwo\n\n"),
        ("- ```\n  one\n\ntwo\n\nthree", "- ```\n  one\n\ntwo\n\n"),
        ("1. one:\n\n   ```\n   two\n\n   ```\n\nthree", "1. one:\n\n   ```\n   two\n\n   ```\n\n"),
        // This one is not indented enough to be inside.
        ("1. one:\n  ```\n\ntwo", ""),
        ("1. one:\n  ```\n\ntwo\n  ```\nthree", "1. one:\n  ```\n\ntwo\n  ```\n"),
        ("- one\n```\n\ntwo", ""),
        // Nothing can be inside an item that is empty.
        ("-\n\n  ```\n\ntwo", ""),
        // The middle line goes on with the first only if that is a paragraph.
        ("- ```\none\n  ```\n\ntwo", ""),
    ] {
        assert_eq!(&text[..settled(text)], finished, "{text:?}");
    }
}

#[test]
fn html_is_one_block() {
    for (text, finished) in [
        ("<!-- one\n\ntwo", ""),
        ("<!-- one\n\n--> two\nthree", "<!-- one\n\n--> two\n"),
        ("<pre>\n\n```\n</pre>\n\ntwo", "<pre>\n\n```\n</pre>\n\n"),
        ("<Script >\n\n</script>\n\ntwo", "<Script >\n\n</script>\n\n"),
        ("<preface>\n\ntwo", "<preface>\n\n"),
        ("<!doctype html\n\n>\ntwo", "<!doctype html\n\n>\n"),
        ("<?php\n\necho?>\ntwo", "<?php\n\necho?>\n"),
        ("<div>\none\n\ntwo", "<div>\none\n\n"),
        // Whether this opens a fence depends on the tag.
        ("<div>\n```\n\ntwo", ""),
        ("<3 one\n```\n\n```\n\ntwo", "<3 one\n```\n\n```\n\n"),
    ] {
        assert_eq!(&text[..settled(text)], finished, "{text:?}");
    }
}

#[test]
fn a_long_answer_is_finished_paragraph_by_paragraph() {
    let text = "Well.\n\n# Title\n\nA paragraph\nof two lines.\n\n- a\n- b\n\n  c\n\n```\ncode\n\nmore\n```\n\n> Quote\n\nEnd.";
    let expected = [
        "Well.\n\n",
        "# Title\n\n",
        "A paragraph\nof two lines.\n\n",
        "- a\n- b\n\n  c\n\n",
        "```\ncode\n\nmore\n```\n\n",
        "> Quote\n\n",
        "End.",
    ];
    assert_eq!(parts(text), expected);
}

/// Pieces of lines that mean something, or nearly.
const PIECES: &[&str] = &[
    "a",
    "b c",
    "é",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "10. ",
    "123456789. ",
    "1234567890. ",
    "-",
    "1.",
    "  ",
    "   ",
    "    ",
    " ",
    "\t",
    "> ",
    ">",
    "#",
    "# ",
    "###### x",
    "```",
    "````",
    "~~~",
    "`",
    "```rust",
    "``` x`y",
    "---",
    "***",
    "* * *",
    "- - -",
    "___",
    "===",
    "|",
    "|a|b|",
    "|-|-|",
    "a|b",
    "-|-",
    "<div>",
    "</div>",
    "<b>",
    "<br>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<!X",
    ">",
    "<![CDATA[",
    "]]>",
    "<https://a.example>",
    "<textarea",
    "[ ] ",
    "- [x]",
    "- [ ] y",
    "\\",
    "**x**",
    "*x*",
    "**",
    "~~",
    "&amp;",
    "&#13;",
    "\u{b}",
    "\u{c}",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "![i](j)",
    "[k](l \"m\")",
    "(n)",
];
const ENDS: &[&str] =
    &["\n", "\n", "\n", "\n\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", "\n\t\n"];

/// Markdown without definitions of links. Those work backwards.
fn markdown() -> impl Strategy<Value = String> {
    let line = (vec(select(PIECES), 0..4), select(ENDS)).prop_map(|(pieces, end)| pieces.concat() + end);
    vec(line, 1..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_finished_renders_the_same_whatever_follows(text in markdown()) {
        let whole = to_html(&text);
        let (mut apart, mut done) = (String::new(), 0);
        let parts = parts(&text);
        for (index, part) in parts.iter().enumerate() {
            apart += &to_html(part);
            done += part.len();
            let rest = if index + 1 < parts.len() { to_html(&text[done..]) } else { String::new() };
            prop_assert_eq!(apart.clone() + &rest, whole.as_str(), "cut at {} of {:?}", done, text);
        }
    }

    #[test]
    fn it_does_not_matter_how_a_text_is_cut(text in markdown(), cuts in vec(any::<prop::sample::Index>(), 0..20)) {
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| text.floor_char_boundary(cut.index(text.len() + 1))).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let (mut scanner, mut done) = (Settled::default(), 0);
        for pair in cuts.windows(2) {
            scanner.push(&text[pair[0]..pair[1]]);
            done += scanner.take();
            prop_assert_eq!(done, settled(&text[..pair[1]]));
        }
    }
}
