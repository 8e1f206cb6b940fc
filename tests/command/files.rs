//! What browsers load, and what Docket writes.

use super::*;
use crate::served::Served;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn nothing_outside_of_the_clients_files_can_be_read() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let served = Served::start(&Program::new(&database.url).with("PORT", "0"));
    let address = served.url.trim_start_matches("http://").to_owned();
    // A client that does not tidy the path. All of these files exist.
    for path in [
        "/../../public/robots.txt",
        "/%2e%2e/%2e%2e/public/robots.txt",
        "/pkg/../../../public/robots.txt",
        "/..%2f..%2fpublic%2frobots.txt",
        &format!("//{}/public/robots.txt", env!("CARGO_MANIFEST_DIR")),
    ] {
        let mut connection = TcpStream::connect(&address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("User-agent"), "{path}: {answer}");
    }
    served.stop();
}

/// The modes of these files, in octal.
fn modes(folder: &std::path::Path, names: &[&str]) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |name: &&str| folder.join(name).metadata().map(|about| about.permissions().mode() & 0o777);
    names.iter().map(|name| mode(name).map_or("missing".into(), |mode| format!("{mode:o}"))).collect()
}

/// The program where other programs make files that everybody can read and change.
fn lax(program: &Program) -> Served {
    let command = program.command(&["serve"]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "umask 000; exec \"$0\" serve"]).arg(command.get_program());
    shell.env_clear().current_dir(command.get_current_dir().unwrap());
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Served::start_command(shell)
}

#[tokio::test]
async fn files_with_data_are_closed_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let form = [("name", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    let url = SecretString::from("");
    let data_dir = folder.path().join("data");
    let served = lax(&Program::new(&url).with("PORT", "0").with("DATA_DIR", &data_dir.display().to_string()));
    assert_eq!(served.form("/rpc/auth/sign_up", &form).await, "/chat");
    let names = ["", "docket.db", "docket.db-wal", "docket.db-shm", "secret"];
    assert_eq!(modes(&data_dir, &names), ["700", "600", "600", "600", "600"]);
    assert!(!served.stop().contains("every user"));
    // A database elsewhere.
    let (elsewhere, data_dir) = (folder.path().join("x"), folder.path().join("empty"));
    let url = SecretString::from(format!("sqlite:{}", elsewhere.join("d.db").display()));
    let served = lax(&Program::new(&url).with("PORT", "0").with("DATA_DIR", &data_dir.display().to_string()));
    assert_eq!(served.form("/rpc/auth/sign_up", &form).await, "/chat");
    assert_eq!(modes(&elsewhere, &["", "d.db", "d.db-wal", "d.db-shm"]), ["700", "600", "600", "600"]);
    served.stop();
}

#[tokio::test]
async fn files_that_are_open_to_everybody_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let set = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set(folder.path(), 0o755);
    let (file, key) = (folder.path().join("old.db"), folder.path().join("key"));
    std::fs::write(&file, "").unwrap();
    std::fs::write(&key, "sk-test").unwrap();
    set(&file, 0o644);
    set(&key, 0o644);
    let url = SecretString::from(format!("sqlite:{}", file.display()));
    let program =
        Program::new(&url).with("PORT", "0").with("OPENAI_API_KEY_FILE", &key.display().to_string());
    let log = Served::start(&program).stop();
    for file in [&file, &key] {
        let file = file.display();
        assert!(
            log.contains(&format!("every user of this machine can read this file; run: chmod 600 '{file}'")),
            "{log}"
        );
    }
}

#[tokio::test]
async fn the_env_file_is_read_as_it_is_written() {
    let program = Program::new(&SecretString::from("sqlite::memory:"));
    let folder = program.command(&[]).get_current_dir().unwrap().to_owned();
    let program = program.without("DATABASE_URL");
    let write = |text: &str| std::fs::write(folder.join(".env"), text).unwrap();
    write("DATABASE_URL=postgres://u:pa$$word@127.0.0.1:1/d$HOME\n");
    let said = program.run(&["user", "list"]).await;
    assert!(said.errors.contains("cannot connect to PostgreSQL at 127.0.0.1:1/d$HOME"), "{said:?}");
    write("# Mail\nSMTP_FROM=\"Docket\" <hunter2@example.com>\n");
    let said = program.run(&["user", "list"]).await;
    let expected =
        "docket: .env: line 2: SMTP_FROM goes on after its closing quote; put all of it in single quotes\n";
    assert_eq!((said.code, said.errors.as_str()), (1, expected));
    write(
        "PORT=0\nSMTP_URL=smtp://127.0.0.1:1025\nSMTP_FROM=Docket <docket@example.com>\nDATA_DIR='a%2Fb #c'\n\
         TRUSTED_ORIGINS=https://*.example.com\n",
    );
    let served = Served::start(&program);
    served.stop();
    assert!(folder.join("a%2Fb #c/docket.db").exists());
}

#[tokio::test]
async fn few_open_files_are_shared_out() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data").display().to_string();
    let program = Program::new(&SecretString::from("")).with("PORT", "0").with("DATA_DIR", &data_dir);
    let program = program.with("TRUSTED_PROXIES", "127.0.0.1");
    let command = program.command(&["serve"]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "ulimit -n 120; exec \"$0\" serve"]).arg(command.get_program());
    shell.env_clear().current_dir(command.get_current_dir().unwrap());
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let served = Served::start_command(shell);
    let address: std::net::SocketAddr = served.url.trim_start_matches("http://").parse().unwrap();
    let mut attackers = Vec::new();
    for number in 0..400 {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        // From a few addresses, each of which has its share.
        socket.bind(std::net::SocketAddr::from(([127, 0, 1, number as u8 % 5 + 1], 0))).unwrap();
        let mut connection = socket.connect(address).await.unwrap();
        connection.write_all(b"GET / HTTP/1.1\r\n").await.ok();
        attackers.push(connection);
    }
    let health = crate::served::client().get(format!("{}/health", served.url)).send().await.unwrap();
    assert_eq!(health.status().as_u16(), 200);
    let form = [("name", "ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    assert_eq!(served.form("/rpc/auth/sign_up", &form).await, "/chat");
    drop(attackers);
    let log = served.stop();
    assert!(log.contains("allows fewer connections") && !log.contains("cannot accept"), "{log}");
}

#[tokio::test]
async fn a_server_that_others_reach_by_any_name_says_so() {
    let says = |variables: &[(&str, &str)]| {
        let program = Program::new(&SecretString::from("sqlite::memory:")).with("PORT", "0");
        let program = variables.iter().fold(program, |program, (name, value)| program.with(name, value));
        let program = program.with("BETTER_AUTH_SECRET", "a secret of at least thirty-two characters");
        Served::start(&program).stop().contains("BETTER_AUTH_URL is not set")
    };
    assert!(says(&[("HOST", "0.0.0.0")]));
    assert!(!says(&[("HOST", "127.0.0.1")]));
    assert!(!says(&[("HOST", "0.0.0.0"), ("BETTER_AUTH_URL", "https://tasks.example.com")]));
}
