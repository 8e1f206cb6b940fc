//! The passkey plugin's routes, with an authenticator in software.

use super::*;
use crate::authenticator::{Authenticator, encode};
use docket::auth::server::Auth;
use docket::id::UserId;
use docket::random::Random;
use sqlx::AssertSqlSafe;

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
const CHALLENGE_COOKIE: &str =
    "better-auth.better-auth-passkey=VALUE; Max-Age=300; Path=/; HttpOnly; SameSite=Lax";
const UNKNOWN: &str = r#"{"message":"Passkey not found","code":"PASSKEY_NOT_FOUND"}"#;
const NO_CHALLENGE: &str = r#"{"message":"Challenge not found","code":"CHALLENGE_NOT_FOUND"}"#;
const REFUSED: &str = r#"{"message":"Authentication failed","code":"AUTHENTICATION_FAILED"}"#;
const NOT_ADDED: &str =
    r#"{"message":"Failed to verify registration","code":"FAILED_TO_VERIFY_REGISTRATION"}"#;
const NOT_FRESH: &str = r#"{"message":"Session is not fresh","code":"SESSION_NOT_FRESH"}"#;

/// The server's address by its name. An IP address has no passkeys.
fn by_name(server: &TestServer) -> String {
    server.url.replace("127.0.0.1", "localhost")
}

fn browser(server: &TestServer) -> Browser {
    Browser::at(&by_name(server))
}

/// A person at that address.
async fn person(server: &TestServer, name: &str) -> Browser {
    let browser = browser(server);
    assert_eq!(post(&browser, "/sign-up/email", account(name)).await.status, 200);
    browser
}

async fn registration_options(browser: &Browser) -> Answer {
    get(browser, "/passkey/generate-register-options").await
}

async fn log_in_options(browser: &Browser) -> Answer {
    get(browser, "/passkey/generate-authenticate-options").await
}

async fn verify_registration(browser: &Browser, answer: Value) -> Answer {
    post(browser, "/passkey/verify-registration", json!({ "response": answer })).await
}

async fn verify_log_in(browser: &Browser, answer: Value) -> Answer {
    post(browser, "/passkey/verify-authentication", json!({ "response": answer })).await
}

async fn add(browser: &Browser, passkey: &Authenticator) -> Answer {
    let options = registration_options(browser).await.json();
    verify_registration(browser, passkey.make(&options)).await
}

async fn log_in(browser: &Browser, passkey: &Authenticator) -> Answer {
    let options = log_in_options(browser).await.json();
    verify_log_in(browser, passkey.sign(&options)).await
}

