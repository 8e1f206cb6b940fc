//! Requests every URL of the router in the name of everybody who must get nothing there. The list comes from the
//! router, so a new URL is tested at once. If this test does not know the arguments of a URL, it fails.

use super::*;
use docket::endpoint::Access;
use docket::http::{Route, RouteKind, routes};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::header::{ACCEPT, AUTHORIZATION, COOKIE, ORIGIN};
use reqwest::{RequestBuilder, Response};

/// What strangers may see and do. Everything else needs a log-in.
const PUBLIC: [&str; 17] = [
    "/",
    "/signup",
    "/login",
    "/login/two-factor",
    "/forgot-password",
    "/reset-password",
    "/rpc/auth/sign_up",
    "/rpc/auth/log_in",
    "/rpc/auth/second_step",
    "/rpc/auth/log_out",
    "/rpc/auth/forgot_password",
    "/rpc/auth/reset_password",
    "/rpc/auth/reset_by_mail",
    "/rpc/auth/reset_link_works",
    "/rpc/auth/sign_up_offer",
    "/rpc/auth/start_passkey_log_in",
    "/rpc/auth/passkey_log_in",
];
/// A text in Ann's data that nobody else may see.
const MARK: &str = "the-mark-of-ann";

/// A server with Ann's data, and the ids of the data.
struct World {
    server: TestServer,
    ann: Browser,
    conversation: String,
    fields: Vec<(&'static str, String)>,
}

impl World {
    async fn new(database: &TestDatabase) -> Self {
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let task: Value = ann.call("/rpc/tasks/add", &[("title", MARK)]).await.json().await.unwrap();
        let asked = format!("Add a task to {MARK}");
        let turn = [("text", asked.as_str()), ("client_id", "a")];
        let turn = json!(ann.events("/rpc/chat/send", &turn).await.rest().await);
        // The person sets the title, because the model's title may come at any moment.
        let conversation = turn[0]["conversation"]["id"].to_string();
        ann.call("/rpc/chat/rename", &[("conversation", conversation.as_str()), ("title", MARK)]).await;
        let id = task["id"].to_string();
        let history: Value =
            ann.call("/rpc/tasks/history", &[("id", id.as_str())]).await.json().await.unwrap();
        let me: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let session = ann.export().await["sessions"][0].clone();
        let new =
            [("token_name", MARK), ("permission", "read"), ("days", "30"), ("token_password", PASSWORD)];
        ann.call("/rpc/auth/make_personal_token", &new).await;
        let tokens: Value = ann.call("/rpc/auth/personal_tokens", &[]).await.json().await.unwrap();
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{MARK} of a file\r\n--edge--\r\n"
        );
        let request = ann.request("/tasks/import/file").header(ACCEPT, "text/html");
        let request = request.header("content-type", "multipart/form-data; boundary=edge").body(body);
        let kept = request.send().await.unwrap();
        let file = location(&kept).trim_start_matches("/tasks/import?file=").to_owned();
        assert!(file.parse::<i64>().is_ok(), "{file}");
        let me_id = me["id"].as_str().unwrap();
        let passkey = sqlx::AssertSqlSafe(format!(
            r#"insert into "passkey" ("id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType",
                   "backedUp")
               values ('passkey-of-ann', '{MARK}', '{MARK}', '{me_id}', '{MARK}', 0, 'singleDevice', false)"#
        ));
        execute(&database.db, passkey).await;
        // The first reminder has the number of the first task.
        let reminder = sqlx::AssertSqlSafe(format!(
            "insert into reminders (user_id, task_id, remind_at, told_at)
             values ('{me_id}', {id}, '2026-11-28T16:00:00.000Z', '2026-11-28T16:00:01.000Z')"
        ));
        execute(&database.db, reminder).await;
        let fields = vec![
            ("id", task["id"].to_string()),
            ("user_id", me["id"].as_str().unwrap().to_owned()),
            ("task_id", task["id"].to_string()),
            ("conversation_id", conversation.clone()),
            ("message_id", turn[0]["reply"]["id"].to_string()),
            ("conversation", conversation.clone()),
            ("reply", turn[0]["reply"]["id"].to_string()),
            ("message", turn[0]["reply"]["id"].to_string()),
            ("call", "call_1".into()),
            ("session", session["id"].as_str().unwrap().to_owned()),
            ("status", "all".into()),
            ("completed", "true".into()),
            ("title", "stolen".into()),
            ("description", "stolen".into()),
            ("text", "stolen".into()),
            ("client_id", "b".into()),
            ("name", "stolen".into()),
            ("email", "ann@example.com".into()),
            ("current_password", PASSWORD.into()),
            ("new_password", "stolen horse".into()),
            ("password", "stolen horse".into()),
            ("confirmation", "ann@example.com".into()),
            ("token", "stolen".into()),
            ("next", "/chat".into()),
            ("end_sessions", "true".into()),
            ("author", "stolen".into()),
            ("model", "offline".into()),
            ("q", MARK.into()),
            ("at", turn[0]["reply"]["id"].to_string()),
            ("before", i64::MAX.to_string()),
            ("pinned", "true".into()),
            ("archived", "true".into()),
            ("token_name", "stolen".into()),
            ("token_password", "stolen horse".into()),
            ("permission", "write".into()),
            ("days", "30".into()),
            ("personal_token", tokens["tokens"][0]["id"].as_str().unwrap().to_owned()),
            ("connection", "stolen".into()),
            ("answer", "stolen".into()),
            ("passkey", "passkey-of-ann".into()),
            ("passkey_name", "stolen".into()),
            ("code", "000000".into()),
            ("recovery", "true".into()),
            ("trust", "true".into()),
            ("two_factor_password", "stolen horse".into()),
            ("two_factor_code", "000000".into()),
            ("change", "two_factor_off".into()),
            ("view", "all".into()),
            ("line", "stolen tomorrow".into()),
            ("ids", task["id"].to_string()),
            ("kind", "delete".into()),
            ("value", "stolen".into()),
            ("place[before]", task["id"].to_string()),
            ("changes", history[0]["id"].to_string()),
            ("time_zone", "Asia/Karachi".into()),
            ("file", file),
            ("feed", "stolen.ics".into()),
            ("part[task]", task["id"].to_string()),
            ("daily_plan", "true".into()),
            ("plan_time", "07:00".into()),
            ("endpoint", "https://push.example/stolen".into()),
            ("p256dh", "stolen".into()),
            ("auth", "stolen".into()),
            ("key", "stolen".into()),
            ("subscription", "1".into()),
            ("calendar", "tasks".into()),
            ("object", format!("docket-task-{}.ics", task["id"])),
            ("minutes", "10".into()),
            ("tomorrow", "false".into()),
        ];
        Self { server, ann, conversation, fields }
    }

    /// A personal access token of Ann.
    async fn personal_token(&self, permission: &str) -> String {
        let form =
            [("token_name", "x"), ("permission", permission), ("days", "30"), ("token_password", PASSWORD)];
        let made: Value = self.ann.call("/rpc/auth/make_personal_token", &form).await.json().await.unwrap();
        made["token"].as_str().unwrap().to_owned()
    }

    /// One that she has revoked.
    async fn revoked_personal_token(&self) -> String {
        let token = self.personal_token("write").await;
        self.revoke_personal_tokens().await;
        token
    }

    /// Revokes the tokens that `personal_token` made.
    async fn revoke_personal_tokens(&self) {
        let list: Value = self.ann.call("/rpc/auth/personal_tokens", &[]).await.json().await.unwrap();
        for made in list["tokens"].as_array().unwrap().iter().filter(|made| made["name"] == "x") {
            let id = [("personal_token", made["id"].as_str().unwrap())];
            self.ann.call("/rpc/auth/revoke_personal_token", &id).await;
        }
    }

    /// The request to a route without cookies, with Ann's ids in it.
    fn request(&self, route: &Route) -> RequestBuilder {
        let mut path = route.path.clone();
        // In a page's address "id" means a conversation. Among a form's fields it means a task.
        path = path.replace("{id}", &self.conversation);
        for (name, value) in &self.fields {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path = path.replace("{*any}", "x");
        let url = format!("{}{path}", self.server.url);
        let request = self.server.browser().client().request(route.method.clone(), url);
        match route.kind {
            RouteKind::Page => request.header(ACCEPT, "text/html"),
            RouteKind::ServerFunction => request.header(ACCEPT, "application/json").form(&self.fields),
            RouteKind::Protocol(_) if route.method == "GET" => request,
            RouteKind::Protocol(_) => request.json(&self.json()),
        }
    }

    /// The fields as programs send them, by their names in each protocol.
    fn json(&self) -> Value {
        let mut body: Value = self.fields.iter().map(|(name, value)| (*name, json!(value))).collect();
        body["currentPassword"] = json!(PASSWORD);
        body["newPassword"] = json!("stolen horse");
        // ChatKit has one URL for everything.
        body["type"] = json!("threads.update");
        body["params"] = json!({ "thread_id": format!("thr_{}", self.conversation), "title": "stolen" });
        body
    }
}

