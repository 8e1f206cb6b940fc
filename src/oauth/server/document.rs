//! Documents that describe apps (OAuth Client ID Metadata Document, draft-ietf-oauth-client-id-metadata-document). An
//! app's id is then the address of its document: who controls the address vouches for the app. Docket fetches the
//! document for anybody who asks, so the request reaches public addresses alone, follows no redirects, and takes
//! little.

use super::App;
use super::register::{Registration, app_name, check_redirects};
use crate::media_type;
use crate::outbound::{PublicAddresses, is_public};
use crate::timestamp::Timestamp;
use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// How long the whole request may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of a document. The draft proposes 5 KB.
const SIZE_MAX: usize = 10 * 1024;
/// Most characters of a document's address.
const ADDRESS_MAX: usize = 500;

/// Why there is no document. For the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum DocumentError {
    /// Its address did not answer with it. It may do so later.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// It is not what it should be.
    #[error("unacceptable: {0}")]
    Unacceptable(&'static str),
}

/// Where documents may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// At public addresses, by https.
    Public,
    /// Anywhere, also by http. For tests.
    Local,
}

/// Fetches documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Documents(Reach);

impl Documents {
    pub(super) fn public() -> Self {
        Self(Reach::Public)
    }

    pub(super) fn local() -> Self {
        Self(Reach::Local)
    }

    /// The address of a document, if an app's id is one (draft, section 3): with a path, without a user and a fragment,
    /// and in its normal form, so that nobody can write the same address in two ways.
    pub(super) fn address(self, id: &str) -> Option<Url> {
        if id.len() > ADDRESS_MAX || id.contains('#') {
            return None;
        }
        let url = Url::parse(id).ok()?;
        let by_https = url.scheme() == "https" || self.0 == Reach::Local && url.scheme() == "http";
        // An address in numbers is no name that anybody could recognise, and would pass by the resolver.
        let has_name = self.0 == Reach::Local || matches!(url.host(), Some(Host::Domain(_)));
        let is_plain = url.username().is_empty() && url.password().is_none() && url.path() != "/";
        (by_https && has_name && is_plain && url.as_str() == id).then_some(url)
    }

    /// The app that the document at an address describes.
    pub(super) async fn fetch(self, address: &Url, now: &Timestamp) -> Result<App, DocumentError> {
        let fetching = self.body(address);
        let body = tokio::time::timeout(PATIENCE, fetching)
            .await
            .map_err(|_| DocumentError::Unreachable("took too long".into()))??;
        app(address, &body, now)
    }

    async fn body(self, address: &Url) -> Result<Vec<u8>, DocumentError> {
        let client = self.client().map_err(unreachable)?;
        let request = client.get(address.clone()).header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(unreachable)?;
        // The resolver has checked this already.
        let is_allowed = |peer: SocketAddr| self.0 == Reach::Local || is_public(peer.ip());
        if !response.remote_addr().is_some_and(is_allowed) {
            return Err(DocumentError::Unacceptable("the address is not public"));
        }
        if response.status() != reqwest::StatusCode::OK {
            return Err(DocumentError::Unreachable(format!("status {}", response.status().as_u16())));
        }
        if !media_type::is_json(&media_type::of_body(response.headers())) {
            return Err(DocumentError::Unacceptable("not JSON"));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > SIZE_MAX {
                return Err(DocumentError::Unacceptable("too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// A client for one request. It uses no proxy: a proxy would resolve the name itself.
    fn client(self) -> reqwest::Result<reqwest::Client> {
        // All of Docket uses this provider. An error means that another part has installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("docket/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .no_proxy();
        match self.0 {
            Reach::Public => builder.https_only(true).dns_resolver(Arc::new(PublicAddresses)).build(),
            Reach::Local => builder.tls_certs_only([]).build(),
        }
    }
}

fn unreachable(error: reqwest::Error) -> DocumentError {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    DocumentError::Unreachable(text)
}

#[derive(Deserialize)]
struct Document {
    client_id: String,
    client_secret: Option<Value>,
    #[serde(flatten)]
    registration: Registration,
}

fn app(address: &Url, body: &[u8], now: &Timestamp) -> Result<App, DocumentError> {
    let document: Document =
        serde_json::from_slice(body).map_err(|_| DocumentError::Unacceptable("not the expected JSON"))?;
    if document.client_id != address.as_str() {
        return Err(DocumentError::Unacceptable("it is about another client_id"));
    }
    if document.client_secret.is_some() {
        return Err(DocumentError::Unacceptable("it has a secret"));
    }
    let Registration { redirect_uris, client_name, .. } = document.registration;
    check_redirects(&redirect_uris).map_err(|_| DocumentError::Unacceptable("its redirect_uris"))?;
    let name = app_name(client_name.as_deref()).or_else(|| address.host_str().map(str::to_owned));
    Ok(App {
        id: document.client_id,
        name: name.unwrap_or_default(),
        redirect_uris,
        fetched_at: Some(now.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn an_id_is_the_address_of_a_document_in_one_form_alone() {
        let public = Documents::public();
        for id in
            ["https://app.example/client.json", "https://app.example/a?b=c", "https://app.example:8443/a"]
        {
            assert!(public.address(id).is_some(), "{id}");
        }
        for id in [
            "https://app.example/",
            "https://app.example",
            "http://app.example/a",
            "https://APP.example/a",
            "https://app.example:443/a",
            "https://app.example/a#b",
            "https://app.example/a/../b",
            "https://u@app.example/a",
            "https://127.0.0.1/a",
            "https://2130706433/a",
            "https://[::1]/a",
            "https://8.8.8.8/a",
            "ftp://app.example/a",
            "file:///etc/passwd",
            "app",
        ] {
            assert!(public.address(id).is_none(), "{id}");
        }
        assert!(Documents::local().address("http://127.0.0.1:9/a").is_some());
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_reached() {
        // Through the whole client, at the address of a server that does listen.
        let listening = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|_| ());
        let Ok(listening) = listening else { unreachable!() };
        let port = listening.local_addr().map(|address| address.port()).unwrap_or_default();
        let Some(address) = Documents::public().address(&format!("https://localhost:{port}/app.json")) else {
            unreachable!()
        };
        let outcome = Documents::public().fetch(&address, &Clock::system().now()).await;
        let why = outcome.map_err(|error| error.to_string());
        assert!(why.as_ref().is_err_and(|why| why.contains("no public address")), "{why:?}");
    }

    #[test]
    fn a_document_speaks_for_its_own_address_alone() {
        let (Ok(address), now) = (Url::parse("https://app.example/a"), Clock::system().now()) else { return };
        let read = |body: &str| app(&address, body.as_bytes(), &now);
        let good = r#"{"client_id":"https://app.example/a","client_name":"App","redirect_uris":["https://app.example/cb"],"x":1}"#;
        assert!(read(good).is_ok_and(|app| app.name == "App" && app.id == "https://app.example/a"));
        for (from, to) in [
            ("example/a\"", "example/b\""),
            ("\"x\"", "\"client_secret\""),
            ("https://app.example/cb", "http://evil.example/cb"),
            ("[\"https://app.example/cb\"]", "[]"),
            ("[\"https://app.example/cb\"]", "7"),
            ("}", ""),
        ] {
            assert!(read(&good.replacen(from, to, 1)).is_err(), "{from}");
        }
    }
}
