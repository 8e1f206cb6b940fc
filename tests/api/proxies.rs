//! The proxies of docs/deploy.md, with the settings that are shown there.

use super::process::Process;
use super::*;
use docket::random::Random;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const DOCUMENT: &str = include_str!("../../docs/deploy.md");

/// The block of the document that begins with this line, without its indentation.
fn block(first: &str) -> String {
    let lines = DOCUMENT.lines().skip_while(|line| line.trim() != first);
    let block: Vec<_> = lines.take_while(|line| line.starts_with("    ")).map(|line| &line[4..]).collect();
    assert!(!block.is_empty(), "docs/deploy.md has no block {first}");
    block.join("\n")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A running proxy.
struct Proxy {
    url: String,
    _process: Process,
    _folder: TempDir,
}

/// Starts a proxy whose configuration `text` makes of a folder and a port. `None` where it is not installed.
async fn start(program: &str, arguments: &[&str], text: impl Fn(&str, u16) -> String) -> Option<Proxy> {
    if !Path::new(program).exists() {
        eprintln!("skipped: {program} is not installed");
        return None;
    }
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let file = folder.path().join("configuration");
    std::fs::write(&file, text(&folder.path().display().to_string(), port)).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(&file).env("HOME", folder.path()).stderr(Stdio::null()).stdout(Stdio::null());
    let process = Process::start(&mut command);
    let url = format!("http://127.0.0.1:{port}");
    let listens = async { while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {} };
    let listens = tokio::time::timeout(std::time::Duration::from_secs(20), listens).await;
    assert!(listens.is_ok(), "{program} does not listen");
    Some(Proxy { url, _process: process, _folder: folder })
}

async fn nginx(location: &str) -> Option<Proxy> {
    let text = |folder: &str, port| {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {folder}/{name};"))
            .concat();
        format!(
            "daemon off; master_process off; pid {folder}/pid; error_log stderr; events {{}}
             http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port}; {location} }} }}"
        )
    };
    start("/usr/sbin/nginx", &["-c"], text).await
}

async fn caddy(site: &str) -> Option<Proxy> {
    let text =
        |_: &str, port| format!("{{\n admin off\n auto_https off\n}}\nhttp://127.0.0.1:{port} {site}\n");
    start("/usr/bin/caddy", &["run", "--adapter", "caddyfile", "--config"], text).await
}

/// The address that Docket takes a client for, which connects to the proxy from 127.0.0.9 and says that it is another.
async fn seen_through(proxy: &Proxy, header: &str, value: &str) -> String {
    // Every browser sees to the encryption that all clients of this process use.
    drop(Browser::at(&proxy.url));
    let client = reqwest::Client::builder().local_address("127.0.0.9".parse::<std::net::IpAddr>().ok());
    let client = client.cookie_store(true).build().unwrap();
    let email = format!("{}@example.com", Random::system().alphanumeric(8).to_lowercase());
    let form = [("name", "Ann"), ("email", email.as_str()), ("password", PASSWORD)];
    let sent = client.post(format!("{}/rpc/auth/sign_up", proxy.url)).header("accept", "application/json");
    let sent = sent.header("origin", &proxy.url).header(header, value).form(&form).send().await.unwrap();
    assert_eq!(sent.status().as_u16(), 200, "{}", sent.text().await.unwrap());
    let export: Value =
        client.get(format!("{}/settings/export", proxy.url)).send().await.unwrap().json().await.unwrap();
    // Replies come word by word, so a proxy must not collect them.
    let mut events = client
        .post(format!("{}/rpc/live/events", proxy.url))
        .header("accept", "application/json")
        .header("origin", &proxy.url)
        .form(&[("", "")])
        .send()
        .await
        .unwrap();
    assert!(events.chunk().await.unwrap().is_some());
    export["sessions"][0]["address"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_documented_proxies_pass_on_the_true_address() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let address = server.url.trim_start_matches("http://");
    let ours = |text: String| {
        assert!(text.contains("127.0.0.1:3000"), "{text}");
        text.replace("127.0.0.1:3000", address)
    };
    let nginx = nginx(&ours(block("proxy_http_version 1.1;"))).await;
    let caddy = caddy(&ours(block("tasks.example.com {")).replace("tasks.example.com ", "")).await;
    for proxy in [nginx, caddy].iter().flatten() {
        for value in ["198.51.100.1", "198.51.100.1, 127.0.0.1", "127.0.0.1:80", "nonsense"] {
            assert_eq!(seen_through(proxy, "x-forwarded-for", value).await, "127.0.0.9", "{value}");
        }
        assert_eq!(seen_through(proxy, "forwarded", "for=198.51.100.1").await, "127.0.0.9");
    }
    server.stop().await;
}

/// Calendar programs send methods that few others do, and long bodies.
#[tokio::test]
async fn the_documented_proxies_let_calendar_programs_through() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let form = [("token_name", "x"), ("permission", "write"), ("days", "30"), ("token_password", PASSWORD)];
    let made: Value = ann.call("/rpc/auth/make_personal_token", &form).await.json().await.unwrap();
    let token = made["token"].as_str().unwrap();
    let address = server.url.trim_start_matches("http://");
    let nginx = nginx(&block("proxy_http_version 1.1;").replace("127.0.0.1:3000", address)).await;
    let caddy = block("tasks.example.com {").replace("127.0.0.1:3000", address);
    let caddy = self::caddy(&caddy.replace("tasks.example.com ", "")).await;
    let client = server.browser().client().clone();
    for proxy in [nginx, caddy].iter().flatten() {
        let ask = async |method: &str, path: &str, body: String| {
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let request = client.request(method, format!("{}{path}", proxy.url)).bearer_auth(token);
            let moved = format!("{}/dav/calendars/tasks/y.ics", proxy.url);
            let request = request.header("depth", "1").header("destination", moved);
            request.header("content-type", "text/calendar").body(body).send().await.unwrap().status().as_u16()
        };
        let long = format!("<propfind xmlns='DAV:'><!--{}--><allprop/></propfind>", "x".repeat(500 * 1024));
        let todo = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:x\r\nSUMMARY:Milk\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
        let sync = "<sync-collection xmlns='DAV:'><sync-token/><prop><getetag/></prop></sync-collection>";
        for (method, path, body, status) in [
            ("PROPFIND", "/.well-known/caldav", "", 301),
            ("OPTIONS", "/dav/", "", 200),
            ("PROPFIND", "/dav/calendars/", &long, 207),
            ("PUT", "/dav/calendars/tasks/x.ics", todo, 201),
            ("REPORT", "/dav/calendars/tasks/", sync, 207),
            ("MOVE", "/dav/calendars/tasks/x.ics", "", 201),
            ("DELETE", "/dav/calendars/tasks/y.ics", "", 204),
            ("MKCALENDAR", "/dav/calendars/new/", "", 201),
            ("DELETE", "/dav/calendars/new/", "", 204),
        ] {
            assert_eq!(ask(method, path, body.to_owned()).await, status, "{method} {path} {}", proxy.url);
        }
    }
    server.stop().await;
}

/// Why the document warns: such a proxy lets everybody choose an address.
#[tokio::test]
async fn a_proxy_that_passes_the_header_on_cannot_be_told_from_one_that_sets_it() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let bare = format!("location / {{ proxy_pass {}; proxy_set_header Host $http_host; }}", server.url);
    if let Some(proxy) = nginx(&bare).await {
        assert_eq!(seen_through(&proxy, "x-forwarded-for", "198.51.100.1").await, "198.51.100.1");
    }
    server.stop().await;
}
