//! The program as a server in a process of its own, which can be killed.

#[path = "process.rs"]
pub mod process;

use crate::program::Program;
use process::Process;
use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Command, Stdio};
use tokio::task::spawn_blocking;

/// A running server. It is killed when this is dropped.
pub struct Replica {
    process: Process,
    url: String,
    /// Kept open, because the program must not notice that its output is not read.
    _output: BufReader<ChildStdout>,
}

impl Replica {
    /// Starts the program on a free port of this machine and waits until it listens.
    pub async fn start(program: &Program) -> Self {
        let mut command = program.command(&["serve"]);
        command.envs([("HOST", "127.0.0.1"), ("PORT", "0")]).stdin(Stdio::null()).stdout(Stdio::piped());
        spawn_blocking(move || {
            let mut process = Process::start(&mut command);
            let mut output = BufReader::new(process.stdout.take().unwrap());
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            let (_, url) = line.trim_end().split_once("Docket is at ").expect("the program did not start");
            Self { process, url: url.trim_end_matches('/').to_owned(), _output: output }
        })
        .await
        .unwrap()
    }

    /// The address of the server.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends it as `kill -9` does. It does nothing more, and does not even close its files.
    pub fn kill(self) {
        drop(self);
    }

    /// Asks it to end as service managers do, and waits until it has ended without error.
    pub async fn terminate(mut self) {
        let id = self.id().to_string();
        let status = spawn_blocking(move || {
            assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
            self.process.wait().unwrap()
        });
        assert!(status.await.unwrap().success());
    }
}
