//! A server beside the commands.

use crate::process::Process;
use crate::program::Program;
use crate::server::location;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// The program as a server. Service managers stop it in the same way.
pub struct Served {
    process: Process,
    pub url: String,
}

impl Served {
    pub fn start(program: &Program) -> Self {
        Self::start_command(program.command(&["serve"]))
    }

    pub fn start_command(mut command: std::process::Command) -> Self {
        let mut process = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("Docket is at ").unwrap().to_owned();
        Self { process, url }
    }

    /// Posts a form and returns the address to which it redirects.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let request = client().post(format!("{}{path}", self.url)).header("accept", "text/html");
        let response = request.header("origin", &self.url).form(fields).send().await.unwrap();
        location(&response).to_owned()
    }

    /// Stops the server and returns everything that it has logged.
    pub fn stop(mut self) -> String {
        let stopped = std::process::Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(stopped.success());
        let mut log = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.process.wait().unwrap().success(), "{log}");
        log
    }
}

/// A client that follows no redirects.
pub fn client() -> reqwest::Client {
    // Only the first call in a process works. That is fine, because all are the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}
