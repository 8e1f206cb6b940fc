//! What the configuration reads from files, and where it puts its own.

use super::*;
use crate::db::NatsLogin;
use std::fs;
use tempfile::TempDir;

/// The secrets, each with a value and with what it is in the configuration then.
const SECRETS: [(&str, &str); 7] = [
    ("BETTER_AUTH_SECRETS_OLD", "hunter2-was-the-secret-here-before-it-changed"),
    ("DATABASE_URL", "postgres://docket:hunter2@127.0.0.1/docket"),
    ("BETTER_AUTH_SECRET", "hunter2 is not the secret here, but this is"),
    ("OPENAI_API_KEY", "sk-hunter2"),
    ("GEMINI_API_KEY", "gemini-hunter2"),
    ("SMTP_URL", "smtps://docket:hunter2@mail.example.com"),
    ("NATS_URL", "nats://docket:hunter2@nats.example.com"),
];

/// A folder with a file that holds `text`, and the file's path.
fn file(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

/// Every secret of a configuration.
fn secrets(config: &Config) -> Vec<String> {
    let keys = config.providers.iter().filter_map(|provider| match provider {
        Provider::OpenAi(settings) => Some(settings.api_key.expose_secret()),
        Provider::Offline => None,
    });
    let mail = config.mail.iter().filter_map(|mail| mail.login.as_ref());
    let nats = config.nats.iter().filter_map(|nats| nats.login.as_ref()).map(|login| match login {
        NatsLogin::User(_, password) => password.expose_secret(),
        NatsLogin::Token(token) => token.expose_secret(),
    });
    [config.database_url.expose_secret(), config.secret.expose_secret()]
        .into_iter()
        .chain(config.old_secrets.iter().map(|secret| secret.expose_secret()))
        .chain(keys)
        .chain(mail.map(|(_, password)| password.expose_secret()))
        .chain(nats)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_secret_may_be_in_a_file() {
    for (name, value) in SECRETS {
        let file_name = format!("{name}_FILE");
        let sender = [("SMTP_FROM", "docket@example.com")];
        let others = if name == "SMTP_URL" { &sender[..] } else { &[] };
        let given = Config::resolve(&settings(&[&[(name, value)], others].concat())).unwrap();
        for end in ["", "\n", "\r\n"] {
            let (_folder, path) = file(&format!("{value}{end}"));
            let from_file = settings(&[&[(file_name.as_str(), path.as_str())], others].concat());
            let read = Config::resolve(&from_file).unwrap();
            assert_eq!(secrets(&read), secrets(&given), "{name}");
            assert!(secrets(&read).iter().any(|secret| secret.contains("hunter2")), "{name}");
        }
    }
}

#[test]
fn a_wrong_file_is_named_and_what_it_holds_is_not_shown() {
    for (name, value) in SECRETS {
        let file_name = format!("{name}_FILE");
        let (_folder, path) = file(value);
        assert_eq!(
            refusal(&[(name, value), (&file_name, &path)]),
            format!("{name} and {file_name} are both set: set only one of them")
        );
        let missing = format!("{path}.missing");
        let text = refusal(&[(&file_name, &missing)]);
        assert!(text.starts_with(&format!("{file_name} names {missing}, which cannot be read: ")), "{text}");
        let (_folder, empty) = file("\n");
        assert_eq!(refusal(&[(&file_name, &empty)]), format!("{file_name} names {empty}, which is empty"));
    }
    let (_folder, short) = file("hunter2\n");
    let text = refusal(&[("BETTER_AUTH_SECRET_FILE", &short)]);
    assert!(text.starts_with("BETTER_AUTH_SECRET is too short") && !text.contains("hunter"), "{text}");
}

/// The lines `# NAME=value` of the example, without the `#`.
fn example() -> String {
    let text = include_str!("../../../.env.example");
    let is_setting = |line: &&str| {
        let name = line.split_once('=').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    };
    text.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).collect::<Vec<_>>().join("\n")
}

/// What the example's lines say, one after the other.
fn lines_of_example() -> Vec<(String, String)> {
    example().lines().flat_map(|line| env_file::parse(line).unwrap()).collect()
}

#[test]
fn each_line_of_the_example_works_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().display().to_string();
    for (name, value) in lines_of_example() {
        if name == "RUST_LOG" {
            assert!(tracing_subscriber::EnvFilter::try_new(&value).is_ok(), "{value}");
            continue;
        }
        let mut values = vec![(name.as_str(), value.as_str())];
        if name != "DATA_DIR" {
            values.push(("DATA_DIR", &data_dir));
        } else {
            // The folder of the example would be made here.
            values.push(("BETTER_AUTH_SECRET", SECRETS[1].1));
            values.push(("DATABASE_URL", "sqlite::memory:"));
        }
        let refusal = Config::resolve(&parsed(values)).err().map(|error| error.to_string());
        // Two lines belong together, and the files of the example are not there.
        let expected = match name.as_str() {
            "SMTP_URL" => Some("SMTP_FROM is not set, but SMTP_URL needs it".to_owned()),
            "SMTP_FROM" => Some("SMTP_URL is not set, but SMTP_FROM needs it".to_owned()),
            name if name.ends_with("_FILE") => Some(format!("{name} names {value}, which cannot be read: ")),
            _ => None,
        };
        let is_expected = match (&refusal, &expected) {
            (Some(refusal), Some(expected)) => refusal.starts_with(expected),
            (refusal, expected) => refusal.is_none() && expected.is_none(),
        };
        assert!(is_expected, "{name}={value}: {refusal:?}");
    }
}

