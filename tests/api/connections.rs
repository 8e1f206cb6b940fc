//! Clients that take connections and do not go on: what they cost others.

use super::*;
use docket::http::Limits;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::Instant;

/// How long the short limits of these tests are.
const SHORT: Duration = Duration::from_millis(300);
/// How soon a limit must have its effect on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// A connection from another address of this machine. The server trusts 127.0.0.1 alone as a proxy.
pub(super) async fn connect_from(address: &str, server: &TestServer) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    // Little fits into the buffers of a client that does not read.
    socket.set_recv_buffer_size(4096).unwrap();
    socket.set_send_buffer_size(4096).unwrap();
    socket.bind(SocketAddr::new(address.parse().unwrap(), 0)).unwrap();
    let server: SocketAddr = server.url.trim_start_matches("http://").parse().unwrap();
    socket.connect(server).await.unwrap()
}

/// Everything that the server sends until it closes the connection.
async fn read_to_close(connection: &mut TcpStream) -> String {
    let mut text = Vec::new();
    // The server may reset a connection whose request it did not read.
    let read = tokio::time::timeout(SOON, connection.read_to_end(&mut text)).await;
    assert!(read.is_ok(), "the connection is still open");
    String::from_utf8_lossy(&text).into_owned()
}

/// The first line of the answer to a whole request.
async fn health_from(address: &str, server: &TestServer) -> String {
    let mut connection = connect_from(address, server).await;
    // The server may have closed it already.
    _ = connection.write_all(b"GET /health HTTP/1.1\r\nhost: docket\r\nconnection: close\r\n\r\n").await;
    let answer = read_to_close(&mut connection).await;
    answer.lines().next().unwrap_or_default().to_owned()
}

/// Asks until the address has a place again.
async fn is_served_soon(address: &str, server: &TestServer) {
    let served = async { while health_from(address, server).await != "HTTP/1.1 200 OK" {} };
    assert!(tokio::time::timeout(SOON, served).await.is_ok(), "{address} is shut out");
}

#[tokio::test]
async fn half_open_connections_of_one_address_shut_nobody_out() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start_with_limits(&database.url, Limits::new(32)).await;
    server.person("ann").await;
    let mut attackers = Vec::new();
    for _ in 0..100 {
        let mut connection = connect_from("127.0.0.2", &server).await;
        _ = connection.write_all(b"GET / HTTP/1.1\r\n").await;
        attackers.push(connection);
    }
    // It has its quarter, and everybody else is served: by the proxy, from another address, and with a log-in.
    assert_ne!(health_from("127.0.0.2", &server).await, "HTTP/1.1 200 OK");
    assert_eq!(health_from("127.0.0.3", &server).await, "HTTP/1.1 200 OK");
    assert_eq!(server.browser().get("/health").await.status().as_u16(), 200);
    server.browser().log_in("ann@example.com").await;
    let mut refused = attackers.split_off(8);
    let answer = read_to_close(&mut refused[91]).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 503 "), "{answer}");
    drop(attackers);
    is_served_soon("127.0.0.2", &server).await;
    server.stop().await;
}

#[tokio::test]
async fn a_refused_connection_is_told_why() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start_with_limits(&database.url, Limits::new(4)).await;
    let _first = connect_from("127.0.0.2", &server).await;
    // This one sends nothing, so nothing resets it before its answer is read.
    let answer = read_to_close(&mut connect_from("127.0.0.2", &server).await).await;
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("\r\nretry-after: 5\r\n"), "{head}");
    assert!(head.contains("\r\nx-content-type-options: nosniff\r\n"), "{head}");
    assert_eq!(text, "Too many connections are open. Try again in a few seconds.\n");
    server.stop().await;
}

#[tokio::test]
async fn a_head_that_does_not_end_ends_the_connection() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let limits = Limits { head: SHORT, ..Limits::new(32) };
    let server = TestServer::start_with_limits(&database.url, limits).await;
    let ann = server.person("ann").await;
    let mut stream = ann.stream::<Value>("/rpc/live/events", &[]).await;
    let (began, mut connection) = (Instant::now(), connect_from("127.0.0.2", &server).await);
    connection.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
    assert!(!read_to_close(&mut connection).await.contains("200 OK"));
    assert!(began.elapsed() >= SHORT);
    // An idle connection ends in the same way.
    let mut connection = connect_from("127.0.0.2", &server).await;
    connection.write_all(b"GET /health HTTP/1.1\r\nhost: docket\r\n\r\n").await.unwrap();
    assert!(read_to_close(&mut connection).await.contains("200 OK"));
    // A stream goes on meanwhile, as its request is whole.
    assert!(stream.next().await.is_some());
    ann.call("/rpc/tasks/add", &[("title", "Buy milk")]).await;
    assert!(stream.next().await.is_some());
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_does_not_end_is_answered() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let limits = Limits { body: SHORT, ..Limits::new(32) };
    let server = TestServer::start_with_limits(&database.url, limits).await;
    for path in ["/rpc/auth/log_in", "/api/auth/sign-in/email", "/api/ann/tasks", "/oauth/register"] {
        let mut connection = connect_from("127.0.0.2", &server).await;
        let kind =
            if path.starts_with("/rpc/") { "application/x-www-form-urlencoded" } else { "application/json" };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: docket\r\ncontent-type: {kind}\r\ncontent-length: 100\r\n\r\n{{"
        );
        connection.write_all(head.as_bytes()).await.unwrap();
        let answer = read_to_close(&mut connection).await;
        // A door refuses strangers before it reads anything.
        let status = if path.starts_with("/api/ann") { "401" } else { "408" };
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        assert!(answer.contains("\r\nx-content-type-options: nosniff\r\n"), "{path}: {answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_reads_nothing_loses_its_connection() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let limits = Limits { stall: SHORT, ..Limits::new(4) };
    let server = TestServer::start_with_limits(&database.url, limits).await;
    let mut connection = connect_from("127.0.0.2", &server).await;
    let filled = async {
        // Requests in a row, until neither side takes more. The answers are long and cost little, so they soon fill the
        // megabytes that lie between the two.
        while connection.write_all(b"GET /api/openapi.json HTTP/1.1\r\nhost: docket\r\n\r\n").await.is_ok() {}
    };
    assert!(tokio::time::timeout(SOON, filled).await.is_ok(), "the server waits for its reader");
    is_served_soon("127.0.0.2", &server).await;
    server.stop().await;
}

#[tokio::test]
async fn half_open_connections_do_not_keep_a_server_from_stopping() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start_with_limits(&database.url, Limits::new(32)).await;
    let mut idle = connect_from("127.0.0.2", &server).await;
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: docket\r\n\r\n").await.unwrap();
    let mut answer = [0; 15];
    idle.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    assert!(tokio::time::timeout(SOON, server.stop()).await.is_ok());
}
