//! Serves the client's files: WebAssembly, JavaScript, CSS and the contents of `public`.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::fmt::Write;

/// The encodings that a build makes of each file, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// The client's files. The program brings them: this library would otherwise have to wait until they are compiled.
#[derive(Clone, Copy, Debug)]
pub struct Site(fn(&str) -> Option<EmbeddedFile>);

impl Site {
    /// The files of a folder that `Files` embeds, with their paths in URLs.
    pub fn of<Files: RustEmbed>() -> Self {
        Self(Files::get)
    }

    /// No files.
    pub fn none() -> Self {
        Self(|_| None)
    }

    /// The file at a URL's path, compressed if a compressed file exists and the browser accepts it.
    pub(super) fn serve(self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let path = path.trim_start_matches('/');
        let content_type = content_type(path)?;
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let compressed = ENCODINGS
            .iter()
            .filter(|(name, _)| accepts(accepted, name))
            .find_map(|(name, ending)| (self.0)(&format!("{path}.{ending}")).map(|file| (file, Some(*name))));
        let (file, encoding) = compressed.or_else(|| (self.0)(path).map(|file| (file, None)))?;
        Some(respond(file, encoding, content_type, headers))
    }
}

fn respond(
    file: EmbeddedFile,
    encoding: Option<&'static str>,
    content_type: &'static str,
    headers: &HeaderMap,
) -> Response {
    let etag = etag(&file);
    // The names carry no hash. So browsers ask each time, and usually get a short answer that nothing has changed.
    let common = [
        (CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
        (VARY, HeaderValue::from_static("accept-encoding")),
        (ETAG, HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""))),
    ];
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let mut response =
        (common, [(CONTENT_TYPE, content_type)], Body::from(file.data.into_owned())).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let mut etag = String::from("\"");
    for byte in &hash[..16] {
        // Writing to a String cannot fail.
        let _ = write!(etag, "{byte:02x}");
    }
    etag + "\""
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let (name, quality) = entry.trim().split_once(';').unwrap_or((entry.trim(), ""));
        name == encoding && quality.trim() != "q=0"
    })
}

fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}
