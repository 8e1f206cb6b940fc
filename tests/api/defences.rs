use super::process::Process;
use super::upstream::{Gate, Script, Upstream};
use super::*;
use docket::chat::ChatEvent;
use docket::clock::Clock;
use docket::error::ErrorCode;
use docket::random::Random;
use reqwest::Response;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The page's tags that begin with `start`, each with its attributes.
fn tags<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    page.match_indices(start).map(|(at, _)| page[at..].split('>').next().unwrap()).collect()
}

#[tokio::test]
async fn pages_run_only_what_is_ours() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.events("/rpc/chat/send", &[("text", "Add a task to buy milk"), ("client_id", "a")])
        .await
        .rest()
        .await;
    let mut nonces = BTreeSet::new();
    let pages = ["/", "/chat", "/chat/1", "/chat/1", "/tasks", "/settings", "/no/such/page"];
    for path in pages {
        let response = ann.get(path).await;
        let policy = header(&response, "content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]
        {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains(" 'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(header(&response, "x-frame-options"), "DENY");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        assert_eq!(header(&response, "strict-transport-security"), "", "this server is not on https");
        let page = response.text().await.unwrap();
        let scripts = tags(&page, "<script");
        assert!(!scripts.is_empty());
        for script in scripts {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{path}: {script}");
        }
        for inline in ["<style", " style=\"", " onclick=", " onload=", "javascript:"] {
            assert!(!page.contains(inline), "{path} has {inline}");
        }
        nonces.insert(nonce);
    }
    assert_eq!(nonces.len(), pages.len(), "a nonce is used once");
    // Answers that are not pages may run nothing at all.
    for path in ["/health", "/settings/export", "/api/auth/token"] {
        let response = ann.get_request(path).send().await.unwrap();
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("nonce"), "{path}: {policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn on_https_browsers_are_held_to_it() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start_at(&database.url, offline(), Some("https://tasks.example.com")).await;
    let anybody = server.browser();
    assert_eq!(header(&anybody.get("/login").await, "strict-transport-security"), "max-age=31536000");
    let form = [("name", "Ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    let request = anybody.request("/rpc/auth/sign_up").header("accept", "text/html").form(&form);
    let request = request.header("referer", "https://tasks.example.com/signup");
    let mut request = request.build().unwrap();
    request.headers_mut().insert("origin", "https://tasks.example.com".parse().unwrap());
    let response = anybody.execute(request).await;
    let cookies = response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let session: Vec<_> = cookies.filter(|cookie| cookie.contains("session_token=")).collect();
    assert_eq!(session.len(), 1);
    assert!(session[0].starts_with("__Secure-better-auth.session_token="), "{session:?}");
    assert!(session[0].contains("; Secure") && session[0].contains("; HttpOnly"), "{session:?}");
    let others = response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let others: Vec<_> = others.filter(|cookie| cookie.contains("docket.")).collect();
    assert!(!others.is_empty());
    for part in ["__Host-docket.", "; Secure", "; HttpOnly", "; Path=/;"] {
        assert!(others.iter().all(|cookie| cookie.contains(part)), "{others:?}");
    }
    assert!(!others.iter().any(|cookie| cookie.contains("Domain")), "{others:?}");

    // At the end nothing of the person stays in the browser.
    let cookie = session[0].split(';').next().unwrap();
    for path in ["/rpc/auth/log_out", "/api/auth/sign-out"] {
        let request = anybody.request(path).header("cookie", cookie).header("accept", "application/json");
        let mut request = request.build().unwrap();
        request.headers_mut().insert("origin", "https://tasks.example.com".parse().unwrap());
        let response = anybody.execute(request).await;
        assert_eq!(header(&response, "clear-site-data"), "\"storage\"", "{path}");
    }
    server.stop().await;
}

/// The session's cookies, the one that keeps what was typed into a form, and the one of a known browser.
#[tokio::test]
async fn on_https_each_cookie_is_for_https_alone() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let origin = "https://tasks.example.com";
    for (public_url, browser_at) in [(Some(origin), Some(origin)), (None, None)] {
        let server = TestServer::start_at(&database.url, offline(), public_url).await;
        let browser = browser_at.map_or_else(|| server.browser(), |origin| server.browser_at(origin));
        let mut seen = BTreeSet::new();
        for (name, password) in [("ann", "short"), ("ann", "another horse"), ("", "")] {
            let (name, form) = match name {
                "" => ("log_out", vec![]),
                _ => ("sign_up", vec![("name", "Ann"), ("email", "ann@example.com"), ("password", password)]),
            };
            let answer = browser.form(&format!("/rpc/auth/{name}"), &form).await;
            for cookie in answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()) {
                assert_eq!(cookie.contains("; Secure"), public_url.is_some(), "{cookie}");
                assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
                seen.insert(
                    cookie
                        .split('=')
                        .next()
                        .unwrap()
                        .trim_start_matches("__Secure-")
                        .trim_start_matches("__Host-")
                        .to_owned(),
                );
            }
            if public_url.is_none() {
                break;
            }
        }
        let all = [
            "better-auth.dont_remember",
            "better-auth.session_data",
            "better-auth.session_token",
            "docket.device",
            "docket.input",
            "docket.session",
        ];
        let expected = if public_url.is_some() { &all[..] } else { &["docket.input"][..] };
        assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
        server.stop().await;
    }
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_by_account_and_by_address() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    server.person("ann").await;
    let guess = async |from: &str, email: &str, password: &str| {
        let browser = server.browser();
        let form = [("email", email), ("password", password)];
        let request = browser.request("/rpc/auth/log_in").header("accept", "application/json");
        request.header("x-forwarded-for", from).form(&form).send().await.unwrap()
    };
    for _ in 0..10 {
        assert_eq!(guess("192.0.2.1", "ann@example.com", "wrong horse").await.status().as_u16(), 401);
    }
    let refused = guess("192.0.2.1", "ann@example.com", PASSWORD).await;
    assert_eq!(refused.status().as_u16(), 429);
    let seconds: u64 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    let error: Value = refused.json().await.unwrap();
    insta::with_settings!({ filters => [(r"\d+ (second|minute)s?", "[time]"), (r"(.retry_after.|.seconds.): \d+", "$1: [seconds]")] }, {
        insta::assert_json_snapshot!(error, @r#"
        {
          "code": "RATE_LIMITED",
          "detail": "Too many tries. Try again in [time].",
          "reason": {
            "too_many_tries": {
              "seconds": [seconds]
            }
          },
          "retry_after": [seconds]
        }
        "#);
    });
    // She gets in from her own address. The other client cannot pretend to have it.
    assert_eq!(guess("192.0.2.2", "ann@example.com", PASSWORD).await.status().as_u16(), 200);
    assert_eq!(guess("192.0.2.2, 192.0.2.1", "ann@example.com", PASSWORD).await.status().as_u16(), 429);
    for number in 0..90 {
        let email = format!("{number}@example.com");
        assert_eq!(guess("192.0.2.1", &email, "short").await.status().as_u16(), 401);
    }
    assert_eq!(guess("192.0.2.1", "bob@example.com", "short").await.status().as_u16(), 429);
    server.stop().await;
}

#[tokio::test]
async fn a_taken_email_is_not_confirmed() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    server.person("ann").await;
    let form = [("name", "Eve"), ("email", "ann@example.com"), ("password", "another horse")];
    let refused = server.browser().call("/rpc/auth/sign_up", &form).await;
    assert_eq!(refused.status().as_u16(), 422);
    let error: Value = refused.json().await.unwrap();
    insta::assert_json_snapshot!(error, @r#"
    {
      "code": "EMAIL_UNAVAILABLE",
      "detail": "No account could be made with this e-mail. If you have one already, log in, or reset your password.",
      "field": "email",
      "reason": "email_taken"
    }
    "#);
    let detail = error["detail"].as_str().unwrap().to_lowercase();
    for telling in ["exists", "taken", "in use", "registered"] {
        assert!(!detail.contains(telling), "{detail}");
    }
    server.stop().await;
}

#[tokio::test]
async fn tokens_are_not_made_without_end() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    for _ in 0..120 {
        ann.token().await;
    }
    let refused = ann.call("/rpc/auth/token", &[]).await;
    assert_eq!(refused.status().as_u16(), 429);
    assert!(!header(&refused, "retry-after").is_empty());
    server.stop().await;
}

#[tokio::test]
async fn a_stream_is_cut_when_its_session_ends_elsewhere() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        let gate = Gate::new();
        upstream.answer(Script::stream().role().say("Once ").wait(&gate).say("upon").finish("stop").done());
        let mut events = ann.events("/rpc/chat/send", &[("text", "a story"), ("client_id", "a")]).await;
        events.until_said("Once ").await;

        let elsewhere = server.browser();
        elsewhere.log_in("ann@example.com").await;
        let session = ann.export().await["sessions"][1]["id"].as_str().unwrap().to_owned();
        // Ends the session as another replica does: only in the database.
        let auth = docket::auth::server::Auth::new(
            database.db.clone(),
            SECRET.into(),
            false,
            Clock::system(),
            Random::system(),
        );
        let user = auth.user("ann@example.com").await.unwrap().id;
        auth.end_session(&user, &docket::id::SessionId::new(session)).await.unwrap();
        let last = loop {
            match events.next().await {
                Some(ChatEvent::Ping) => {}
                other => break other,
            }
        };
        let Some(ChatEvent::Refused { error }) = last else { panic!("{last:?}") };
        assert_eq!(error.code, ErrorCode::Unauthenticated);
        assert!(events.next().await.is_none());

        // The reply itself continues.
        gate.open();
        let conversation = elsewhere.events("/rpc/chat/follow", &[("reply", "2")]).await.rest().await;
        assert_eq!(json!(conversation).as_array().unwrap().last().unwrap()["reply"]["status"], "complete");
        server.stop().await;
    }
}

/// Everything that the program prints at its most verbose.
#[tokio::test]
async fn nothing_secret_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
    command.env_clear().envs([("PORT", "0"), ("RUST_LOG", "trace"), ("BETTER_AUTH_SECRET", SECRET)]);
    command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = Process::start(&mut command);
    let mut stderr = program.stderr.take().unwrap();
    let said = std::thread::spawn(move || {
        let mut said = String::new();
        stderr.read_to_string(&mut said).unwrap();
        said
    });
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let browser = Browser::at(line.trim().strip_prefix("Docket is at ").unwrap());
    let form = [("name", "Ann"), ("email", "ann@example.com"), ("password", PASSWORD)];
    browser.form("/rpc/auth/sign_up", &form).await;
    browser.form("/rpc/auth/log_in", &[("email", "ann@example.com"), ("password", "a wrong horse")]).await;
    let token = browser.token().await;
    browser.events("/rpc/chat/send", &[("text", "my secret plan"), ("client_id", "a")]).await.rest().await;
    let cookie = browser.session_cookie();
    let session = cookie.split(['=', '.']).nth(2).unwrap();
    browser.get(&format!("/reset-password?token={session}")).await;
    program.kill().unwrap();
    program.wait().unwrap();
    let said = said.join().unwrap();
    assert!(said.contains("signed up"), "{said}");
    for secret in [PASSWORD, "a wrong horse", SECRET, &token, session, "$argon2id$", "my secret plan"] {
        assert!(!said.contains(secret), "{secret} was logged");
    }
}
