//! What begins and ends turns, on both engines, and that PostgreSQL keeps people apart in the functions that do it there.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use crate::chat::store::{self, usage};
use crate::clock::Clock;
use crate::db::tests::account;
use crate::db::tests::database::{Engine, TestDatabase};
use crate::db::with_connection;
use crate::on_both;
use crate::tasks::server::{Actor, Call, Caller, Edit, Tasks};
use secrecy::ExposeSecret;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

fn lease() -> LeaseId {
    LeaseId::new("here".into())
}

fn beginning(user: &UserId, conversation: Option<ConversationId>, client_id: &str) -> Beginning {
    Beginning {
        user: user.clone(),
        conversation,
        title: "Milk".into(),
        text: "Buy milk".into(),
        client_id: client_id.into(),
        model: None,
        quotas: Quotas { messages: None, tokens: None, runs: None, requests: None, streams: None },
        queue: 1,
        writer: lease(),
        now: Clock::system().now(),
    }
}

fn ending(user: &UserId, begun: &Begun, content: &str) -> Ending {
    Ending {
        user: user.clone(),
        reply: begun.reply.id,
        conversation: begun.conversation.id,
        writer: lease(),
        progress: Progress { content: content.into(), ..Progress::default() },
        end: EndRow { status: MessageStatus::Complete, error: None },
        usage: Usage { model: Some("test/good".into()), input: 70, output: 10 },
        day: Clock::system().now().day().into(),
        next: Some(lease()),
    }
}

async fn used(db: &Db, user: &UserId) -> (i64, i64) {
    let mut scope = db.read_as(user).await.unwrap();
    usage::used(&mut scope, Clock::system().now().day()).await.unwrap().unwrap_or_default()
}

async fn begun(db: &Db, beginning: Beginning) -> Begun {
    begin(db, beginning).await.unwrap().unwrap()
}

fn told(past: Option<Vec<MessageRow>>) -> Option<Vec<String>> {
    past.map(|rows| rows.into_iter().map(|row| row.content).collect())
}

on_both! {
    async fn what_stands_in_the_way_leaves_nothing_behind(db: Db) {
        let (ann, bob) = (account(&db, "ann").await, account(&db, "bob").await);
        let first = begun(&db, beginning(&ann, None, "c1")).await;
        let place = Some(first.conversation.id);
        assert_eq!((first.reply.status, first.reply.parent_id), (MessageStatus::Streaming, first.question.id));
        assert_eq!(told(first.past), Some(vec!["Buy milk".into()]));
        assert!(begin(&db, beginning(&bob, place, "c1")).await.unwrap().is_none(), "it is another person's");
        assert!(begin(&db, beginning(&bob, Some(ConversationId::new(999_999)), "c1")).await.unwrap().is_none());
        assert!(begin(&db, beginning(&ann, place, "c1")).await.unwrap().is_none(), "it was sent before");

        let second = begun(&db, beginning(&ann, place, "c2")).await;
        assert_eq!((second.reply.status, second.question.parent_id), (MessageStatus::Queued, first.reply.id));
        assert!(second.past.is_none(), "what comes before it may still change");
        assert!(begin(&db, beginning(&ann, place, "c3")).await.unwrap().is_none(), "the queue is full");
        let quotas = Quotas { runs: Some(2), ..beginning(&ann, None, "c4").quotas };
        let one_more = Beginning { quotas, ..beginning(&ann, None, "c4") };
        assert!(begin(&db, one_more).await.unwrap().is_none(), "too many run");
        assert_eq!((used(&db, &ann).await, used(&db, &bob).await), ((2, 0), (0, 0)));
    }

    async fn a_turn_may_choose_the_model_and_keeps_the_rest(db: Db) {
        let ann = account(&db, "ann").await;
        let model = Some(Some("test/good".to_owned()));
        let first = begun(&db, Beginning { model: model.clone(), ..beginning(&ann, None, "c1") }).await;
        end(&db, ending(&ann, &first, "Yes")).await.unwrap();
        let place = Some(first.conversation.id);
        let second = begun(&db, beginning(&ann, place, "c2")).await;
        let (title, chosen) = (second.conversation.title.as_str(), second.conversation.model.as_deref());
        assert_eq!((title, chosen), ("Milk", Some("test/good")));
        end(&db, ending(&ann, &second, "Yes")).await.unwrap();
        let third = begun(&db, Beginning { model: Some(None), ..beginning(&ann, place, "c3") }).await;
        assert_eq!(third.conversation.model, None);
        let mut scope = db.read_as(&ann).await.unwrap();
        let stored = store::conversation(&mut scope, third.conversation.id).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&third.conversation));
    }

    async fn the_end_is_stored_once_and_claims_what_waits(db: Db) {
        let ann = account(&db, "ann").await;
        let first = begun(&db, beginning(&ann, None, "c1")).await;
        let second = begun(&db, beginning(&ann, Some(first.conversation.id), "c2")).await;
        let piece = Piece { number: 1, at: 0, delta: "Ye".into(), marks: pieces::Marks::default() };
        append(&db, &lease(), vec![(first.reply.id, Some(Arc::new(piece)))]).await.unwrap();

        let stale = Ending { writer: LeaseId::new("there".into()), ..ending(&ann, &first, "No") };
        let late = end(&db, Ending { next: None, ..stale }).await.unwrap();
        assert!(late.end.is_none() && late.next.is_none());
        let mut scope = db.read_as(&ann).await.unwrap();
        assert_eq!(pieces::of(&mut scope, first.reply.id).await.unwrap().len(), 1, "a stale writer removes nothing");
        drop(scope);

        let ended = end(&db, ending(&ann, &first, "Yes")).await.unwrap();
        assert_eq!((ended.end.map(|end| end.status), ended.next), (Some(MessageStatus::Complete), Some(second.reply.id)));
        let again = end(&db, ending(&ann, &first, "Yes, again")).await.unwrap();
        assert!(again.end.is_none() && again.next.is_none(), "the other is being written");
        let mut scope = db.read_as(&ann).await.unwrap();
        let row = store::message(&mut scope, first.reply.id).await.unwrap().unwrap();
        assert_eq!((row.status, row.content.as_str()), (MessageStatus::Complete, "Yes"));
        assert_eq!(pieces::of(&mut scope, first.reply.id).await.unwrap(), []);
        drop(scope);
        assert_eq!(used(&db, &ann).await, (2, 80));
    }

    async fn what_was_said_before_comes_along_unless_it_is_long(db: Db) {
        let ann = account(&db, "ann").await;
        let first = begun(&db, beginning(&ann, None, "c1")).await;
        end(&db, ending(&ann, &first, "Yes")).await.unwrap();
        let place = Some(first.conversation.id);
        let second = begun(&db, Beginning { text: "And bread".into(), ..beginning(&ann, place, "c2") }).await;
        assert_eq!(told(second.past.clone()), Some(vec!["And bread".into(), "Yes".into(), "Buy milk".into()]));
        end(&db, ending(&ann, &second, &"long ".repeat(40_000))).await.unwrap();
        let third = begun(&db, beginning(&ann, place, "c3")).await;
        assert_eq!((third.reply.status, told(third.past)), (MessageStatus::Streaming, None));
    }
}

