//! docs/security.md proves its claims by the names of files and tests. Each of them must exist.

use std::fs;
use std::path::Path;

/// The names on the page that are not there, and the requirements that come out of order or twice.
pub(crate) fn faults(root: &Path, page: &str, code: &str) -> Vec<String> {
    let folders = [root.to_owned(), root.join("src")];
    let is_there = |file: &&str| folders.iter().any(|folder| folder.join(file).exists());
    let is_test = |name: &&str| code.contains(&format!("fn {name}("));
    let files = named(page).filter(is_file).filter(|file| !is_there(file));
    let tests = named(page).filter(is_test_name).filter(|name| !is_test(name));
    let numbers: Vec<_> = page.lines().filter_map(requirement).collect();
    let pairs = numbers.windows(2).filter(|pair| pair[0] >= pair[1]);
    let disorder = pairs.map(|pair| format!("{:?} before {:?}", pair[0], pair[1]));
    files.chain(tests).map(str::to_owned).chain(disorder).collect()
}

/// How many requirements the page has, met or not.
pub(crate) fn requirements(page: &str) -> usize {
    page.lines().filter_map(requirement).count()
}

/// Every Rust file below these folders, as one text.
pub(crate) fn code(folders: &[&Path]) -> String {
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let text = |entry: fs::DirEntry| match entry.path() {
        path if path.is_dir() => code(&[&path]),
        path if path.extension().is_some_and(|end| end == "rs") => fs::read_to_string(path).unwrap(),
        _ => String::new(),
    };
    entries.map(|entry| text(entry.unwrap())).collect()
}

/// The texts between backticks.
fn named(page: &str) -> impl Iterator<Item = &str> {
    page.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn is_file(name: &&str) -> bool {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let is_of_code = [".rs", ".toml", ".lock"].iter().any(|end| name.ends_with(end));
    is_plain && !name.starts_with('/') && (name.contains('/') || is_of_code)
}

/// Names of tests are sentences, so they have several words.
fn is_test_name(name: &&str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9'));
    name.split('_').count() > 2 && name.split('_').all(is_word)
}

/// The number at the beginning of a row, such as 7.2.4.
fn requirement(line: &str) -> Option<Vec<u32>> {
    let first = line.strip_prefix("| ")?.split(' ').next()?;
    let number: Vec<_> = first.split('.').map_while(|part| part.parse().ok()).collect();
    (number.len() == 3).then_some(number)
}
