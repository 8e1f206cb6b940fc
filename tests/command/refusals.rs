use super::*;
use secrecy::SecretString;

fn is_one_line(said: &ProgramOutput, code: i32, text: &str) {
    assert_eq!((said.code, said.output.as_str()), (code, ""), "{said:?}");
    assert!(said.errors.starts_with("docket: ") && said.errors.contains(text), "{said:?}");
    assert_eq!(said.errors.trim_end().lines().count(), 1, "{said:?}");
}

#[tokio::test]
async fn commands_neither_make_nor_migrate_a_database() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::empty(engine).await;
        let program = Program::new(&database.url);
        for command in
            [&["user", "list"][..], &["session", "list"], &["user", "delete", "a@example.com", "--yes"]]
        {
            is_one_line(&program.run(command).await, 1, "run `docket migrate` first");
        }
        assert!(database.db.check_schema().await.is_err());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data/docket.db");
    let program = Program::new(&SecretString::from(format!("sqlite:{}", file.display())));
    is_one_line(&program.run(&["user", "list"]).await, 1, "cannot open the SQLite database");
    assert!(!folder.path().join("data").exists());
}

#[tokio::test]
async fn mistakes_are_told_apart_from_failures() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let program = Program::new(&database.url);
    for who in ["nobody@example.com", "unknown-id"] {
        for command in ["show", "sessions", "export", "reset-link", "delete"] {
            let said = program.run(&["user", command, who]).await;
            is_one_line(&said, 1, &format!("there is nobody with the e-mail address or id \"{who}\""));
        }
    }
    let address = program.run(&["user", "create", "no address", "--reset-link"]).await;
    is_one_line(&address, 1, "e-mail address");
    let password = program.run(&["user", "create", "ann@example.com"]).await;
    is_one_line(&password, 2, "--password-stdin");
    for command in [
        &["user"][..],
        &["user", "befriend"],
        &["user", "show"],
        &["user", "revoke", "ann@example.com"],
        &["user", "revoke", "ann@example.com", "session", "--all"],
        &["user", "create", "ann@example.com", "--password-stdin", "--reset-link"],
        &["user", "create", "ann@example.com", "--password", "hunter2"],
        &["session"],
    ] {
        let said = program.run(command).await;
        assert_eq!((said.code, said.output.as_str()), (2, ""), "{command:?}: {said:?}");
        assert!(said.errors.contains("Usage:"), "{command:?}: {said:?}");
    }
    assert_eq!(program.answer(&["user", "list"]).await, "EMAIL  NAME  CREATED  ID\n");
}

#[tokio::test]
async fn a_secret_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "postgres://docket:hunter2@127.0.0.1/docket").unwrap();
    let program = Program::new(&SecretString::from("sqlite::memory:"))
        .with("DATABASE_URL_FILE", &file.display().to_string());
    let said = program.run(&["migrate"]).await;
    is_one_line(&said, 1, "DATABASE_URL and DATABASE_URL_FILE are both set");
    assert!(!said.errors.contains("hunter2"), "{said:?}");
}

#[tokio::test]
async fn migrate_says_what_stands_in_the_way_and_check_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::empty(engine).await;
        let program = Program::new(&database.url);
        let check = program.answer(&["migrate", "--check"]).await;
        assert!(
            check.starts_with("Nothing stands in the way of the migration from version 0 to "),
            "{check}"
        );
        assert!(database.db.check_schema().await.is_err());
        let sql = "create table jobs (id int)";
        match &database.db {
            docket::db::Db::Sqlite { writer, .. } => {
                sqlx::query(sql).execute(writer).await.map(drop).unwrap()
            }
            docket::db::Db::Postgres { pool, .. } => {
                sqlx::query(sql).execute(&mut pool.connect().await.unwrap()).await.map(drop).unwrap()
            }
        }
        for command in [&["migrate", "--check"][..], &["migrate"]] {
            let said = program.run(command).await;
            assert_eq!((said.code, said.output.as_str()), (1, ""), "{said:?}");
            let begins =
                "docket: nothing was changed. This stands in the way:\n- The table \"jobs\" is not Docket's";
            assert!(said.errors.starts_with(begins), "{said:?}");
        }
        let usage = program.run(&["migrate", "--check", "--down-to", "3"]).await;
        assert_eq!(usage.code, 2, "{usage:?}");
    }
}
