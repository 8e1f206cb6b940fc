use super::*;

macro_rules! file {
    ($name:literal) => {
        imported($name, include_bytes!(concat!("../../../tests/import/", $name)))
    };
}

#[test]
fn todoist() {
    let file = file!("todoist.csv");
    assert_eq!(file.source, Source::Todoist);
    assert_eq!(
        all(&file),
        [
            "[ ] Prune the roses | due 2026-12-05 | priority 1 | tags garden,spring | list todoist | text Sharp shears, gloves//Duration: 30 minute",
            "[ ] Sharpen the shears | list todoist | parent 0",
            "[ ] Find the whetstone | list todoist | parent 0 | text It is in the shed, left shelf",
            "[ ] Water the ferns | due 2026-11-30T09:00:00+01:00 | repeat FREQ=WEEKLY;BYDAY=MO | priority 2 | tags Every-week | list todoist | text Duration: 15 minute//Assigned to: Tom (12)",
            "[ ] Order seeds, \"old\" kinds | due 2026-12-05T00:00:00+01:00 | priority 3 | tags Every-week | list todoist | text Deadline: 2026-12-20",
            "[ ] Write to a@b.example | tags Every-week | list todoist | text Date: when the frogs sing",
        ]
    );
    assert_eq!(skipped(&file), [(12, Why::NoTitle)]);
    assert_eq!(notes(&file), [(2, Change::Raised), (5, Change::DateNotRead)]);
}

#[test]
fn ticktick() {
    let file = file!("ticktick.csv");
    assert_eq!(file.source, Source::TickTick);
    assert_eq!(
        all(&file),
        [
            "[ ] Pay the rent | due 2026-12-01 | repeat FREQ=MONTHLY;BYMONTHDAY=1 | remind 2026-12-01T09:00:00+01:00 | priority 1 | tags money,flat | list Home | made 2026-10-01 08:15 UTC | text Account is in the safe",
            "[ ] Pack for Oslo | due 2026-12-11T07:30:00+01:00 | remind -PT30M,PT0S | priority 2 | list Trips | made 2026-10-02 08:15 UTC | text Cold there",
            "[ ] Socks | list Trips | parent 1",
            "[x] Tickets | list Trips | parent 1",
            "[x] Print the tickets | list Trips | parent 1 | done 2026-11-01 10:00 UTC | made 2026-10-02 08:15 UTC",
            "[ ] Think of a present | priority 3 | made 2026-10-03 08:15 UTC | text Repeats: RRULE:FREQ=MINUTELY",
        ]
    );
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), [(5, Change::RepetitionNotRead)]);
}

#[test]
fn google_tasks() {
    let file = file!("google_tasks.json");
    assert_eq!(file.source, Source::GoogleTasks);
    assert_eq!(
        all(&file),
        [
            "[ ] Hang the shelf | due 2026-12-06 | list Flat | made 2026-10-01 09:00 UTC | text Ask Jo/for the drill//https://mail.example/1",
            "[ ] Measure the wall | list Flat | parent 0 | made 2026-10-02 09:00 UTC",
            "[x] Paint | list Flat | done 2026-11-02 11:30 UTC | made 2026-10-01 09:00 UTC",
            "[ ] Report | due 2026-12-07T14:00:00+01:00 | list Work",
        ]
    );
    assert_eq!(skipped(&file), [(4, Why::Deleted), (6, Why::NoTitle)]);
    assert_eq!(notes(&file), []);
}

#[test]
fn microsoft_to_do() {
    let file = file!("microsoft_to_do.json");
    assert_eq!(file.source, Source::MicrosoftToDo);
    assert_eq!(
        all(&file),
        [
            "[ ] Call the bank | due 2026-12-03 | repeat FREQ=MONTHLY;INTERVAL=2;BYDAY=TH;BYSETPOS=1;UNTIL=20271231;WKST=SU | remind 2026-12-03T09:30:00+01:00 | priority 1 | tags Red-category | list Tasks | made 2026-10-05 07:00 UTC | text Ask for Ms Ek & the form",
            "[x] Find the number | list Tasks | parent 0",
            "[ ] Note the hours | list Tasks | parent 0",
            "[x] Send the parcel | due 2026-11-03 | list Tasks | done 2026-11-03 00:00 UTC | made 2026-10-06 07:00 UTC | text https://mail.example/2",
            "[ ] Rake | repeat FREQ=WEEKLY;BYDAY=SA,SU | priority 3 | list Garden",
        ]
    );
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), []);
}

