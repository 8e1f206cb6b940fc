//! Databases that Better Auth itself has made (`end2end/support/old-databases.mjs` made the files in tests/takeover),
//! with the Python server's tables beside its own.

use super::*;
use code_app::CodeApp;
use docket::auth::server::{ActiveSession, AuthError, Client, SecondFactor};
use docket::chat::server::Transcript;
use docket::db::{MigrateError, MigrationOptions};
use docket::tasks::server::Tasks;
use docket::tasks::{Status, Task};
use migrations::schema;
use people::{PASSWORD, auth, sign_up};
use search::{chat, found, say};
use secrecy::ExposeSecret;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::collections::BTreeSet;

/// With this secret Better Auth has encrypted.
const SECRET: &str = "a secret of at least thirty-two characters";
const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
const ONE_FACTOR: MigrationOptions = MigrationOptions { without_two_factor: true, secrets: Vec::new() };

/// A database of this kind.
async fn old(engine: Engine, kind: &str) -> TestDatabase {
    let database = TestDatabase::empty(engine).await;
    let name = format!("{}-{kind}.sql", if engine == Engine::Sqlite { "sqlite" } else { "postgres" });
    let file = format!("{}/tests/takeover/{name}", env!("CARGO_MANIFEST_DIR"));
    run(&database, &std::fs::read_to_string(file).unwrap()).await;
    database
}

async fn run(database: &TestDatabase, sql: &str) {
    let url = database.url.expose_secret();
    let done = match database.db {
        Db::Sqlite { .. } => {
            // A dump fills tables before those to which they refer.
            let options: SqliteConnectOptions = url.parse().unwrap();
            let mut connection = SqliteConnection::connect_with(&options.foreign_keys(false)).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.map(drop)
        }
        Db::Postgres { .. } => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.map(drop)
        }
    };
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}

async fn count(database: &TestDatabase, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql);
    match &database.db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

async fn log_in(db: &Db, name: &str) -> Result<ActiveSession, AuthError> {
    auth(db).log_in(&format!("{name}@example.com"), PASSWORD.into(), Client::default(), true).await
}

/// What stands in the way. Nothing may have changed.
async fn obstacles(database: &mut TestDatabase, engine: Engine) -> Vec<String> {
    let url = database.url.expose_secret().to_owned();
    let before: BTreeSet<String> = schema(engine, &url).await;
    let checked = database.db.check_migration(MigrationOptions::default()).await.unwrap_err();
    let migrated = database.db.migrate().await.unwrap_err();
    let (MigrateError::Obstacles(checked), MigrateError::Obstacles(migrated)) = (checked, migrated) else {
        panic!("it is not refused as it should be");
    };
    assert_eq!(checked, migrated);
    assert_eq!(schema(engine, &url).await, before);
    migrated
}

/// That a person has everything that the old programs stored for each.
async fn has_everything(db: &Db, session: &ActiveSession) {
    let user = &session.user.id;
    let tasks = Tasks::new(db.clone(), Clock::system()).list(user, Status::All).await.unwrap();
    let shown = |task: &Task| (task.title.clone(), task.description.clone(), task.completed);
    let mut shown: Vec<_> = tasks.iter().map(shown).collect();
    shown.sort();
    assert_eq!(shown, [("Buy milk".into(), None, false), ("Call mom".into(), None, true)]);
    let milk = tasks.iter().find(|task| task.title == "Buy milk").unwrap();
    assert!(milk.created_at.as_str().starts_with("2026-01-02T03:04:05.67"), "{}", milk.created_at);
    let conversations = chat(db).conversation_ids(user).await.unwrap();
    assert_eq!(conversations.len(), 1);
    let Transcript { conversation, messages } = chat(db).transcript(user, conversations[0]).await.unwrap();
    assert_eq!(conversation.title, "Add milk");
    assert_eq!(messages.len(), 2);
    assert_eq!(found(db, user, "milk").await.map(|of_a_kind| of_a_kind.len()), [1, 1, 1]);
}

