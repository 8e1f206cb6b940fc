//! The `.env` file. Its form is the part that Docker Compose and systemd read in the same way, and the head of
//! `.env.example` describes it. Whatever it says is kept as it is: nothing is replaced in a value, also not `$NAME`.

mod line;

use super::ConfigError;
use line::Problem;
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The file, in the working directory.
pub(super) const FILE: &str = ".env";

/// Puts what `.env` in the working directory holds into the environment, if the file is there. Variables that are set
/// already stay.
///
/// # Errors
/// If the file is there and cannot be read, or has a line that cannot be understood.
pub fn load_env_file() -> Result<(), ConfigError> {
    let Some(variables) = read(Path::new(FILE))? else { return Ok(()) };
    let lines: String = variables.iter().map(|(name, value)| quoted(name, value)).collect();
    // Rust calls it unsafe to change the environment, because other threads may read it. dotenvy does it for us.
    dotenvy::from_read(lines.as_bytes()).map_err(|_| ConfigError::EnvFile(Problem::NotText.at(0, None)))
}

/// The variables of a file; `None` if it is not there.
pub(super) fn read(path: &Path) -> Result<Option<Vec<(String, String)>>, ConfigError> {
    match fs::read(path) {
        Ok(bytes) => {
            let text =
                String::from_utf8(bytes).map_err(|_| ConfigError::EnvFile(Problem::NotText.at(0, None)))?;
            parse(&text).map(Some).map_err(ConfigError::EnvFile)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ConfigError::UnreadableEnvFile(source)),
    }
}

/// The variables of a file's text, in its order. On a wrong line: the line, the variable, and what is wrong.
pub(super) fn parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut variables = Vec::new();
    let mut lines = HashMap::new();
    // Some editors on Windows begin each file with this mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let Some((name, value)) = line::parse(line).map_err(|(name, problem)| problem.at(number, name))?
        else {
            continue;
        };
        if let Some(first) = lines.insert(name, number) {
            return Err(Problem::SetTwice { first }.at(number, Some(name)));
        }
        variables.push((name.to_owned(), value));
    }
    Ok(variables)
}

/// A line that means the same to dotenvy.
fn quoted(name: &str, value: &str) -> String {
    let mut line = format!("{name}=\"");
    for character in value.chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '"' | '$' | '\\' => line.extend(['\\', character]),
            character => line.push(character),
        }
    }
    line + "\"\n"
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn value(line: &str) -> String {
        let variables = parse(line).unwrap();
        let [(name, value)] = &variables[..] else { return format!("{variables:?}") };
        assert_eq!(name, "NAME", "{line}");
        value.clone()
    }

    #[test]
    fn values_are_kept_as_they_are_written() {
        for (line, expected) in [
            ("NAME=value", "value"),
            ("  export NAME = value  ", "value"),
            ("NAME=", ""),
            ("NAME=''", ""),
            ("NAME= # nothing", ""),
            ("NAME=Docket <docket@example.com>", "Docket <docket@example.com>"),
            ("NAME=postgres://u:pa$$word@h/db", "postgres://u:pa$$word@h/db"),
            ("NAME=a${HOME}b$HOME", "a${HOME}b$HOME"),
            ("NAME=C:\\new\\table", "C:\\new\\table"),
            ("NAME=it's \"so\"", "it's \"so\""),
            ("NAME=a#b # a comment", "a#b"),
            ("NAME=a=b==", "a=b=="),
            ("NAME='a $b \\n \"c\" # d'", "a $b \\n \"c\" # d"),
            ("NAME='a' # a comment", "a"),
            ("NAME=\"a $b 'c' # d\"\t# a comment", "a $b 'c' # d"),
            (r#"NAME="a\nb \"c\" \\ \$d""#, "a\nb \"c\" \\ $d"),
            ("\u{feff}NAME=value\r\n", "value"),
        ] {
            assert_eq!(value(line), expected, "{line}");
        }
        assert_eq!(parse("# a comment\n\n  # another\n\t\n").unwrap(), []);
    }

    #[test]
    fn what_cannot_be_understood_is_named_and_not_shown() {
        for (text, expected) in [
            ("A=1\nhunter2", "line 2 is not NAME=value"),
            ("A=1\n\n9X=hunter2", "line 3 is not NAME=value"),
            ("a b=hunter2", "line 1 is not NAME=value"),
            ("=hunter2", "line 1 is not NAME=value"),
            ("A='hunter2", "line 1: A has no closing quote; a value has one line"),
            ("A=\"hunter2\\\"", "line 1: A has no closing quote; a value has one line"),
            (
                "A=\"Docket\" <hunter2@example.com>",
                "line 1: A goes on after its closing quote; put all of it in single quotes",
            ),
            ("A='hunter'2", "line 1: A goes on after its closing quote; put all of it in single quotes"),
            (
                r#"A="hunter\t2""#,
                "line 1: A has a backslash before a character for which it means nothing; write two, or use single quotes",
            ),
            ("A=hun\0ter2", "line 1: A has a character that no variable can hold"),
            ("A=1\nB=2\nA=hunter2", "line 3: A is set on line 1 already"),
        ] {
            assert_eq!(parse(text).unwrap_err(), expected, "{text}");
        }
    }

    #[test]
    fn dotenvy_reads_what_it_is_given() {
        for value in [
            "",
            "a b",
            "pa$$word ${HOME}",
            "it's \"so\" '",
            "'",
            "\\n \\",
            "a\nb\n",
            "# no comment",
            " a ",
            "ö",
        ] {
            let line = quoted("NAME", value);
            let read: Vec<_> = dotenvy::from_read_iter(line.as_bytes()).map(Result::unwrap).collect();
            assert_eq!(read, [("NAME".to_owned(), value.to_owned())]);
        }
    }
}
