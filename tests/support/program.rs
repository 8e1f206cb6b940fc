//! The program itself, run as an operator runs it: in a folder of its own, with only the test's variables in its
//! environment.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub struct Program {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The output of a command.
#[derive(Debug)]
pub struct ProgramOutput {
    pub code: i32,
    pub output: String,
    pub errors: String,
}

impl Program {
    /// The program, on the database of this URL.
    pub fn new(database_url: &SecretString) -> Self {
        let url = database_url.expose_secret().to_owned();
        Self { folder: tempfile::tempdir().unwrap(), variables: vec![("DATABASE_URL".into(), url)] }
    }

    /// Adds a variable to its environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Removes a variable from its environment.
    pub fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// A command that is ready to start.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        command.env_clear().current_dir(self.folder.path()).args(arguments).envs(variables);
        command
    }

    /// Runs a command to its end, without a terminal.
    pub async fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_with_input(arguments, "").await
    }

    /// The same, with this text on standard input.
    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> ProgramOutput {
        let mut command = self.command(arguments);
        let input = input.to_owned();
        let run = move || -> Output {
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            // A command that reads nothing may have ended already.
            child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
            child.wait_with_output().unwrap()
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        ProgramOutput {
            code: output.status.code().unwrap(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The output of a command that must succeed.
    pub async fn answer(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments).await;
        assert_eq!((said.code, said.errors.as_str()), (0, ""), "{arguments:?}");
        said.output
    }

    /// The same as JSON.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        let answer = self.answer(&[arguments, &["--json"]].concat()).await;
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {answer}"))
    }
}
