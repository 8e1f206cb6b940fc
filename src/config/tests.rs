#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use super::*;
use clap::{Args, Command, FromArgMatches};

/// The command line's settings, without the environment of the test.
fn command() -> Command {
    Settings::augment_args(Command::new("docket")).mut_args(|argument| argument.env(None::<&'static str>))
}

/// The flag of a variable, if there is such a variable.
fn flag_of(name: &str) -> Option<String> {
    let command = Settings::augment_args(Command::new("docket"));
    let argument = command.get_arguments().find(|argument| argument.get_env().is_some_and(|env| env == name));
    argument.and_then(|argument| argument.get_long()).map(str::to_owned)
}

/// The settings with these values alone.
fn parsed<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Settings {
    let flags = values.into_iter().map(|(name, value)| {
        let flag = flag_of(name).unwrap_or_else(|| panic!("no setting is named {name}"));
        format!("--{flag}={value}")
    });
    let matches = command().try_get_matches_from(std::iter::once("docket".to_owned()).chain(flags));
    matches.and_then(|matches| Settings::from_arg_matches(&matches)).unwrap()
}

/// The settings with these values, and otherwise as small as they can be.
fn settings(values: &[(&str, &str)]) -> Settings {
    let defaults = [
        ("DATABASE_URL", "sqlite::memory:"),
        ("BETTER_AUTH_SECRET", "a secret of at least thirty-two characters"),
    ];
    let is_given = |name: &str| {
        values.iter().any(|(given, _)| *given == name || given.strip_suffix("_FILE") == Some(name))
    };
    parsed(defaults.into_iter().filter(|(name, _)| !is_given(name)).chain(values.iter().copied()))
}

fn refusal(values: &[(&str, &str)]) -> String {
    Config::resolve(&settings(values)).err().map(|error| error.to_string()).unwrap_or_default()
}

fn names(values: &[(&str, &str)]) -> Vec<String> {
    let config = Config::resolve(&settings(values));
    let providers = config.map(|config| config.providers).unwrap_or_default();
    providers
        .into_iter()
        .map(|provider| match provider {
            Provider::Offline => "offline".to_owned(),
            Provider::OpenAi(settings) => format!("{} {}", settings.provider, settings.base_url),
        })
        .collect()
}

#[test]
fn a_wrong_value_is_named_with_what_is_allowed() {
    assert_eq!(refusal(&[("PORT", "eighty")]), "PORT is \"eighty\", but must be a number from 0 to 65535");
    assert_eq!(refusal(&[("PORT", "70000")]), "PORT is \"70000\", but must be a number from 0 to 65535");
    for (name, value) in [
        ("HOST", "localhost:80"),
        ("BETTER_AUTH_URL", "example.com"),
        ("BETTER_AUTH_URL", "ftp://example.com"),
        ("TRUSTED_ORIGINS", "https://a.example,b.example"),
        ("AI_MODEL_PROVIDER", "openai;gemini"),
        ("AI_MODEL_PROVIDER", "claude"),
        ("METRICS_ADDR", "9100"),
        ("SHUTDOWN_GRACE", "soon"),
    ] {
        assert!(refusal(&[(name, value)]).starts_with(name), "{name}={value}: {}", refusal(&[(name, value)]));
    }
}

#[test]
fn secrets_are_never_shown() {
    let text = refusal(&[("BETTER_AUTH_SECRET", "hunter2")]);
    assert!(
        text.starts_with("BETTER_AUTH_SECRET") && text.contains("32") && !text.contains("hunter2"),
        "{text}"
    );
    let config = Config::resolve(&settings(&[("OPENAI_API_KEY", "sk-hunter2")]));
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("thirty-two"), "{shown}");
}

#[test]
fn providers_are_what_has_a_key_unless_named() {
    assert_eq!(names(&[]), ["offline"]);
    assert_eq!(names(&[("OPENAI_API_KEY", "")]), ["offline"], "an empty value is no value");
    assert_eq!(names(&[("OPENAI_API_KEY", "k")]), ["openai https://api.openai.com/v1"]);
    assert_eq!(names(&[("GEMINI_API_KEY", "k")])[0].split(' ').next(), Some("gemini"));
    assert_eq!(names(&[("AI_MODEL_PROVIDER", "gemini, offline"), ("GEMINI_API_KEY", "k")]).len(), 2);
    let own = [("AI_MODEL_PROVIDER", "openai"), ("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1/")];
    assert_eq!(names(&own), ["openai http://127.0.0.1:11434/v1"]);
    assert!(refusal(&[("AI_MODEL_PROVIDER", "openai")]).starts_with("OPENAI_API_KEY is not set"));
    assert!(refusal(&[("AI_MODEL_PROVIDER", "gemini")]).starts_with("GEMINI_API_KEY is not set"));
}

fn models(values: &[(&str, &str)]) -> Vec<crate::model::openai::Settings> {
    let providers = Config::resolve(&settings(values)).map(|config| config.providers).unwrap_or_default();
    let settings = |provider| if let Provider::OpenAi(settings) = provider { Some(settings) } else { None };
    providers.into_iter().filter_map(settings).collect()
}

#[test]
fn a_provider_may_have_several_models() {
    let values = [
        ("AI_MODEL_PROVIDER", "gemini,openai,offline"),
        ("OPENAI_API_KEY", "k"),
        ("OPENAI_MODEL", " gpt-4.1-mini, o4-mini"),
        ("GEMINI_API_KEY", "k"),
        ("GEMINI_CONTEXT_TOKENS", "32000"),
    ];
    let found: Vec<_> =
        models(&values).into_iter().map(|settings| (settings.model, settings.context)).collect();
    let expected = [("gemini-2.5-flash", Some(32_000)), ("gpt-4.1-mini", None), ("o4-mini", None)];
    assert_eq!(found, expected.map(|(model, context)| (model.to_owned(), context)));
    assert_eq!(names(&values).last().map(String::as_str), Some("offline"));
    for value in ["a,,b", ",", &"x".repeat(181)] {
        let text = refusal(&[("OPENAI_API_KEY", "k"), ("OPENAI_MODEL", value)]);
        assert!(text.starts_with("OPENAI_MODEL is"), "{value}: {text}");
    }
}

#[test]
fn waiting_and_limits_are_whole_numbers() {
    use crate::model::openai::Timeouts;
    use std::time::Duration;
    let timeouts = |values: &[(&str, &str)]| {
        models(&[&[("OPENAI_API_KEY", "k")], values].concat()).first().map(|settings| settings.timeouts)
    };
    assert_eq!(timeouts(&[]), Some(Timeouts::default()));
    let set = timeouts(&[("MODEL_CONNECT_TIMEOUT", "1"), ("MODEL_FIRST_TOKEN_TIMEOUT", "300")]);
    let (connect, first_token) = (Duration::from_secs(1), Duration::from_secs(300));
    assert_eq!(set, Some(Timeouts { connect, first_token, ..Timeouts::default() }));

    let quotas =
        |values: &[(&str, &str)]| Config::resolve(&settings(values)).map(|config| config.quotas).ok();
    assert_eq!(
        quotas(&[]),
        Some(Quotas {
            messages: Some(2000),
            tokens: None,
            runs: Some(8),
            requests: Some(1200),
            streams: Some(50),
        })
    );
    let values = [
        ("QUOTA_MESSAGES_PER_DAY", "50"),
        ("QUOTA_TOKENS_PER_DAY", "100000"),
        ("QUOTA_CONCURRENT_RUNS", "2"),
        ("QUOTA_OPEN_STREAMS", "3"),
    ];
    assert_eq!(
        quotas(&values),
        Some(Quotas {
            messages: Some(50),
            tokens: Some(100_000),
            runs: Some(2),
            requests: Some(1200),
            streams: Some(3),
        })
    );
    for name in [
        "MODEL_BETWEEN_TOKENS_TIMEOUT",
        "OPENAI_CONTEXT_TOKENS",
        "QUOTA_CONCURRENT_RUNS",
        "QUOTA_REQUESTS_PER_MINUTE",
        "QUOTA_OPEN_STREAMS",
    ] {
        for value in ["0", "-1", "1.5", "many"] {
            let text = refusal(&[("OPENAI_API_KEY", "k"), (name, value)]);
            assert!(text.starts_with(&format!("{name} is {value:?}")), "{text}");
        }
    }
}

#[test]
fn a_paid_provider_brings_daily_quotas() {
    let daily = |values: &[(&str, &str)]| {
        let quotas = Config::resolve(&settings(values)).map(|config| config.quotas);
        quotas.map(|quotas| (quotas.messages, quotas.tokens)).map_err(|error| error.to_string())
    };
    let (free, paid) = (Ok((Some(2000), None)), Ok((Some(200), Some(1_000_000))));
    assert_eq!(daily(&[]), free);
    assert_eq!(daily(&[("OPENAI_API_KEY", "k")]), paid);
    assert_eq!(daily(&[("GEMINI_API_KEY", "k")]), paid);
    let own = |url| daily(&[("AI_MODEL_PROVIDER", "openai,offline"), ("OPENAI_BASE_URL", url)]);
    for url in [
        "http://127.0.0.1:11434/v1",
        "http://localhost:8000",
        "http://192.168.1.7/v1",
        "http://[::1]:1/v1",
        "http://[fd00::1]/v1",
        "http://ollama:11434/v1",
        "https://models.internal/v1",
    ] {
        assert_eq!(own(url), free, "{url}");
    }
    for url in ["https://openrouter.ai/api/v1", "https://203.0.113.7/v1", "https://[2001:db8::1]/v1"] {
        assert_eq!(own(url), paid, "{url}");
    }
    for off in ["0", "none"] {
        let values =
            [("OPENAI_API_KEY", "k"), ("QUOTA_MESSAGES_PER_DAY", off), ("QUOTA_TOKENS_PER_DAY", off)];
        assert_eq!(daily(&values), Ok((None, None)));
    }
    assert_eq!(daily(&[("OPENAI_API_KEY", "k"), ("QUOTA_TOKENS_PER_DAY", "5")]), Ok((Some(200), Some(5))));
    for name in ["QUOTA_MESSAGES_PER_DAY", "QUOTA_TOKENS_PER_DAY"] {
        for value in ["-1", "1.5", "many"] {
            assert!(refusal(&[(name, value)]).starts_with(&format!("{name} is {value:?}")));
        }
    }
}

#[test]
fn a_second_factor_is_a_choice_or_a_duty() {
    let required = |value| {
        Config::resolve(&settings(&[("SECOND_FACTOR", value)])).map(|config| config.second_factor_required)
    };
    assert_eq!(required("").ok(), Some(false));
    assert_eq!(required("optional").ok(), Some(false));
    assert_eq!(required("required").ok(), Some(true));
    assert_eq!(
        refusal(&[("SECOND_FACTOR", "yes")]),
        "SECOND_FACTOR is \"yes\", but must be optional or required"
    );
}

#[test]
fn who_may_sign_up_is_one_of_three_words() {
    use crate::auth::SignUp;
    let sign_up = |value| Config::resolve(&settings(&[("SIGN_UP", value)])).map(|config| config.sign_up).ok();
    assert_eq!(sign_up(""), Some(SignUp::Open));
    assert_eq!(sign_up("open"), Some(SignUp::Open));
    assert_eq!(sign_up("invite"), Some(SignUp::Invite));
    assert_eq!(sign_up("closed"), Some(SignUp::Closed));
    assert_eq!(refusal(&[("SIGN_UP", "no")]), "SIGN_UP is \"no\", but must be open, invite or closed");
}

#[test]
fn a_secret_that_others_know_is_refused() {
    for secret in ["better-auth-secret-12345678901234567890", &"a".repeat(64), &"abc123".repeat(8)] {
        for name in ["BETTER_AUTH_SECRET", "BETTER_AUTH_SECRETS_OLD"] {
            let text = refusal(&[(name, secret)]);
            assert!(text.starts_with(name) && text.contains("openssl") && !text.contains(secret), "{text}");
        }
    }
    // What `openssl rand` makes in base64 and in hexadecimal.
    for secret in ["q3J8Zr0m1vYx5sT7u9W2bD4fG6hK8nPq", "9f86d081884c7d659a2feaa0c55ad015"] {
        assert_eq!(refusal(&[("BETTER_AUTH_SECRET", secret)]), "");
    }
}

#[test]
fn older_secrets_are_a_list() {
    let (one, two) =
        ("the first secret of thirty-two chars".replace(' ', "-"), "x7".repeat(8) + "abcdefghijklmnopqrst");
    let both = format!(" {one}\n{two} ");
    let config = Config::resolve(&settings(&[("BETTER_AUTH_SECRETS_OLD", &both)])).unwrap();
    let old: Vec<_> = config.old_secrets.iter().map(|secret| secret.expose_secret()).collect();
    assert_eq!(old, [one.as_str(), two.as_str()]);
    assert!(!format!("{config:?}").contains(&two));
    assert!(
        refusal(&[("BETTER_AUTH_SECRETS_OLD", "short")]).starts_with("BETTER_AUTH_SECRETS_OLD is too short")
    );
}

#[test]
fn the_secret_is_made_once_and_kept() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let data_dir = folder.path().join("new/data").display().to_string();
    let values = [("BETTER_AUTH_SECRET", ""), ("DATABASE_URL", ""), ("DATA_DIR", data_dir.as_str())];
    let first = Config::resolve(&settings(&values))?;
    let second = Config::resolve(&settings(&values))?;
    assert_eq!(first.secret.expose_secret(), second.secret.expose_secret());
    assert!(first.secret.expose_secret().len() >= 32);
    assert!(first.database_url.expose_secret().ends_with("new/data/docket.db"));
    Ok(())
}