#[tokio::test]
async fn everybody_comes_in_and_has_everything() {
    for engine in ENGINES {
        for kind in ["text", "uuid", "serial", "snake", "bcrypt"] {
            let mut database = old(engine, kind).await;
            let rows = count(&database, r#"select count(*) from "session""#).await;
            let plan = database.db.check_migration(MigrationOptions::default()).await.unwrap();
            assert_eq!((plan.found, plan.notes.len()), (0, 0), "{kind}: {plan:?}");
            database.db.migrate().await.unwrap_or_else(|error| panic!("{engine:?} {kind}: {error}"));
            let db = &database.db;
            assert_eq!(count(&database, r#"select count(*) from "session""#).await, rows, "{kind}");
            for name in ["ann", "bob", "cid", "dee"] {
                let session = log_in(db, name).await.unwrap_or_else(|error| panic!("{kind} {name}: {error}"));
                assert_eq!(session.user.name.to_lowercase(), name);
                has_everything(db, &session).await;
            }
            let hashes = r#"select count(*) from "account" where "password" like '$argon2id$%'"#;
            assert_eq!(count(&database, hashes).await, 4, "{kind}: better hashes replace the old ones");

            // It goes on: a new person, a new message, and somebody leaves.
            let new = sign_up(db, "eve").await;
            say(db, &new.user.id, None, "add a task to buy bread").await;
            let ann = log_in(db, "ann").await.unwrap().user.id;
            say(db, &ann, None, "add a task to buy bread").await;
            auth(db).delete_user(&ann).await.unwrap();
            for table in ["\"user\"", "conversations"] {
                assert_eq!(
                    count(&database, &format!("select count(*) from {table}")).await,
                    4,
                    "{kind} {table}"
                );
            }
            assert!(log_in(db, "ann").await.is_err());
            database.db.migrate().await.unwrap();
        }
    }
}

#[tokio::test]
async fn the_banned_stay_out() {
    for engine in ENGINES {
        for kind in ["admin", "admin-serial"] {
            let mut database = old(engine, kind).await;
            database.db.migrate().await.unwrap_or_else(|error| panic!("{engine:?} {kind}: {error}"));
            let reason = async |name: &str| match log_in(&database.db, name).await {
                Err(AuthError::Banned(ban)) => Some((ban.reason, ban.expires_at.is_some())),
                Err(error) => panic!("{kind} {name}: {error}"),
                Ok(_) => None,
            };
            assert_eq!(reason("bob").await, Some((Some("Spam.".into()), false)));
            assert_eq!(reason("cid").await, Some((Some("Later.".into()), true)));
            assert_eq!(reason("dee").await, None, "hers has ended");
            has_everything(&database.db, &log_in(&database.db, "ann").await.unwrap()).await;
            let admins = r#"select count(*) from "user" where "role" = 'admin'"#;
            assert_eq!(count(&database, admins).await, 1);
        }
    }
}

/// What Bob's app knows in a database of this kind, and one of his recovery codes. Better Auth has decrypted them.
fn of_bob(engine: Engine, kind: &str) -> (&'static str, &'static str) {
    match (engine, kind) {
        (Engine::Sqlite, "two-factor") => ("Ou32eYnjae6K3NqYfgXP34c6_kkOTTGP", "sP2lY-TrzXX"),
        (Engine::Postgres, "two-factor") => ("AZr11TuTFgf-v1UEuorcMTIE4S5ozWir", "XgVXU-bsqjD"),
        (Engine::Sqlite, _) => ("_YYK4_jyq9eTEFABHpV1LyPWYpbfLGV_", "DOQiV-U6OkR"),
        (Engine::Postgres, _) => ("uDTQU670Mne0vGJhIidUY1uXRsQ3WTcD", "3v2IK-j3gyf"),
    }
}

#[tokio::test]
async fn two_factors_stay_two() {
    for engine in ENGINES {
        for kind in ["two-factor", "two-factor-uuid"] {
            let mut database = old(engine, kind).await;
            let secrets = vec!["one that came later, with 32 characters".into(), SECRET.into()];
            let options = MigrationOptions { secrets, ..MigrationOptions::default() };
            let plan = database.db.check_migration(options.clone()).await.unwrap();
            assert!(plan.notes.is_empty(), "{plan:?}");
            database.db.migrate_with(options).await.unwrap();
            let (secret, recovery_code) = of_bob(engine, kind);
            let alone = log_in(&database.db, "bob").await;
            assert!(matches!(alone, Err(AuthError::SecondFactorNeeded)), "{kind}: {alone:?}");
            let auth = auth(&database.db);
            for factor in [
                SecondFactor::Code(CodeApp::with(secret, &Clock::system()).code()),
                SecondFactor::RecoveryCode(recovery_code.into()),
            ] {
                let begun = two_factor::begin(&auth, "bob").await;
                let bob = two_factor::finish(&auth, &begun, factor.clone()).await.unwrap();
                assert!(bob.session.user.two_factor_enabled);
                has_everything(&database.db, &bob.session).await;
                let begun = two_factor::begin(&auth, "bob").await;
                assert!(two_factor::finish(&auth, &begun, factor).await.is_err(), "it works once");
            }
            assert!(!log_in(&database.db, "ann").await.unwrap().user.two_factor_enabled);
        }
    }
}

#[tokio::test]
async fn two_factors_do_not_silently_become_one() {
    for engine in ENGINES {
        for kind in ["two-factor", "two-factor-uuid"] {
            let mut database = old(engine, kind).await;
            let refusal = obstacles(&mut database, engine).await;
            assert_eq!(refusal.len(), 1, "{refusal:?}");
            assert!(refusal[0].contains("bob@example.com") && refusal[0].contains("--without-two-factor"));
            let plan = database.db.migrate_with(ONE_FACTOR).await.unwrap();
            assert!(plan.notes.len() == 1 && plan.notes[0].contains("bob@example.com"), "{plan:?}");
            let bob = log_in(&database.db, "bob").await.unwrap();
            has_everything(&database.db, &bob).await;
            assert_eq!(count(&database, r#"select count(*) from "twoFactor""#).await, 0, "{engine:?} {kind}");
        }
    }
}

/// Somebody whose second factor is a mailed code, and a database in which nobody has an app.
#[tokio::test]
async fn a_second_factor_without_a_secret_cannot_be_read() {
    for engine in ENGINES {
        let mut database = old(engine, "two-factor").await;
        run(&database, r#"delete from "twoFactor""#).await;
        assert!(obstacles(&mut database, engine).await[0].contains("bob@example.com"));
        run(&database, r#"drop table "twoFactor""#).await;
        assert!(obstacles(&mut database, engine).await[0].contains("bob@example.com"));
        database.db.migrate_with(ONE_FACTOR).await.unwrap();
        log_in(&database.db, "bob").await.unwrap();
    }
}

/// An earlier version has taken over a database without its second factors, as its operator wanted.
#[tokio::test]
async fn nobody_gets_a_second_factor_back_unasked() {
    for engine in ENGINES {
        let mut database = TestDatabase::migrated(engine).await;
        sign_up(&database.db, "bob").await;
        database.db.migrate_down(18).await.unwrap();
        run(&database, r#"alter table "user" add column "twoFactorEnabled" boolean"#).await;
        run(&database, r#"update "user" set "twoFactorEnabled" = true"#).await;
        run(&database, r#"create table "twoFactor" ("id" text, "userId" text references "user" ("id"))"#)
            .await;
        run(&database, r#"insert into "twoFactor" ("id") values ('x')"#).await;
        database.db.migrate().await.unwrap();
        log_in(&database.db, "bob").await.unwrap();
        assert_eq!(count(&database, r#"select count(*) from "twoFactor""#).await, 0);
    }
}

#[tokio::test]
async fn all_obstacles_are_told_at_once() {
    let both = [(
        r#"insert into "user" select 'other', 'Ann', 'ANN@example.com', "emailVerified", null, "createdAt", "updatedAt"
               from "user" where "email" = 'ann@example.com'"#,
        "ann@example.com",
    )];
    for (sql, expected) in both {
        for engine in ENGINES {
            let mut database = old(engine, "text").await;
            run(&database, sql).await;
            let told = obstacles(&mut database, engine).await.join("\n");
            assert!(told.contains(expected) && told.contains("ANN@example.com"), "{told}");
        }
    }
    let of_sqlite = [
        ("create table jobs (id integer)", "The table \"jobs\" is not Docket's"),
        (
            r#"create table invoices (owner text references "user" ("id"))"#,
            "The table \"invoices\" refers to \"user\" without \"on delete cascade\"",
        ),
        (
            "create trigger touched after update on messages begin select 1; end",
            "The trigger touched of \"messages\" would be lost",
        ),
        (
            r#"update "session" set "expiresAt" = 'tomorrow'"#,
            "4 rows of \"session\" have a \"expiresAt\" that is no time.",
        ),
        (
            r#"alter table "account" drop column "accountId""#,
            "The table \"account\" has no column \"accountId\".",
        ),
    ];
    let of_postgres = [
        ("create table jobs (id integer)", "The table \"jobs\" is not Docket's"),
        (
            r#"create table invoices (owner text references "user" ("id"))"#,
            "The table invoices refers to \"user\" without \"on delete cascade\", so no account could be deleted. Run: \
             alter table invoices drop constraint \"invoices_owner_fkey\", add constraint \"invoices_owner_fkey\" \
             FOREIGN KEY (owner) REFERENCES \"user\"(id) on delete cascade;",
        ),
        (
            "create view report as select title from tasks_phaseiii",
            "The view report uses \"tasks_phaseiii\".\"title\"",
        ),
        ("create policy everybody on messages using (true)", "drop policy \"everybody\" on \"messages\""),
        (
            r#"alter table "session" force row level security"#,
            "\"session\" has row-level security that is forced",
        ),
        (
            r#"alter table "account" drop column "accountId""#,
            "The table \"account\" has no column \"accountId\".",
        ),
        (
            "alter table tasks_phaseiii alter column completed type text",
            "\"tasks_phaseiii\".\"completed\" has the type text, and Docket needs boolean.",
        ),
        (
            r#"alter table "user" alter column "email" drop not null; update "user" set "email" = null where "name" = 'Ann'"#,
            "1 rows of \"user\" have no \"email\".",
        ),
        (
            "alter table conversations drop constraint conversations_pkey cascade",
            "\"conversations\" has no primary key.",
        ),
    ];
    for (engine, spoiled) in [(Engine::Sqlite, &of_sqlite[..]), (Engine::Postgres, &of_postgres[..])] {
        let mut database = old(engine, "text").await;
        for (sql, _) in spoiled {
            run(&database, sql).await;
        }
        let told = obstacles(&mut database, engine).await;
        for (sql, expected) in spoiled {
            assert!(told.iter().any(|sentence| sentence.contains(expected)), "{sql}: {told:#?}");
        }
        assert_eq!(told.len(), spoiled.len(), "{told:#?}");
    }
}

#[tokio::test]
async fn rows_that_lack_something_get_it() {
    for engine in ENGINES {
        let mut database = old(engine, "uuid").await;
        if engine == Engine::Postgres {
            run(
                &database,
                r#"alter table "user" alter column "name" drop not null, drop column "createdAt""#,
            )
            .await;
            run(&database, r#"update "user" set "name" = null"#).await;
        } else {
            run(
                &database,
                r#"alter table "user" drop column "name"; alter table "user" drop column "createdAt""#,
            )
            .await;
            run(&database, r#"alter table "user" add column "plan" text default 'free'"#).await;
        }
        run(&database, r#"update "account" set "password" = 'pbkdf2:x'"#).await;
        let plan = database.db.migrate_with(MigrationOptions::default()).await.unwrap();
        assert!(plan.notes[0].contains("4 people") && plan.notes[0].contains("reset-link"), "{plan:?}");
        let users = auth(&database.db).users().await.unwrap();
        assert_eq!(users.len(), 4);
        assert!(
            users.iter().all(|user| user.name.is_empty() && user.created_at.as_str() > "2026"),
            "{users:?}"
        );
        if engine == Engine::Sqlite {
            assert_eq!(count(&database, r#"select count(*) from "user" where "plan" = 'free'"#).await, 4);
        }
    }
}

/// Ids in the Python server's tables and in tables of somebody else follow those of the people.
#[tokio::test]
async fn ids_of_other_tables_follow() {
    for (kind, id) in [("uuid", "uuid"), ("serial", "integer")] {
        let mut database = old(Engine::Postgres, kind).await;
        for table in ["tasks_phaseiii", "conversations", "messages"] {
            let retype = format!(
                r#"alter table {table} alter column user_id type {id} using user_id::{id},
                   add foreign key (user_id) references "user" ("id")"#
            );
            run(&database, &retype).await;
        }
        let invoices = format!(
            r#"create table invoices (id int, owner {id} not null references "user" ("id") on delete cascade);
               insert into invoices select 1, "id" from "user""#
        );
        run(&database, &invoices).await;
        database.db.migrate().await.unwrap_or_else(|error| panic!("{kind}: {error}"));
        let ann = log_in(&database.db, "ann").await.unwrap();
        has_everything(&database.db, &ann).await;
        auth(&database.db).delete_user(&ann.user.id).await.unwrap();
        let left = r#"select count(*) from invoices join "user" on "user"."id" = owner"#;
        assert_eq!(count(&database, left).await, 3);
        assert_eq!(count(&database, "select count(*) from invoices").await, 3);
    }
}

/// `create table if not exists` would make a second, empty set of tables beside the old ones.
#[tokio::test]
async fn tables_of_another_schema_are_not_passed_by() {
    for kind in ["text", "migrated"] {
        let mut database = match kind {
            "text" => old(Engine::Postgres, kind).await,
            _ => TestDatabase::migrated(Engine::Postgres).await,
        };
        run(&database, "create schema docket").await;
        database.db = Db::connect(&database.url).await.unwrap();
        let told = obstacles(&mut database, Engine::Postgres).await;
        assert!(
            told.len() == 1
                && told[0].contains("\"user\" is in the schema public, but")
                && told[0].contains("?options[search_path]=public"),
            "{told:?}"
        );
        assert_eq!(count(&database, "select count(*) from pg_tables where schemaname = 'docket'").await, 0);
    }
}

/// A migration that fails is the same as a program that dies: the transaction ends without a commit.
#[tokio::test]
async fn a_failure_on_the_way_leaves_the_old_database_whole() {
    for (engine, spoil) in [
        (Engine::Sqlite, r#"create table other (x); create index oauth_clients_unused_idx on other (x)"#),
        (
            Engine::Postgres,
            "create function docket_tell_news() returns trigger language plpgsql as 'begin end'",
        ),
    ] {
        let mut database = old(engine, "serial").await;
        run(&database, spoil).await;
        let url = database.url.expose_secret().to_owned();
        let before = schema(engine, &url).await;
        assert!(matches!(database.db.migrate().await, Err(MigrateError::Migrate(_))));
        assert_eq!(schema(engine, &url).await, before);
        assert_eq!(
            count(&database, r#"select count(*) from "user" where "email" = 'ann@example.com'"#).await,
            1
        );
    }
}

#[tokio::test]
async fn a_newer_database_is_named_as_such() {
    for engine in ENGINES {
        let mut database = TestDatabase::migrated(engine).await;
        let checksum = if engine == Engine::Sqlite { "x'00'" } else { "'\\x00'" };
        let newer = format!(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values (9999, 'later', true, {checksum}, 1)"
        );
        run(&database, &newer).await;
        for refusal in [
            database.db.migrate().await.unwrap_err(),
            database.db.migrate_down(3).await.unwrap_err(),
            database.db.check_migration(MigrationOptions::default()).await.unwrap_err(),
        ] {
            let text = refusal.to_string();
            let begins =
                "the database was made by a newer Docket: its schema is at version 9999, this program knows ";
            assert!(text.starts_with(begins), "{text}");
        }
        // In a rolling update the older replicas go on.
        assert_eq!(database.db.check_schema().await.is_ok(), engine == Engine::Postgres);
    }
}

#[tokio::test]
async fn two_programs_migrate_at_once() {
    for engine in ENGINES {
        let database = old(engine, "serial").await;
        let (mut one, mut two) =
            (Db::connect(&database.url).await.unwrap(), Db::connect(&database.url).await.unwrap());
        let (first, second) = tokio::join!(one.migrate(), two.migrate());
        first.unwrap();
        second.unwrap();
        has_everything(&one, &log_in(&one, "ann").await.unwrap()).await;
    }
}

/// The table of Better Auth's passkey plugin, with a passkey of Ann. `id` is the type of ids.
fn passkeys(engine: Engine, id: &str, flag: &str, time: &str, key: &str, snake: bool) -> String {
    let ddl = format!(
        r#"create table "passkey" ("id" {key}, "name" text, "publicKey" text not null,
               "userId" {id} not null references "user" ("id") on delete cascade, "credentialID" text not null,
               "counter" integer not null, "deviceType" text not null, "backedUp" {flag} not null, "transports" text,
               "createdAt" {time}, "aaguid" text);
           create index "passkey_userId_idx" on "passkey" ("userId");
           create index "passkey_credentialID_idx" on "passkey" ("credentialID");"#
    );
    let yes = if engine == Engine::Sqlite { "1" } else { "true" };
    let (column, own) = match key.starts_with("text") || key.starts_with("uuid") {
        true => {
            (r#""id", "#, if id == "uuid" { "'0197c2d4-0000-7000-8000-000000000001', " } else { "'one', " })
        }
        false => ("", ""),
    };
    let rows = format!(
        r#"insert into "passkey" ({column}"name", "publicKey", "userId", "credentialID", "counter", "deviceType",
               "backedUp", "transports", "createdAt")
           select {own}'Phone', 'pQEC', "id", 'AQID', 7, 'multiDevice', {yes}, 'internal,hybrid',
               '2026-01-02T03:04:05.678Z'
           from "user" where "email" = 'ann@example.com';"#
    );
    let sql = [ddl, rows].concat();
    if !snake {
        return sql;
    }
    let names = [
        ("\"publicKey\"", "public_key"),
        ("\"userId\"", "user_id"),
        ("\"credentialID\"", "credential_id"),
        ("\"deviceType\"", "device_type"),
        ("\"backedUp\"", "backed_up"),
        ("\"createdAt\"", "created_at"),
    ];
    names.iter().fold(sql, |sql, (camel, snake)| sql.replace(camel, snake))
}

#[tokio::test]
async fn passkeys_come_along() {
    for engine in ENGINES {
        let is_sqlite = engine == Engine::Sqlite;
        let (flag, time) = if is_sqlite { ("integer", "date") } else { ("boolean", "timestamptz") };
        let text = ("text", "text not null primary key");
        let uuid = if is_sqlite { text } else { ("uuid", "uuid not null primary key") };
        let serial = match is_sqlite {
            true => ("integer", "integer not null primary key autoincrement"),
            false => ("integer", "serial primary key"),
        };
        for (kind, (id, key)) in [("text", text), ("uuid", uuid), ("serial", serial), ("snake", text)] {
            let mut database = old(engine, kind).await;
            run(&database, &passkeys(engine, id, flag, time, key, kind == "snake")).await;
            database.db.migrate().await.unwrap_or_else(|error| panic!("{engine:?} {kind}: {error}"));
            let ann = log_in(&database.db, "ann").await.unwrap().user.id;
            let there = auth(&database.db).stored_passkeys(&ann).await.unwrap();
            assert_eq!(there.len(), 1, "{engine:?} {kind}");
            let passkey = &there[0];
            assert_eq!((passkey.name.as_deref(), passkey.public_key.as_str()), (Some("Phone"), "pQEC"));
            assert_eq!((passkey.credential.as_str(), passkey.counter), ("AQID", 7));
            assert_eq!((passkey.device_type.as_str(), passkey.backed_up), ("multiDevice", true));
            let at = passkey.created_at.as_ref().unwrap();
            assert_eq!(at.as_str(), "2026-01-02T03:04:05.678Z", "{engine:?} {kind}");
            auth(&database.db).delete_user(&ann).await.unwrap();
            assert_eq!(count(&database, r#"select count(*) from "passkey""#).await, 0);
        }
        // Docket itself was there before it knew passkeys, and kept the table.
        let mut database = old(engine, "text").await;
        database.db.migrate().await.unwrap();
        let back = r#"drop table "passkey"; delete from _sqlx_migrations where version = 20;"#;
        run(&database, &[back, &passkeys(engine, "text", flag, time, text.1, false)].concat()).await;
        database.db.migrate().await.unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        let ann = log_in(&database.db, "ann").await.unwrap().user.id;
        assert_eq!(auth(&database.db).stored_passkeys(&ann).await.unwrap().len(), 1);

        // A credential stands for one person.
        let mut database = old(engine, "text").await;
        let again = r#"insert into "passkey" ("id", "publicKey", "userId", "credentialID", "counter", "deviceType",
                "backedUp") select 'two', 'x', "userId", "credentialID", 0, 'x', "backedUp" from "passkey";"#;
        let twice = [&passkeys(engine, "text", flag, time, text.1, false), again].concat();
        run(&database, &twice).await;
        let found = obstacles(&mut database, engine).await;
        assert_eq!(
            found,
            [
                r#"1 rows of "passkey" share their credential id with another row. Delete all but one of each."#
            ]
        );
    }
}