async fn count(database: &TestDatabase, table: &str) -> i64 {
    let sql = AssertSqlSafe(format!("select count(*) from {table}"));
    match &database.db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

#[tokio::test]
async fn somebody_adds_a_passkey_and_logs_in_with_it() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = person(&server, "ann").await;
        let asked = registration_options(&ann).await;
        assert_eq!((asked.status, asked.cookies()), (200, vec![CHALLENGE_COOKIE.to_owned()]));
        let options = asked.json();
        assert_eq!(options["rp"], json!({ "name": "Docket", "id": "localhost" }));
        assert_eq!(options["user"]["name"], "ann@example.com");
        let handle = options["user"]["id"].as_str().unwrap();
        assert_eq!(handle.len(), 22, "16 random bytes");
        assert_eq!(registration_options(&ann).await.json()["user"]["id"], handle);
        assert_eq!(options["excludeCredentials"], json!([]));
        assert_eq!(options["attestation"], "none");
        let selection = json!({
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required" });
        assert_eq!(options["authenticatorSelection"], selection);
        let query = "/passkey/generate-register-options?authenticatorAttachment=cross-platform&name=my%20key";
        let options = get(&ann, query).await.json();
        assert_eq!(options["authenticatorSelection"]["authenticatorAttachment"], "cross-platform");
        assert_eq!(options["user"]["name"], "my key");

        let passkey = Authenticator::new(1, &by_name(&server));
        let body = json!({ "response": passkey.make(&options), "name": " Phone " });
        let added = post(&ann, "/passkey/verify-registration", body).await;
        assert_eq!(added.status, 200, "{added:?}");
        let me = get(&ann, "/get-session").await.json()["user"]["id"].clone();
        use base64::Engine;
        let public_key = base64::engine::general_purpose::STANDARD.encode(passkey.public_key());
        let mut row = added.json();
        let created_at = row["createdAt"].take();
        assert!(created_at.as_str().unwrap().starts_with("20"), "{created_at}");
        let id = row["id"].take();
        let expected = json!({
            "id": null, "name": "Phone", "publicKey": public_key, "userId": me,
            "credentialID": encode(&passkey.id), "counter": 0, "deviceType": "singleDevice", "backedUp": false,
            "transports": "internal,hybrid", "createdAt": null, "aaguid": "d548826e-79b4-db40-a3d8-11116f7e8349" });
        assert_eq!(row, expected);
        let options = registration_options(&ann).await.json();
        let there = json!([{
            "type": "public-key", "id": encode(&passkey.id), "transports": ["internal", "hybrid"] }]);
        assert_eq!(options["excludeCredentials"], there);

        // Somebody at another browser, whom nobody knows yet.
        let other = browser(&server);
        let asked = log_in_options(&other).await;
        assert_eq!((asked.status, asked.cookies()), (200, vec![CHALLENGE_COOKIE.to_owned()]));
        let options = asked.json();
        assert_eq!(
            (&options["rpId"], &options["userVerification"]),
            (&json!("localhost"), &json!("required"))
        );
        assert!(options.get("allowCredentials").is_none(), "{options}");
        let entered = verify_log_in(&other, passkey.sign(&options)).await;
        assert_eq!((entered.status, entered.cookies()), (200, vec![SESSION_COOKIE.to_owned()]));
        assert_eq!(entered.json()["user"]["id"], me);
        let session = get(&other, "/get-session").await.json();
        assert_eq!(session["session"]["token"], entered.json()["session"]["token"]);
        // Now the server knows whose passkeys to ask for.
        assert_eq!(log_in_options(&other).await.json()["allowCredentials"], there);
        let posted = post(&other, "/passkey/generate-authenticate-options", json!({})).await;
        assert_eq!(posted.status, 200);

        let list = get(&other, "/passkey/list-user-passkeys").await.json();
        assert_eq!((list[0]["id"].clone(), list.as_array().unwrap().len()), (id.clone(), 1));
        let renamed = post(&other, "/passkey/update-passkey", json!({ "id": id, "name": "Old phone" })).await;
        assert_eq!((renamed.status, &renamed.json()["passkey"]["name"]), (200, &json!("Old phone")));
        for name in ["", " ", "a\nb", &"x".repeat(101)] {
            let refused = post(&other, "/passkey/update-passkey", json!({ "id": id, "name": name })).await;
            assert_eq!(
                (refused.status, &refused.json()["code"]),
                (400, &json!("VALIDATION_ERROR")),
                "{name}"
            );
        }
        post(&other, "/passkey/delete-passkey", json!({ "id": id })).await.is(200, r#"{"status":true}"#);
        log_in(&browser(&server), &passkey).await.is(401, UNKNOWN);
        post(&other, "/passkey/delete-passkey", json!({ "id": id })).await.is(404, UNKNOWN);
        // What was removed can be added again.
        assert_eq!(add(&ann, &passkey).await.status, 200);
    }
}

/// What makes an authenticator a wrong one.
type Change<'a> = Box<dyn Fn(&mut Authenticator) + 'a>;

#[tokio::test]
async fn a_wrong_answer_opens_nothing() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (here, ann) = (by_name(&server), person(&server, "ann").await);
        let right = Authenticator::new(1, &here);
        let wrong: [(&str, Change<'_>); 5] = [
            ("another page", Box::new(|passkey| passkey.origin = "https://friend.example".into())),
            ("another port", Box::new(|passkey| passkey.origin = "http://localhost:1".into())),
            (
                "a neighbour's page",
                Box::new(|passkey| passkey.origin = here.replace("localhost", "x.localhost")),
            ),
            ("another domain", Box::new(|passkey| passkey.domain = "friend.example".into())),
            ("an unverified person", Box::new(|passkey| passkey.verifies = false)),
        ];
        for (what, change) in &wrong {
            let mut passkey = right.clone();
            change(&mut passkey);
            let refused = add(&ann, &passkey).await;
            assert_eq!((refused.status, refused.text.as_str()), (400, NOT_ADDED), "{what}");
        }
        assert_eq!(count(&database, "passkey").await, 0);
        assert_eq!(add(&ann, &right).await.status, 200);
        for (what, change) in &wrong {
            let mut passkey = right.clone();
            change(&mut passkey);
            let refused = log_in(&browser(&server), &passkey).await;
            assert_eq!((refused.status, refused.text.as_str()), (400, REFUSED), "{what}");
        }
        // The same id, and another key.
        let mut thief = Authenticator::new(2, &here);
        thief.id = right.id.clone();
        log_in(&browser(&server), &thief).await.is(400, REFUSED);
        // What is not even an answer.
        let other = browser(&server);
        log_in_options(&other).await;
        for answer in [json!({}), json!({ "id": 1 }), json!({ "rawId": "\0", "response": {} })] {
            verify_log_in(&other, answer.clone()).await.is(401, UNKNOWN);
            registration_options(&ann).await;
            verify_registration(&ann, answer).await.is(400, NOT_ADDED);
        }
        for body in [json!({}), json!({ "response": "x" }), json!([])] {
            for route in ["/passkey/verify-authentication", "/passkey/verify-registration"] {
                let refused = post(&ann, route, body.clone()).await;
                assert_eq!(
                    (refused.status, &refused.json()["code"]),
                    (400, &json!("VALIDATION_ERROR")),
                    "{body}"
                );
            }
        }
        // A page of a trusted origin that is none of this domain.
        let answer = right.sign(&log_in_options(&other).await.json());
        let request = |origin: &str| {
            let request = other.client().post(format!("{here}/api/auth/passkey/verify-authentication"));
            request.header("origin", origin).json(&json!({ "response": answer }))
        };
        Answer::of(request("https://friend.example")).await.is(400, REFUSED);
        assert_eq!(Answer::of(request("https://evil.example")).await.status, 403);
        assert_eq!(Answer::of(request(&here)).await.status, 200, "the answer itself was right");
    }
}

#[tokio::test]
async fn a_challenge_is_for_one_browser_one_use_and_five_minutes() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, passkey) = (person(&server, "ann").await, Authenticator::new(1, &by_name(&server)));
        let before = count(&database, "verification").await;
        let options = registration_options(&ann).await.json();
        for _ in 0..20 {
            log_in_options(&browser(&server)).await;
        }
        assert_eq!(count(&database, "verification").await, before, "asking stores nothing");

        // For another browser, for a log-in, and too late.
        let bob = person(&server, "bob").await;
        verify_registration(&bob, passkey.make(&options)).await.is(400, NO_CHALLENGE);
        verify_log_in(&ann, passkey.sign(&options)).await.is(400, NO_CHALLENGE);
        registration_options(&bob).await;
        verify_registration(&bob, passkey.make(&options)).await.is(400, NOT_ADDED);
        clock.advance(Duration::minutes(5));
        verify_registration(&ann, passkey.make(&options)).await.is(400, NO_CHALLENGE);
        let options = registration_options(&ann).await.json();
        // The clock goes on while the test runs, which may be slow.
        clock.advance(Duration::minutes(5) - Duration::seconds(30));
        assert_eq!(verify_registration(&ann, passkey.make(&options)).await.status, 200);
        verify_registration(&ann, Authenticator::new(2, &by_name(&server)).make(&options))
            .await
            .is(400, NO_CHALLENGE);

        let (other, thief) = (browser(&server), browser(&server));
        let options = log_in_options(&other).await.json();
        let answer = passkey.sign(&options);
        verify_log_in(&thief, answer.clone()).await.is(400, NO_CHALLENGE);
        log_in_options(&thief).await;
        verify_log_in(&thief, answer.clone()).await.is(400, REFUSED);
        assert_eq!(verify_log_in(&other, answer.clone()).await.status, 200);
        verify_log_in(&other, answer.clone()).await.is(400, NO_CHALLENGE);
        log_in_options(&other).await;
        verify_log_in(&other, answer).await.is(400, REFUSED);
        let options = log_in_options(&thief).await.json();
        clock.advance(Duration::minutes(5));
        verify_log_in(&thief, passkey.sign(&options)).await.is(400, NO_CHALLENGE);

        // Two requests at once with one answer.
        let options = log_in_options(&other).await.json();
        let answers =
            (verify_log_in(&other, passkey.sign(&options)), verify_log_in(&other, passkey.sign(&options)));
        let (one, two) = tokio::join!(answers.0, answers.1);
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [200, 400]);

        clock.advance(Duration::hours(1));
        assert_eq!(count(&database, "verification").await, 3);
        let later = Auth::new(database.db.clone(), SECRET.into(), false, clock, Random::system());
        later.prune().await.unwrap();
        assert_eq!(count(&database, "verification").await, 0);
    }
}

