//! `docket serve`.

use super::{CommandError, terminal};
use crate::config::{Config, Settings};
use crate::http::{Server, Site};
use tokio_util::sync::CancellationToken;

pub(super) async fn run(settings: &Settings, site: Site) -> Result<(), CommandError> {
    let config = Config::resolve(settings)?;
    let public_url = config.public_url.clone();
    let server = Server::build(config).await?.with_site(site);
    let local = format!("http://{}", server.address());
    terminal::print(&format!("Docket is at {}", public_url.map_or(local, |url| url.to_string())))?;
    let stop = CancellationToken::new();
    tokio::spawn({
        let stop = stop.clone();
        async move {
            asked_to_stop().await;
            stop.cancel();
        }
    });
    Ok(server.serve(stop).await?)
}

/// Resolves at Ctrl-C, or at the SIGTERM that service managers send.
async fn asked_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
