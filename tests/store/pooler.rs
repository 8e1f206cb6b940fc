//! PgBouncer between Docket and PostgreSQL.

use super::process::Process;
use super::*;
use docket::db::{Db, Word};
use secrecy::ExposeSecret;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use url::Url;

const PROGRAM: &str = "/usr/sbin/pgbouncer";

/// A running PgBouncer. It is killed when this is dropped.
struct PgBouncer {
    _process: Process,
    url: SecretString,
    _folder: tempfile::TempDir,
}

impl PgBouncer {
    /// Starts it before a database. `None` where it is not installed.
    fn start(database: &TestDatabase, settings: &str) -> Option<Self> {
        if !Path::new(PROGRAM).exists() {
            eprintln!("skipped: {PROGRAM} is not installed");
            return None;
        }
        let mut url: Url = database.url.expose_secret().parse().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=docket\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {free}\nauth_type = any\nunix_socket_dir =\n{settings}\n",
            url.port().unwrap()
        );
        std::fs::write(&file, text).unwrap();
        let mut command = Command::new(PROGRAM);
        // It refuses to run as root.
        if Command::new("id").arg("-u").output().unwrap().stdout == b"0\n" {
            command.args(["-u", "nobody"]);
        }
        let mut process = Process::start(command.arg(&file).stderr(Stdio::piped()));
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        for line in lines {
            said.push(line.unwrap());
            if said.last().is_some_and(|line| line.contains("process up")) {
                url.set_port(Some(free)).unwrap();
                return Some(Self {
                    _process: process,
                    url: SecretString::from(url.to_string()),
                    _folder: folder,
                });
            }
        }
        panic!("PgBouncer did not start: {said:?}");
    }
}

#[tokio::test]
async fn one_that_pools_transactions_is_refused_with_what_to_set() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    for settings in
        ["pool_mode = transaction", "pool_mode = transaction\nignore_startup_parameters = extra_float_digits"]
    {
        let Some(pooler) = PgBouncer::start(&database, settings) else { return };
        let refusal = Db::connect(&pooler.url).await.unwrap_err().to_string();
        assert!(refusal.contains("pool_mode = session"), "{settings}: {refusal}");
        assert!(refusal.contains("ignore_startup_parameters = extra_float_digits"), "{settings}: {refusal}");
    }
}

#[tokio::test]
async fn one_that_pools_sessions_works() {
    let database = TestDatabase::empty(Engine::Postgres).await;
    let settings = "pool_mode = session\nignore_startup_parameters = extra_float_digits";
    let Some(pooler) = PgBouncer::start(&database, settings) else { return };
    let mut db = Db::connect(&pooler.url).await.unwrap();
    db.migrate().await.unwrap();
    db.check_schema().await.unwrap();
    // Another process hears what this one says.
    let other = Db::connect(&pooler.url).await.unwrap();
    let mut words = other.words();
    let (hearing, telling) = (other.clone(), db.clone());
    let carriers = tokio::spawn(async move { tokio::join!(hearing.carry(), telling.carry()) });
    assert_eq!(words.next().await, Word::Everything, "it hears from now on");
    db.say("weather fine".into());
    assert_eq!(words.next().await, Word::Said("weather fine".into()));
    carriers.abort();
    other.close().await;
    db.close().await;
}
