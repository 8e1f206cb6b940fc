use super::*;
use std::net::TcpListener;
use std::process::{Command, Output};

#[tokio::test]
async fn health_files_and_what_is_not_there() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let anybody = server.browser();
    for path in ["/health", "/ready"] {
        let response = anybody.get(path).await;
        assert_eq!(response.status().as_u16(), 200, "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
    let page = anybody.get("/no/such/page").await;
    assert_eq!(page.status().as_u16(), 404);
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let program = anybody.get_request("/api/no/such/url").send().await.unwrap();
    assert_eq!(program.status().as_u16(), 404);
    assert_eq!(program.json::<Value>().await.unwrap()["code"], "NOT_FOUND");
    server.stop().await;
}

/// Starts the program with only `variables` in its environment.
fn start(variables: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
    command.env_clear().current_dir(folder.path()).arg("serve").envs(variables.iter().copied());
    command.output().unwrap()
}

#[test]
fn what_keeps_it_from_starting_is_said_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let file = file.display().to_string();
    let cases = [
        (vec![("PORT", "eighty")], "PORT is \"eighty\""),
        (vec![("AI_MODEL_PROVIDER", "claude")], "AI_MODEL_PROVIDER is \"claude\""),
        (vec![("AI_MODEL_PROVIDER", "openai")], "OPENAI_API_KEY is not set"),
        (vec![("BETTER_AUTH_SECRET", "hunter2")], "BETTER_AUTH_SECRET is too short"),
        (vec![("PORT", port.as_str())], "cannot listen on 127.0.0.1"),
        (vec![("DATA_DIR", file.as_str())], "cannot use the data directory"),
        (vec![("DATA_DIR", "/proc/docket")], "cannot use the data directory"),
        (vec![("DATABASE_URL", "mysql://localhost/x")], "DATABASE_URL must start with"),
        (
            vec![("PORT", "0"), ("DATABASE_URL", "postgres://docket:hunter2@127.0.0.1:1/docket")],
            "cannot connect to PostgreSQL at 127.0.0.1:1/docket",
        ),
        (
            vec![("PORT", "0"), ("DATABASE_URL", "sqlite:/proc/docket/x.db")],
            "cannot make the folder /proc/docket",
        ),
    ];
    for (variables, expected) in cases {
        let output = start(&variables);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{variables:?} started");
        assert!(said.starts_with("docket: ") && said.contains(expected), "{variables:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{variables:?}: {said}");
        assert!(!said.contains("hunter2"), "a secret was shown: {said}");
    }
}

#[tokio::test]
async fn an_old_postgres_schema_is_refused_with_what_to_do() {
    use secrecy::ExposeSecret;
    let database = TestDatabase::empty(Engine::Postgres).await;
    let url = database.url.expose_secret().to_owned();
    let output =
        tokio::task::spawn_blocking(move || start(&[("PORT", "0"), ("DATABASE_URL", &url)])).await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("run `docket migrate` first"), "{said}");
}

#[tokio::test]
async fn a_server_that_has_stopped_keeps_no_connection() {
    use secrecy::ExposeSecret;
    use sqlx::{Connection, PgConnection};
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let server = TestServer::start(&database.url, offline()).await;
    server.person("ann").await;
    server.stop().await;
    database.db.close().await;
    // PostgreSQL removes a database without force once there are no other connections to it.
    let (server, name) = database.url.expose_secret().rsplit_once('/').unwrap();
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let drop = sqlx::AssertSqlSafe(format!("drop database {name}"));
    sqlx::query(drop).execute(&mut connection).await.unwrap();
}
