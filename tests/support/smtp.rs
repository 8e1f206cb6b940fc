//! A fake mail server on plain TCP. It accepts every mail and hands it to the test.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A running fake. It stops when it is dropped.
pub struct FakeSmtp {
    pub address: SocketAddr,
    mails: mpsc::UnboundedReceiver<Mail>,
    server: JoinHandle<()>,
}

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The sender and the recipient of the envelope.
    pub from: String,
    pub to: String,
    /// The header, as it was sent.
    pub head: String,
    /// The text, decoded.
    pub text: String,
}

impl FakeSmtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, mails) = mpsc::unbounded_channel();
        let server = tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let sender = sender.clone();
                tokio::spawn(async move { serve(socket, &sender).await });
            }
        });
        Self { address, mails, server }
    }

    /// The next mail that has arrived or will arrive.
    pub async fn next(&mut self) -> Mail {
        let mail = timeout(Duration::from_secs(10), self.mails.recv()).await;
        mail.expect("no mail came").expect("the fake mail server is gone")
    }

    /// Whether the test has seen all mails that have arrived.
    pub fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }
}

impl Drop for FakeSmtp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The dialogue of RFC 5321, as far as a client without mistakes needs it.
async fn serve(socket: TcpStream, mails: &mpsc::UnboundedSender<Mail>) {
    let (reader, mut writer) = socket.into_split();
    let mut lines = BufReader::new(reader).lines();
    let (mut from, mut to) = (String::new(), String::new());
    writer.write_all(b"220 fake\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let (verb, rest) = line.split_at(line.len().min(4));
        let answer = match verb {
            "MAIL" => {
                from = in_brackets(rest);
                "250 OK\r\n"
            }
            "RCPT" => {
                to = in_brackets(rest);
                "250 OK\r\n"
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await.unwrap();
                let mut raw = String::new();
                while let Some(line) = lines.next_line().await.unwrap().filter(|line| line != ".") {
                    raw += line.strip_prefix('.').unwrap_or(&line);
                    raw += "\r\n";
                }
                let (head, body) = raw.split_once("\r\n\r\n").unwrap();
                let mail =
                    Mail { from: from.clone(), to: to.clone(), head: head.into(), text: decode(head, body) };
                // Fails if the test is over.
                mails.send(mail).ok();
                "250 taken\r\n"
            }
            "EHLO" => "250-fake\r\n250 AUTH PLAIN\r\n",
            "AUTH" => "235 welcome\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 OK\r\n",
        };
        writer.write_all(answer.as_bytes()).await.unwrap();
    }
}

fn in_brackets(text: &str) -> String {
    text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).unwrap().0.to_owned()
}

/// The text of a body that is plain or quoted-printable (RFC 2045, 6.7).
fn decode(head: &str, body: &str) -> String {
    if !head.contains("quoted-printable") {
        return body.to_owned();
    }
    let joined = body.replace("=\r\n", "");
    let mut parts = joined.split('=');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}
