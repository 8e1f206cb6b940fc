//! What a person may do with their webhooks, and what nobody may.

use super::*;
use docket::jobs::Jobs;
use docket::random::Random;
use docket::webhooks::server::{WebhookSettings, Webhooks};

#[tokio::test]
async fn only_public_addresses_by_https_are_taken_and_no_more_than_ten() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let ann = &world.ann;
        let code = async |url: &str| {
            let answer =
                ann.call("/rpc/webhooks/add", &[("webhook_url", url), ("types[0]", "task.created")]).await;
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        for url in [
            "http://hooks.example/a",
            "https://127.0.0.1/a",
            "https://2130706433/a",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/a",
            "https://10.0.0.7/a",
            "https://hooks.example:8443/a",
            "https://ann:word@hooks.example/a",
            "file:///etc/passwd",
            "hooks.example",
            "",
        ] {
            let (status, text) = code(url).await;
            assert!(status == 400 && text.contains("cannot tell this address"), "{url}: {status} {text}");
        }
        let answer = ann.call("/rpc/webhooks/add", &[("webhook_url", "https://hooks.example/a")]).await;
        assert!(answer.text().await.unwrap().contains("Choose what to tell"));
        // A page without scripts keeps the choice too.
        let fields = [("webhook_url", "http://hooks.example/a"), ("types[0]", "reminder.due")];
        let refused = ann.form("/rpc/webhooks/add", &fields).await;
        let (_, query) = location(&refused).split_once('?').unwrap();
        let page = ann.get(&format!("/settings?{query}")).await.text().await.unwrap();
        let form = page.split("webhook-form").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap();
        let chosen: Vec<&str> = form
            .split("<input")
            .filter(|input| input.contains("checkbox") && input.contains(" checked"))
            .collect();
        assert!(page.contains("http://hooks.example/a"));
        assert!(chosen.len() == 1 && chosen[0].contains("reminder.due"), "{chosen:?}");
        for number in 0..10 {
            assert_eq!(code(&format!("https://hooks.example/{number}")).await.0, 200);
        }
        let (status, text) = code("https://hooks.example/more").await;
        assert!(status == 400 && text.contains("10 webhooks already"), "{status} {text}");
        assert!(!world.settings().await.contains("Add webhook"));
        world.server.stop().await;
    }
}

/// The name is taken, because nobody knows where it leads until it is asked for.
#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_called() {
    let world = World::new(Engine::Sqlite).await;
    hook(&world.ann, "https://localhost/hook", &["task.created"]).await;
    let tried = world.ann.form("/rpc/webhooks/test", &[("webhook", "1")]).await;
    assert_eq!(location(&tried), "/settings?done=webhook-failed");
    let page = world.settings().await;
    assert!(page.contains("the name has no public address") && !page.contains("given up"), "{page}");
    world.server.stop().await;
}

#[tokio::test]
async fn a_secret_is_shown_once_and_kept_encrypted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (ann, url) = (&world.ann, world.receiver.at("/hook"));
        let made =
            ann.form("/rpc/webhooks/add", &[("webhook_url", &url), ("types[0]", "task.created")]).await;
        assert_eq!(location(&made), "/settings?done=webhook-secret");
        let shown = async || {
            let page = ann.get("/settings?done=webhook-secret").await.text().await.unwrap();
            let (_, rest) = page.split_once("whsec_")?;
            Some(format!(
                "whsec_{}",
                rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()
            ))
        };
        let first = shown().await.expect("the page shows the secret");
        assert_eq!(shown().await, None, "it is shown once");
        let export = ann.export().await;
        assert_eq!(export["webhooks"][0]["url"], url);
        for text in [export.to_string(), world.settings().await, stored(&world).await] {
            assert!(!text.contains("whsec_") && !text.contains(&first[6..]), "{text}");
        }

        // A new secret takes its place. For a day both sign.
        let second: String =
            ann.call("/rpc/webhooks/rotate", &[("webhook", "1")]).await.json().await.unwrap();
        assert_ne!(first, second);
        add(ann, "Milk").await;
        let told = world.receiver.next().await;
        assert_eq!((told.signed_by(&second), told.signed_by(&first)), (1, 1));
        world.clock.advance(time::Duration::hours(25));
        add(ann, "Bread").await;
        let told = world.receiver.next().await;
        assert_eq!((told.signed_by(&second), told.signed_by(&first)), (1, 0));
        // A day later one must log in again for another one.
        let refused = ann.call("/rpc/webhooks/rotate", &[("webhook", "1")]).await;
        assert!(refused.text().await.unwrap().contains("SESSION_NOT_FRESH"));
        world.server.stop().await;
    }
}