#[test]
fn calendars() {
    let file = file!("tasks.ics");
    assert_eq!(file.source, Source::Calendar);
    assert_eq!(
        all(&file),
        [
            "[ ] Empty the gutter, both sides | due 2026-12-05T11:00:00+01:00 | start 2026-12-05T09:00:00+01:00 | repeat FREQ=YEARLY;BYMONTH=12;BYDAY=1SA;UNTIL=20301231T235959 | remind -PT30M,2026-12-04T18:00:00+01:00,2026-12-04T09:00:00+01:00 | priority 1 | tags house,out,side,winter | list House | made 2026-11-01 08:00 UTC | text Take the long ladder./Call Jo first.",
            "[ ] Hold the ladder | due 2026-12-05 | repeat FREQ=DAILY;UNTIL=20261209T000000 | priority 4 | list House | parent 0",
            "[x] Sweep | list House | done 2026-11-02 10:15 UTC",
        ]
    );
    assert_eq!(skipped(&file), [(4, Why::Exception), (5, Why::Event)]);
    assert_eq!(notes(&file), []);
}

#[test]
fn checklists() {
    let file = file!("checklist.md");
    assert_eq!(file.source, Source::Markdown);
    assert_eq!(
        all(&file),
        [
            "[ ] Call mom | due 2026-12-04T17:00:00+01:00 | remind -PT30M,PT0S | priority 1 | tags phone,family | list Flat | text Her birthday is soon.",
            "[x] Find the number | list Flat | parent 0 | done 2026-11-20 10:00 UTC",
            "[ ] Look into the old phone | list Flat | parent 0",
            "[ ] Take out the bins | due 2026-12-01 | start 2026-11-30 | repeat FREQ=WEEKLY;BYDAY=TU | from completion | list Flat",
            "[x] Read [the manual](https://manual.example) | tags diy | list Flat",
            "[ ] Report | list Work | text - by hand, no program",
            "[ ] Numbers | list Work | parent 5",
        ]
    );
    assert_eq!(skipped(&file), [(3, Why::Text)]);
    assert_eq!(notes(&file), [(2, Change::Raised)]);
}

#[test]
fn checklists_of_obsidian() {
    let file = file!("obsidian.md");
    assert_eq!(file.source, Source::Markdown);
    assert_eq!(
        all(&file),
        [
            "[ ] Pay the rent | due 2026-12-01 | repeat FREQ=MONTHLY | priority 1 | tags money",
            "[x] Buy boots | done 2026-11-04 23:00 UTC | made 2026-09-30 22:00 UTC",
            "[ ] Ski trip with Jo | due 2026-12-24 | start 2026-12-20 | tags snow",
            "[ ] Feed the cat | text Repeats: when hungry",
        ]
    );
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), [(3, Change::RepetitionNotRead)]);
}

#[test]
fn lines() {
    let file = file!("list.txt");
    assert_eq!(file.source, Source::Lines);
    assert_eq!(all(&file), ["[ ] Milk", "[ ] Bread, dark", "[ ] Butter for it | parent 1", "[ ] 3 apples",]);
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), []);
}

#[test]
fn docket() {
    let file = file!("docket.json");
    assert_eq!(file.source, Source::Docket);
    assert_eq!(
        all(&file),
        [
            "[ ] Empty the gutter | due 2026-12-05T11:00:00+01:00 | start 2026-12-01 | repeat FREQ=YEARLY;BYMONTH=12;BYDAY=1SA | from completion | remind -PT30M,2026-12-04T18:00:00+01:00 | priority 4 | tags house | list House | made 2026-11-01 07:00 UTC | text Both sides",
            "[ ] Hold the ladder | parent 0 | made 2026-11-01 08:00 UTC",
            "[x] Sweep | done 2026-11-02 10:15 UTC | made 2026-10-01 07:00 UTC",
        ]
    );
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), []);
}

#[test]
fn docket_as_a_table() {
    let file = file!("docket.csv");
    assert_eq!(file.source, Source::Table);
    assert_eq!(
        all(&file),
        [
            "[ ] Empty the gutter | due 2026-12-05T11:00:00+01:00 | start 2026-12-01 | repeat FREQ=YEARLY;BYMONTH=12;BYDAY=1SA | from completion | remind -PT30M,2026-12-04T18:00:00+01:00 | priority 4 | tags house,winter | list House | made 2026-11-01 07:00 UTC | text Both sides",
            "[x] Hold the ladder | list House | parent 0 | done 2026-11-02 10:15 UTC | made 2026-11-01 08:00 UTC",
        ]
    );
    assert_eq!(skipped(&file), []);
    assert_eq!(notes(&file), []);
}

#[test]
fn outlook() {
    let file = file!("outlook.csv");
    assert_eq!(file.source, Source::Table);
    assert_eq!(
        all(&file),
        [
            "[ ] Renew the pass | due 2026-11-25 | start 2026-11-03 | remind 2026-11-24T17:00:00+01:00 | priority 1 | tags State,Papers | text Two photos",
            "[x] Book the room | due 2026-12-02 | done 2026-10-31 23:00 UTC | text Größe 8",
        ]
    );
    assert_eq!(skipped(&file), [(4, Why::NoTitle)]);
    assert_eq!(notes(&file), []);
}
