//! Reminders and the plan of the day by mail, to addresses that are confirmed.

use super::smtp::{FakeSmtp, Mail};
use super::*;
use docket::clock::Clock;
use time::format_description::well_known::Rfc3339;

/// A server whose mail goes to the test, and whose time the test moves.
async fn start(database: &TestDatabase) -> (TestServer, FakeSmtp, Clock) {
    let (smtp, clock) = (FakeSmtp::start().await, Clock::adjustable());
    let server = TestServer::start_with_mail_and_clock(&database.url, smtp.address, &clock).await;
    (server, smtp, clock)
}

/// The token of the link in a mail.
fn token(mail: &Mail, server: &TestServer) -> String {
    let page = format!("{}/settings?confirm=", server.url);
    let line = mail.text.lines().find_map(|line| line.strip_prefix(&page)).unwrap();
    line.strip_suffix("#reminders").unwrap().to_owned()
}

async fn confirm(person: &Browser, smtp: &mut FakeSmtp, server: &TestServer) {
    let asked = person.form("/rpc/preferences/send-address-link", &[]).await;
    assert_eq!(location(&asked), "/settings?done=address-link");
    let token = token(&smtp.next().await, server);
    let confirmed = person.form("/rpc/preferences/confirm-address", &[("token", &token)]).await;
    assert_eq!(location(&confirmed), "/settings?done=address");
}

