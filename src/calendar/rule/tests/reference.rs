//! The rules and moments come from python-dateutil, by `tests/repetition/reference.py`.

use super::*;
use std::path::Path;
use std::process::Command;

/// dateutil was not asked for more.
const LAST_YEAR: i16 = 2100;

/// Compares each line, and asks for the moment after some moments too.
fn compare(lines: &str, most: usize) -> usize {
    let mut wrong = Vec::new();
    let mut rules = 0;
    for line in lines.lines() {
        let [text, start, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let expected: Vec<DateTime> =
            expected.split(',').filter(|moment| !moment.is_empty()).map(time).collect();
        rules += 1;
        if expected.is_empty() && Rule::parse(text, &TimeZone::UTC) == Err(RuleError::NoSuchDay) {
            continue;
        }
        let (rule, start) = (rule(text), time(start));
        let known = |moment: &DateTime| moment.year() <= LAST_YEAR;
        let found: Vec<DateTime> = rule.occurrences(start).take_while(known).take(most).collect();
        let mut by_steps = expected.iter().zip(expected.iter().skip(1)).step_by(3);
        let stepped = by_steps.all(|(one, next)| rule.next(start, *one) == Some(*next));
        if found != expected || !stepped {
            wrong.push(format!("{text} from {start}:\n  found    {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {rules} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    rules
}

#[test]
fn a_sample_of_rules_has_the_moments_that_dateutil_finds() {
    let sample = include_str!("../../../../tests/repetition/sample.txt");
    assert_eq!(compare(sample, 5), 500);
}

/// Needs Python with dateutil, as `script/bootstrap test` installs it. `PYTHON` names another one.
#[test]
fn ten_thousand_random_rules_have_the_moments_that_dateutil_finds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("PYTHON").map_or_else(|| root.join("target/python/bin/python"), Into::into);
    let has_dateutil = Command::new(&python).args(["-c", "import dateutil"]).output();
    if !has_dateutil.is_ok_and(|output| output.status.success()) {
        eprintln!("left out: {} has no dateutil", python.display());
        return;
    }
    let made = Command::new(&python)
        .arg(root.join("tests/repetition/reference.py"))
        .args(["10000", "20"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(compare(&String::from_utf8(made.stdout).unwrap(), 20), 10_000);
}
