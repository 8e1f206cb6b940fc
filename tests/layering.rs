//! The house rules that a machine can check: which room uses which, and that two files agree.
//!
//! The table of floors in `docs/architecture.md` is the rule. A room uses its own files and the rooms of lower floors.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

#[path = "layering/floors.rs"]
mod floors;
#[path = "layering/landed_migrations.rs"]
mod landed_migrations;
#[path = "layering/manifest.rs"]
mod manifest;
#[path = "layering/paths.rs"]
mod paths;
#[path = "layering/security_page.rs"]
mod security_page;

use floors::Floors;
use paths::Module;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with the module that it holds.
fn sources() -> Vec<(PathBuf, Module, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let source = root().join("src");
    let mut found = Vec::new();
    walk(&source, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&source).unwrap().to_owned();
            let module = Module::of_file(&name);
            (name, module, fs::read_to_string(path).unwrap())
        })
        // Tests may use everything.
        .filter(|(name, ..)| {
            !name.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
        })
        .collect()
}

fn floors() -> Floors {
    Floors::read(&fs::read_to_string(root().join("docs/architecture.md")).unwrap())
}

#[test]
fn a_room_uses_lower_floors_alone() {
    let floors = floors();
    let mut counts = BTreeMap::<(usize, usize), usize>::new();
    let mut violations = Vec::new();
    for (file, module, text) in sources() {
        let from = floors.room(&module).unwrap_or_else(|| panic!("{} is in no room", file.display()));
        for used in paths::used(&module, &text) {
            let Some(to) = floors.room(&used) else { continue };
            if from.name == to.name {
                continue;
            }
            *counts.entry((from.floor, to.floor)).or_default() += 1;
            if to.floor >= from.floor {
                violations.push(format!("{} uses {used} ({} -> {})", file.display(), from.name, to.name));
            }
        }
    }
    let upwards: usize = counts.iter().filter(|((from, to), _)| to >= from).map(|(_, count)| count).sum();
    println!("{} paths lead to a lower floor, {upwards} do not", counts.values().sum::<usize>() - upwards);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn every_room_has_files() {
    let sources = sources();
    for room in floors().rooms() {
        assert!(sources.iter().any(|(_, module, _)| room.holds(module)), "nothing is in {}", room.name);
    }
}

#[test]
fn violations_of_each_form_are_seen() {
    let module = Module::of_file(Path::new("tasks/server/undo.rs"));
    let seen =
        |text: &str| paths::used(&module, text).into_iter().map(|path| path.to_string()).collect::<Vec<_>>();
    for (planted, path) in [
        ("use crate::app::App;", "app::App"),
        ("pub use crate::app::App;", "app::App"),
        ("use crate::{id::TaskId, app::{self, App}};", "app::App"),
        ("use super::super::super::app::App as Page;", "app::App"),
        ("use crate::app::*;", "app"),
        ("fn page() { crate::app::App() }", "app::App"),
        ("fn page() -> crate::app::App { todo() }", "app::App"),
        ("fn page() { super::super::super::app::App() }", "app::App"),
        ("fn page() { view! { <p>{crate::app::App()}</p> } }", "app::App"),
        ("mod inner { use super::super::super::super::app::App; }", "app::App"),
        ("fn page() { use crate::app::App; }", "app::App"),
        ("#[cfg(test)] use crate::db::Db; use crate::app::App;", "app::App"),
        ("#[cfg(test)] mod tests { } pub use docket::app::App;", "app::App"),
    ] {
        assert!(seen(planted).iter().any(|seen| seen == path), "{planted}: {:?}", seen(planted));
    }
    for harmless in [
        "#[cfg(test)] mod tests { use crate::app::App; }",
        "// use crate::app::App;",
        "/// crate::app::App\nfn f() {}",
    ] {
        assert!(!seen(harmless).iter().any(|seen| seen.starts_with("app")), "{harmless}");
    }
    let floors = floors();
    let room = |path: &str| floors.room(&Module::of_file(Path::new(path))).unwrap();
    assert!(room("app.rs").floor > room("tasks/server/undo.rs").floor);
    assert!(room("chat/server/send.rs").floor > room("chat/turn/agent.rs").floor);
}

#[test]
fn sql_is_in_stores_alone() {
    let may = |path: &Path| {
        let path = path.to_string_lossy();
        path.ends_with("store.rs") || path.contains("/store/") || path.starts_with("db")
    };
    for (file, _, text) in sources() {
        let found =
            ["sqlx::query(", "query_as(", "query_scalar("].into_iter().find(|call| text.contains(call));
        assert!(may(&file) || found.is_none(), "{} has SQL in it", file.display());
    }
}

#[test]
fn leptos_toml_equals_the_section_in_cargo_toml() {
    let read =
        |name: &str| -> toml::Table { fs::read_to_string(root().join(name)).unwrap().parse().unwrap() };
    let section = |name: &str| read(name)["package"]["metadata"]["leptos"].as_table().unwrap().clone();
    let (manifest, runtime) = (section("Cargo.toml"), section("Leptos.toml"));
    for (key, value) in runtime {
        assert_eq!(manifest.get(&key), Some(&value), "{key}");
    }
}

#[test]
fn what_the_security_page_names_exists() {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let code = security_page::code(&[&root().join("src"), &root().join("tests")]);
    let faults = security_page::faults(root(), &page, &code);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(security_page::requirements(&page), 253, "levels 1 and 2 of ASVS 5.0.0");
    let planted = "`auth/server/nothing.rs` `nobody_wrote_this_test`\n| 1.1.2 | x |\n| 1.1.1 | x |";
    assert_eq!(security_page::faults(root(), planted, &code).len(), 3);
}

#[test]
fn landed_migrations_never_change() {
    let list = fs::read_to_string(root().join("migrations/landed.sha256")).unwrap();
    let faults = landed_migrations::faults(root(), &list);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(list.lines().filter(|line| line.contains("/0027_")).count(), 4, "two engines, up and down");
    // A file that differs, one that is gone, and one that came between those that have landed.
    let up = list.lines().find(|line| line.contains("sqlite/0027_")).unwrap();
    let path = up.split_once("  ").unwrap().1;
    let planted = [
        list.replace(up, &["0  ", path].concat()),
        [&list, "0  migrations/sqlite/0027_nothing.up.sql\n"].concat(),
        list.replace(&[up, "\n"].concat(), ""),
    ];
    for planted in planted {
        assert_eq!(landed_migrations::faults(root(), &planted).len(), 1, "{path}");
    }
}

#[test]
fn the_web_app_has_the_icons_that_it_names() {
    let public = root().join("public");
    let read = || fs::read_to_string(public.join("manifest.webmanifest")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&read()).unwrap();
    assert_eq!(manifest::faults(&public, &manifest), Vec::<String>::new());
    let mut planted = manifest.clone();
    planted["icons"][0]["src"] = "/nothing.png".into();
    planted["icons"][1]["sizes"] = "256x256".into();
    assert_eq!(manifest::faults(&public, &planted).len(), 3, "missing, of another size, and none of 512");
    let document = fs::read_to_string(root().join("src/app/document.rs")).unwrap();
    for link in ["/manifest.webmanifest", "/apple-touch-icon.png"] {
        assert!(document.contains(link) && public.join(&link[1..]).exists(), "{link}");
    }
}