fn is_public(route: &Route) -> bool {
    PUBLIC.contains(&route.path.as_str()) || route.kind == RouteKind::Protocol(Access::Anyone)
}

/// Whether an answer gives nothing away. Programs get 401, and people are redirected to the log-in page. The one
/// question that anybody may ask ("who am I?") is answered with nobody.
async fn is_denied(route: &Route, response: Response) -> Result<(), String> {
    let status = response.status().as_u16();
    let away = location(&response).starts_with("/login");
    let text = response.text().await.unwrap();
    let denied = match (route.kind, status) {
        (RouteKind::Page, 302) => away,
        (RouteKind::ServerFunction, 401) => text.contains(r#""code":"UNAUTHENTICATED""#),
        (_, 401) => true,
        // So many wrong passwords come from nobody else.
        (_, 429) => route.path.starts_with("/dav/"),
        (_, 200) => route.path == "/rpc/auth/me" && text == "null",
        _ => false,
    };
    let denied = denied && !text.contains(MARK);
    if denied { Ok(()) } else { Err(format!("{} {}: {status} {text}", route.method, route.path)) }
}

#[tokio::test]
async fn nobody_gets_anything_that_needs_a_session() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let revoked = world.server.browser();
        revoked.log_in("ann@example.com").await;
        let (revoked_cookie, revoked_token) = (revoked.session_cookie(), revoked.token().await);
        revoked.form("/rpc/auth/log_out", &[]).await;
        let claims = claims(&world.ann.token().await);
        let bearer = |token: String| (AUTHORIZATION, format!("Bearer {token}"));
        let expired = json!({ "iat": 1_600_000_000, "exp": 1_600_604_800 });
        let imposters = [
            ("nobody", (COOKIE, String::new())),
            ("a revoked session", (COOKIE, revoked_cookie.clone())),
            ("a right password alone", (COOKIE, two_factor::half_logged_in(&world.server).await)),
            ("a forged cookie", (COOKIE, forge(&world.ann.session_cookie()))),
            ("a revoked session's token", bearer(revoked_token)),
            ("a forged token", bearer(sign(&claims, Algorithm::HS256, "not the secret of this server, no"))),
            ("an expired token", bearer(sign(&merged(&claims, expired), Algorithm::HS256, SECRET))),
            (
                "a token of another issuer",
                bearer(sign(&merged(&claims, json!({ "iss": "x" })), Algorithm::HS256, SECRET)),
            ),
            ("a token of another algorithm", bearer(sign(&claims, Algorithm::HS512, SECRET))),
            ("a token that nobody signed", bearer(unsigned(&claims))),
            ("a revoked personal token", bearer(world.revoked_personal_token().await)),
            ("a made-up personal token", bearer(format!("docket_pat_{}", "x".repeat(43)))),
            ("a made-up token of an app", bearer(format!("docket_at_{}", "x".repeat(43)))),
        ];
        // The same claims in a good token work, so the others fail for no other reason.
        let fine = sign(&claims, Algorithm::HS256, SECRET);
        let me = world.request(&route("/rpc/auth/me")).bearer_auth(fine).send().await.unwrap();
        assert_eq!(me.json::<Value>().await.unwrap()["email"], "ann@example.com");

        let before = world.ann.export().await;
        let (mut walked, mut through) = (0, Vec::new());
        for (who, (header, value)) in &imposters {
            for route in routes().iter().filter(|route| !is_public(route)) {
                let mut request = world.request(route);
                if !value.is_empty() {
                    request = request.header(header, value);
                }
                if *header == COOKIE {
                    request = request.header(ORIGIN, &world.server.url);
                }
                walked += 1;
                if let Err(answer) = is_denied(route, request.send().await.unwrap()).await {
                    through.push(format!("{who}: {answer}"));
                }
            }
        }
        eprintln!("{engine:?}: {} of {walked} requests without a right were denied", walked - through.len());
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

/// What somebody may use who must set up a second factor first: their account, and the page for that. Not tokens, with
/// which programs would act for them.
fn is_of_account(route: &Route) -> bool {
    let path = route.path.as_str();
    let is_token = path.contains("personal_token") || path == "/rpc/auth/token";
    (path.starts_with("/rpc/auth/") || path.starts_with("/api/auth/")) && !is_token
        || path == "/second-factor"
}

#[tokio::test]
async fn somebody_without_the_second_factor_that_is_asked_for_gets_nothing_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let mut world = World::new(&database).await;
        let before = world.ann.export().await;
        let token = world.personal_token("write").await;
        let passkeys = r#"delete from "passkey""#;
        execute(&database.db, passkeys).await;
        let strict = TestServer::start_with_second_factors(&database.url).await;
        let lenient = std::mem::replace(&mut world.server, strict);
        let credentials = [
            (COOKIE, world.ann.session_cookie()),
            (AUTHORIZATION, format!("Bearer {}", world.ann.token().await)),
            (AUTHORIZATION, format!("Bearer {token}")),
        ];
        let (mut walked, mut through) = (0, Vec::new());
        for (header, value) in credentials {
            for route in routes().iter().filter(|route| !is_public(route) && !is_of_account(route)) {
                let request = world.request(route).header(&header, &value).header(ORIGIN, &world.server.url);
                let response = request.send().await.unwrap();
                let (status, to) = (response.status().as_u16(), location(&response).to_owned());
                let text = response.text().await.unwrap();
                walked += 1;
                let refused = match status {
                    302 => to.starts_with("/second-factor") || to.starts_with("/login"),
                    // Calendar programs bring a token, and nothing else counts there.
                    401 => value.contains("docket_pat_") || route.path.starts_with("/dav/"),
                    403 => text.contains("SECOND_FACTOR_REQUIRED") || route.method == "HEAD",
                    _ => false,
                };
                if !refused || text.contains(MARK) {
                    through.push(format!("{} {}: {status} {to} {text}", route.method, route.path));
                }
            }
        }
        eprintln!("{engine:?}: {} of {walked} requests were refused", walked - through.len());
        assert!(through.is_empty(), "{}", through.join("\n"));
        world.server.stop().await;
        world.server = lenient;
        world.revoke_personal_tokens().await;
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

/// Whether a personal access token opens a route.
fn is_door(route: &Route) -> bool {
    let path = route.path.as_str();
    let is_api = path.starts_with("/api/") && !path.starts_with("/api/auth/");
    matches!(route.kind, RouteKind::Protocol(Access::Member))
        && (is_api || ["/chatkit", "/mcp"].contains(&path) || path.starts_with("/dav/"))
}

#[tokio::test]
async fn a_personal_token_opens_the_doors_alone_and_one_that_may_read_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let (reader, writer) = (world.personal_token("read").await, world.personal_token("write").await);
        let (mut walked, mut through) = (0, Vec::new());
        for route in routes().iter().filter(|route| !is_public(route)) {
            let (doors, token) = (is_door(route), if is_door(route) { &reader } else { &writer });
            let response = world.request(route).bearer_auth(token).send().await.unwrap();
            walked += 1;
            let status = response.status();
            if !doors && let Err(answer) = is_denied(route, response).await {
                through.push(answer);
            } else if doors && (status.is_server_error() || status == 401) {
                through.push(format!("{} {}: {status}", route.method, route.path));
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests of a personal token did as they may",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        world.revoke_personal_tokens().await;
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

/// Whether a method changes nothing, so that every site's page may send it.
fn is_safe(method: &reqwest::Method) -> bool {
    ["GET", "HEAD", "OPTIONS"].contains(&method.as_str())
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let cookie = world.ann.session_cookie();
        let foreign = [
            (ORIGIN.as_str(), "https://evil.example"),
            (ORIGIN.as_str(), "null"),
            ("sec-fetch-site", "cross-site"),
        ];
        let (mut walked, mut through) = (0, Vec::new());
        for (name, value) in foreign {
            for route in routes().iter().filter(|route| !is_safe(&route.method)) {
                let mut request = world.request(route).header(COOKIE, &cookie).header(name, value);
                if name != ORIGIN.as_str() && matches!(route.kind, RouteKind::Protocol(_)) {
                    // Better Auth checks only the origin, which a browser always sends.
                    request = request.header(ORIGIN, "https://evil.example");
                }
                let response = request.send().await.unwrap();
                walked += 1;
                if response.status().as_u16() != 403 {
                    through.push(format!(
                        "{name} {value}: {} {}: {}",
                        route.method,
                        route.path,
                        response.status()
                    ));
                }
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests of another site's page were denied",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.stop().await;
    }
}

#[tokio::test]
async fn somebody_else_sees_and_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::new(&database).await;
        let before = world.ann.export().await;
        let (mut walked, mut through) = (0, Vec::new());
        for (number, route) in routes().into_iter().enumerate() {
            // Each route has a person of its own, because some routes end the session or change the password or the
            // account.
            let bob = world.server.person(&format!("bob-{number}")).await;
            let request = world.request(&route).header(ORIGIN, &world.server.url);
            let response = request.header(COOKIE, bob.session_cookie()).send().await.unwrap();
            walked += 1;
            let status = response.status();
            let text = told(&route, response).await;
            if text.contains(MARK) || status.is_server_error() {
                through.push(format!("{} {}: {status} {text}", route.method, route.path));
            }
            if route.path.contains("password") || route.path.contains("delete") {
                assert_eq!(world.ann.export().await, before, "{}", route.path);
            }
        }
        eprintln!(
            "{engine:?}: {} of {walked} requests with another's ids gave nothing",
            walked - through.len()
        );
        assert!(through.is_empty(), "{}", through.join("\n"));
        assert_eq!(world.ann.export().await, before);
        world.server.browser().log_in("ann@example.com").await;
        world.server.stop().await;
    }
}

/// What an answer says. The stream of live updates has no end; its second event is the last of those at its beginning.
async fn told(route: &Route, mut response: Response) -> String {
    if route.path != "/rpc/live/events" {
        return response.text().await.unwrap();
    }
    let mut text = String::new();
    while !text.contains(r#""type":"list""#) {
        text += std::str::from_utf8(&response.chunk().await.unwrap().unwrap()).unwrap();
    }
    text
}

fn route(path: &str) -> Route {
    routes().into_iter().find(|route| route.path == path).unwrap()
}

fn claims(token: &str) -> Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).unwrap();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

fn merged(claims: &Value, with: Value) -> Value {
    let mut claims = claims.as_object().unwrap().clone();
    claims.extend(with.as_object().unwrap().clone());
    Value::Object(claims)
}

fn sign(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

fn unsigned(claims: &Value) -> String {
    let signed = sign(claims, Algorithm::HS256, SECRET);
    // {"alg":"none","typ":"JWT"}
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", signed.split('.').nth(1).unwrap())
}

/// A session cookie with another signature.
fn forge(cookie: &str) -> String {
    let (token, signature) = cookie.rsplit_once('.').unwrap();
    let first = if signature.starts_with('a') { "b" } else { "a" };
    format!("{token}.{first}{}", &signature[1..])
}
