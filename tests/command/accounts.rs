use super::smtp::FakeSmtp;
use super::*;
use code_app::CodeApp;
use serde_json::json;

/// A server with Ann's data, and the program beside it.
struct World {
    database: TestDatabase,
    server: TestServer,
    program: Program,
    ann: server::Browser,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Buy milk")]).await;
        ann.events("/rpc/chat/send", &[("text", "hello"), ("client_id", "a")]).await.rest().await;
        let program = Program::new(&database.url).with("PORT", "8080");
        Self { database, server, program, ann }
    }

    /// The status of a log-in with this password.
    async fn log_in(&self, email: &str, password: &str) -> u16 {
        let fields = [("email", email), ("password", password)];
        self.server.browser().call("/rpc/auth/log_in", &fields).await.status().as_u16()
    }

    async fn end(self) {
        self.server.stop().await;
    }
}

/// Makes one test for each engine.
macro_rules! beside_a_server {
    ($(async fn $name:ident($world:ident: World) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($world: World) {
                $body
                $world.end().await;
            }

            #[tokio::test]
            async fn sqlite() {
                check(World::new(Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                check(World::new(Engine::Postgres).await).await;
            }
        }
    )+};
}

beside_a_server! {
    async fn people_are_listed_and_shown(world: World) {
        world.server.person("bob").await;
        let people = world.program.json(&["user", "list"]).await;
        let emails: Vec<_> = people.as_array().unwrap().iter().map(|person| &person["email"]).collect();
        assert_eq!(emails, ["ann@example.com", "bob@example.com"]);
        let table = world.program.answer(&["user", "list"]).await;
        let lines: Vec<_> = table.lines().collect();
        assert!(lines.len() == 3 && lines[0].starts_with("EMAIL            NAME  CREATED"), "{table}");

        let id = people[0]["id"].as_str().unwrap();
        let shown = world.program.json(&["user", "show", id]).await;
        assert_eq!(shown, world.program.json(&["user", "show", "ANN@example.com"]).await);
        assert_eq!((&shown["email"], &shown["name"]), (&json!("ann@example.com"), &json!("ann")));
        assert_eq!(shown["accounts"], json!(["credential"]));
        for (what, count) in [("sessions", 1), ("tasks", 1), ("conversations", 1), ("messages", 2)] {
            assert_eq!(shown[what], count, "{what}");
        }
        let facts = world.program.answer(&["user", "show", "ann@example.com"]).await;
        assert!(facts.contains(&format!("id             {id}\n")) && facts.contains("messages       2\n"), "{facts}");
    }

    async fn a_person_is_banned_and_let_in_again(world: World) {
        let program = &world.program;
        let banned = program.json(&["user", "ban", "ann@example.com", "--reason", "Spam.", "--days", "2", "--yes"]).await;
        assert_eq!((&banned["email"], &banned["ban"]["reason"]), (&json!("ann@example.com"), &json!("Spam.")));
        assert_eq!(world.log_in("ann@example.com", server::PASSWORD).await, 403);
        assert_eq!(world.ann.call("/rpc/auth/devices", &[]).await.status().as_u16(), 401);
        let facts = program.answer(&["user", "show", "ann@example.com"]).await;
        assert!(facts.contains("banned         until 20") && facts.contains("UTC: Spam."), "{facts}");
        let text = program.answer(&["user", "unban", "ann@example.com"]).await;
        assert_eq!(text, "ann@example.com can log in again.\n");
        assert_eq!(world.log_in("ann@example.com", server::PASSWORD).await, 200);
        let text = program.answer(&["user", "ban", "ann@example.com", "--yes"]).await;
        assert_eq!(text, "ann@example.com is banned without an end.\n");
    }

    async fn somebody_who_has_lost_both_factors_is_let_in(world: World) {
        let program = &world.program;
        let set_up = world.ann.call("/rpc/auth/set_up_two_factor", &[("two_factor_password", server::PASSWORD)]).await;
        let set_up: serde_json::Value = set_up.json().await.unwrap();
        let app = CodeApp::scan(set_up["authenticator"]["link"].as_str().unwrap(), &docket::clock::Clock::system());
        world.ann.call("/rpc/auth/confirm_two_factor", &[("two_factor_code", &app.code())]).await;
        let facts = program.answer(&["user", "show", "ann@example.com"]).await;
        assert!(facts.contains("two factors    yes\n"), "{facts}");
        let reset = ["user", "reset-two-factor", "ann@example.com", "--yes"];
        assert_eq!(program.json(&reset).await["two_factor_enabled"], false);
        world.server.browser().log_in("ann@example.com").await;
        assert_eq!(program.json(&["user", "list"]).await[0]["two_factor_enabled"], false);
        let again = program.run_with_input(&reset, "").await;
        assert!(again.code == 1 && again.errors.contains("does not log in with two factors"), "{again:?}");
    }

    async fn a_lost_passkey_is_removed(world: World) {
        let me: serde_json::Value = world.ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let passkey = sqlx::AssertSqlSafe(format!(
            r#"insert into "passkey" ("id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType",
                   "backedUp")
               values ('lost', 'Phone', 'x', '{}', 'x', 0, 'singleDevice', false)"#,
            me["id"].as_str().unwrap()
        ));
        match &world.database.db {
            docket::db::Db::Sqlite { writer, .. } => sqlx::query(passkey).execute(writer).await.map(drop).unwrap(),
            docket::db::Db::Postgres { pool, .. } => sqlx::query(passkey).execute(&mut pool.connect().await.unwrap()).await.map(drop).unwrap(),
        }
        let passkeys = async || {
            let list: serde_json::Value = world.ann.call("/rpc/auth/passkeys", &[]).await.json().await.unwrap();
            list["passkeys"].as_array().unwrap().len()
        };
        assert_eq!(passkeys().await, 1);
        let remove = ["user", "remove-passkeys", "ann@example.com", "--yes"];
        let said = world.program.answer(&remove).await;
        assert!(said.contains("Removed 1 passkey of ann@example.com."), "{said}");
        assert_eq!(passkeys().await, 0);
        let unknown = ["user", "remove-passkeys", "nobody@example.com", "--yes"];
        assert_eq!(world.program.run_with_input(&unknown, "").await.code, 1);
    }

    async fn an_account_is_made_with_a_password_or_a_link(world: World) {
        let create = ["user", "create", "Bob@example.com", "--name", "Bob", "--password-stdin"];
        let said = world.program.run_with_input(&create, "bobs own horse\r\n").await;
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.output.starts_with("Made an account for bob@example.com"), "{said:?}");
        assert_eq!(world.log_in("bob@example.com", "bobs own horse").await, 200);
        let said = world.program.run_with_input(&create, "bobs own horse\n").await;
        assert_eq!((said.code, said.output.as_str()), (1, ""));
        assert!(said.errors.contains("has an account with this e-mail address already"), "{said:?}");

        let fay = world.program.json(&["user", "create", "fay@example.com", "--reset-link"]).await;
        assert!(fay.get("password").is_none(), "{fay}");
        let link = fay["reset_link"]["url"].as_str().unwrap();
        let token = link.strip_prefix("http://127.0.0.1:8080/reset-password?token=").unwrap();
        let fields = [("token", token), ("password", "fays own horse")];
        let done = world.server.browser().form("/rpc/auth/reset_password", &fields).await;
        assert_eq!(location(&done), "/login?reset=1");
        assert_eq!(world.log_in("fay@example.com", "fays own horse").await, 200);
    }

    async fn people_are_invited(world: World) {
        let program = Program::new(&world.database.url).with("BETTER_AUTH_URL", "https://tasks.example.com");
        let invited = program.json(&["user", "invite", "--email", "Bob@example.com", "--days", "3"]).await;
        assert_eq!(invited["email"], "bob@example.com");
        let url = invited["url"].as_str().unwrap();
        let token = url.strip_prefix("https://tasks.example.com/signup?invitation=").unwrap();
        assert_eq!(token.len(), 32);
        let text = program.answer(&["user", "invite"]).await;
        assert!(text.starts_with("https://tasks.example.com/signup?invitation="), "{text}");
        assert!(text.contains("One person can make an account with it, once, until 20"), "{text}");
        for wrong in [&["--email", "bob"][..], &["--days", "0"], &["--days", "366"]] {
            assert_ne!(program.run(&[&["user", "invite"], wrong].concat()).await.code, 0, "{wrong:?}");
        }
    }

    async fn a_password_is_set_and_ends_all_sessions(world: World) {
        let set = ["user", "set-password", "ann@example.com", "--password-stdin"];
        let said = world.program.run_with_input(&set, "another horse\n").await;
        assert_eq!((said.code, said.output.as_str()), (2, ""));
        assert!(said.errors.contains("--yes"), "{said:?}");
        assert_eq!(world.ann.get("/chat").await.status().as_u16(), 200);

        let sure = [&set[..], &["--yes"]].concat();
        let said = world.program.run_with_input(&sure, "short\n").await;
        assert_eq!(said.code, 1);
        assert!(said.errors.contains("at least 8 characters"), "{said:?}");
        let said = world.program.run_with_input(&sure, "Password1\n").await;
        assert!(said.code == 1 && said.errors.contains("harder to guess"), "{said:?}");
        let said = world.program.run_with_input(&sure, "another horse\n").await;
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(location(&world.ann.get("/chat").await), "/login");
        assert_eq!(world.log_in("ann@example.com", PASSWORD).await, 401);
        assert_eq!(world.log_in("ann@example.com", "another horse").await, 200);
    }

    async fn a_person_is_told_of_a_password_that_an_operator_set(world: World) {
        let mut smtp = FakeSmtp::start().await;
        let mailing = |address: &str| {
            Program::new(&world.database.url)
                .with("BETTER_AUTH_URL", "https://tasks.example.com")
                .with("SMTP_URL", &format!("smtp://{address}"))
                .with("SMTP_FROM", "Docket <docket@example.com>")
        };
        let set = ["user", "set-password", "ann@example.com", "--password-stdin", "--yes"];
        let said = mailing(&smtp.address.to_string()).run_with_input(&set, "another horse\n").await;
        assert_eq!((said.code, said.errors.as_str()), (0, ""));
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(mail.head.contains("Subject: Your Docket password was reset"), "{}", mail.head);
        assert!(mail.text.contains("https://tasks.example.com/forgot-password"), "{}", mail.text);

        // A mail server that does not answer changes nothing, but the operator is told.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let said = mailing(&nobody).run_with_input(&set, "a third horse\n").await;
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.output.contains("has a new password"), "{said:?}");
        let told = "docket: the password is set, but ann@example.com could not be told by mail: the mail server";
        assert!(said.errors.contains(told), "{said:?}");
        assert_eq!(world.log_in("ann@example.com", "a third horse").await, 200);
    }

    async fn sessions_are_listed_without_what_proves_them_and_ended(world: World) {
        let (phone, tablet) = (world.server.browser(), world.server.browser());
        phone.log_in("ann@example.com").await;
        tablet.log_in("ann@example.com").await;
        world.server.person("bob").await;
        let sessions = world.program.json(&["user", "sessions", "ann@example.com"]).await;
        assert_eq!(sessions.as_array().unwrap().len(), 3);
        assert_eq!(world.program.json(&["session", "list", "--user", "ann@example.com"]).await, sessions);
        let all = world.program.json(&["session", "list"]).await;
        assert_eq!(all.as_array().unwrap().len(), 4);
        let table = world.program.answer(&["session", "list"]).await;
        assert_eq!(table.lines().count(), 5);
        let cookie = world.ann.session_cookie();
        let token = cookie.split_once('=').unwrap().1.split_once('.').unwrap().0;
        assert!(!table.contains(token) && !all.to_string().contains(token), "a token is shown");

        let newest = sessions[0]["id"].as_str().unwrap();
        let ended = world.program.json(&["user", "revoke", "ann@example.com", newest]).await;
        assert_eq!(ended, json!({ "sessions": 1 }));
        assert_eq!(location(&tablet.get("/chat").await), "/login");
        assert_eq!(phone.get("/chat").await.status().as_u16(), 200);
        let again = world.program.run(&["user", "revoke", "ann@example.com", newest]).await;
        assert!(again.code == 1 && again.errors.contains("no such session"), "{again:?}");
        let stranger = world.program.run(&["user", "revoke", "bob@example.com", sessions[1]["id"].as_str().unwrap()]).await;
        assert_eq!(stranger.code, 1, "{stranger:?}");

        let unsure = world.program.run(&["user", "revoke", "ann@example.com", "--all"]).await;
        assert!(unsure.code == 2 && unsure.errors.contains("--yes"), "{unsure:?}");
        let all = world.program.answer(&["user", "revoke", "ann@example.com", "--all", "--yes"]).await;
        assert_eq!(all, "Ended 2 sessions of ann@example.com.\n");
        assert_eq!(location(&phone.get("/chat").await), "/login");
        assert_eq!(world.program.json(&["session", "prune"]).await, json!({ "sessions": 0 }));
    }

    async fn a_person_is_exported_and_deleted_with_everything(world: World) {
        let export = world.program.json(&["user", "export", "ann@example.com"]).await;
        assert_eq!(export["user"]["email"], "ann@example.com");
        assert_eq!(export["tasks"][0]["title"], "Buy milk");
        assert_eq!(export["conversations"][0]["messages"][0]["content"], "hello");
        let unsure = world.program.run(&["user", "delete", "ann@example.com"]).await;
        assert!(unsure.code == 2 && unsure.errors.contains("--yes"), "{unsure:?}");
        assert_eq!(world.ann.get("/chat").await.status().as_u16(), 200);
        let done = world.program.answer(&["user", "delete", "ann@example.com", "--yes"]).await;
        assert_eq!(done, "ann@example.com is deleted.\n");
        assert_eq!(location(&world.ann.get("/chat").await), "/login");
        assert_eq!(world.log_in("ann@example.com", PASSWORD).await, 401);
        assert_eq!(world.program.json(&["user", "list"]).await, json!([]));
    }

    async fn a_reset_link_leads_to_the_address_that_people_use(world: World) {
        let program = Program::new(&world.database.url).with("BETTER_AUTH_URL", "https://tasks.example.com");
        let link = program.json(&["user", "reset-link", "ann@example.com"]).await;
        let url = link["url"].as_str().unwrap();
        let token = url.strip_prefix("https://tasks.example.com/reset-password?token=").unwrap();
        let page = world.server.browser().get(&format!("/reset-password?token={token}")).await;
        assert!(page.text().await.unwrap().contains("Set the password"));
        let text = program.answer(&["user", "reset-link", "ann@example.com"]).await;
        assert!(text.starts_with("https://tasks.example.com/reset-password?token="), "{text}");
        assert!(text.contains("once, until 20") && text.trim_end().ends_with("UTC."), "{text}");
    }
}
