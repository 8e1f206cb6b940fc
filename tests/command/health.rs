//! `docket health`, which asks the server on this machine.

use super::*;
use crate::served::Served;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The program, told to look for a server on this port. It must not open the database.
fn program(port: &str) -> Program {
    Program::new(&SecretString::from("mysql://nowhere")).with("HOST", "0.0.0.0").with("PORT", port)
}

async fn is_not_well(port: &str, reason: &str) {
    let said = program(port).run(&["health"]).await;
    assert_eq!((said.code, said.output.as_str()), (1, ""), "{said:?}");
    assert!(said.errors.starts_with("docket: ") && said.errors.contains(reason), "{said:?}");
    assert_eq!(said.errors.trim_end().lines().count(), 1, "{said:?}");
}

#[tokio::test]
async fn a_server_that_is_ready_is_well() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let served = Served::start(&Program::new(&database.url).with("PORT", "0"));
    let port = served.url.rsplit_once(':').unwrap().1.trim_end_matches('/').to_owned();
    let answer = program(&port).answer(&["health"]).await;
    assert_eq!(answer, format!("Docket is ready at http://127.0.0.1:{port}/ready\n"));
    served.stop();
    is_not_well(&port, "does not answer").await;
}

#[tokio::test]
async fn a_server_that_is_not_ready_is_not_well() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let asked = connection.read(&mut [0; 1024]).await.unwrap();
        assert!(asked > 0);
        let answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        connection.write_all(answer.as_bytes()).await.unwrap();
        // Accepts the next connection and never answers.
        let silent = listener.accept().await.unwrap();
        std::future::pending::<()>().await;
        drop(silent);
    });
    is_not_well(&port, "503 Service Unavailable").await;
    is_not_well(&port, "within 3 s").await;
}

#[tokio::test]
async fn a_server_on_any_free_port_cannot_be_found() {
    is_not_well("0", "PORT is \"0\"").await;
}
