//! Calendars of tasks, asked as calendar programs ask.

mod discovery;
mod lists;
mod objects;
mod properties;
mod rights;
mod sync;
mod unfriendly;
mod zones;

use super::*;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};
use std::time::Duration;

/// The namespaces as Apple's programs abbreviate them.
const APPLE: &str = r#"xmlns:A="DAV:" xmlns:B="urn:ietf:params:xml:ns:caldav" xmlns:C="http://calendarserver.org/ns/" xmlns:D="http://apple.com/ns/ical/""#;
/// The namespaces as DAVx5 abbreviates them.
const DAVX5: &str =
    r#"xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/""#;

/// A program with a token.
struct Program {
    client: reqwest::Client,
    url: String,
    name: String,
    token: String,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Program {
    /// A program of a person, with a token that may do this.
    async fn of(server: &TestServer, person: &Browser, name: &str, permission: &str) -> Self {
        let form = [
            ("token_name", "Calendars"),
            ("permission", permission),
            ("days", "30"),
            ("token_password", PASSWORD),
        ];
        let made: Value = person.call("/rpc/auth/make_personal_token", &form).await.json().await.unwrap();
        Self {
            client: server.browser().client().clone(),
            url: server.url.clone(),
            name: format!("{name}@example.com"),
            token: made["token"].as_str().unwrap().to_owned(),
        }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        self.client.request(method, url).basic_auth(&self.name, Some(&self.token))
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(HeaderName::from_bytes(name.as_bytes()).unwrap(), *value);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        Answer::of(request.send().await.unwrap()).await
    }

    async fn propfind(&self, path: &str, depth: &str, namespaces: &str, body: &str) -> Answer {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<X:propfind xmlns:X=\"DAV:\" {namespaces}>{body}</X:propfind>"
        );
        let headers = [("depth", depth), ("content-type", "text/xml; charset=utf-8")];
        self.ask("PROPFIND", path, &headers, &body).await
    }

    async fn report(&self, path: &str, body: &str) -> Answer {
        self.ask("REPORT", path, &[("depth", "1"), ("content-type", "application/xml")], body).await
    }

    async fn put(&self, path: &str, headers: &[(&str, &str)], text: &str) -> Answer {
        let headers = [&[("content-type", "text/calendar; charset=utf-8")], headers].concat();
        self.ask("PUT", path, &headers, text).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    /// The objects of a calendar: each name with its tag.
    async fn entries(&self, calendar: &str) -> Vec<(String, String)> {
        let body = format!("<propfind {DAVX5}><prop><getetag/><resourcetype/></prop></propfind>");
        let answer = self.ask("PROPFIND", calendar, &[("depth", "1")], &body).await;
        assert_eq!(answer.status, 207, "{}", answer.text);
        let objects = answer.responses().into_iter().filter(|(href, _)| href != calendar);
        objects.map(|(href, text)| (href, value(&text, "D:getetag"))).collect()
    }

    /// The sync token of a calendar.
    async fn sync_token(&self, calendar: &str) -> String {
        let answer = self.propfind(calendar, "0", "", "<X:prop><X:sync-token/></X:prop>").await;
        value(&answer.text, "D:sync-token")
    }

    /// What has changed since a token: addresses with the status, and the next token.
    async fn sync(&self, calendar: &str, token: &str) -> (Vec<(String, String)>, String) {
        let body = format!(
            "<sync-collection {DAVX5}><sync-token>{token}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
        );
        let answer = self.report(calendar, &body).await;
        assert_eq!(answer.status, 207, "{}", answer.text);
        let told = answer.responses().into_iter().map(|(href, text)| {
            let status = value(&text, "D:status");
            (href, status.trim_start_matches("HTTP/1.1 ").to_owned())
        });
        (told.collect(), value(&answer.text, "D:sync-token"))
    }
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The address and the rest of each response.
    fn responses(&self) -> Vec<(String, String)> {
        let parts = self.text.split("<D:response>").skip(1);
        parts
            .map(|part| (value(part, "D:href"), part.split("</D:response>").next().unwrap().to_owned()))
            .collect()
    }

    /// What is told of one address.
    fn of_href(&self, href: &str) -> String {
        let found = self.responses().into_iter().find(|(known, _)| known == href);
        found.unwrap_or_else(|| panic!("{href} is not in {}", self.text)).1
    }
}

/// The content of the first element with this name. Empty if there is none.
fn value(text: &str, element: &str) -> String {
    let Some((_, rest)) = text.split_once(&format!("<{element}>")) else { return String::new() };
    let inner = rest.split(&format!("</{element}>")).next().unwrap();
    inner
        .replace("&#13;", "\r")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// A VTODO as a program sends it.
fn todo(uid: &str, lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("{}\r\n", line.trim())).collect();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VTODO\r\nUID:{uid}\r\nDTSTAMP:20261129T020000Z\r\n\
         {lines}END:VTODO\r\nEND:VCALENDAR\r\n"
    )
}

/// The person's tasks, as the page has them.
async fn tasks(person: &Browser) -> Vec<Value> {
    person.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap()
}

/// The task with this title.
async fn task(person: &Browser, title: &str) -> Value {
    let tasks = tasks(person).await;
    tasks
        .iter()
        .find(|task| task["title"] == title)
        .unwrap_or_else(|| panic!("{title} is not in {tasks:?}"))
        .clone()
}
