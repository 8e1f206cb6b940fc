use super::*;
use crate::import::TASKS_MAX;
use crate::tasks::TITLE_MAX;
use proptest::prelude::*;

/// What must hold of every file.
fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(file) = read(name, bytes, &now(), &words) else { return Ok(()) };
    prop_assert!(!file.tasks.is_empty() && file.tasks.len() <= TASKS_MAX);
    for (number, task) in file.tasks.iter().enumerate() {
        let length = task.title.chars().count();
        prop_assert!(
            (1..=TITLE_MAX).contains(&length) && task.title.trim() == task.title,
            "{:?}",
            task.title
        );
        prop_assert!(!task.title.contains(['\0', '\n']));
        prop_assert!(task.parent.is_none_or(|parent| parent < number && file.tasks[parent].parent.is_none()));
        prop_assert!(task.priority.is_none_or(|priority| (1..=4).contains(&priority)));
        prop_assert!(task.description.as_ref().is_none_or(|text| !text.is_empty() && !text.contains('\0')));
    }
    prop_assert!(file.notes.iter().all(|note| note.task < file.tasks.len()));
    Ok(())
}

/// The fixtures, to be broken.
const FILES: [(&str, &[u8]); 9] = [
    ("a.csv", include_bytes!("../../../tests/import/todoist.csv")),
    ("a.csv", include_bytes!("../../../tests/import/ticktick.csv")),
    ("a.json", include_bytes!("../../../tests/import/google_tasks.json")),
    ("a.json", include_bytes!("../../../tests/import/microsoft_to_do.json")),
    ("a.ics", include_bytes!("../../../tests/import/tasks.ics")),
    ("a.md", include_bytes!("../../../tests/import/checklist.md")),
    ("a.md", include_bytes!("../../../tests/import/obsidian.md")),
    ("a.json", include_bytes!("../../../tests/import/docket.json")),
    ("a.csv", include_bytes!("../../../tests/import/outlook.csv")),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_a_reader(name in "[a-z]{0,3}\\.(csv|ics|json|md|txt)", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&name, &bytes)?;
    }

    #[test]
    fn no_text_breaks_a_reader(text in "([-*0-9.#\\[\\]x :,;\"|\t]|BEGIN:VTODO|DUE:|[a-zäß📅🔁⏫]|\n){0,80}") {
        check("a.txt", text.as_bytes())?;
        check("a.csv", format!("title,due,start,reminders,repeat\n{text}").as_bytes())?;
        check("a.ics", format!("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\n{text}\nEND:VTODO").as_bytes())?;
    }

    #[test]
    fn no_damage_breaks_a_reader(
        which in 0..FILES.len(),
        from in any::<prop::sample::Index>(),
        length in 0_usize..40,
        with in prop_oneof![prop::collection::vec(any::<u8>(), 0..4), Just(b"99999999999999999999".to_vec()), Just(b"\"".to_vec())],
    ) {
        let (name, file) = FILES[which];
        let from = from.index(file.len());
        let mut bytes = file.to_vec();
        bytes.splice(from..file.len().min(from + length), with);
        check(name, &bytes)?;
    }
}
