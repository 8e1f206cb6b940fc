//! Mails that tell a person what happened to their account.

use super::smtp::FakeSmtp;
use super::*;

#[tokio::test]
async fn a_person_is_told_of_a_new_device_and_a_new_password() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let mut smtp = FakeSmtp::start().await;
        let server = TestServer::start_with_mail(&database.url, smtp.address).await;
        let ann = server.person("ann").await;
        let log_in = async |from: &str, agent: &str, password: &str| {
            let form = [("email", "ann@example.com"), ("password", password)];
            let request = server.browser().request("/rpc/auth/log_in").header("accept", "application/json");
            let request = request.header("x-forwarded-for", from).header("user-agent", agent).form(&form);
            request.send().await.unwrap().status().as_u16()
        };
        assert_eq!(log_in("203.0.113.9", "Visit http://evil.example/5", "wrong horse").await, 401);
        assert_eq!(log_in("203.0.113.9", "Firefox/145 http://evil.example", PASSWORD).await, 200);
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(mail.head.contains("Subject: New log-in to Docket"), "{}", mail.head);
        let changing = [(r"http://127\S+", "[link]"), (r"\d{4}-\d\d-\d\d \d\d:\d\d", "[time]")];
        insta::with_settings!({ filters => changing }, {
            insta::allow_duplicates! {
                insta::assert_snapshot!(mail.text, @"
                Somebody logged in to your account ann@example.com
                from a place that is new here:

                When: [time] UTC
                Address: 203.0.113.9
                Browser: Firefox 145 http evil example

                If it was you, you need not do anything. If it was not, choose a new
                password now, which ends every log-in:

                [link]
                ");
            }
        });
        assert!(mail.text.contains(&format!("{}/forgot-password", server.url)), "{}", mail.text);
        // The same browser, with an update.
        assert_eq!(log_in("203.0.113.9", "Firefox/146 http://evil.example", PASSWORD).await, 200);

        let change = [("current_password", PASSWORD), ("new_password", "another horse")];
        assert_eq!(ann.call("/rpc/auth/change_password", &change).await.status().as_u16(), 200);
        let mail = smtp.next().await;
        assert!(mail.head.contains("Subject: Your Docket password was changed"), "{}", mail.head);
        assert!(!mail.text.contains("horse"), "{}", mail.text);
        server.stop().await;
        assert!(smtp.is_empty(), "nothing else was mailed");
    }
}

#[tokio::test]
async fn a_person_is_told_of_passkeys() {
    use crate::authenticator::Authenticator;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let mut smtp = FakeSmtp::start().await;
        let server = TestServer::start_with_mail(&database.url, smtp.address).await;
        let here = server.url.replace("127.0.0.1", "localhost");
        let ann = Browser::at(&here);
        ann.sign_up("ann").await;
        let passkey = Authenticator::new(1, &here);
        let options: String = ann.call("/rpc/auth/start_passkey", &[]).await.json().await.unwrap();
        let answer = passkey.make(&serde_json::from_str(&options).unwrap()).to_string();
        let refused =
            ann.call("/rpc/auth/add_passkey", &[("answer", &answer), ("passkey_name", "a\nb")]).await;
        assert_eq!(refused.json::<Value>().await.unwrap()["field"], "passkey_name");
        let added =
            ann.call("/rpc/auth/add_passkey", &[("answer", &answer), ("passkey_name", "Laptop")]).await;
        assert_eq!(added.status().as_u16(), 200);
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(mail.head.contains("Subject: A passkey was added to your Docket account"), "{}", mail.head);
        assert!(!mail.text.contains("Laptop"), "{}", mail.text);

        // With it somebody logs in at a new place, as with the password.
        let other = Browser::at(&here);
        let options: String = other.call("/rpc/auth/start_passkey_log_in", &[]).await.json().await.unwrap();
        let answer = passkey.sign(&serde_json::from_str(&options).unwrap()).to_string();
        let request = other.request("/rpc/auth/passkey_log_in").header("accept", "text/html");
        let request = request.header("x-forwarded-for", "203.0.113.9");
        let response = request.form(&[("answer", answer.as_str()), ("next", "/tasks")]).send().await.unwrap();
        assert_eq!((response.status().as_u16(), location(&response)), (302, "/tasks"));
        let mail = smtp.next().await;
        assert!(mail.head.contains("Subject: New log-in to Docket"), "{}", mail.head);

        // By plain forms.
        let list: Value = ann.call("/rpc/auth/passkeys", &[]).await.json().await.unwrap();
        assert_eq!(list["passkeys"][0]["name"], "Laptop");
        let id = list["passkeys"][0]["id"].as_str().unwrap();
        let renamed =
            ann.form("/rpc/auth/rename_passkey", &[("passkey", id), ("passkey_name", "Phone")]).await;
        assert_eq!(location(&renamed), "/settings?done=passkey-renamed");
        for unknown in ["stolen", "\0"] {
            let refused = ann.call("/rpc/auth/remove_passkey", &[("passkey", unknown)]).await;
            assert_eq!(refused.status().as_u16(), 404);
        }
        let removed = ann.form("/rpc/auth/remove_passkey", &[("passkey", id)]).await;
        assert_eq!(location(&removed), "/settings?done=passkey-removed");
        let mail = smtp.next().await;
        assert!(
            mail.head.contains("Subject: A passkey was removed from your Docket account"),
            "{}",
            mail.head
        );
        server.stop().await;
        assert!(smtp.is_empty(), "nothing else was mailed");
    }
}

/// What a stranger puts into the address of the log-in page.
#[tokio::test]
async fn nobody_elses_words_are_on_the_log_in_page() {
    use base64::Engine as _;
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let words = "Call +1 555 0100 now";
    for error in [
        json!({ "detail": words, "code": "INVALID_CREDENTIALS" }),
        json!({ "detail": words, "code": "INVALID_CREDENTIALS", "reason": null }),
        json!({ "detail": words, "code": "INVALID_CREDENTIALS", "reason": "of_tomorrow" }),
        json!({ "detail": words, "code": "INVALID_PARAMETER", "reason": { "invalid_argument": { "name": null, "problem": words } } }),
    ] {
        let error = base64::engine::general_purpose::URL_SAFE.encode(error.to_string());
        for page in ["login", "signup", "forgot-password", "reset-password"] {
            for call in ["log_in", "sign_up", "forgot_password", "reset_password"] {
                let path = format!("/{page}?__path=%2Frpc%2Fauth%2F{call}&__err={error}&token=x");
                let shown = server.browser().get(&path).await.text().await.unwrap();
                // The address itself may be on the page, but not decoded.
                assert!(!shown.contains(words), "{path}: {shown}");
            }
        }
    }
    server.stop().await;
}
