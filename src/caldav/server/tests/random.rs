//! Random tasks go out as texts and come in again.

use super::*;
use crate::tasks::file::calendar;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const RULES: [&str; 7] = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=YEARLY",
    "FREQ=DAILY;COUNT=5",
    "FREQ=DAILY;INTERVAL=3",
];

fn plan(random: &mut StdRng) -> Plan {
    let day = format!("2090-{:02}-{:02}", random.random_range(1..=12), random.random_range(1..=28));
    let time = format!("T{:02}:{:02}:00", random.random_range(0..24), random.random_range(0..60));
    let mut plan = Plan::NOTHING;
    if random.random_bool(0.7) {
        let is_timed = random.random_bool(0.5);
        plan.due = Some(Some(if is_timed { format!("{day}{time}") } else { day.clone() }));
        if random.random_bool(0.3) {
            plan.start = Some(Some(format!("2089-{:02}-01", random.random_range(1..=12))));
        }
        if random.random_bool(0.4) {
            let until =
                if is_timed { "FREQ=WEEKLY;UNTIL=20911231T235959" } else { "FREQ=WEEKLY;UNTIL=20911231" };
            let rule = RULES.get(random.random_range(0..=RULES.len())).copied().unwrap_or(until);
            plan.repeat = Some(Some(rule.to_owned()));
            if random.random_bool(0.3) {
                plan.repeat_from = Some(Some(crate::tasks::RepeatFrom::Completion));
            }
        }
        if random.random_bool(0.5) {
            let reminders = ["-PT30M", "PT0S", "-P1D", "2090-01-01T09:00:00+01:00"];
            let count = random.random_range(1..=reminders.len());
            plan.reminders = Some(Some(reminders[..count].iter().map(|text| (*text).to_owned()).collect()));
        }
    }
    if random.random_bool(0.4) {
        plan.priority = Some(Some(random.random_range(1..=4)));
    }
    if random.random_bool(0.4) {
        plan.tags = Some(Some(vec!["home".into(), "Ümläut".into(), "semi;colon".into()]));
    }
    plan
}

/// What people see of a task, without its number.
fn seen(task: &Task) -> Task {
    let later = crate::timestamp::Timestamp::latest();
    Task {
        id: crate::id::TaskId::new(0),
        created_at: later.clone(),
        updated_at: later,
        position: None,
        ..task.clone()
    }
}

#[tokio::test]
async fn what_goes_out_comes_in_again() {
    both(async |home| {
        let mut random = StdRng::seed_from_u64(28);
        let titles = ["Buy milk", "Line; with, signs: \\n", "پانی", "x:y=\"z\"", "A very long title that must be folded because a line may have seventy-five bytes and no more than that"];
        for number in 0..250 {
            let plan = plan(&mut random);
            let title = titles[random.random_range(0..titles.len())];
            let description = random.random_bool(0.5).then_some("Notes:\n- one; two, three\n\n\\end");
            let edit = Edit::add_planned(title, description, &plan).unwrap();
            let mut task = home.tasks.edited(&home.user, edit).await.unwrap().task;
            if random.random_bool(0.2) && task.repeat.is_none() {
                task = home.tasks.complete(&home.user, task.id, true).await.unwrap();
            }
            let uid = format!("uid-{number}");
            let names = calendar::Names { uid: &uid, parent: None, begins: None };
            let text = calendar::object(&task, names);
            let name = format!("{number}.ics");
            let put = home.add(&name, &text).await;
            assert!(put.etag.is_some(), "{task:?}\n{text}\n{}", home.object(&name).await.text);
            let put = home.all().await.remove(0);
            let completed_at = put.completed_at.clone();
            assert_eq!(put.completed_at.is_some(), task.completed_at.is_some());
            assert_eq!(seen(&put), seen(&Task { completed_at, ..task }), "{text}");
        }
    })
    .await;
}
