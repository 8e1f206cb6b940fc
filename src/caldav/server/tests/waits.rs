//! What happens between the look at the tasks and the change, and while somebody else holds rows.

use super::*;
use crate::caldav::store::calendars as rows;
use crate::db::Scope;
use crate::tasks::store as tasks;
use futures::future::join_all;
use sqlx::PgConnection;

fn named(name: &str) -> Change {
    Change { display_name: Some(name.to_owned()), ..Change::default() }
}

/// The plan of a task of a list.
fn of_list(list: &str) -> Plan {
    Plan { list: Some(Some(list.into())), ..Plan::NOTHING }
}

async fn add(home: &Home, title: &str, plan: &Plan) -> Task {
    home.tasks.edited(&home.user, Edit::add_planned(title, None, plan).unwrap()).await.unwrap().task
}

/// Comes back when a transaction waits for a row that another one holds.
async fn somebody_waits(home: &Home) {
    let Db::Postgres { pool, .. } = &home.db else { unreachable!() };
    let mut observer = pool.connect().await.unwrap();
    let waits = "select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'";
    let count = async |observer: &mut PgConnection| {
        sqlx::query_scalar::<_, i64>(waits).fetch_one(observer).await.unwrap()
    };
    while count(&mut observer).await == 0 {}
}

/// Looks at the tasks when no transaction can be under way any more that has not seen the calendars. From then on a look takes no lock
/// if nothing has changed.
async fn settle(home: &Home) {
    home.clock.advance(time::Duration::minutes(3));
    home.calendars.list(&home.user).await.unwrap();
}

/// Locks the person's calendars.
async fn held(home: &Home) -> Scope {
    let mut scope = home.db.write_as(&home.user).await.unwrap();
    assert!(!rows::locked(&mut scope).await.unwrap().is_empty());
    scope
}

