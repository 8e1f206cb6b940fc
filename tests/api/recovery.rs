use super::smtp::{FakeSmtp, Mail};
use super::*;
use tokio::net::TcpListener;

const NEW_PASSWORD: &str = "another horse";

/// The path and query of the link in a mail.
fn link(mail: &Mail, server: &TestServer) -> String {
    let line = mail.text.lines().find(|line| line.starts_with("http")).unwrap();
    line.strip_prefix(&server.url).unwrap().to_owned()
}

fn token(link: &str) -> &str {
    link.split_once("?token=").unwrap().1
}

#[tokio::test]
async fn a_forgotten_password_is_reset_by_mail() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let mut smtp = FakeSmtp::start().await;
        let server = TestServer::start_with_mail(&database.url, smtp.address).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let stranger = server.browser();
        assert!(stranger.get("/login").await.text().await.unwrap().contains("href=\"/forgot-password\""));
        assert!(stranger.get("/forgot-password").await.text().await.unwrap().contains("Send the link"));

        // The answer is the same whether there is such a person or not.
        for email in ["nobody@example.com", "Ann@Example.com"] {
            let asked = stranger.form("/rpc/auth/forgot_password", &[("email", email)]).await;
            assert_eq!((asked.status().as_u16(), location(&asked)), (302, "/forgot-password?sent=1"));
        }
        let page = stranger.get("/forgot-password?sent=1").await.text().await.unwrap();
        assert!(page.contains("If there is an account with this address"), "{page}");

        let mail = smtp.next().await;
        assert_eq!((mail.from.as_str(), mail.to.as_str()), ("docket@example.com", "ann@example.com"));
        assert!(mail.head.contains("Subject: Reset your Docket password"), "{}", mail.head);
        assert!(mail.head.contains("Auto-Submitted: auto-generated"), "{}", mail.head);
        let changing = [(r"http://\S+", "[link]"), (r"\d{4}-\d\d-\d\d \d\d:\d\d", "[time]")];
        insta::with_settings!({ filters => changing }, {
            insta::allow_duplicates! {
                insta::assert_snapshot!(mail.text, @"
                Somebody, probably you, asked for a new password for the account
                ann@example.com on [link]

                To choose one, open this page:

                [link]

                It works once, until [time] UTC. A new password ends
                every log-in that there is now.

                If you did not ask for this, you need not do anything: your password
                stays as it is.
                ");
            }
        });
        let link = link(&mail, &server);

        let page = stranger.get(&link).await;
        assert_eq!(page.headers()["referrer-policy"], "strict-origin");
        let page = page.text().await.unwrap();
        assert!(page.contains("Set the password"), "{page}");
        assert!(page.contains("<title>Choose a new password · Docket</title>"), "{page}");
        let fields = [("token", token(&link)), ("password", NEW_PASSWORD)];
        let done = stranger.form("/rpc/auth/reset_password", &fields).await;
        assert_eq!((done.status().as_u16(), location(&done)), (302, "/login?reset=1"));
        assert!(
            stranger.get("/login?reset=1").await.text().await.unwrap().contains("Your password is changed")
        );

        let told = smtp.next().await;
        assert!(
            told.to == "ann@example.com" && told.head.contains("Subject: Your Docket password was reset")
        );
        assert_eq!(location(&ann.get("/chat").await), "/login", "her sessions have ended");
        assert_eq!(bob.get("/chat").await.status().as_u16(), 200);
        let log_in = async |password| {
            let fields = [("email", "ann@example.com"), ("password", password)];
            stranger.call("/rpc/auth/log_in", &fields).await.status().as_u16()
        };
        assert_eq!((log_in(PASSWORD).await, log_in(NEW_PASSWORD).await), (401, 200));

        // A used link does not work again, and the page says so.
        let again = stranger.form("/rpc/auth/reset_password", &fields).await;
        let back = location(&again).to_owned();
        assert!(back.starts_with("/reset-password?token="), "{back}");
        for path in [back.as_str(), link.as_str(), "/reset-password?token=made-up", "/reset-password"] {
            let page = stranger.get(path).await.text().await.unwrap();
            assert!(page.contains("This link has been used or has expired"), "{path}: {page}");
            assert!(
                page.contains("href=\"/forgot-password\"") && !page.contains("Set the password"),
                "{path}"
            );
        }
        server.stop().await;
        assert!(smtp.is_empty(), "nobody else got mail");
    }
}

