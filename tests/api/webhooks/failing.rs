//! Addresses that fail.

use super::*;

#[tokio::test]
async fn what_failed_is_told_again_under_the_same_name() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let (receiver, clock) = (&world.receiver, &world.clock);
        let secret = world.hook("/hook").await;
        receiver.answer("/hook", 500, &[]);
        add(&world.ann, "Milk").await;
        let first = receiver.next().await;
        let page = world.until_settings_say("Failing").await;
        assert!(page.contains("status 500"), "{page}");
        // What happens meanwhile waits until the address has had its rest.
        add(&world.ann, "Bread").await;
        receiver.answer("/hook", 302, &[("location", "/elsewhere")]);
        clock.advance(time::Duration::seconds(10));
        let second = receiver.next().await;
        assert_eq!((second.id(), &second.text), (first.id(), &first.text));
        assert_eq!(second.signed_by(&secret), 1);
        assert_ne!(second.header("webhook-timestamp"), first.header("webhook-timestamp"));
        world.until_settings_say("status 302").await;
        receiver.answer("/hook", 204, &[]);
        clock.advance(time::Duration::minutes(1));
        let rest = [receiver.next().await, receiver.next().await];
        assert_eq!(rest.each_ref().map(Told::title), ["Milk", "Bread"]);
        assert_eq!(rest[0].id(), first.id());
        let page = world.until_settings_say("Delivered: status 204").await;
        assert!(page.contains("<td>3<") && !page.contains("Failing"), "{page}");
        world.server.stop().await;
        assert_eq!(receiver.take().len(), 0, "redirects are not followed");
    }
}

#[tokio::test]
async fn a_pause_that_an_address_asks_for_is_kept() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        world.receiver.answer("/hook", 429, &[("retry-after", "7200")]);
        add(&world.ann, "Milk").await;
        world.receiver.next().await;
        world.until_failed(1).await;
        let page = world.settings().await;
        assert!(page.contains("status 429") && page.contains("Next try"), "{page}");
        world.hook("/other").await;
        world.clock.advance(time::Duration::minutes(119));
        // The other address is told, so everybody who waits was looked at.
        add(&world.ann, "Bread").await;
        assert_eq!(world.receiver.next().await.path, "/other");
        assert_eq!(world.receiver.take().len(), 0);
        world.receiver.answer("/hook", 200, &[]);
        world.clock.advance(time::Duration::minutes(2));
        let told = [world.receiver.next().await, world.receiver.next().await];
        assert_eq!(
            told.map(|told| (told.path.clone(), told.title())),
            ["Milk", "Bread"].map(|title| ("/hook".to_owned(), title.to_owned()))
        );
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_address_that_is_gone_is_turned_off() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        world.receiver.answer("/hook", 410, &[]);
        add(&world.ann, "Milk").await;
        world.receiver.next().await;
        let page = world.until_settings_say("It answered that it is gone").await;
        assert!(page.contains("Turn on") && page.contains("1 given up"), "{page}");
        add(&world.ann, "Bread").await;
        world.receiver.answer("/hook", 200, &[]);
        assert_eq!(change(&world.ann, "1", "resume").await, 200);
        add(&world.ann, "Tea").await;
        assert_eq!(world.receiver.next().await.title(), "Tea", "what happened meanwhile is not told");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_address_that_fails_for_days_is_turned_off_and_its_person_hears_of_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let mut smtp = FakeSmtp::start().await;
        let world = World::with_mail(engine, Some(&smtp)).await;
        execute(&world.database.db, "update \"user\" set \"emailVerified\" = true").await;
        world.hook("/hook").await;
        world.receiver.answer("/hook", 503, &[]);
        add(&world.ann, "Milk").await;
        let (mut tries, mut asked) = (1, vec![world.receiver.next().await]);
        world.until_settings_say("status 503").await;
        for hours in [1, 24, 24, 24] {
            world.clock.advance(time::Duration::hours(hours));
            asked.push(world.receiver.next().await);
            tries += 1;
            world.until_failed(tries).await;
        }
        world.until_settings_say("It failed for three days").await;
        assert!(asked.iter().all(|told| told.id() == asked[0].id()));
        let mail = smtp.next().await;
        assert_eq!(mail.to, "ann@example.com");
        assert!(
            mail.text.contains("Docket does not tell 127.0.0.1 any more")
                && mail.text.contains("/settings#webhooks")
        );
        assert!(!mail.text.contains("/hook"), "the address may be a secret");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_address_that_nobody_tried_for_days_is_not_turned_off() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        world.receiver.answer("/hook", 503, &[]);
        add(&world.ann, "Milk").await;
        world.receiver.next().await;
        world.until_settings_say("status 503").await;
        world.clock.advance(time::Duration::hours(73));
        world.receiver.next().await;
        world.until_failed(2).await;
        world.receiver.answer("/hook", 200, &[]);
        world.clock.advance(time::Duration::minutes(1));
        add(&world.ann, "Bread").await;
        assert_eq!(world.receiver.next().await.title(), "Bread");
        world.server.stop().await;
    }
}

/// Another server may be able to read it, while the secret of the servers changes.
#[tokio::test]
async fn what_a_server_cannot_sign_waits() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.hook("/hook").await;
        execute(&world.database.db, "update webhooks set secret = 'x' || secret").await;
        add(&world.ann, "Milk").await;
        world.until_failed(1).await;
        let page = world.settings().await;
        assert!(page.contains("Failing"), "{page}");
        assert!(page.contains("the server cannot read the secret") && page.contains("1 waiting"), "{page}");
        execute(&world.database.db, "update webhooks set secret = substr(secret, 2)").await;
        world.clock.advance(time::Duration::minutes(1));
        assert_eq!(world.receiver.next().await.title(), "Milk");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_slow_address_holds_up_no_other() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        world.receiver.answer("/slow", 0, &[]);
        for path in ["/slow", "/quick"] {
            world.hook(path).await;
        }
        for number in 0..5 {
            add(&world.ann, &format!("task {number}")).await;
        }
        let mut told = Vec::new();
        for _ in 0..6 {
            told.push(world.receiver.next().await.path);
        }
        told.sort();
        assert_eq!(told, ["/quick", "/quick", "/quick", "/quick", "/quick", "/slow"]);
        // Its answer never comes, so the server is not asked to end in peace.
        drop(world);
    }
}
