use super::*;

const MISSING: &str = "MISSING_OR_NULL_ORIGIN";
const INVALID: &str = "INVALID_ORIGIN";
const LOG_IN: &str = "/api/auth/sign-in/email";
const VERIFY: &str = "/api/auth/verify-password";

/// Sends headers to a URL, with or without Ann's cookie. Returns the code of the answer ("" for success).
async fn code(server: &TestServer, path: &str, cookie: &str, headers: &[(&str, &str)]) -> String {
    let mut request = server.browser().client().post(format!("{}{path}", server.url));
    for (name, value) in headers {
        request = request.header(*name, value.replace("HERE", &server.url));
    }
    if !cookie.is_empty() {
        request = request.header("cookie", cookie);
    }
    let answer = Answer::of(request.json(&json!({ "email": "ann@example.com", "password": PASSWORD }))).await;
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_cookie_counts_only_from_a_trusted_page() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    member(&server, "ann").await;
    // A log-in ends the session whose cookie comes with it.
    let session = async || {
        let browser = server.browser();
        browser.log_in("ann@example.com").await;
        browser.session_cookie()
    };
    for (headers, expected) in [
        (&[("origin", "HERE")][..], ""),
        (&[("origin", "https://friend.example")], ""),
        (&[("referer", "HERE/login?x=1")], ""),
        (&[("origin", "null"), ("sec-fetch-site", "same-origin")], ""),
        (&[], MISSING),
        (&[("origin", "null")], MISSING),
        (&[("origin", "null"), ("sec-fetch-site", "cross-site")], MISSING),
        (&[("origin", "https://evil.example")], INVALID),
        (&[("origin", "https://evil.example"), ("referer", "HERE/")], INVALID),
        (&[("origin", "HERE.evil.example")], INVALID),
        (&[("origin", "http://friend.example")], INVALID),
        (&[("origin", "https://friend.example:8443")], INVALID),
        (&[("origin", "garbage")], INVALID),
        (&[("referer", "https://evil.example/?HERE")], INVALID),
    ] {
        let cookie = session().await;
        assert_eq!(code(&server, VERIFY, &cookie, headers).await, expected, "{headers:?}");
        assert_eq!(code(&server, LOG_IN, &cookie, headers).await, expected, "log-in: {headers:?}");
    }
    // Reading is allowed, because another site's page cannot read the answer.
    let foreign = server.browser().get_request("/api/auth/get-session").header("cookie", session().await);
    let answer = Answer::of(foreign.header("origin", "https://evil.example")).await;
    assert_eq!(answer.json()["user"]["email"], "ann@example.com");
    assert_eq!(answer.header("access-control-allow-origin"), "");
    server.stop().await;
}

#[tokio::test]
async fn another_sites_page_cannot_log_a_person_in() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    member(&server, "ann").await;
    for (headers, expected) in [
        // A program without a browser.
        (&[][..], ""),
        (&[("sec-fetch-mode", "cors"), ("origin", "HERE")], ""),
        (&[("referer", "HERE/login")], ""),
        (&[("sec-fetch-mode", "cors")], MISSING),
        (&[("sec-fetch-site", "same-origin")], MISSING),
        (&[("origin", "https://evil.example")], INVALID),
        (&[("referer", "https://evil.example/")], INVALID),
        (
            &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("origin", "HERE")],
            "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED",
        ),
    ] {
        assert_eq!(code(&server, LOG_IN, "", headers).await, expected, "{headers:?}");
    }
    server.stop().await;
}
