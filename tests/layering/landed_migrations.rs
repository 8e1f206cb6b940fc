//! Migrations that have landed never change: databases out there have run them, and sqlx refuses to start when one differs.
//! `migrations/landed.sha256` holds the digest of each file, in the form of `sha256sum`. When a migration lands, it is added:
//!
//!     sha256sum migrations/*/0028_* >> migrations/landed.sha256

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The engines, which are the folders of `migrations`.
const ENGINES: [&str; 2] = ["postgres", "sqlite"];

/// What is wrong with the migrations in `root` by this list: files that changed or are gone, and new ones whose number is not higher
/// than that of every listed one.
pub(crate) fn faults(root: &Path, list: &str) -> Vec<String> {
    let listed: BTreeMap<&str, &str> = list.lines().filter_map(entry).collect();
    let last = listed.keys().filter_map(|path| number(path)).max().unwrap_or_default();
    let mut faults = Vec::new();
    for (path, digest) in &listed {
        match fs::read(root.join(path)) {
            Ok(content) if hexadecimal(&content) == *digest => {}
            Ok(_) => faults.push(format!("{path} has changed: write a new migration instead")),
            Err(_) => faults.push(format!("{path} is gone")),
        }
    }
    for engine in ENGINES {
        for file in fs::read_dir(root.join("migrations").join(engine)).unwrap() {
            let path = format!("migrations/{engine}/{}", file.unwrap().file_name().into_string().unwrap());
            if !listed.contains_key(path.as_str()) && number(&path).is_none_or(|number| number <= last) {
                faults.push(format!("{path} is not listed, and its number is not higher than {last}"));
            }
        }
    }
    faults
}

/// The path and the digest of a line.
fn entry(line: &str) -> Option<(&str, &str)> {
    line.split_once("  ").map(|(digest, path)| (path, digest))
}

/// The number of a migration.
fn number(path: &str) -> Option<u32> {
    path.rsplit_once('/')?.1.split_once('_')?.0.parse().ok()
}

fn hexadecimal(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