fn auth(database: &TestDatabase) -> Auth {
    Auth::new(database.db.clone(), SECRET.into(), false, Clock::system(), Random::system())
}

#[tokio::test]
async fn a_counter_that_goes_back_shows_a_copy() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, mut passkey) = (person(&server, "ann").await, Authenticator::new(1, &by_name(&server)));
        passkey.counter = 5;
        assert_eq!(add(&ann, &passkey).await.status, 200);
        for (counter, status) in [(6, 200), (6, 400), (5, 400), (0, 400), (7, 200), (900, 200)] {
            passkey.counter = counter;
            assert_eq!(log_in(&browser(&server), &passkey).await.status, status, "{counter}");
        }
        let list = get(&ann, "/passkey/list-user-passkeys").await.json();
        assert_eq!(list[0]["counter"], 900);
        // One that does not count is used as often as its person likes.
        let mut synced = Authenticator::new(2, &by_name(&server));
        synced.synced = true;
        assert_eq!(add(&ann, &synced).await.json()["deviceType"], "multiDevice");
        for _ in 0..3 {
            assert_eq!(log_in(&browser(&server), &synced).await.status, 200);
        }
        // One device cannot become several, nor several one.
        for mut other in [synced, passkey] {
            (other.synced, other.counter) = (!other.synced, other.counter.saturating_add(1));
            log_in(&browser(&server), &other).await.is(400, REFUSED);
        }
    }
}

