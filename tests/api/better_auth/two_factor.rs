use super::*;
use crate::code_app::CodeApp;
use reqwest::header::COOKIE;

const REDIRECT: &str = r#"{"twoFactorRedirect":true,"twoFactorMethods":["totp"]}"#;
const TWO_FACTOR_COOKIE: &str = "better-auth.two_factor=VALUE; Max-Age=600; Path=/; HttpOnly; SameSite=Lax";
const NO_CHALLENGE: &str = r#"{"message":"Invalid two factor cookie","code":"INVALID_TWO_FACTOR_COOKIE"}"#;
const WRONG_CODE: &str = r#"{"message":"Invalid code","code":"INVALID_CODE"}"#;

/// Ann, who logs in with two factors, at a server whose time the test moves.
struct World {
    database: TestDatabase,
    server: TestServer,
    clock: Clock,
    ann: Browser,
    app: CodeApp,
    codes: Vec<String>,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = member(&server, "ann").await;
        let (app, codes) = turn_on(&ann, &clock).await;
        clock.advance(Duration::seconds(30));
        Self { database, server, clock, ann, app, codes }
    }

    /// A browser that has given Ann's password.
    async fn begun(&self) -> Browser {
        let browser = self.server.browser();
        sign_in(&browser, true).await.is(200, REDIRECT);
        browser
    }

    /// A code that was not used yet.
    fn code(&self) -> Value {
        self.clock.advance(Duration::seconds(30));
        json!({ "code": self.app.code() })
    }

    fn wrong(&self) -> Value {
        json!({ "code": self.app.wrong_code() })
    }
}

async fn turn_on(person: &Browser, clock: &Clock) -> (CodeApp, Vec<String>) {
    let enabled = post(person, "/two-factor/enable", json!({ "password": PASSWORD })).await;
    assert_eq!(enabled.status, 200, "{enabled:?}");
    let enabled = enabled.json();
    let app = CodeApp::scan(enabled["totpURI"].as_str().unwrap(), clock);
    let confirmed = post(person, "/two-factor/verify-totp", json!({ "code": app.code() })).await;
    assert_eq!((confirmed.status, &confirmed.json()["user"]["twoFactorEnabled"]), (200, &json!(true)));
    (app, serde_json::from_value(enabled["backupCodes"].clone()).unwrap())
}

async fn sign_in(browser: &Browser, remember: bool) -> Answer {
    let body = json!({ "email": "ann@example.com", "password": PASSWORD, "rememberMe": remember });
    post(browser, "/sign-in/email", body).await
}

async fn verify(browser: &Browser, body: Value) -> Answer {
    post(browser, "/two-factor/verify-totp", body).await
}

async fn recover(browser: &Browser, code: &str) -> Answer {
    post(browser, "/two-factor/verify-backup-code", json!({ "code": code })).await
}

async fn is_logged_in(browser: &Browser) -> bool {
    get(browser, "/get-session").await.text != "null"
}

