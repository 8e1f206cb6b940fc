//! The house rules that a machine can check: who uses whom, and that two files agree.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::path::{Path, PathBuf};

/// Every source file with its path below `src`.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let name = |path: &Path| path.strip_prefix(&root).unwrap().display().to_string();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// Which files whose path `concerns` holds use something that `banned` names.
fn users(concerns: impl Fn(&str) -> bool, banned: &[&str]) -> Vec<String> {
    sources()
        .into_iter()
        .filter(|(path, _)| concerns(path) && !path.ends_with("tests.rs"))
        .flat_map(|(path, text)| {
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            text.lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .filter(|line| banned.iter().any(|name| line.contains(name)))
                .map(|line| format!("{path}: {}", line.trim()))
                .collect::<Vec<_>>()
        })
        .collect()
}

const NONE: [&str; 0] = [];

#[test]
fn pages_know_nothing_of_the_server() {
    let is_page = |path: &str| path.contains("ui/") || path.ends_with("ui.rs");
    assert_eq!(
        users(
            is_page,
            &["sqlx", "crate::db", "crate::state", "::server::store", "crate::tool", "crate::model"]
        ),
        NONE
    );
}

#[test]
fn rules_know_nothing_of_pages_and_protocols() {
    let is_rule =
        |path: &str| path.contains("/server/") || path.ends_with("/server.rs") || path.starts_with("tool");
    let above = ["::ui", "crate::app", "crate::protocol", "crate::state", "leptos"];
    assert_eq!(users(|path| is_rule(path) && !path.starts_with("error"), &above), NONE);
}

#[test]
fn sql_is_in_stores_alone() {
    let may = |path: &str| path.ends_with("store.rs") || path.contains("/store/") || path.starts_with("db");
    assert_eq!(users(|path| !may(path), &["sqlx::query(", "query_as(", "query_scalar("]), NONE);
}

#[test]
fn protocols_and_the_database_stand_on_their_own() {
    assert_eq!(users(|path| path.starts_with("protocol"), &["sqlx", "::store", "::ui"]), NONE);
    let features = ["crate::auth", "crate::tasks", "crate::chat", "crate::tool", "crate::model", "leptos"];
    assert_eq!(users(|path| path.starts_with("db"), &features), NONE);
    assert_eq!(
        users(|path| path.starts_with("model"), &["crate::auth", "crate::tasks", "crate::chat", "crate::db"]),
        NONE
    );
    assert_eq!(users(|path| path.starts_with("mail"), &["crate::"]), NONE);
}

#[test]
fn leptos_toml_equals_the_section_in_cargo_toml() {
    let read = |name: &str| -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        fs::read_to_string(path).unwrap().parse().unwrap()
    };
    let section = |name: &str| read(name)["package"]["metadata"]["leptos"].as_table().unwrap().clone();
    let (manifest, runtime) = (section("Cargo.toml"), section("Leptos.toml"));
    for (key, value) in runtime {
        assert_eq!(manifest.get(&key), Some(&value), "{key}");
    }
}