#[tokio::test]
async fn a_stolen_session_or_account_gives_no_passkey_that_stays() {
    for engine in ENGINES {
        let (database, clock) = (TestDatabase::migrated(engine).await, Clock::adjustable());
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, passkey) = (person(&server, "ann").await, Authenticator::new(1, &by_name(&server)));
        assert_eq!(add(&ann, &passkey).await.status, 200);
        let options = registration_options(&ann).await.json();
        let id = get(&ann, "/passkey/list-user-passkeys").await.json()[0]["id"].clone();
        clock.advance(Duration::minutes(15));
        let not_fresh = r#"{"message":"Session is not fresh","code":"SESSION_NOT_FRESH"}"#;
        registration_options(&ann).await.is(403, not_fresh);
        verify_registration(&ann, Authenticator::new(2, &by_name(&server)).make(&options))
            .await
            .is(403, not_fresh);
        post(&ann, "/passkey/delete-passkey", json!({ "id": id })).await.is(403, not_fresh);
        assert_eq!(log_in(&browser(&server), &passkey).await.status, 200);

        // Somebody else may have made the account, and added the passkey.
        let auth = docket::auth::server::Auth::new(
            database.db.clone(),
            SECRET.into(),
            false,
            clock,
            Random::system(),
        );
        let user = auth.user("ann@example.com").await.unwrap();
        let link = auth.reset_link(user).await.unwrap();
        let link = link.address(&"http://docket.test/reset".parse().unwrap());
        let (_, token) = link.query_pairs().next().unwrap();
        let fields = [("token", &*token), ("password", "another horse")];
        let reset = server.browser().form("/rpc/auth/reset_password", &fields).await;
        assert_eq!(location(&reset), "/login?reset=1");
        assert_eq!(count(&database, "passkey").await, 0);
        assert_eq!(log_in(&browser(&server), &passkey).await.status, 401);
    }
}

