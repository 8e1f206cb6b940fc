//! What browsers load.

use super::*;
use crate::served::Served;
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