#[tokio::test]
async fn tasks_that_come_after_the_look_go_with_their_list() {
    let home = Home::of(Engine::Postgres).await;
    let (calendars, user) = (&home.calendars, &home.user);
    calendars.make(user, "shop", &named("Shop")).await.unwrap();
    add(&home, "Milk", &of_list("Shop")).await;
    settle(&home).await;

    let lock = held(&home).await;
    let later = async {
        somebody_waits(&home).await;
        add(&home, "Bread", &of_list("Shop")).await;
        lock.commit().await.unwrap();
    };
    let market = named("Market");
    let (renamed, ()) = tokio::join!(calendars.alter(home.caller(), "shop", &market), later);
    renamed.unwrap();
    let lists: Vec<_> = home.all().await.into_iter().map(|task| task.list).collect();
    assert_eq!(lists, [Some("Market".to_owned()), Some("Market".to_owned())]);
    assert_eq!(calendars.list(user).await.unwrap().len(), 2);

    let lock = held(&home).await;
    let later = async {
        somebody_waits(&home).await;
        add(&home, "Butter", &of_list("market")).await;
        lock.commit().await.unwrap();
    };
    let (removed, ()) = tokio::join!(calendars.remove(home.caller(), "shop"), later);
    removed.unwrap();
    assert_eq!(home.all().await, []);
    assert_eq!(calendars.list(user).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_task_that_leaves_a_list_is_not_deleted_with_it() {
    let home = Home::of(Engine::Postgres).await;
    let (calendars, user) = (&home.calendars, &home.user);
    calendars.make(user, "shop", &named("Shop")).await.unwrap();
    let text = todo("a", "SUMMARY:Milk\nX-COLOR:white");
    calendars.put(home.caller(), "shop", "a.ics", &text, &Condition::Any).await.unwrap();
    let task = home.task().await;
    add(&home, "Pour", &Plan { parent_id: Some(Some(task.id)), ..Plan::NOTHING }).await;
    add(&home, "Bread", &of_list("Shop")).await;
    settle(&home).await;

    let mut page = home.db.write_as(user).await.unwrap();
    let task = tasks::locked(&mut page, task.id).await.unwrap().unwrap();
    tasks::save(&mut page, &Task { list: None, ..task }).await.unwrap();
    let leaves = async {
        somebody_waits(&home).await;
        page.commit().await.unwrap();
    };
    let (removed, ()) = tokio::join!(calendars.remove(home.caller(), "shop"), leaves);
    removed.unwrap();
    let mut titles: Vec<_> = home.all().await.into_iter().map(|task| task.title).collect();
    titles.sort();
    assert_eq!(titles, ["Milk", "Pour"]);
    assert_eq!(calendars.list(user).await.unwrap().len(), 1);
    assert_eq!(home.object("a.ics").await.text, text, "its text goes with it");
}

#[tokio::test]
async fn a_text_that_is_put_while_its_task_leaves_the_list_follows_it() {
    let home = Home::of(Engine::Postgres).await;
    let (calendars, user) = (&home.calendars, &home.user);
    calendars.make(user, "shop", &named("Shop")).await.unwrap();
    home.add("a.ics", &todo("a", "SUMMARY:Milk")).await;
    let task = home.task().await;
    settle(&home).await;

    let mut page = home.db.write_as(user).await.unwrap();
    let task = tasks::locked(&mut page, task.id).await.unwrap().unwrap();
    tasks::save(&mut page, &Task { list: Some("Shop".into()), ..task }).await.unwrap();
    let leaves = async {
        somebody_waits(&home).await;
        page.commit().await.unwrap();
    };
    let text = todo("a", "SUMMARY:Oat milk");
    let (put, ()) = tokio::join!(home.put("a.ics", &text, Condition::Any), leaves);
    put.unwrap();
    let task = home.task().await;
    assert_eq!((task.title.as_str(), task.list.as_deref()), ("Oat milk", Some("Shop")));
    assert_eq!(calendars.entries(user, TASKS).await.unwrap(), []);
    assert_eq!(calendars.objects(user, "shop", &["a.ics".into()]).await.unwrap()[0].text, text);
}

#[tokio::test]
async fn forgetting_waits_for_nobody() {
    let home = Home::of(Engine::Postgres).await;
    home.add("a.ics", &todo("a", "SUMMARY:A")).await;
    let token = home.changes(None).await.next;
    home.calendars.delete(home.caller(), TASKS, "a.ics", &Condition::Any).await.unwrap();
    home.clock.advance(time::Duration::days(91));
    let lock = held(&home).await;
    home.calendars.forget_removed().await.unwrap();
    lock.commit().await.unwrap();
    assert_eq!(home.changes(Some(token)).await.removed, ["a.ics"], "it is known until the next time");
    home.calendars.forget_removed().await.unwrap();
    let changes = home.calendars.changes(&home.user, TASKS, Some(token), 10).await;
    assert!(matches!(changes, Err(CalendarError::OldToken)), "{changes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_are_made_and_removed_while_tasks_are_changed() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        let made = join_all((0..4).map(async |number| {
            calendars.make(user, &format!("list-{number}"), &named(&format!("List {number}"))).await
        }));
        made.await.into_iter().for_each(|made| made.unwrap());
        for round in 0..4 {
            let list = format!("List {round}");
            let mut ids = Vec::new();
            for number in 0..10 {
                ids.push(add(&home, &format!("Task {number}"), &of_list(&list)).await.id);
            }
            // A sub-task that is older than its task.
            home.plan(&home.all().await[9], Plan { parent_id: Some(Some(ids[9])), ..Plan::NOTHING }).await;
            let name = format!("list-{round}");
            let (removed, changed, forgotten) = tokio::join!(
                calendars.remove(home.caller(), &name),
                home.tasks.change_several(user, &ids, (crate::tasks::bulk::TAG, "home")),
                calendars.forget_removed(),
            );
            removed.unwrap();
            changed.unwrap();
            forgotten.unwrap();
            assert_eq!(home.all().await, []);
        }
        assert_eq!(calendars.list(user).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_two_thousand_is_renamed_and_removed() {
    both(async |home| {
        let (calendars, user) = (&home.calendars, &home.user);
        let now = "2026-11-29T01:00:00.000Z";
        let rows = |list: &str, parent: &str, count: usize| {
            let row = |number| format!("('{user}', 'Task {number}', false, '{now}', '{now}', '{list}', {parent})");
            let rows: Vec<String> = (0..count).map(row).collect();
            format!(
                "insert into tasks_phaseiii (user_id, title, completed, created_at, updated_at, list_name, parent_id)
                 values {}",
                rows.join(", ")
            )
        };
        execute(&home, rows("Shop", "null", 1900)).await;
        let parent = home.all().await[0].id;
        execute(&home, rows("Shop", &parent.to_string(), 100)).await;
        let shop = calendars.list(user).await.unwrap().remove(1);
        calendars.alter(home.caller(), &shop.name, &named("Market")).await.unwrap();
        let all = home.all().await;
        assert!(all.len() == 2000 && all.iter().all(|task| task.list.as_deref() == Some("Market")));
        assert_eq!(calendars.entries(user, &shop.name).await.unwrap().len(), 2000);
        execute(&home, rows("Market", "null", 1)).await;
        let refused = calendars.remove(home.caller(), &shop.name).await;
        assert!(matches!(refused, Err(CalendarError::HasTasks)), "{refused:?}");
        home.tasks.delete(user, home.all().await[0].id).await.unwrap();
        calendars.remove(home.caller(), &shop.name).await.unwrap();
        assert_eq!((home.all().await.len(), calendars.list(user).await.unwrap().len()), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn a_look_that_has_waited_sees_the_calendars_that_were_made_meanwhile() {
    let home = Home::of(Engine::Postgres).await;
    home.calendars.list(&home.user).await.unwrap();
    settle(&home).await;
    add(&home, "Milk", &of_list("Shop")).await;
    let mut holder = held(&home).await;
    let list = Some(("shop", "Shop"));
    rows::insert(&mut holder, "other", list, (0, true), &home.clock.now()).await.unwrap().unwrap();
    let ends = async {
        somebody_waits(&home).await;
        holder.commit().await.unwrap();
    };
    let (listed, ()) = tokio::join!(home.calendars.list(&home.user), ends);
    let names: Vec<String> = listed.unwrap().into_iter().map(|calendar| calendar.name).collect();
    assert_eq!(names, [TASKS, "other"]);
    assert_eq!(home.calendars.entries(&home.user, "other").await.unwrap().len(), 1);
}