/// The value of the last cookie with this name that an answer sets.
fn value(answer: &Answer, name: &str) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let begin = format!("{name}=");
    let cookie = cookies.filter_map(|cookie| cookie.strip_prefix(&begin)).next_back().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn it_is_turned_on_by_a_code_of_the_app() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = member(&server, "ann").await;
        let wrong = r#"{"message":"Invalid password","code":"INVALID_PASSWORD"}"#;
        post(&ann, "/two-factor/enable", json!({ "password": "wrong horse" })).await.is(400, wrong);
        let off = r#"{"message":"TOTP not enabled","code":"TOTP_NOT_ENABLED"}"#;
        verify(&ann, json!({ "code": "000000" })).await.is(400, off);
        let off = r#"{"message":"Two factor isn't enabled","code":"TWO_FACTOR_NOT_ENABLED"}"#;
        post(&ann, "/two-factor/generate-backup-codes", json!({ "password": PASSWORD })).await.is(400, off);

        let enabled =
            post(&ann, "/two-factor/enable", json!({ "password": PASSWORD, "issuer": "My tasks" })).await;
        let enabled = enabled.json();
        let link = enabled["totpURI"].as_str().unwrap();
        assert!(link.starts_with("otpauth://totp/My%20tasks:ann%40example.com?secret="), "{link}");
        assert_eq!(
            (&enabled["method"], enabled["backupCodes"].as_array().unwrap().len()),
            (&json!("totp"), 10)
        );
        assert_eq!(sign_in(&server.browser(), true).await.json()["redirect"], false, "it is not on yet");
        let app = CodeApp::scan(link, &clock);
        verify(&ann, json!({ "code": app.wrong_code() })).await.is(401, WRONG_CODE);
        let token = get(&ann, "/get-session").await.json()["session"]["token"].clone();
        let confirmed = verify(&ann, json!({ "code": app.code() })).await;
        assert_eq!((confirmed.status, &confirmed.json()["token"]), (200, &token));
        verify(&ann, json!({ "code": app.code() })).await.is(401, WRONG_CODE);
        assert_eq!(get(&ann, "/get-session").await.json()["user"]["twoFactorEnabled"], true);

        let on = r#"{"message":"TOTP is already enabled","code":"TOTP_ALREADY_ENABLED"}"#;
        post(&ann, "/two-factor/enable", json!({ "password": PASSWORD })).await.is(400, on);
        let again = post(&ann, "/two-factor/get-totp-uri", json!({ "password": PASSWORD })).await.json();
        assert_eq!(again["totpURI"].as_str().unwrap(), link.replace("My%20tasks", "Docket"));
        post(&ann, "/two-factor/get-totp-uri", json!({ "password": "wrong horse" })).await.is(400, wrong);
        let none = r#"{"message":"OTP is not available","code":"OTP_NOT_CONFIGURED"}"#;
        post(&ann, "/two-factor/send-otp", json!({})).await.is(400, none);
        post(&ann, "/two-factor/verify-otp", json!({ "code": "000000" })).await.is(400, none);
        post(&ann, "/two-factor/enable", json!({ "password": PASSWORD, "method": "otp" }))
            .await
            .is(400, none);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_log_in_takes_a_code_or_a_recovery_code_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let browser = world.server.browser();
        let begun = sign_in(&browser, true).await;
        begun.is(200, REDIRECT);
        assert_eq!(begun.cookies()[3], TWO_FACTOR_COOKIE);
        assert_eq!(begun.cookies()[..3], EXPIRED_COOKIES);
        assert!(!is_logged_in(&browser).await);
        verify(&browser, world.wrong()).await.is(401, WRONG_CODE);
        let used = world.code();
        let entered = verify(&browser, used.clone()).await;
        assert_eq!((entered.status, entered.cookies()[0].as_str()), (200, SESSION_COOKIE));
        assert_eq!(entered.json()["user"]["email"], "ann@example.com");
        assert!(is_logged_in(&browser).await);

        let thief = world.begun().await;
        verify(&thief, used).await.is(401, WRONG_CODE);
        let late = world.begun().await;
        assert_eq!(recover(&late, &world.codes[3]).await.status, 200);
        let no = r#"{"message":"Invalid backup code","code":"INVALID_BACKUP_CODE"}"#;
        recover(&thief, &world.codes[3]).await.is(401, no);
        assert!(!is_logged_in(&thief).await);
        // A challenge is answered once.
        let cookie = value(&sign_in(&thief, true).await, "better-auth.two_factor");
        assert_eq!(verify(&thief, world.code()).await.status, 200);
        let replayed = world.server.browser().request("/api/auth/two-factor/verify-totp");
        let replayed =
            replayed.header(COOKIE, format!("better-auth.two_factor={cookie}")).json(&world.code());
        Answer::of(replayed).await.is(401, NO_CHALLENGE);

        let made =
            post(&world.ann, "/two-factor/generate-backup-codes", json!({ "password": PASSWORD })).await;
        assert_eq!(made.json()["backupCodes"].as_array().unwrap().len(), 10);
        recover(&world.begun().await, &world.codes[4]).await.is(401, no);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn guesses_end_a_log_in_and_then_lock_the_factor() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let locked = "ACCOUNT_TEMPORARILY_LOCKED";
        for _ in 0..2 {
            let browser = world.begun().await;
            for _ in 0..5 {
                verify(&browser, world.wrong()).await.is(401, WRONG_CODE);
            }
        }
        let browser = world.begun().await;
        let refused = verify(&browser, world.code()).await;
        assert_eq!((refused.status, &refused.json()["code"]), (429, &json!(locked)));
        assert_eq!(refused.header("retry-after"), "870");
        assert_eq!(recover(&browser, &world.codes[0]).await.json()["code"], locked);
        assert!(is_logged_in(&world.ann).await, "who is logged in stays so");
        world.clock.advance(Duration::minutes(15));
        // Ten more lock it for twice as long. Only a right code makes the count begin again.
        for _ in 0..2 {
            let browser = world.begun().await;
            for _ in 0..5 {
                verify(&browser, world.wrong()).await.is(401, WRONG_CODE);
            }
        }
        let browser = world.begun().await;
        let refused = verify(&browser, world.code()).await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "1770"));
        world.clock.advance(Duration::minutes(30));
        let browser = world.begun().await;
        assert_eq!(verify(&browser, world.code()).await.status, 200);

        let browser = world.begun().await;
        for _ in 0..5 {
            verify(&browser, world.wrong()).await.is(401, WRONG_CODE);
        }
        let sixth = verify(&browser, world.code()).await;
        assert_eq!(
            (sixth.status, &sixth.json()["code"]),
            (400, &json!("TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE"))
        );
        verify(&browser, world.code()).await.is(401, NO_CHALLENGE);
        assert!(!is_logged_in(&browser).await);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_challenge_is_one_persons_for_ten_minutes_and_no_session() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let bob = member(&world.server, "bob").await;
        let (bobs_app, _) = turn_on(&bob, &world.clock).await;
        world.clock.advance(Duration::seconds(30));
        let browser = world.begun().await;
        verify(&browser, json!({ "code": bobs_app.code() })).await.is(401, WRONG_CODE);
        verify(&world.server.browser(), world.code()).await.is(401, NO_CHALLENGE);

        let challenge = value(&sign_in(&browser, true).await, "better-auth.two_factor");
        let token = bob.session_cookie();
        let token = token.split_once('=').unwrap().1;
        let with = |name: &str, value: &str| format!("better-auth.{name}={value}");
        let ask = |cookie: String| {
            world.server.browser().get_request("/api/auth/get-session").header(COOKIE, cookie)
        };
        assert_eq!(Answer::of(ask(with("session_token", &challenge))).await.text, "null");
        let answer = |cookie: String| {
            world.server.browser().request("/api/auth/two-factor/verify-totp").header(COOKIE, cookie)
        };
        for cookie in [token.to_owned(), challenge.replacen("2fa-", "2fa-x", 1), challenge[..40].to_owned()] {
            let request = answer(with("two_factor", &cookie)).json(&world.code());
            Answer::of(request).await.is(401, NO_CHALLENGE);
        }
        world.clock.advance(Duration::minutes(10));
        verify(&browser, world.code()).await.is(401, NO_CHALLENGE);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_new_password_or_a_ban_ends_what_was_begun() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let trusted = world.begun().await;
        let mut body = world.code();
        body["trustDevice"] = json!(true);
        assert_eq!(verify(&trusted, body).await.status, 200);
        let browser = world.begun().await;
        // The same password again: what was begun before ends all the same.
        let change = json!({ "currentPassword": PASSWORD, "newPassword": PASSWORD });
        assert_eq!(post(&world.ann, "/change-password", change).await.status, 200);
        verify(&browser, world.code()).await.is(401, NO_CHALLENGE);
        sign_in(&trusted, true).await.is(200, REDIRECT);

        let browser = world.begun().await;
        let sql = r#"update "user" set "banned" = true where "email" = 'ann@example.com'"#;
        execute(&world.database.db, sql).await;
        assert_eq!(verify(&browser, world.code()).await.json()["code"], "BANNED_USER");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_trusted_device_needs_no_code_for_thirty_days() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let browser = world.begun().await;
        let mut body = world.code();
        body["trustDevice"] = json!(true);
        let entered = verify(&browser, body).await;
        let trust = "better-auth.trust_device=VALUE; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax";
        assert!(entered.cookies().iter().any(|cookie| cookie == trust), "{:?}", entered.cookies());
        let first = value(&entered, "better-auth.trust_device");
        let again = sign_in(&browser, true).await;
        assert_eq!((again.status, &again.json()["redirect"]), (200, &json!(false)));
        assert_ne!(value(&again, "better-auth.trust_device"), first);
        // The old cookie is worth nothing, and it is worth nothing to another person.
        let with_first = || {
            let body = json!({ "email": "ann@example.com", "password": PASSWORD });
            let request = world.server.browser().request("/api/auth/sign-in/email").json(&body);
            request.header(COOKIE, format!("better-auth.trust_device={first}"))
        };
        Answer::of(with_first()).await.is(200, REDIRECT);
        let bob = member(&world.server, "bob").await;
        turn_on(&bob, &world.clock).await;
        let body = json!({ "email": "bob@example.com", "password": PASSWORD });
        post(&browser, "/sign-in/email", body).await.is(200, REDIRECT);

        world.clock.advance(Duration::days(31));
        sign_in(&browser, true).await.is(200, REDIRECT);
        let mut body = world.code();
        body["trustDevice"] = json!(true);
        assert_eq!(verify(&browser, body).await.status, 200);
        assert_eq!(post(&browser, "/two-factor/disable", json!({ "password": PASSWORD })).await.status, 200);
        assert_eq!(get(&browser, "/get-session").await.json()["user"]["twoFactorEnabled"], false);
        assert_eq!(sign_in(&world.server.browser(), true).await.json()["redirect"], false);
        turn_on(&browser, &world.clock).await;
        sign_in(&browser, true).await.is(200, REDIRECT);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_session_for_the_browsers_life_stays_that_after_the_second_step() {
    let world = World::new(Engine::Sqlite).await;
    let browser = world.server.browser();
    sign_in(&browser, false).await.is(200, REDIRECT);
    let entered = verify(&browser, world.code()).await;
    assert_eq!(entered.cookies()[0], "better-auth.session_token=VALUE; Path=/; HttpOnly; SameSite=Lax");
    assert!(entered.cookies()[1].starts_with("better-auth.dont_remember=VALUE"), "{:?}", entered.cookies());
    world.clock.advance(Duration::hours(25));
    assert!(!is_logged_in(&browser).await);
    world.server.stop().await;
}

