//! Requests that no calendar program sends.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CALENDAR: &str = "/dav/calendars/tasks/";

#[tokio::test]
async fn xml_that_grows_or_is_none_is_refused() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    let deep = [&"<a xmlns='DAV:'>".repeat(5000)[..], &"</a>".repeat(5000)].concat();
    let wide = ["<propfind xmlns='DAV:'><prop>", &"<a/>".repeat(30_000), "</prop></propfind>"].concat();
    let names: String = (0..300).map(|number| format!("<a{number}/>")).collect();
    let many = ["<propfind xmlns='DAV:'><prop>", &names, "</prop></propfind>"].concat();
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><propfind xmlns='DAV:'><prop>&b;</prop></propfind>";
    let outside = "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><propfind xmlns='DAV:'><prop><displayname>&a;</displayname></prop></propfind>";
    for body in [
        "hello",
        "<propfind",
        "<propfind xmlns='DAV:'/><b/>",
        "<b/>",
        "<a\"b xmlns='DAV:'/>",
        &deep,
        &wide,
        &many,
        bomb,
        outside,
    ] {
        for method in ["PROPFIND", "PROPPATCH"] {
            let refused = program.ask(method, CALENDAR, &[("depth", "0")], body).await;
            assert_eq!(refused.status, 400, "{method} {}: {}", &body[..body.len().min(60)], refused.text);
        }
        let refused = program.report(CALENDAR, body).await;
        assert!([400, 403].contains(&refused.status), "{}", refused.text);
    }
    let large = format!("<propfind xmlns='DAV:'><!--{}--></propfind>", "x".repeat(1024 * 1024));
    assert_eq!(program.propfind(CALENDAR, "0", "", &large).await.status, 413);
    // A name that is not known comes back as it was, and nothing of it becomes markup.
    let strange = "<X:prop><y:b xmlns:y=\"urn:&quot;&gt;&lt;z/&gt;\"/></X:prop>";
    let told = program.propfind(CALENDAR, "0", "", strange).await;
    assert!(told.text.contains("<x:b xmlns:x=\"urn:&quot;&gt;&lt;z/&gt;\"/>"), "{}", told.text);
    server.stop().await;
}

#[tokio::test]
async fn a_filter_that_would_compute_for_long_is_refused() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
    let program = Program::of(&server, &ann, "ann", "read").await;
    let query = async |inner: &str| {
        let body = format!(
            "<CAL:calendar-query {DAVX5}><prop><getetag/></prop><CAL:filter><CAL:comp-filter name=\"VCALENDAR\">\
             <CAL:comp-filter name=\"VTODO\">{inner}</CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>"
        );
        program.report(CALENDAR, &body).await
    };
    let text = "<CAL:text-match>i</CAL:text-match>";
    let title = format!("<CAL:prop-filter name=\"SUMMARY\">{text}</CAL:prop-filter>");
    let language = format!("<CAL:param-filter name=\"LANGUAGE\">{text}</CAL:param-filter>");
    let languages =
        |count| format!("<CAL:prop-filter name=\"SUMMARY\">{}</CAL:prop-filter>", language.repeat(count));
    let range =
        "<CAL:prop-filter name=\"DUE\"><CAL:time-range start=\"20261201T000000Z\"/></CAL:prop-filter>";
    let alarms =
        ["<CAL:comp-filter name=\"VALARM\">", "</CAL:comp-filter>"].map(|tag| tag.repeat(20)).concat();
    // The two components count, so 24 titles with a text each make 50 elements.
    assert_eq!(query(&title.repeat(24)).await.responses().len(), 1);
    for inner in [
        title.repeat(25),
        title.repeat(5000),
        languages(24),
        languages(8000),
        range.repeat(25),
        format!("{}{alarms}", title.repeat(15)),
        "<CAL:text-match/>".repeat(10_000),
    ] {
        let refused = query(&inner).await;
        assert!(
            refused.status == 403 && refused.text.contains("<C:valid-filter/>"),
            "{}: {}",
            inner.len(),
            refused.text
        );
        assert!(refused.text.contains("at most 50 elements"), "{}", refused.text);
    }
    let deep = ["<CAL:comp-filter name=\"VALARM\">", "</CAL:comp-filter>"].map(|tag| tag.repeat(40)).concat();
    assert_eq!(query(&deep).await.status, 400);
    server.stop().await;
}

