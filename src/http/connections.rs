//! Connections: how many there may be, and how long they may take.
//!
//! `axum::serve` sets no time limit, so a client that sends half a request would hold its connection for good.

mod places;
mod progress;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use ipnet::IpNet;
use places::{Full, Place, Places};
use progress::Progress;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Open files that connections leave to the database, the models' connections and the mail.
const RESERVED_FILES: u64 = 128;
/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_secs(1);
/// What a client gets that finds no place. Nothing of its request is read.
const NO_PLACE: &str = "HTTP/1.1 503 Service Unavailable\r\n\
    connection: close\r\n\
    retry-after: 5\r\n\
    cache-control: no-store\r\n\
    content-security-policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\
    x-content-type-options: nosniff\r\n\
    content-type: text/plain; charset=utf-8\r\n\r\n\
    Too many connections are open. Try again in a few seconds.\n";

/// How many connections there may be, and how long clients may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most connections. Clients that are no trusted proxies together have seven eighths of them, and each address has
    /// a quarter.
    pub connections: usize,
    /// How long a client may take to send the head of a request. An idle connection lives as long.
    pub head: Duration,
    /// The same for trusted proxies. They keep idle connections open, and a proxy that sends a request just when Docket
    /// closes the connection must tell its client that it failed. Caddy keeps them for 2 minutes, nginx for 1.
    pub head_of_proxy: Duration,
    /// How long a client may take to send the body of a request.
    pub body: Duration,
    /// How long a client may read nothing of an answer that waits for it.
    pub stall: Duration,
}

impl Limits {
    /// These connections, and the times that fit clients and proxies.
    pub fn new(connections: usize) -> Self {
        Self {
            connections,
            head: Duration::from_secs(30),
            head_of_proxy: Duration::from_secs(150),
            body: Duration::from_secs(60),
            stall: Duration::from_secs(60),
        }
    }

    /// Most streams that may be open. A stream holds its connection for long, and a quarter is left for everything else.
    pub(super) fn streams(&self) -> usize {
        (self.connections - self.connections / 4).max(1)
    }

    /// The same with fewer connections if the program may have only `files` open files.
    pub(super) fn within(self, files: Option<u64>) -> Self {
        let Some(files) = files else { return self };
        // A running reply has a connection to its model besides the one to its reader.
        let possible = (files - RESERVED_FILES.min(files / 2)) / 4 * 3;
        let possible = usize::try_from(possible).unwrap_or(usize::MAX);
        if possible < self.connections {
            tracing::warn!(files, connections = possible, "the limit on open files allows fewer connections");
        }
        Self { connections: self.connections.min(possible), ..self }
    }
}

/// Serves until `ending` resolves. Then it accepts no more connections, and returns when the open requests have ended.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    proxies: Arc<[IpNet]>,
    ending: impl Future<Output = ()>,
) {
    let places = Places::new(limits.connections, proxies);
    let (stop, open) = (CancellationToken::new(), TaskTracker::new());
    let mut ending = pin!(ending);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut ending => break,
        };
        match accepted {
            Ok((stream, peer)) => match places.take(peer.ip()) {
                Ok(place) => {
                    drop(open.spawn(connection(
                        stream,
                        peer,
                        place,
                        router.clone(),
                        limits.clone(),
                        stop.clone(),
                    )));
                }
                Err(full) => refuse(stream, full),
            },
            // The client has gone already.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
                ) => {}
            // No open files are left. Trying again at once would only take the processor from those that can free some.
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    () = &mut ending => break,
                }
            }
        }
    }
    drop(listener);
    stop.cancel();
    open.close();
    open.wait().await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
) {
    // Each word of a reply is a small packet. Without this it would wait until the client acknowledges the one before,
    // which clients put off for 40 ms.
    drop(stream.set_nodelay(true));
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.call(request)
    });
    let head = if place.is_proxys() { limits.head_of_proxy } else { limits.head };
    let stream = TokioIo::new(Progress::new(stream, limits.stall));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(stream, service);
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = &mut served => ended,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

/// Tells a client that it finds no place. Closes the connection, however little of this the client reads.
fn refuse(stream: TcpStream, full: Full) {
    if full.is_news {
        tracing::warn!(target: "docket::security", address = %full.address, whole_server = full.whole_server,
            "too many connections");
    }
    if let Ok(mut stream) = stream.into_std() {
        _ = stream.write(NO_PLACE.as_bytes());
    }
}