#[test]
fn all_lines_of_the_example_work_together() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().display().to_string();
    let read = lines_of_example();
    assert_eq!(read.len(), example().lines().count());
    let twice = env_file::parse(&example()).unwrap_err();
    assert!(twice.contains("DATABASE_URL is set on line"), "{twice}");
    let mut values = vec![("DATA_DIR", data_dir.as_str())];
    for (name, value) in &read {
        assert!(name == "RUST_LOG" || flag_of(name).is_some(), "no setting is named {name}");
        // Of two databases one can be chosen, and a value and its file exclude each other.
        let is_new = !values.iter().any(|(known, _)| known == name);
        if is_new && name != "RUST_LOG" && !name.ends_with("_FILE") {
            values.push((name, value));
        }
    }
    let config = Config::resolve(&parsed(values)).unwrap();
    assert_eq!(config.trusted_proxies.len(), 3);
    assert_eq!(config.trusted_origins.len(), 2);
    assert_eq!(config.mail.unwrap().from.to_string(), "Docket <docket@example.com>");
    for (name, _) in SECRETS {
        assert!(read.iter().any(|(line, _)| *line == format!("{name}_FILE")), "{name}_FILE is not there");
    }
    let settings = Settings::augment_args(Command::new("docket"));
    for name in settings.get_arguments().filter_map(|argument| argument.get_env()?.to_str()) {
        assert!(read.iter().any(|(line, _)| line == name), "the example lacks {name}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_every_user_can_read_are_found() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let set = |name: &str, mode: u32| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    for name in ["secret", "a.db", "a.db-wal", "key"] {
        fs::write(folder.path().join(name), "x").unwrap();
        set(name, 0o644);
    }
    let path = |name: &str| folder.path().join(name);
    let (data_dir, key) = (folder.path().display().to_string(), path("key").display().to_string());
    let settings = settings(&[("DATA_DIR", data_dir.as_str()), ("OPENAI_API_KEY_FILE", key.as_str())]);
    let found = || {
        let found = settings.open_files(Some(&path("a.db")));
        found.iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    set("", 0o700);
    assert_eq!(found(), [""; 0], "the folder is closed");
    set("", 0o755);
    assert_eq!(found(), ["a.db", "a.db-wal", "secret", "key"]);
    set("secret", 0o600);
    set("a.db", 0o640);
    set("key", 0o602);
    assert_eq!(found(), ["a.db-wal", "key"]);
}

#[tokio::test]
async fn a_data_directory_may_have_any_name() {
    for name in ["a%2Fb", "what?mode=ro", "c#d", "with space", "ö%"] {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join(name);
        let settings = settings(&[("DATABASE_URL", ""), ("DATA_DIR", &data_dir.display().to_string())]);
        let db = crate::db::Db::connect(&settings.database_url().unwrap()).await.unwrap();
        db.close().await;
        assert!(data_dir.join("docket.db").is_file(), "{name}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{name}");
    }
}
