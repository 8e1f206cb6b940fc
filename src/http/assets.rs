//! Serves the client's files: WebAssembly, JavaScript, CSS and the contents of `public`.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write;

/// The encodings that a build makes of each file, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// The folder of the client's WebAssembly, JavaScript and CSS.
const CLIENT: &str = "pkg/";
/// The files that make a build of the client.
const OF_BUILD: [&str; 3] = ["pkg/docket.css", "pkg/docket.js", "pkg/docket.wasm"];
/// How many hexadecimal digits name a build.
const BUILD_DIGITS: usize = 16;

/// How long browsers may keep a file without asking.
#[derive(Clone, Copy, Debug)]
enum Keep {
    /// They ask each time, and usually get a short answer that nothing has changed.
    Ask,
    /// For good: another content would have another URL.
    Forever,
    /// Not at all: it stands in for the file of another build.
    Never,
}

/// The client's files. The program brings them: this library would otherwise have to wait until they are compiled.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    files: fn(&str) -> Option<EmbeddedFile>,
    build: Option<[u8; BUILD_DIGITS / 2]>,
}

impl Site {
    /// The files of a folder that `Files` embeds, with their paths in URLs.
    pub fn of<Files: RustEmbed>() -> Self {
        Self { files: Files::get, build: None }
    }

    /// No files.
    pub fn none() -> Self {
        Self { files: |_| None, build: None }
    }

    /// The same files, with the name of their build.
    pub(super) fn with_build(mut self) -> Self {
        let files: Option<Vec<_>> = OF_BUILD.iter().map(|path| (self.files)(path)).collect();
        self.build = files.and_then(|files| {
            let hash =
                files.iter().fold(Sha256::new(), |hash, file| hash.chain_update(file.metadata.sha256_hash()));
            hash.finalize().first_chunk().copied()
        });
        self
    }

    /// Names the build of the client: hexadecimal digits that change with any of its files.
    pub(super) fn build(self) -> Option<String> {
        self.build.map(|build| hexadecimal(&build))
    }

    /// The file at a URL's path, compressed if a compressed file exists and the browser accepts it. The client's files
    /// are also below the name of their build. Those of another build are not there, except that a page of one gets
    /// this build's styles: behind one proxy two builds may run while Docket is updated.
    pub(super) fn serve(self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let path = path.trim_start_matches('/');
        let content_type = content_type(path)?;
        let (path, keep) = match named_build(path) {
            Some((build, file)) if self.build().is_some_and(|here| here == build) => {
                (Cow::from([CLIENT, file].concat()), Keep::Forever)
            }
            Some((_, file)) if file.ends_with(".css") => (Cow::from([CLIENT, file].concat()), Keep::Never),
            Some(_) => return Some(StatusCode::NOT_FOUND.into_response()),
            None => (Cow::from(path), Keep::Ask),
        };
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let compressed =
            ENCODINGS.iter().filter(|(name, _)| accepts(accepted, name)).find_map(|(name, ending)| {
                (self.files)(&format!("{path}.{ending}")).map(|file| (file, Some(*name)))
            });
        let (file, encoding) = compressed.or_else(|| (self.files)(&path).map(|file| (file, None)))?;
        Some(respond(file, encoding, content_type, keep, headers))
    }
}

/// Splits the path of one of the client's files into the build that it names and the rest.
fn named_build(path: &str) -> Option<(&str, &str)> {
    let (build, file) = path.strip_prefix(CLIENT)?.split_once('/')?;
    let is_build = build.len() == BUILD_DIGITS && build.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_build.then_some((build, file))
}

fn respond(
    file: EmbeddedFile,
    encoding: Option<&'static str>,
    content_type: &'static str,
    keep: Keep,
    headers: &HeaderMap,
) -> Response {
    let etag = etag(&file);
    let keep = match keep {
        Keep::Ask => "public, no-cache",
        Keep::Forever => "public, max-age=31536000, immutable",
        Keep::Never => "no-store",
    };
    let common = [
        (CACHE_CONTROL, HeaderValue::from_static(keep)),
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
    ["\"", &hexadecimal(&file.metadata.sha256_hash()[..16]), "\""].concat()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
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