#[tokio::test]
async fn a_bearer_token_has_nothing_to_do_with_it() {
    let world = World::new(Engine::Sqlite).await;
    let token = world.ann.token().await;
    for path in ["enable", "disable", "get-totp-uri", "generate-backup-codes"] {
        let request = world.server.browser().request(&format!("/api/auth/two-factor/{path}"));
        let request = request.bearer_auth(&token).json(&json!({ "password": PASSWORD }));
        Answer::of(request).await.is(401, UNAUTHORIZED);
    }
    for path in ["verify-totp", "verify-backup-code"] {
        let request = world.server.browser().request(&format!("/api/auth/two-factor/{path}"));
        let answer = Answer::of(request.bearer_auth(&token).json(&world.code())).await;
        answer.is(401, NO_CHALLENGE);
        assert!(answer.cookies().is_empty());
    }
    world.server.stop().await;
}

#[tokio::test]
async fn a_new_secret_reads_what_an_old_one_has_encrypted() {
    const NEW: &str = "another secret of thirty-two characters!";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let World { database, server, codes, .. } = World::new(engine).await;
        server.stop().await;
        let recovered = async |server: &TestServer, code: &str| {
            let browser = server.browser();
            sign_in(&browser, true).await.is(200, REDIRECT);
            recover(&browser, code).await.status
        };
        let without = TestServer::start_with_secrets(&database.url, NEW, &[]).await;
        assert_eq!(recovered(&without, &codes[0]).await, 401);
        without.stop().await;
        let after = TestServer::start_with_secrets(&database.url, NEW, &[SECRET]).await;
        assert_eq!(recovered(&after, &codes[0]).await, 200);
        after.stop().await;
        let without = TestServer::start_with_secrets(&database.url, NEW, &[]).await;
        assert_eq!(recovered(&without, &codes[1]).await, 200, "the newest secret has encrypted it");
        without.stop().await;
    }
}
