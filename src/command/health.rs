//! `docket health`: whether the server on this machine is ready.

use super::{CommandError, terminal};
use crate::config::Settings;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use std::error::Error;
use std::time::Duration;

/// How long the server has to answer.
const TIMEOUT: Duration = Duration::from_secs(3);

pub(super) async fn run(settings: &Settings) -> Result<(), CommandError> {
    let url = format!("http://{}/ready", settings.local_address()?);
    match status(&url).await {
        Ok(status) if status.is_success() => Ok(terminal::print(&format!("Docket is ready at {url}"))?),
        Ok(status) => Err(CommandError::NotReady(format!("{url} answers {status}"))),
        Err(error) if error.is_timeout() => {
            Err(CommandError::NotReady(format!("{url} does not answer within {} s", TIMEOUT.as_secs())))
        }
        Err(error) => Err(CommandError::NotReady(format!("{url} does not answer: {}", cause(&error)))),
    }
}

async fn status(url: &str) -> reqwest::Result<StatusCode> {
    // The client cannot be built without this, although the address has no https. A second call has no effect.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        // The machine may have no certificates.
        .tls_certs_only([])
        // A proxy in the environment is for addresses elsewhere.
        .no_proxy()
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        .build()?;
    Ok(client.get(url).send().await?.status())
}

/// The innermost reason of an error, such as "Connection refused".
fn cause(mut error: &dyn Error) -> String {
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