async fn owner(database: &TestDatabase) -> PgConnection {
    PgConnection::connect(database.url.expose_secret()).await.unwrap()
}

/// The first attempt holds the locks, and the second has found the reply still its writer's.
#[tokio::test]
async fn an_end_that_overtakes_its_earlier_attempt_charges_nothing() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let ann = account(&database.db, "ann").await;
    let first = begun(&database.db, beginning(&ann, None, "c1")).await;
    let (mut holder, mut observer) = (owner(&database).await, owner(&database).await);
    let mut holding = holder.begin().await.unwrap();
    holding.execute("select from usage for update").await.unwrap();
    let attempts = [(); 2].map(|()| {
        let (db, ending) = (database.db.clone(), ending(&ann, &first, "Yes"));
        tokio::spawn(async move { end(&db, ending).await.unwrap().end.is_some() })
    });
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut observer).await.unwrap() < 2 {}
    holding.rollback().await.unwrap();
    let mut stored = 0;
    for attempt in attempts {
        stored += usize::from(attempt.await.unwrap());
    }
    assert_eq!((stored, used(&database.db, &ann).await), (1, (1, 80)));
}

/// Triggers see what the statements of the functions see, in the role that they have.
#[tokio::test]
async fn the_functions_see_one_persons_rows_alone() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let db = &database.db;
    let people = [account(db, "ann").await, account(db, "bob").await];
    let mut owner = owner(&database).await;
    let spy = "create table seen (place text, who text, guarded boolean, people bigint);
        grant insert on seen to docket_app;
        create function spy() returns trigger language plpgsql as $$
        begin
            insert into public.seen select tg_table_name, current_user, row_security_active('public.messages'),
                count(distinct user_id)
            from (select user_id from public.messages union all select user_id from public.usage
                  union all select user_id from public.conversations union all select user_id from public.tasks_phaseiii
                  union all select user_id from public.task_changes union all select user_id from public.reply_pieces) rows;
            return null;
        end $$;";
    owner.execute(spy).await.unwrap();
    let tables = ["conversations", "messages", "reply_pieces", "task_changes", "tasks_phaseiii", "usage"];
    for table in tables {
        let trigger = format!(
            "create trigger spy after insert or update or delete on {table} for each row execute function public.spy()"
        );
        owner.execute(AssertSqlSafe(trigger)).await.unwrap();
    }
    // More often than PostgreSQL plans a statement for its values.
    for number in 0..8 {
        for user in &people {
            let first = begun(db, beginning(user, None, &format!("a{number}"))).await;
            let place = Some(first.conversation.id);
            let second = begun(db, beginning(user, place, &format!("b{number}"))).await;
            let call = Call { conversation: first.conversation.id, message: first.reply.id, id: "call" };
            let tasks = Tasks::new(db.clone(), Clock::system());
            let caller = Caller { user, actor: Actor::Assistant(call) };
            tasks.change(caller, Edit::add("Buy milk", None).unwrap()).await.unwrap();
            let piece =
                "insert into reply_pieces (reply, number, user_id, at, delta) values ($1, 1, $2, 0, '')";
            sqlx::query(piece).bind(first.reply.id).bind(user).execute(&mut owner).await.unwrap();
            end(db, ending(user, &first, "Yes")).await.unwrap();
            end(db, ending(user, &second, "Yes")).await.unwrap();
        }
    }
    let spied = "select distinct place, who, guarded, people from seen where who <> 'docket' order by 1, 2";
    let seen: Vec<(String, String, bool, i64)> = sqlx::query_as(spied).fetch_all(&mut owner).await.unwrap();
    assert_eq!(seen, tables.map(|table| (table.to_owned(), "docket_app".to_owned(), true, 1)));
    // The test's own piece, and nothing else.
    let others = "select distinct place from seen where who = 'docket'";
    let others: Vec<String> = sqlx::query_scalar(others).fetch_all(&mut owner).await.unwrap();
    assert_eq!(others, ["reply_pieces"]);

    let mut after = db.autocommit().await.unwrap();
    let who = "select current_user || coalesce(current_setting('docket.user_id', true), '')";
    let left: String =
        with_connection!(after, connection => sqlx::query_scalar(who).fetch_one(connection).await).unwrap();
    assert_eq!(left, "docket", "the role ends with the statement");
}
