//! The terminal. Answers go to standard output, questions to standard error.

use super::CommandError;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes an answer and a line break.
pub(super) fn print(text: &str) -> io::Result<()> {
    print_piece(&[text, "\n"].concat())
}

/// Writes a piece of an answer.
pub(super) fn print_piece(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        // The reader, such as `| head`, has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// Writes an answer, as JSON or as text.
pub(super) fn print_answer(json: bool, value: &impl Serialize, text: &str) -> Result<(), CommandError> {
    let json = if json { Some(serde_json::to_string_pretty(value)?) } else { None };
    Ok(print(json.as_deref().unwrap_or(text))?)
}

/// Writes to standard error what did not work, and what did all the same.
pub(super) fn warn(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "docket: {text}")
}

/// Asks before something that cannot be undone. `what` says in a sentence what will happen.
pub(super) fn confirm(what: &str, yes: bool) -> Result<(), CommandError> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(CommandError::Usage(
            "this cannot be undone and nobody is there to ask: add --yes to do it",
        ));
    }
    eprint!("{what} Go on? [y/N] ");
    let answer = line()?;
    if matches!(answer.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err(CommandError::Declined) }
}

/// A new password: a line of standard input, or what a person types twice without seeing it.
pub(super) fn new_password(from_input: bool) -> Result<SecretString, CommandError> {
    if from_input {
        return Ok(line()?.into());
    }
    if !io::stdin().is_terminal() {
        return Err(CommandError::Usage(
            "nobody is there to type a password: add --password-stdin to read it",
        ));
    }
    let first = SecretString::from(rpassword::prompt_password("New password: ")?);
    let second = SecretString::from(rpassword::prompt_password("Once more: ")?);
    if first.expose_secret() == second.expose_secret() {
        Ok(first)
    } else {
        Err(CommandError::Refused("the two were not the same; nothing was changed".into()))
    }
}

/// A line of standard input without its line break.
fn line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let end = line.trim_end_matches('\n').trim_end_matches('\r').len();
    line.truncate(end);
    Ok(line)
}
