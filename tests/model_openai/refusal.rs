//! Requests without an answer, and which of them are sent again.

use crate::upstream::Script;
use crate::{KEY, STOP, ask, ask_with, failure, hi, model, settings, text};
use docket::clock::Clock;
use docket::model::ModelError;
use docket::model::openai::{InvalidSettings, OpenAi, Settings};
use docket::random::Random;
use serde_json::{Value, json};
use std::time::Duration;

fn error(message: &str) -> Value {
    json!({ "error": { "message": message, "type": "some_error", "code": null } })
}

#[tokio::test]
async fn a_wrong_key() {
    for status in [401, 403] {
        let (events, error) = failure(Script::status(status, error(&format!("Incorrect key: {KEY}.")))).await;
        assert_eq!(events, []);
        assert!(
            matches!(&error, ModelError::Unauthorized(text) if text.ends_with("Incorrect key: [key].")),
            "{error}"
        );
    }
    let (_, error) =
        failure(Script::status(400, error("API key not valid. Please pass a valid API key."))).await;
    assert!(matches!(error, ModelError::Unauthorized(_)));
}

#[tokio::test]
async fn a_refused_request() {
    let (_, error) = failure(Script::status(400, error(&"long ".repeat(1000)))).await;
    assert!(matches!(&error, ModelError::Rejected(text) if text.chars().count() < 320), "{error}");
    let (_, error) = failure(Script::status(302, json!({})).header("location", "/elsewhere")).await;
    assert!(matches!(error, ModelError::Rejected(_)), "{error}");
}

#[tokio::test]
async fn a_short_rate_limit_is_waited_for() {
    for (name, value) in [("retry-after", "0"), ("retry-after-ms", "20")] {
        let busy = Script::status(429, error("slow down")).header(name, value);
        let (events, error, requests) = ask([busy, Script::text(&["ok"])]).await;
        assert_eq!((events, error, requests), (vec![text("ok"), STOP], None, 2));
    }
}

#[tokio::test]
async fn a_long_rate_limit_is_told_at_once() {
    let (_, error) = failure(Script::status(429, error("slow down")).header("retry-after", "30")).await;
    assert_eq!(error, ModelError::RateLimited { retry_after: Some(Duration::from_secs(30)) });
    let quota = json!({ "error": { "message": "no money", "code": "insufficient_quota" } });
    let (_, error) = failure(Script::status(429, quota)).await;
    assert_eq!(error, ModelError::RateLimited { retry_after: None });
}

#[tokio::test]
async fn a_failing_provider_is_asked_three_times() {
    let broken = || Script::status(500, error("it burns"));
    let (events, error, requests) = ask([broken(), broken(), Script::text(&["ok"])]).await;
    assert_eq!((events, error, requests), (vec![text("ok"), STOP], None, 3));
    let (events, error, requests) = ask([broken(), broken(), broken(), Script::text(&["ok"])]).await;
    assert_eq!((events, requests), (vec![], 3));
    assert!(matches!(&error, Some(ModelError::Failed(text)) if text.contains("it burns")), "{error:?}");
}

#[tokio::test]
async fn a_document_is_no_answer() {
    let (_, error) = failure(Script::status(200, json!({ "choices": [] }))).await;
    assert!(matches!(error, ModelError::Failed(_)), "{error}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let (events, error) = ask_with(settings(&url), hi()).await;
    assert_eq!(events, []);
    assert!(matches!(&error, Some(ModelError::Connection(text)) if !text.contains(&url)), "{error:?}");
}

#[tokio::test]
async fn settings_nobody_can_be_asked_with() {
    for url in ["", "api.openai.com/v1", "ftp://host/v1", "https://host/v1?key=1"] {
        assert!(
            matches!(
                OpenAi::new(settings(url), Clock::system(), Random::system()),
                Err(InvalidSettings::BaseUrl(_))
            ),
            "{url}"
        );
    }
    let key = Settings { api_key: "a\nb".into(), ..settings("https://host/v1") };
    assert_eq!(OpenAi::new(key, Clock::system(), Random::system()).err(), Some(InvalidSettings::ApiKey));
    assert!(!format!("{:?}", model(settings("http://host/v1"))).contains(KEY));
}

/// The environment says where the root certificates are, so the test runs itself once in each environment.
#[test]
fn a_machine_may_have_no_root_certificates() {
    const ROOTS: &str = "DOCKET_TEST_ROOTS";
    let made = || OpenAi::new(settings("https://host/v1"), Clock::system(), Random::system());
    match std::env::var(ROOTS).as_deref() {
        Ok("none") => assert!(matches!(made().err(), Some(InvalidSettings::Tls(_)))),
        Ok("one") => assert!(made().is_ok()),
        _ => {
            let folder = tempfile::tempdir().unwrap();
            for (roots, pem) in [("none", ""), ("one", ROOT_CERTIFICATE)] {
                let file = folder.path().join(roots);
                std::fs::write(&file, pem).unwrap();
                let run = std::process::Command::new(std::env::current_exe().unwrap())
                    .args(["--exact", "refusal::a_machine_may_have_no_root_certificates"])
                    .env(ROOTS, roots)
                    .env("SSL_CERT_FILE", &file)
                    .env_remove("SSL_CERT_DIR")
                    .output()
                    .unwrap();
                let told = String::from_utf8_lossy(&run.stdout);
                assert!(run.status.success() && told.contains("1 passed"), "{roots}: {told}");
            }
        }
    }
}

/// A self-signed certificate that nobody uses.
const ROOT_CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBjTCCATOgAwIBAgIUBA3sn4WwUrG/CWKB1jROaQ8hsVIwCgYIKoZIzj0EAwIw\n\
GzEZMBcGA1UEAwwQRG9ja2V0IHRlc3Qgcm9vdDAgFw0yNjExMjcwNjE1MDdaGA8y\n\
MTI2MTEwMzA2MTUwN1owGzEZMBcGA1UEAwwQRG9ja2V0IHRlc3Qgcm9vdDBZMBMG\n\
ByqGSM49AgEGCCqGSM49AwEHA0IABApDXpDzGKWT8UQ57yNAjKT8N/xUIBpQEW5x\n\
wAkivQ9cLqwSiES9e48ziQf4gy9IP/c6+fmW72O447390WJQkuijUzBRMB0GA1Ud\n\
DgQWBBTTzZJVfXrQVXj6eZ4cXZLaOP9a5zAfBgNVHSMEGDAWgBTTzZJVfXrQVXj6\n\
eZ4cXZLaOP9a5zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCa\n\
M+SC2kCsF6kAWZqfA3NjYFARz4OVMswDC4YJGYIPmwIgJ1Cqop2sS9jCktNKbH0U\n\
VbS3irp+C8HdOMuICMC28qU=\n\
-----END CERTIFICATE-----\n";
