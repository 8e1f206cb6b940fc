//! What a push service gets, and what its answers mean.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket::clock::Clock;
use docket::id::SubscriptionId;
use docket::push::server::{
    PAYLOAD_MAX, Push, PushError, PushOptions, PushSettings, Subscription, Topic, Urgency,
};
use docket::random::Random;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use std::time::Duration;

async fn open(database: &TestDatabase, secrets: &[&str], service: &PushService, clock: &Clock) -> Push {
    let settings = PushSettings {
        secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
        services: vec![service.origin.parse().unwrap()],
        contact: "mailto:docket@example.com".into(),
    };
    Push::open(database.db.clone(), settings, clock.clone(), &Random::system()).await.unwrap()
}

fn stored(subscription: &FakeSubscription) -> Subscription {
    Subscription {
        id: SubscriptionId::new(1),
        endpoint: subscription.endpoint.clone(),
        p256dh: subscription.p256dh(),
        auth: subscription.auth(),
    }
}

fn options() -> PushOptions {
    PushOptions { topic: None, ttl: Duration::from_secs(3600), urgency: Urgency::High }
}

/// The claims of the token that a request brought, checked with the key that came with it.
fn claims(pushed: &push_service::Pushed, key: &str) -> Value {
    let authorization = pushed.headers["authorization"].to_str().unwrap();
    let (token, given) = authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(given, key);
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_aud = false;
    validation.validate_exp = false;
    let key = DecodingKey::from_ec_der(&URL_SAFE_NO_PAD.decode(key).unwrap());
    decode::<Value>(token, &key, &validation).unwrap().claims
}

#[tokio::test]
async fn a_push_is_encrypted_for_the_browser_and_signed_by_the_server() {
    let (database, service) = (TestDatabase::migrated(Engine::Sqlite).await, PushService::start().await);
    let clock = Clock::adjustable();
    let push = open(&database, &[SECRET], &service, &clock).await;
    let browser = FakeSubscription::at(format!("{}/send/a?b=c", service.origin));
    let payload = json!({ "title": "Buy milk" });
    let options = PushOptions { topic: Some(Topic::of("1")), ..options() };
    let send = async || push.send(&stored(&browser), payload.to_string().as_bytes(), &options).await.unwrap();
    send().await;
    let [first] = &service.take()[..] else { panic!("one request is one push") };
    assert_eq!((browser.read(first), first.path.as_str()), (payload.clone(), "/send/a?b=c"));
    let header = |name: &str| first.headers[name].to_str().unwrap().to_owned();
    assert_eq!([header("content-encoding"), header("ttl"), header("urgency")], ["aes128gcm", "3600", "high"]);
    assert_eq!(header("topic"), Topic::of("1").as_str());
    let claims_of = |pushed: &push_service::Pushed| claims(pushed, push.key());
    let now = clock.now().unix_seconds();
    let token = claims_of(first);
    assert_eq!((&token["aud"], &token["sub"]), (&json!(service.origin), &json!("mailto:docket@example.com")));
    let life = token["exp"].as_i64().unwrap() - now;
    assert!((11 * 3600..=12 * 3600).contains(&life), "{life}");

    // The token is used again, and a new one is made in time.
    clock.advance(time::Duration::hours(5));
    send().await;
    assert_eq!(claims_of(&service.take()[0]), token);
    clock.advance(time::Duration::hours(2));
    send().await;
    assert!(claims_of(&service.take()[0])["exp"].as_i64() > token["exp"].as_i64());
}