#[tokio::test]
async fn a_passkey_belongs_to_one_person_and_twenty_are_enough() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let here = by_name(&server);
        let (ann, bob) = (person(&server, "ann").await, person(&server, "bob").await);
        let hers = add(&ann, &Authenticator::new(0, &here)).await.json();
        let known = r#"{"message":"Previously registered","code":"PREVIOUSLY_REGISTERED"}"#;
        add(&ann, &Authenticator::new(0, &here)).await.is(400, known);
        add(&bob, &Authenticator::new(0, &here)).await.is(400, known);
        let id = &hers["id"];
        post(&bob, "/passkey/delete-passkey", json!({ "id": id })).await.is(404, UNKNOWN);
        post(&bob, "/passkey/update-passkey", json!({ "id": id, "name": "x" })).await.is(404, UNKNOWN);
        get(&bob, "/passkey/list-user-passkeys").await.is(200, "[]");
        assert_eq!(get(&ann, "/passkey/list-user-passkeys").await.json(), json!([hers]));
        for number in 1..19 {
            assert_eq!(add(&ann, &Authenticator::new(number, &here)).await.status, 200);
        }
        let many = r#"{"message":"Too many passkeys","code":"TOO_MANY_PASSKEYS"}"#;
        // Two devices ask for the last one.
        let other = browser(&server);
        assert_eq!(log_in(&other, &Authenticator::new(1, &here)).await.status, 200);
        let options = registration_options(&other).await.json();
        assert_eq!(add(&ann, &Authenticator::new(19, &here)).await.status, 200);
        verify_registration(&other, Authenticator::new(20, &here).make(&options)).await.is(403, many);
        registration_options(&ann).await.is(403, many);
        assert_eq!(count(&database, "passkey").await, 20);
        let me = get(&ann, "/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
        assert_eq!(auth(&database).remove_passkeys(&UserId::new(me.clone())).await.unwrap(), 20);
        assert_eq!(add(&ann, &Authenticator::new(0, &here)).await.status, 200);
        auth(&database).delete_user(&UserId::new(me)).await.unwrap();
        assert_eq!(count(&database, "passkey").await, 0);
    }
}

#[tokio::test]
async fn who_may_not_come_in_may_not_by_a_passkey() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, passkey) = (person(&server, "ann").await, Authenticator::new(1, &by_name(&server)));
        let added = add(&ann, &passkey).await.json();
        // A program with a token adds and removes none, and gets no cookie by one.
        let token = get(&ann, "/token").await.json()["token"].as_str().unwrap().to_owned();
        let by_token = async |method: reqwest::Method, path: &str, body: Value| {
            let url = format!("{}/api/auth/passkey/{path}", server.url);
            let request = browser(&server).client().request(method, url).bearer_auth(&token);
            Answer::of(request.json(&body)).await
        };
        let refused = by_token(reqwest::Method::GET, "generate-register-options", json!({})).await;
        refused.is(403, NOT_FRESH);
        by_token(reqwest::Method::POST, "delete-passkey", json!({ "id": added["id"] }))
            .await
            .is(403, NOT_FRESH);
        let body = json!({ "response": passkey.make(&json!({ "challenge": "AAAA" })) });
        by_token(reqwest::Method::POST, "verify-registration", body).await.is(403, NOT_FRESH);
        // So does an old session.
        let options = registration_options(&ann).await.json();
        let revoked = person(&server, "bob").await;
        clock.advance(Duration::days(1));
        registration_options(&ann).await.is(403, NOT_FRESH);
        verify_registration(&ann, passkey.make(&options)).await.is(403, NOT_FRESH);
        post(&ann, "/passkey/delete-passkey", json!({ "id": added["id"] })).await.is(403, NOT_FRESH);
        get(&revoked, "/passkey/generate-register-options").await.is(403, NOT_FRESH);
        // A log-in with the passkey makes a fresh one.
        assert_eq!(log_in(&ann, &passkey).await.status, 200);
        assert_eq!(registration_options(&ann).await.status, 200);
        // A ban holds, and only who has the passkey is told.
        let me = UserId::new(added["userId"].as_str().unwrap());
        auth(&database).ban(&me, Some("Spam."), None).await.unwrap();
        let banned = log_in(&browser(&server), &passkey).await;
        assert_eq!((banned.status, &banned.json()["code"]), (403, &json!("BANNED_USER")), "{banned:?}");
        let mut wrong = passkey.clone();
        wrong.verifies = false;
        log_in(&browser(&server), &wrong).await.is(400, REFUSED);
        assert_eq!(count_sessions(&database).await, 1, "Bob's");
        auth(&database).unban(&me).await.unwrap();
        assert_eq!(log_in(&browser(&server), &passkey).await.status, 200);
        // Ended sessions stay ended, and a passkey begins another, as a password does.
        auth(&database).end_sessions(&me, None).await.unwrap();
        assert_eq!(log_in(&browser(&server), &passkey).await.status, 200);
    }
}

