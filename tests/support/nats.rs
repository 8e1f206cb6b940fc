//! A NATS server for a test, which can be killed and started again.

use crate::replica::process::Process;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStderr, Command, Stdio};

/// Where Debian puts the program, and where others find it.
const PROGRAMS: [&str; 2] = ["/usr/sbin/nats-server", "nats-server"];

/// A running server on a port of its own. It is killed when this is dropped.
pub struct NatsServer {
    options: Vec<String>,
    port: u16,
    running: Option<(Process, BufReader<ChildStderr>)>,
}

impl NatsServer {
    /// Whether the program is installed.
    pub fn is_there() -> bool {
        program().is_some()
    }

    /// Starts a server with these options and waits until it serves.
    pub fn start(options: &[&str]) -> Self {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        // It takes any port that is free.
        let mut server = Self { options, port: 0, running: None };
        server.start_again();
        server
    }

    /// Starts it on the port that it had.
    pub fn start_again(&mut self) {
        let program = program().expect("nats-server is missing; script/bootstrap test installs it");
        let port = if self.port == 0 { "-1".to_owned() } else { self.port.to_string() };
        let mut command = Command::new(program);
        command.args(["-a", "127.0.0.1", "-p", &port]).args(&self.options).stdin(Stdio::null());
        let mut process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::piped()));
        // It is kept open, because the program ends when it cannot write its log.
        let mut log = BufReader::new(process.stderr.take().unwrap());
        loop {
            let mut line = String::new();
            assert!(log.read_line(&mut line).unwrap() > 0, "nats-server did not start");
            if let Some((_, address)) = line.trim_end().split_once("client connections on 127.0.0.1:") {
                self.port = address.parse().unwrap();
            }
            if line.contains("Server is ready") {
                break;
            }
        }
        self.running = Some((process, log));
    }

    /// Ends it as `kill -9` does.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// Its address, with a login such as `user:password@`.
    pub fn url(&self, login: &str) -> String {
        format!("nats://{login}127.0.0.1:{}", self.port)
    }
}

fn program() -> Option<&'static str> {
    let works = |program: &&str| {
        let mut version = Command::new(program);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        (!program.starts_with('/') || Path::new(program).exists()) && version.status().is_ok()
    };
    PROGRAMS.into_iter().find(works)
}