#[tokio::test]
async fn a_password_that_is_refused_leaves_the_link_alive() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let mut smtp = FakeSmtp::start().await;
    let server = TestServer::start_with_mail(&database.url, smtp.address).await;
    let ann = server.person("ann").await;
    // A hydrated page sends the same request.
    let asked = ann.call("/rpc/auth/forgot_password", &[("email", "ann@example.com")]).await;
    assert_eq!((asked.status().as_u16(), location(&asked)), (200, "/forgot-password?sent=1"));
    let link = link(&smtp.next().await, &server);

    let refused =
        ann.form("/rpc/auth/reset_password", &[("token", token(&link)), ("password", "short")]).await;
    let back = location(&refused).to_owned();
    assert!(back.starts_with(&link), "not by the Referer, which the page keeps to itself: {back}");
    let page = ann.get(&back).await.text().await.unwrap();
    assert!(page.contains("Use at least 8 characters.") && page.contains("Set the password"), "{page}");
    assert_eq!(ann.get("/chat").await.status().as_u16(), 200);

    let fields = [("token", token(&link)), ("password", NEW_PASSWORD)];
    let done = ann.call("/rpc/auth/reset_password", &fields).await;
    assert_eq!((done.status().as_u16(), location(&done)), (200, "/login?reset=1"));
    let dead = ann.call("/rpc/auth/reset_password", &fields).await;
    assert_eq!(dead.status().as_u16(), 400);
    assert_eq!(dead.json::<Value>().await.unwrap()["code"], "INVALID_RESET_LINK");
    server.stop().await;
}

#[tokio::test]
async fn better_auths_client_resets_a_password_by_mail() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let mut smtp = FakeSmtp::start().await;
    let server = TestServer::start_with_mail(&database.url, smtp.address).await;
    let ann = server.person("ann").await;
    let stranger = server.browser();
    let post = async |path: &str, body: Value| {
        let response = stranger.request(path).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    for email in ["nobody@example.com", "ann@example.com"] {
        let asked = post("/api/auth/request-password-reset", json!({ "email": email })).await;
        let expected = r#"{"status":true,"message":"If this email exists in our system, check your email for the reset link"}"#;
        assert_eq!(asked, (200, expected.to_owned()), "{email}");
    }
    let link = link(&smtp.next().await, &server);
    let body = json!({ "newPassword": NEW_PASSWORD, "token": token(&link) });
    assert_eq!(post("/api/auth/reset-password", body.clone()).await, (200, r#"{"status":true}"#.to_owned()));
    assert!(smtp.next().await.head.contains("password was reset"));
    assert_eq!(location(&ann.get("/chat").await), "/login");
    let (status, again) = post("/api/auth/reset-password", body).await;
    assert!(status == 400 && again.contains("INVALID_TOKEN"), "{again}");
    server.stop().await;
    assert!(smtp.is_empty(), "nobody else got mail");
}

#[tokio::test]
async fn nobody_is_mailed_over_and_over() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let smtp = FakeSmtp::start().await;
    let server = TestServer::start_with_mail(&database.url, smtp.address).await;
    let stranger = server.browser();
    for email in ["ann@example.com", "nobody@example.com"] {
        let mut statuses = Vec::new();
        for _ in 0..4 {
            let asked = stranger.call("/rpc/auth/forgot_password", &[("email", email)]).await;
            statuses.push(asked.status().as_u16());
        }
        assert_eq!(statuses, [200, 200, 200, 429], "{email}");
    }
    let wrong = stranger.call("/rpc/auth/forgot_password", &[("email", "no address")]).await;
    assert_eq!(wrong.json::<Value>().await.unwrap()["code"], "INVALID_EMAIL");
    server.stop().await;
}

#[tokio::test]
async fn the_answer_does_not_wait_for_the_mail_server() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    // Accepts connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = TestServer::start_with_mail(&database.url, silent.local_addr().unwrap()).await;
    let ann = server.person("ann").await;
    let asked = ann.form("/rpc/auth/forgot_password", &[("email", "ann@example.com")]).await;
    assert_eq!((asked.status().as_u16(), location(&asked)), (302, "/forgot-password?sent=1"));
    drop(silent.accept().await.unwrap());
    server.stop().await;
}

#[tokio::test]
async fn without_mail_the_page_says_whom_to_ask() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let page = ann.get("/forgot-password").await.text().await.unwrap();
    assert!(page.contains("docket user reset-link") && !page.contains("Send the link"), "{page}");
    let refused = ann.call("/rpc/auth/forgot_password", &[("email", "ann@example.com")]).await;
    assert_eq!(refused.status().as_u16(), 400);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "MAIL_DISABLED");
    server.stop().await;
}