/// Adds a task that is due in an hour and reminds then. Returns its number.
async fn add(person: &Browser, clock: &Clock, title: &str) -> String {
    let due = (clock.now_utc() + time::Duration::HOUR).format(&Rfc3339).unwrap();
    let fields = [("title", title), ("plan[due]", due.as_str()), ("plan[reminders]", "at the time")];
    let task: Value = person.call("/rpc/tasks/add", &fields).await.json().await.unwrap();
    task["id"].to_string()
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_owner_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (server, mut smtp, clock) = start(&database).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let page = ann.get("/settings").await.text().await.unwrap();
        assert!(
            page.contains("Mail me a link to confirm it") && page.contains(r#"id="reminder_mail""#),
            "{page}"
        );

        ann.form("/rpc/preferences/send-address-link", &[]).await;
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(mail.head.contains("Subject: Confirm your address for Docket"), "{}", mail.head);
        let changing = [(r"http://\S+", "[link]"), (r"\d{4}-\d\d-\d\d \d\d:\d\d", "[time]")];
        insta::with_settings!({ filters => changing }, {
            insta::allow_duplicates! {
                insta::assert_snapshot!(mail.text, @r"
                Somebody, probably you, wants [link]
                to mail reminders of tasks to ann@example.com.

                To confirm that this address is yours, open this page in a browser in
                which you are logged in:

                [link]

                It works once, until [time] UTC.

                If you did not ask for this, you need not do anything: no reminders will
                be mailed to you.
                ");
            }
        });
        let first = token(&mail, &server);
        ann.form("/rpc/preferences/send-address-link", &[]).await;
        let token = token(&smtp.next().await, &server);
        let link = format!("/settings?confirm={token}");
        let page = ann.get(&link).await.text().await.unwrap();
        assert!(page.contains("Confirm my address"), "{page}");
        // Somebody who is logged out comes back to it.
        let stranger = server.browser();
        let away = stranger.get(&link).await;
        let log_in = format!("/login?next=%2Fsettings%3Fconfirm%3D{token}");
        assert_eq!((away.status().as_u16(), location(&away)), (302, log_in.as_str()));
        let fields = [("email", "ann@example.com"), ("password", PASSWORD), ("next", link.as_str())];
        let logged_in = stranger.form("/rpc/auth/log_in", &fields).await;
        assert_eq!(location(&logged_in), link);

        let try_it = async |person: &Browser, token: &str| {
            let answer = person.call("/rpc/preferences/confirm-address", &[("token", token)]).await;
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap()["code"].clone())
        };
        let refused = (400, json!("INVALID_RESET_LINK"));
        assert_eq!(try_it(&ann, &first).await, refused, "a new link ends the one before");
        assert_eq!(try_it(&bob, &token).await, refused, "it is for ann");
        assert_eq!(try_it(&ann, &token).await, (200, Value::Null));
        assert_eq!(try_it(&ann, &token).await, refused, "it works once");
        let verified = async |person: &Browser| {
            person.call("/rpc/auth/me", &[]).await.json::<Value>().await.unwrap()["email_verified"].clone()
        };
        assert_eq!((verified(&ann).await, verified(&bob).await), (json!(true), json!(false)));
        let page = ann.get("/settings?done=address").await.text().await.unwrap();
        assert!(page.contains("Your address is confirmed.") && !page.contains("Mail me a link"), "{page}");

        bob.form("/rpc/preferences/send-address-link", &[]).await;
        let late = self::token(&smtp.next().await, &server);
        clock.advance(time::Duration::days(2));
        assert_eq!(try_it(&bob, &late).await, refused, "it does not work for ever");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_reminder_is_mailed_to_a_confirmed_address() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (server, mut smtp, clock) = start(&database).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        confirm(&ann, &mut smtp, &server).await;
        // Bob's address may be a stranger's.
        add(&bob, &clock, "Not for strangers").await;
        let task = add(&ann, &clock, "Call mom\u{85}Bcc: eve@evil.example").await;
        clock.advance(time::Duration::HOUR + time::Duration::seconds(1));
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(mail.head.contains("Auto-Submitted: auto-generated"), "{}", mail.head);
        assert!(mail.head.contains("Message-ID: <reminder-"), "{}", mail.head);
        assert!(!mail.head.contains("\nBcc"), "{}", mail.head);
        assert!(mail.text.contains(&format!("\n{}/tasks/{task}\r\n", server.url)), "{}", mail.text);
        assert!(
            mail.text.contains("\nDue: ") && mail.text.contains(&format!("{}/settings", server.url)),
            "{}",
            mail.text
        );

        // She turns it off, and asks for a plan in two hours.
        let soon = (clock.now_utc() + time::Duration::hours(2)).format(&Rfc3339).unwrap();
        let wishes = [("daily_plan", "true"), ("plan_time", &soon[11..16])];
        let set = ann.form("/rpc/preferences/mail", &wishes).await;
        assert_eq!(location(&set), "/settings?done=mail-wishes");
        let page = ann.get("/settings?done=mail-wishes").await.text().await.unwrap();
        assert!(page.contains("Saved.") && page.contains(&format!("value=\"{}\"", &soon[11..16])), "{page}");
        add(&ann, &clock, "Read the paper").await;
        clock.advance(time::Duration::hours(2));
        let mail = smtp.next().await;
        assert!(mail.head.contains("Subject: Your plan for "), "{}", mail.head);
        assert!(mail.head.contains("Message-ID: <plan-"), "{}", mail.head);
        assert!(mail.text.contains("Read the paper"), "{}", mail.text);
        assert!(mail.text.contains(&format!("{}/tasks/today", server.url)), "{}", mail.text);
        server.stop().await;
        assert!(smtp.is_empty(), "nothing else was mailed");
    }
}

#[tokio::test]
async fn a_server_without_mail_says_so() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let page = ann.get("/settings").await.text().await.unwrap();
    assert!(page.contains("This Docket sends no mail"), "{page}");
    let answer = ann.call("/rpc/preferences/send-address-link", &[]).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "MAIL_DISABLED");
    let wrong = [("daily_plan", "true"), ("plan_time", "soon")];
    let answer = ann.call("/rpc/preferences/mail", &wrong).await;
    assert_eq!(answer.status().as_u16(), 400);
    assert_eq!(answer.json::<Value>().await.unwrap()["field"], "plan_time");
    server.stop().await;
}