fn mail(url: &str) -> Result<crate::mail::Settings, String> {
    let values = settings(&[("SMTP_URL", url), ("SMTP_FROM", "Docket <docket@example.com>")]);
    let config = Config::resolve(&values).map_err(|error| error.to_string())?;
    config.mail.ok_or_else(String::new)
}

#[test]
fn mail_is_encrypted_where_it_matters() {
    use crate::mail::Encryption::{Immediate, None, Required};
    for (url, host, port, encryption) in [
        ("smtps://ann:hunter2@mail.example.com", "mail.example.com", 465, Immediate),
        ("smtps://mail.example.com:4650", "mail.example.com", 4650, Immediate),
        ("smtp://ann:hunter2@mail.example.com", "mail.example.com", 587, Required),
        ("smtp://mail.example.com", "mail.example.com", 25, Required),
        ("smtp://mail.example.com/?tls=none", "mail.example.com", 25, None),
        ("smtp://localhost", "localhost", 25, None),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, None),
        ("smtp://[::1]:1025", "::1", 1025, None),
    ] {
        let read = mail(url).map(|mail| (mail.host, mail.port, mail.encryption));
        assert_eq!(read, Ok((host.to_owned(), port, encryption)), "{url}");
    }
    let login = mail("smtps://ann%40example.com:hunter%2F2@mail.example.com").map(|mail| mail.login);
    let login = login.ok().flatten().map(|(user, password)| (user, password.expose_secret().to_owned()));
    assert_eq!(login, Some(("ann@example.com".to_owned(), "hunter/2".to_owned())));
}

