//! Requests every URL of the router in the name of everybody who must get nothing there. The list comes from the
//! router, so a new URL is tested at once. If this test does not know the arguments of a URL, it fails.

use super::*;
use docket::endpoint::Access;
use docket::http::{Route, RouteKind, routes};
use reqwest::header::{ACCEPT, AUTHORIZATION, COOKIE, ORIGIN};
use reqwest::{RequestBuilder, Response};

mod others;
mod strangers;
mod tokens;

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
        let now = "'2026-11-28T16:00:00.000Z'";
        // The first reminder has the number of the first task.
        let reminder = sqlx::AssertSqlSafe(format!(
            "insert into reminders (user_id, task_id, remind_at, told_at)
             values ('{me_id}', {id}, '2026-11-28T16:00:00.000Z', '2026-11-28T16:00:01.000Z')"
        ));
        execute(&database.db, reminder).await;
        let webhook = [
            format!(
                r#"insert into webhooks (user_id, url, types, secret, due_at, created_at)
                   values ('{me_id}', 'https://hooks.example/{MARK}', '["task.deleted"]', 'sealed', {now}, {now})"#
            ),
            format!(
                "insert into webhook_events (user_id, type, body, created_at) values ('{me_id}', 'task.created', '{MARK}', {now})"
            ),
            format!(
                "insert into webhook_deliveries (user_id, webhook_id, event_id, since, ended_at)
                 values ('{me_id}', 1, 1, {now}, {now})"
            ),
        ];
        for sql in webhook {
            execute(&database.db, sqlx::AssertSqlSafe(sql)).await;
        }
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
            ("webhook", "1".into()),
            ("webhook_url", "https://hooks.example/stolen".into()),
            ("types[0]", "task.created".into()),
            ("deed", "remove".into()),
            ("delivery", "1".into()),
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