#[tokio::test]
async fn an_answer_says_whether_another_try_makes_sense() {
    let (database, service) = (TestDatabase::migrated(Engine::Sqlite).await, PushService::start().await);
    let push = open(&database, &[SECRET], &service, &Clock::system()).await;
    let browser = stored(&FakeSubscription::at(format!("{}/a", service.origin)));
    for (status, headers, pause) in [
        (429, vec![("retry-after", "120")], Some(120)),
        (503, vec![("retry-after", "7")], Some(7)),
        (500, vec![], None),
        (408, vec![], None),
    ] {
        service.answer(status, &headers);
        match push.send(&browser, b"{}", &options()).await {
            Err(PushError::Later { retry_after, why }) => {
                assert_eq!(retry_after, pause.map(Duration::from_secs), "{status}");
                assert!(why.contains(&status.to_string()) && why.len() < 1100, "{why}");
            }
            other => panic!("{status}: {other:?}"),
        }
    }
    let elsewhere = PushService::start().await;
    for (status, headers) in [
        (400, vec![]),
        (401, vec![]),
        (403, vec![]),
        (413, vec![]),
        // Nobody goes where a redirect leads.
        (302, vec![("location", elsewhere.origin.as_str())]),
        (307, vec![("location", elsewhere.origin.as_str())]),
    ] {
        service.answer(status, &headers);
        let refused = push.send(&browser, b"{}", &options()).await;
        assert!(matches!(refused, Err(PushError::Refused(_))), "{status}: {refused:?}");
    }
    assert!(elsewhere.take().is_empty());
    service.take();
    let long = push.send(&browser, &vec![b'x'; PAYLOAD_MAX + 1], &options()).await;
    assert!(matches!(long, Err(PushError::Refused(_))) && service.take().is_empty(), "{long:?}");
    service.answer(201, &[]);
    push.send(&browser, &vec![b'x'; PAYLOAD_MAX], &options()).await.unwrap();
    assert_eq!(service.take()[0].body.len(), 4096);
    drop(service);
    let away = push.send(&browser, b"{}", &options()).await;
    assert!(matches!(away, Err(PushError::Later { retry_after: None, .. })), "{away:?}");
}

#[tokio::test]
async fn private_addresses_are_not_called_whatever_name_leads_there() {
    let (database, service) = (TestDatabase::migrated(Engine::Sqlite).await, PushService::start().await);
    let push = open(&database, &[SECRET], &service, &Clock::system()).await;
    for endpoint in ["https://10.0.0.1/a", "https://127.0.0.1/a", "https://localhost/a"] {
        let refused = push.send(&stored(&FakeSubscription::at(endpoint)), b"{}", &options()).await;
        assert!(matches!(refused, Err(PushError::Refused(_))), "{endpoint}: {refused:?}");
    }
}

#[tokio::test]
async fn a_subscription_that_has_ended_is_removed_and_a_busy_service_changes_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let ann = server.person("ann").await;
        let browser = FakeSubscription::at(format!("{}/a", service.origin));
        subscribe(&ann, &browser).await;
        assert_eq!(try_out(&ann).await, (1, 1));
        let pushed = service.take().remove(0);
        assert_eq!(browser.read(&pushed)["title"], "Docket");
        assert_eq!(claims(&pushed, &key(&ann).await)["aud"], service.origin.as_str());
        service.answer(503, &[]);
        assert_eq!((try_out(&ann).await, devices(&ann).await.len()), ((0, 1), 1));
        for status in [410, 404] {
            service.answer(status, &[]);
            assert_eq!((try_out(&ann).await, devices(&ann).await.len()), ((0, 1), 0));
            subscribe(&ann, &browser).await;
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn all_servers_have_one_key_and_a_lost_secret_makes_another() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, service) = (TestDatabase::migrated(engine).await, PushService::start().await);
        let clock = Clock::system();
        let at_once = (0..4).map(|_| open(&database, &[SECRET], &service, &clock));
        let keys: Vec<_> =
            futures::future::join_all(at_once).await.iter().map(|push| push.key().to_owned()).collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        let server = TestServer::start_with_push_services(&database.url, &[&service.origin]).await;
        let ann = server.person("ann").await;
        subscribe(&ann, &FakeSubscription::at(format!("{}/a", service.origin))).await;
        assert_eq!(key(&ann).await, keys[0]);

        // A secret that follows another one takes the key over, so the old one can go.
        let next = "the next secret of at least thirty-two characters";
        for secrets in [&[next, SECRET][..], &[next]] {
            assert_eq!(open(&database, secrets, &service, &clock).await.key(), keys[0]);
        }
        assert_eq!(devices(&ann).await.len(), 1);
        let other = open(&database, &[SECRET], &service, &clock).await;
        assert_ne!(other.key(), keys[0]);
        assert_eq!(devices(&ann).await.len(), 0);
        server.stop().await;
    }
}
