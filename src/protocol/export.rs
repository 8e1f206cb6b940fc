//! Everything that Docket holds about a person, for themselves, as one JSON file.

use super::{Access, Endpoints};
use crate::auth::server::ActiveSession;
use crate::error::Error;
use crate::export::{Export, Exporter};
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderName, Method};
use axum::{Extension, Json};

/// The URLs of this protocol.
pub(crate) fn endpoints() -> Endpoints {
    Endpoints::default().on(Method::GET, crate::app::url::EXPORT, Access::Member, export)
}

/// `GET /settings/export`: the person's data, as a download.
async fn export(
    State(exporter): State<Exporter>,
    session: Option<Extension<ActiveSession>>,
) -> Result<([(HeaderName, &'static str); 1], Json<Export>), Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    let export = exporter.export(&session.user).await?;
    Ok(([(CONTENT_DISPOSITION, "attachment; filename=\"docket.json\"")], Json(export)))
}