#[tokio::test]
async fn guessing_ends_at_a_limit_and_fills_nothing() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, passkey) = (person(&server, "ann").await, Authenticator::new(1, &by_name(&server)));
        assert_eq!(add(&ann, &passkey).await.status, 200);
        let rows = count(&database, "verification").await;
        let stranger = browser(&server);
        let options = log_in_options(&stranger).await.json();
        for number in 0..100 {
            let unknown = Authenticator::new(number + 2, &by_name(&server)).sign(&options);
            verify_log_in(&stranger, unknown).await.is(401, UNKNOWN);
        }
        let refused = verify_log_in(&stranger, passkey.sign(&options)).await;
        assert_eq!((refused.status, refused.header("retry-after").is_empty()), (429, false));
        assert_eq!(count(&database, "verification").await, rows);
        // Somebody without a challenge costs nothing and is not counted.
        verify_log_in(&browser(&server), passkey.sign(&options)).await.is(400, NO_CHALLENGE);
    }
}

#[tokio::test]
async fn where_the_address_has_no_name_there_are_no_passkeys() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = member(&server, "ann").await;
    let off = r#"{"message":"Passkeys need an address with a name","code":"PASSKEYS_DISABLED"}"#;
    registration_options(&ann).await.is(404, off);
    log_in_options(&ann).await.is(404, off);
    verify_log_in(&ann, json!({})).await.is(404, off);
    get(&ann, "/passkey/list-user-passkeys").await.is(200, "[]");
    // Without a configured address no other name is Docket's.
    let options = ann.get_request("/api/auth/passkey/generate-authenticate-options");
    Answer::of(options.header("host", "evil.example")).await.is(404, off);
}

#[tokio::test]
async fn passkeys_belong_to_the_configured_name() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start_at(&database.url, offline(), Some("http://tasks.example.com")).await;
    let ann = server.person_at("http://tasks.example.com", "ann").await;
    let options = registration_options(&ann).await.json();
    assert_eq!(options["rp"]["id"], "tasks.example.com");
    let passkey = Authenticator::new(1, "http://tasks.example.com");
    assert_eq!(verify_registration(&ann, passkey.make(&options)).await.status, 200);
    let other = server.browser_at("http://tasks.example.com");
    assert_eq!(log_in(&other, &passkey).await.status, 200);
}

/// A row that Better Auth's plugin has written: an ES256 key in base64, an id in base64url, no name.
#[tokio::test]
async fn a_passkey_of_better_auth_works() {
    for engine in ENGINES {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = person(&server, "ann").await;
        let me = get(&ann, "/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
        let (passkey, broken) =
            (Authenticator::new(1, &by_name(&server)), Authenticator::new(2, &by_name(&server)));
        use base64::Engine;
        let key = base64::engine::general_purpose::STANDARD.encode(passkey.public_key());
        let rows = [(&passkey, key.as_str()), (&broken, "AAAA")];
        for (passkey, key) in rows {
            let id = encode(&passkey.id);
            let sql = AssertSqlSafe(format!(
                r#"insert into "passkey" ("id", "publicKey", "userId", "credentialID", "counter", "deviceType",
                       "backedUp", "transports")
                   values ('{id}', '{key}', '{me}', '{id}', 0, 'singleDevice', false, '')"#
            ));
            execute(&database.db, sql).await;
        }
        assert_eq!(log_in(&browser(&server), &passkey).await.json()["user"]["id"], me);
        log_in(&browser(&server), &broken).await.is(400, REFUSED);
        let shown: Value = ann.call("/rpc/auth/passkeys", &[]).await.json().await.unwrap();
        assert_eq!(shown["passkeys"][0]["name"], "Passkey");
        assert_eq!((&shown["offered"], &shown["fresh"]), (&json!(true), &json!(true)));
    }
}