#[test]
fn connections_that_others_can_read_are_named() -> Result<(), ConfigError> {
    let open = |values: &[(&'static str, &str)]| {
        let config = Config::resolve(&settings(values))?;
        Ok::<_, ConfigError>(config.open_connections().len())
    };
    for (database, count) in [
        ("postgres://ann:hunter2@db.example.com/docket", 1),
        ("postgres://db.example.com/docket?sslmode=require", 1),
        ("postgres://203.0.113.7/docket", 1),
        ("postgres://[2001:db8::7]/docket", 1),
        ("postgresql://db.example.com/docket?sslmode=verify-full", 0),
        ("postgres://localhost/docket", 0),
        ("postgres://10.0.0.7/docket", 0),
        ("postgres://postgres/docket", 0),
        ("postgres:///docket?host=/run/postgresql", 0),
        ("sqlite:docket.db", 0),
    ] {
        assert_eq!(open(&[("DATABASE_URL", database)])?, count, "{database}");
    }
    for (model, count) in [
        ("http://models.example.com/v1", 1),
        ("https://models.example.com/v1", 0),
        ("http://localhost:11434/v1", 0),
        ("http://192.168.1.7:11434/v1", 0),
    ] {
        let values =
            [("DATABASE_URL", "sqlite:docket.db"), ("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", model)];
        assert_eq!(open(&values)?, count, "{model}");
    }
    for (nats, count) in
        [("nats://nats.example.com", 1), ("tls://nats.example.com", 0), ("nats://10.0.0.7,nats://nats", 0)]
    {
        assert_eq!(open(&[("DATABASE_URL", "sqlite:docket.db"), ("NATS_URL", nats)])?, count, "{nats}");
    }
    let values = [("DATABASE_URL", "postgres://ann:hunter2@db.example.com/docket")];
    let said = Config::resolve(&settings(&values))?.open_connections().join("\n");
    assert!(said.contains("db.example.com") && !said.contains("hunter2"), "{said}");
    Ok(())
}

#[test]
fn wrong_mail_settings_are_named_without_their_password() {
    assert!(Config::resolve(&settings(&[])).is_ok_and(|config| config.mail.is_none()));
    assert_eq!(refusal(&[("SMTP_URL", "smtp://localhost")]), "SMTP_FROM is not set, but SMTP_URL needs it");
    assert_eq!(refusal(&[("SMTP_FROM", "a@example.com")]), "SMTP_URL is not set, but SMTP_FROM needs it");
    assert!(
        refusal(&[("SMTP_URL", "smtp://localhost"), ("SMTP_FROM", "docket")])
            .starts_with("SMTP_FROM is \"docket\", but must be an address")
    );
    for url in [
        "mail.example.com",
        "http://ann:hunter2@mail.example.com",
        "smtps://ann:hunter2@",
        "smtps://hunter2@mail.example.com",
        "smtps://:hunter2@mail.example.com",
        "smtp://ann:hunter2@mail.example.com/?tls=perhaps",
        "smtps://ann:hunter2@mail.example.com/?tls=none",
        "smtps://ann:hunter2@mail.example.com/path",
        "smtps://ann:hunter/2@mail.example.com",
    ] {
        let text = mail(url).err().unwrap_or_default();
        assert!(text.starts_with("SMTP_URL m") && !text.contains("hunter"), "{url}: {text}");
    }
    let shown = format!("{:?}", mail("smtps://ann:hunter2@mail.example.com"));
    assert!(!shown.contains("hunter2"), "{shown}");
}

/// The servers of a `NATS_URL`, and its login.
type NatsUrl = (Vec<String>, Option<(String, String)>);

fn nats(url: &str) -> Result<NatsUrl, String> {
    use crate::db::NatsLogin;
    let config = Config::resolve(&settings(&[("NATS_URL", url)])).map_err(|error| error.to_string())?;
    let shown = format!("{:?}", config.nats);
    let nats = config.nats.ok_or_else(String::new)?;
    let login = nats.login.map(|login| match login {
        NatsLogin::User(user, password) => (user, password.expose_secret().to_owned()),
        NatsLogin::Token(token) => (String::new(), token.expose_secret().to_owned()),
    });
    assert!(!shown.contains("hunter2"), "{shown}");
    Ok((nats.servers.into_iter().map(String::from).collect(), login))
}

#[test]
fn nats_servers_are_named_without_their_login() {
    let login = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
    for (url, servers, expected) in [
        ("nats://localhost", vec!["nats://localhost"], None),
        ("tls://hunter2@nats.example.com:4223", vec!["tls://nats.example.com:4223"], login("", "hunter2")),
        (
            "nats://a:4222, nats://ann:hunter2%40@[::1]:2",
            vec!["nats://a:4222", "nats://[::1]:2"],
            login("ann", "hunter2@"),
        ),
    ] {
        let servers = servers.into_iter().map(str::to_owned).collect();
        assert_eq!(nats(url), Ok((servers, expected)), "{url}");
    }
    assert!(Config::resolve(&settings(&[])).is_ok_and(|config| config.nats.is_none()));
    for url in [
        "nats.example.com",
        "localhost:4222",
        "http://ann:hunter2@nats.example.com",
        "ws://nats.example.com",
        "nats://ann:hunter2@",
        "nats://:hunter2@nats.example.com",
        "nats://ann:hunter2@nats.example.com/path",
        "nats://ann:hunter2@nats.example.com?tls=yes",
        "nats://a,ann:hunter2@b",
        ",",
    ] {
        let text = nats(url).err().unwrap_or_default();
        assert!(text.starts_with("NATS_URL ") && !text.contains("hunter"), "{url}: {text}");
    }
}

#[test]
fn links_lead_where_people_find_the_server() {
    let base = |values: &[(&str, &str)]| settings(values).base_url().map(String::from).unwrap_or_default();
    assert_eq!(base(&[]), "http://127.0.0.1:3000/");
    assert_eq!(base(&[("HOST", "0.0.0.0"), ("PORT", "8080")]), "http://127.0.0.1:8080/");
    assert_eq!(base(&[("HOST", "::1"), ("PORT", "8080")]), "http://[::1]:8080/");
    assert_eq!(base(&[("BETTER_AUTH_URL", "https://tasks.example.com")]), "https://tasks.example.com/");
}

#[test]
fn a_program_on_this_machine_finds_the_server() {
    let address = |host, port| {
        let address = settings(&[("HOST", host), ("PORT", port)]).local_address();
        address.map_or_else(|error| error.to_string(), |address| address.to_string())
    };
    assert_eq!(address("", ""), "127.0.0.1:3000");
    assert_eq!(address("0.0.0.0", "8080"), "127.0.0.1:8080");
    assert_eq!(address("::", "8080"), "[::1]:8080");
    assert_eq!(address("192.0.2.1", "8080"), "192.0.2.1:8080");
    assert!(address("", "0").starts_with("PORT is \"0\""));
}

mod files;
