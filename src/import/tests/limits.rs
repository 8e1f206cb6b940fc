use super::*;
use crate::import::TASKS_MAX;
use crate::tasks::{DESCRIPTION_MAX, TITLE_MAX};

fn refused(name: &str, bytes: &[u8]) -> ImportError {
    read(name, bytes, &now(), &words).unwrap_err()
}

#[test]
fn what_is_no_file_of_tasks_is_refused() {
    assert_eq!(refused("a.txt", b""), ImportError::Empty(Source::Lines));
    assert_eq!(refused("a.txt", b" \n\n"), ImportError::Empty(Source::Lines));
    assert_eq!(refused("a.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"), ImportError::Empty(Source::Calendar));
    assert_eq!(refused("a.zip", b"PK\x03\x04\x00\x00"), ImportError::NoText);
    assert_eq!(refused("a.json", b"{\"items\": [1, 2"), ImportError::UnknownJson);
    assert_eq!(refused("a.json", b"{\"weather\": \"fine\"}"), ImportError::UnknownJson);
    assert_eq!(refused("a.json", "[".repeat(100_000).as_bytes()), ImportError::UnknownJson);
    assert_eq!(refused("a.txt", &vec![b'a'; FILE_MAX + 1]), ImportError::TooLarge);
    assert_eq!(refused("a.txt", "task\n".repeat(TASKS_MAX + 1).as_bytes()), ImportError::TooMany);
    assert_eq!(imported("a.txt", "task\n".repeat(TASKS_MAX).as_bytes()).tasks.len(), TASKS_MAX);
    assert_eq!(refused("a.ics", "BEGIN:VTODO\n".repeat(100_000).as_bytes()), ImportError::TooMany);
}

/// Each is of the largest size, and would take long or much memory if it were read carelessly.
#[test]
fn large_files_of_odd_kinds_are_read() {
    let full = |begin: &str, part: &str| {
        format!("{begin}{}", part.repeat((FILE_MAX - begin.len()) / part.len())).into_bytes()
    };
    for (name, begin, part) in [
        ("a.md", "- [ ] a ", "["),
        ("a.md", "- [ ] a [", "[x::]"),
        ("a.md", "- [ ] a ", "🔁"),
        ("a.md", "- [ ] a\n  ", "b"),
        ("a.csv", "title,notes\n", ","),
        ("a.csv", "title,notes\n\"", "a"),
        ("a.ics", "BEGIN:VTODO\nSUMMARY:", "\\,"),
        ("a.ics", "BEGIN:VTODO\nSUMMARY:a\nCATEGORIES:", "a,"),
    ] {
        let read = read(name, &full(begin, part), &now(), &words);
        assert!(matches!(read, Ok(_) | Err(ImportError::Empty(_))), "{name} {part} {:?}", read.err());
    }
    for (name, begin, part) in [
        ("a.txt", "", "a\n"),
        ("a.csv", "title,notes\n", "a\n"),
        ("a.ics", "BEGIN:VTODO\n", "A:\n"),
        ("a.json", "[", "{\"a\":0},"),
    ] {
        assert_eq!(refused(name, &full(begin, part)), ImportError::TooMany, "{name} {part}");
    }
}

#[test]
fn nothing_of_a_long_title_is_lost() {
    let title = "word ".repeat(60).trim().to_owned();
    let csv = format!("title,description\n{title},more\n{},\n", "x".repeat(300));
    let file = imported("a.csv", csv.as_bytes());
    let [spaced, unspaced] = &file.tasks[..] else { panic!("{file:?}") };
    assert!(spaced.title.chars().count() <= TITLE_MAX && spaced.title.ends_with("word…"));
    assert_eq!(spaced.description.as_deref(), Some(format!("{title}\n\nmore").as_str()));
    assert_eq!(unspaced.title.chars().count(), TITLE_MAX);
    assert_eq!(unspaced.description.as_deref(), Some("x".repeat(300).as_str()));
    assert_eq!(notes(&file), [(0, Change::TitleCut), (1, Change::TitleCut)]);
}

#[test]
fn long_descriptions_are_kept_and_told() {
    let text = "ä".repeat(DESCRIPTION_MAX + 1);
    let file = imported("a.csv", format!("title,notes\nA,{text}\nB,{}", &text[2..]).as_bytes());
    assert_eq!(file.tasks[0].description.as_deref(), Some(text.as_str()));
    assert_eq!(notes(&file), [(0, Change::DescriptionTooLong)]);
}

#[test]
fn sub_tasks_of_a_circle_or_of_nobody_are_tasks() {
    let file =
        imported("a.csv", b"id,title,parent_id,list\n1,A,2,x\n2,B,1,x\n3,C,99,x\n4,D,4,x\n5,E,3,x\n,F,5,x\n");
    let parents: Vec<(&str, Option<usize>)> =
        file.tasks.iter().map(|task| (task.title.as_str(), task.parent)).collect();
    assert_eq!(parents, [("A", None), ("B", None), ("C", None), ("E", Some(2)), ("F", Some(2)), ("D", None)]);
}

#[test]
fn texts_of_windows_are_read() {
    let text = "title,due\r\nGrüße,2026-12-04\r\n";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    for bytes in [wide, latin, text.as_bytes().to_vec()] {
        assert_eq!(all(&imported("a.csv", &bytes)), ["[ ] Grüße | due 2026-12-04"]);
    }
}

#[test]
fn brackets_that_are_no_field_belong_to_the_title() {
    let file = imported("a.md", b"- [ ] use [std::mem] and [[a]] [due:: 2026-12-04] now");
    assert_eq!(all(&file), ["[ ] use [std::mem] and [[a]] now | due 2026-12-04"]);
}

#[test]
fn what_databases_refuse_is_left_out() {
    let json =
        br##"{"tasks":[{"title":"a\u0000b\nc","completed":false,"tags":["#x y","X-Y",""],"list":" "}]}"##;
    assert_eq!(all(&imported("a.json", json)), ["[ ] ab c | tags x-y"]);
}