#[tokio::test]
async fn names_cannot_lead_out_of_a_calendar() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        let address = server.url.strip_prefix("http://").unwrap();
        let text = todo("x", "SUMMARY:Milk");
        // A client library would tidy these up.
        for path in
            ["../x.ics", "..%2fx.ics", "%2e%2e", ".", "a%00b", "a%0d%0ab", "a%5cb", "%ff", "a/b.ics", "//x"]
        {
            let mut connection = TcpStream::connect(address).await.unwrap();
            let token = &program.token;
            let head = format!(
                "PUT {CALENDAR}{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
                 content-type: text/calendar\r\ncontent-length: {}\r\n\r\n{text}",
                text.len()
            );
            connection.write_all(head.as_bytes()).await.unwrap();
            let mut answer = String::new();
            connection.read_to_string(&mut answer).await.unwrap();
            assert!(
                answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"),
                "{path}: {answer}"
            );
        }
        assert!(tasks(&ann).await.is_empty());
        // Strange, and yet names.
        let long = "x".repeat(251);
        for (number, name) in [
            "%C3%A4 %F0%9F%98%80.ics".replace(' ', "%20"),
            "a@b(c).ics".into(),
            "%3Cb%3E%26.ics".into(),
            format!("{long}.ics"),
        ]
        .iter()
        .enumerate()
        {
            let path = format!("{CALENDAR}{name}");
            let put = program.put(&path, &[], &todo(&format!("uid-{number}"), "SUMMARY:Milk")).await;
            assert_eq!(put.status, 201, "{name}: {}", put.text);
            assert_eq!(program.get(&path).await.status, 200, "{name}");
            let entries = program.entries(CALENDAR).await;
            for (href, _) in &entries {
                assert_eq!(program.get(href).await.status, 200, "{href}");
            }
            assert_eq!(entries.len(), number + 1);
        }
        let too_long = format!("{CALENDAR}{}", "x".repeat(256));
        assert_eq!(program.put(&too_long, &[], &text).await.status, 404);
        server.stop().await;
    }
}

#[tokio::test]
async fn addresses_in_a_multiget_may_be_anything() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
    let program = Program::of(&server, &ann, "ann", "read").await;
    let [(path, _)] = &program.entries(CALENDAR).await[..] else { panic!() };
    let whole = format!("{}{path}", server.url);
    let odd = [
        "",
        "x",
        "://",
        "http://",
        "/",
        "&lt;b&gt;",
        "/dav/calendars/tasks/%ff",
        "/dav/calendars/other/x.ics",
        CALENDAR,
    ];
    let hrefs: String = odd.iter().map(|href| format!("<href>{href}</href>")).collect();
    let body = format!(
        "<CAL:calendar-multiget {DAVX5}><prop><getetag/></prop>{hrefs}<href>{whole}</href></CAL:calendar-multiget>"
    );
    let answer = program.report(CALENDAR, &body).await;
    assert_eq!(answer.status, 207);
    assert_eq!(answer.text.matches("404 Not Found").count(), odd.len(), "{}", answer.text);
    assert!(answer.of_href(&whole).contains("<D:getetag>"));
    // One object under many addresses would make a small question a large answer.
    let hrefs: String = (0..1000).map(|number| format!("<href>http://{number}{path}</href>")).collect();
    let body = format!(
        "<CAL:calendar-multiget {DAVX5}><prop><CAL:calendar-data/></prop>{hrefs}</CAL:calendar-multiget>"
    );
    assert_eq!(program.report(CALENDAR, &body).await.responses().len(), 1);
    // A thousand that are not there.
    let hrefs: String = (0..1000).map(|number| format!("<href>{CALENDAR}{number}.ics</href>")).collect();
    let body =
        format!("<CAL:calendar-multiget {DAVX5}><prop><getetag/></prop>{hrefs}</CAL:calendar-multiget>");
    assert_eq!(program.report(CALENDAR, &body).await.text.matches("404 Not Found").count(), 1000);
    server.stop().await;
}

/// Each piece of an answer is in memory, and holds nobody up for long.
#[tokio::test]
async fn an_answer_with_long_names_comes_in_small_pieces() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    for number in 0..60 {
        ann.call("/rpc/tasks/add", &[("title", &format!("Task {number}"))]).await;
    }
    let program = Program::of(&server, &ann, "ann", "read").await;
    let (long, space) = ("a".repeat(190), "n".repeat(200));
    let names: String = (0..200).map(|number| format!("<x:{long}{number} xmlns:x=\"{space}\"/>")).collect();
    let body = format!("<propfind xmlns=\"DAV:\"><prop>{names}</prop></propfind>");
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "PROPFIND {CALENDAR} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\ndepth: 1\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        program.token,
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    let (head, mut rest) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 207") && head.contains("transfer-encoding: chunked"), "{head}");
    let (mut sizes, mut told) = (Vec::new(), 0);
    while let Some((size, more)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            break;
        }
        told += more[..size].matches("<D:response>").count();
        sizes.push(size);
        rest = &more[size + 2..];
    }
    assert_eq!(told, 61);
    assert!(sizes.iter().all(|size| *size < 1024 * 1024), "{sizes:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_body_that_does_not_come_ends_in_time() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let limits = docket::http::Limits { body: Duration::from_millis(200), ..docket::http::Limits::new(100) };
    let server = TestServer::start_with_limits(&database.url, limits).await;
    let ann = server.person("ann").await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let token = &program.token;
    let head = format!(
        "PUT {CALENDAR}x.ics HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-length: 100\r\n\r\nBEGIN"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    server.stop().await;
}
