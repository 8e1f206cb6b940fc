//! The words of these mails.

use super::Letter;
use crate::calendar::{self, Moment};
use crate::reminders::Reminder;
use crate::tasks::Task;
use jiff::ZonedDateTime;
use url::Url;

/// The mail of a reminder, to a person whose time and zone are those of `now`.
pub(super) fn reminder(reminder: &Reminder, now: &ZonedDateTime, task: &Url, settings: &Url) -> Letter {
    let (title, today) = (one_line(&reminder.title), now.date().to_string());
    let due = reminder.due.as_ref().map(|due| format!("Due: {}\n", due.in_words(&today)));
    let late = reminder.late.then(|| {
        let moment = Moment::Time(calendar::in_zone(&reminder.remind_at, now.time_zone()));
        format!("This reminder is late. It was for {}.\n", moment.to_due().in_words(&today))
    });
    let text = format!(
        "{title}\n\n{due}{late}{task}\n\n{footer}",
        due = due.unwrap_or_default(),
        late = late.unwrap_or_default(),
        footer = footer(now, settings),
    );
    Letter { subject: format!("Reminder: {title}"), text }
}

/// What a mail of a person's own tasks ends with.
pub(super) fn footer(now: &ZonedDateTime, settings: &Url) -> String {
    let zone = now.time_zone().iana_name().unwrap_or("UTC");
    format!("Times are those of {zone}. To get no such mail, or to change the zone:\n{settings}\n")
}

/// One line about a task that is due on this day: `- 17:00 Call mom`.
pub(super) fn today(task: &Task) -> String {
    let time = task.due.as_ref().and_then(|due| due.time()).map(|time| format!("{time} "));
    format!("- {}{}\n", time.unwrap_or_default(), one_line(&task.title))
}

/// One line about a task that was due earlier: `- Call mom (Thu 26 Nov)`.
pub(super) fn overdue(task: &Task, today: &str) -> String {
    let due = task.due.as_ref().map(|due| format!(" ({})", due.in_words(today)));
    format!("- {}{}\n", one_line(&task.title), due.unwrap_or_default())
}

/// A title without line breaks and other control characters, which would make lines or headers of their own.
pub(super) fn one_line(title: &str) -> String {
    let is_break = |letter: char| {
        letter.is_control() || letter.is_whitespace() || matches!(letter, '\u{2028}' | '\u{2029}')
    };
    title.split(is_break).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::due::Due;
    use crate::id::{ReminderId, TaskId};
    use crate::timestamp::Timestamp;

    fn letter(title: &str, due: Option<&str>, late: bool) -> Letter {
        let moment = |text: &str| Timestamp::parse(text).unwrap();
        let zone = calendar::zone("Europe/Berlin").unwrap();
        let now = calendar::in_zone(&moment("2026-12-04T18:30:00.000Z"), &zone);
        let told = Reminder {
            id: ReminderId::new(3),
            task_id: TaskId::new(7),
            title: title.to_owned(),
            due: due.map(|due| Due::of_text(due.to_owned())),
            remind_at: moment("2026-12-04T15:50:00.000Z"),
            told_at: moment("2026-12-04T18:30:00.000Z"),
            late,
        };
        let url = |text: &str| text.parse().unwrap();
        reminder(&told, &now, &url("https://docket.example/tasks/7"), &url("https://docket.example/settings"))
    }

    #[test]
    fn a_reminder_says_when_the_task_is_due_in_the_persons_zone() {
        let mail = letter("Call mom", Some("2026-12-04T17:00:00+01:00"), false);
        assert_eq!(mail.subject, "Reminder: Call mom");
        insta::assert_snapshot!(mail.text, @r"
        Call mom

        Due: Fri 4 Dec, 17:00
        https://docket.example/tasks/7

        Times are those of Europe/Berlin. To get no such mail, or to change the zone:
        https://docket.example/settings
        ");
    }

    #[test]
    fn a_late_reminder_says_for_when_it_was() {
        let mail = letter("Call mom", None, true);
        assert!(
            mail.text.contains("\n\nThis reminder is late. It was for Fri 4 Dec, 16:50.\n"),
            "{}",
            mail.text
        );
        assert!(!mail.text.contains("Due"), "{}", mail.text);
    }

    #[test]
    fn a_title_stays_on_its_line() {
        let mail = letter("Call\r\nBcc: eve@evil.example\u{2028}\u{85}now\0", None, false);
        assert_eq!(mail.subject, "Reminder: Call Bcc: eve@evil.example now");
        assert!(mail.text.starts_with("Call Bcc: eve@evil.example now\n\n"), "{}", mail.text);
        assert_eq!(one_line("  a \t b  "), "a b");
    }
}