/// The row as the database has it.
async fn stored(world: &World) -> String {
    let sql = "select secret from webhooks";
    match &world.database.db {
        docket::db::Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
        docket::db::Db::Postgres { pool, .. } => {
            sqlx::query_scalar(sql).fetch_one(&mut pool.connect().await.unwrap()).await.unwrap()
        }
    }
}

#[tokio::test]
async fn a_webhook_is_paused_resumed_tried_and_removed_by_its_person_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (ann, receiver) = (&world.ann, &world.receiver);
        let bob = world.server.person("bob").await;
        world.hook("/hook").await;
        assert_eq!(change(ann, "1", "pause").await, 200);
        add(ann, "Milk").await;
        let page = world.settings().await;
        assert!(page.contains("Paused") && page.contains("1 waiting"), "{page}");
        for deed in ["resume", "remove"] {
            change(&bob, "1", deed).await;
        }
        for (path, field) in [("test", "webhook"), ("rotate", "webhook"), ("send-again", "delivery")] {
            let refused = bob.call(&format!("/rpc/webhooks/{path}"), &[(field, "1")]).await;
            assert_eq!(refused.status(), 404, "{path}");
        }
        assert!(!bob.get("/settings").await.text().await.unwrap().contains(&receiver.origin));

        // A test passes by what waits.
        let tried = ann.form("/rpc/webhooks/test", &[("webhook", "1")]).await;
        assert_eq!(location(&tried), "/settings?done=webhook-tried");
        assert_eq!(receiver.next().await.kind(), "webhook.test");
        assert_eq!(receiver.waiting(), 0, "it is paused");
        assert_eq!(change(ann, "1", "resume").await, 200);
        let first = receiver.next().await;
        assert_eq!(first.title(), "Milk");
        world.until_settings_say("Delivered: status 200").await;
        assert_eq!(ann.call("/rpc/webhooks/send-again", &[("delivery", "1")]).await.status(), 200);
        let again = receiver.next().await;
        assert_eq!((again.id(), &again.text), (first.id(), &first.text));

        for status in [200, 200] {
            assert_eq!(change(ann, "1", "remove").await, status);
        }
        assert_eq!(change(ann, "1", "resume").await, 404);
        add(ann, "Bread").await;
        assert!(!world.settings().await.contains(&receiver.origin));
        world.server.stop().await;
        assert_eq!(receiver.take().len(), 0);
    }
}

#[tokio::test]
async fn a_token_may_do_nothing_with_webhooks() {
    let world = World::new(Engine::Sqlite).await;
    let token = world.ann.token().await;
    for path in ["section", "add", "rotate", "change", "test", "send-again"] {
        let request = world.server.browser().request(&format!("/rpc/webhooks/{path}")).bearer_auth(&token);
        let fields = [
            ("webhook", "1"),
            ("deed", "remove"),
            ("delivery", "1"),
            ("webhook_url", "https://hooks.example/"),
            ("types[0]", "task.created"),
        ];
        let answer = request.header("accept", "application/json").form(&fields).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{path}");
    }
    world.server.stop().await;
}

#[tokio::test]
async fn of_more_than_ten_thousand_that_wait_the_oldest_are_given_up_and_what_has_ended_goes() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        assert_eq!(change(&world.ann, "1", "pause").await, 200);
        let many = "with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 10005)
            insert into webhook_events (user_id, type, body, created_at)
            select user_id, 'task.created', '{}', created_at from webhooks, numbers";
        execute(&world.database.db, many).await;
        let waiting = "insert into webhook_deliveries (user_id, webhook_id, event_id, due_at, since)
            select event.user_id, 1, event.id, event.created_at, event.created_at from webhook_events event order by event.id";
        execute(&world.database.db, waiting).await;
        let db = world.database.db.clone();
        let auth = docket::auth::server::Auth::new(
            db.clone(),
            SECRET.into(),
            false,
            world.clock.clone(),
            Random::system(),
        );
        let settings = WebhookSettings {
            secrets: vec![SECRET.into()],
            addresses: Vec::new(),
            mailer: None,
            page: "http://localhost/settings".parse().unwrap(),
        };
        let webhooks = Webhooks::new(db.clone(), auth, settings, world.clock.clone(), Random::system());
        let run = async || {
            // Of the job's next minute on, also for the server of this test.
            world.clock.advance(time::Duration::minutes(2));
            Jobs::new(db.clone(), world.clock.clone(), &Random::system(), webhooks.jobs()).run_due().await;
        };
        run().await;
        let page = world.settings().await;
        assert!(page.contains("10000 waiting. 5 given up in the last day."), "{page}");
        world.clock.advance(time::Duration::days(1));
        run().await;
        let page = world.settings().await;
        assert!(page.contains("10000 waiting.") && !page.contains("given up"), "{page}");
        let events = world.number("select count(*) from webhook_events").await;
        assert_eq!(events, 10_000, "the events went with their deliveries");
        world.server.stop().await;
    }
}
