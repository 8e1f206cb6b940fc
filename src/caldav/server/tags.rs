//! The categories of a text, which are tags of the task. Tags have no spaces and are not many, so a text can say more.

use super::lines::{Component, Line};
use crate::import;
use crate::tasks::Task;

/// Most bytes of a line before it is folded.
const LINE_MAX: usize = 75;

/// The lines CATEGORIES for a task that has other tags than the text says (`before`). What is a tag of the task keeps its spelling, and what
/// is no tag stays.
pub(super) fn categories(master: &Component, before: &Task, task: &Task) -> Vec<Line> {
    let words: Vec<Word> = { master.lines(&["CATEGORIES"]) }.flat_map(|line| split(&line.value())).collect();
    let lower = |task: &Task| task.tags.iter().map(|tag| tag.to_lowercase()).collect::<Vec<_>>();
    let known = [lower(before), lower(task)].concat();
    let spelled = |tag: &String| {
        let lower = tag.to_lowercase();
        let found = words.iter().find(|word| word.tag == lower);
        found.map_or_else(|| escaped(tag), |word| word.written.clone())
    };
    let others = words.iter().filter(|word| !known.contains(&word.tag)).map(|word| word.written.clone());
    let all: Vec<String> = task.tags.iter().map(spelled).chain(others).collect();
    if all.is_empty() { Vec::new() } else { vec![Line::of(folded(&format!("CATEGORIES:{}", all.join(","))))] }
}

/// A word of a value.
struct Word {
    /// As it is written, with the signs that protect others.
    written: String,
    /// The tag that it is, in small letters.
    tag: String,
}

fn split(value: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut written, mut plain) = (String::new(), String::new());
    let mut letters = value.chars();
    loop {
        let letter = letters.next();
        match letter {
            None | Some(',') => {
                let written = std::mem::take(&mut written).trim().to_owned();
                let tag = import::tag(&std::mem::take(&mut plain)).to_lowercase();
                if !written.is_empty() {
                    words.push(Word { written, tag });
                }
            }
            Some('\\') => {
                let protected = letters.next();
                written.push('\\');
                written.extend(protected);
                plain.extend(protected);
            }
            Some(letter) => {
                written.push(letter);
                plain.push(letter);
            }
        }
        if letter.is_none() {
            return words;
        }
    }
}

fn escaped(tag: &str) -> String {
    tag.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE_MAX {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded + "\r\n"
}
