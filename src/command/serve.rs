//! `docket serve`.

use super::{CommandError, terminal};
use crate::config::{Config, Settings};
use crate::db::database_file;
use crate::http::{Server, Site};
use std::io;
use tokio_util::sync::CancellationToken;

pub(super) async fn run(settings: &Settings, site: Site) -> Result<(), CommandError> {
    let config = Config::resolve(settings)?;
    let public_url = config.public_url.clone();
    let database = database_file(&config.database_url);
    for warning in config.open_connections() {
        tracing::warn!("{warning}");
    }
    let server = Server::build(config).await?.with_site(site);
    for file in settings.open_files(database.as_deref()) {
        let file = file.display();
        tracing::warn!(%file, "every user of this machine can read this file; run: chmod 600 '{file}'");
    }
    let (stop, asked) = (CancellationToken::new(), asked_to_stop().map_err(CommandError::Runtime)?);
    tokio::spawn({
        let stop = stop.clone();
        async move {
            asked.await;
            stop.cancel();
        }
    });
    let local = format!("http://{}", server.address());
    terminal::print(&format!("Docket is at {}", public_url.map_or(local, |url| url.to_string())))?;
    Ok(server.serve(stop).await?)
}

/// Resolves at Ctrl-C, or at the SIGTERM that service managers send. Both count from this call on.
#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Resolves at Ctrl-C.
#[cfg(not(unix))]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
