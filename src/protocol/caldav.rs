//! CalDAV (RFC 4791) at `/dav/`: tasks for the calendar programs of phones and desks. A person's lists are calendars of
//! VTODOs. The rules are [`caldav::server`](crate::caldav::server)'s; here is what goes over the wire, as far as WebDAV
//! (RFC 4918, classes 1 and 3), collection synchronisation (RFC 6578) and extended MKCOL (RFC 5689) have it.

mod collection;
mod conditions;
mod listing;
mod multistatus;
mod object;
mod property;
mod propfind;
mod refusal;
mod report;
mod resource;
mod verdicts;
mod visit;
mod wanted;
mod xml;

use crate::auth::server::Grant;
use crate::endpoint::{Access, Endpoints};
use crate::error::Error;
use crate::state::AppState;
use crate::url;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{ALLOW, LOCATION};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use refusal::Refusal;
use resource::Resource;
use visit::Visit;

/// What this server can do of WebDAV.
const CLASSES: &str = "1, 3, calendar-access, extended-mkcol";
const DAV: HeaderName = HeaderName::from_static("dav");

/// The URLs.
pub(crate) fn endpoints() -> Endpoints<AppState> {
    let listed = |methods: &str| -> Vec<(Method, Access)> {
        let methods = methods.split(", ").filter_map(|name| Method::from_bytes(name.as_bytes()).ok());
        let access = |method: &Method| match *method {
            Method::OPTIONS => Access::Anyone,
            _ => Access::Member,
        };
        methods.map(|method| (method.clone(), access(&method))).collect()
    };
    let (top, calendar, object) =
        (listed(resource::OF_TOP), listed(resource::OF_CALENDAR), listed(resource::OF_OBJECT));
    // Each address of a collection works without its last slash too. What is at no address gets a program's answer.
    Endpoints::new()
        .any("/dav/", &top, serve)
        .any("/dav/principal/", &top, serve)
        .any("/dav/calendars/", &top, serve)
        .any("/dav/calendars/{calendar}/", &calendar, serve)
        .any("/dav/calendars/{calendar}/{object}", &object, serve)
        .any("/dav", &[], serve)
        .any("/dav/{*path}", &[], serve)
}

/// Where programs look that know no more than the name of the server (RFC 6764), with any method.
pub(crate) fn well_known() -> Endpoints<AppState> {
    Endpoints::new().any("/.well-known/caldav", &[(Method::GET, Access::Anyone)], redirect)
}

async fn redirect() -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, url::CALDAV)]).into_response()
}

async fn serve(State(state): State<AppState>, request: Request) -> Response {
    answer(state, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(state: AppState, request: Request) -> Result<Response, Refusal> {
    let (method, resource) = (request.method().clone(), Resource::of_path(request.uri().path()));
    if method == Method::OPTIONS {
        let allowed = resource.map_or(resource::OF_TOP, |resource| resource.methods());
        return Ok((StatusCode::OK, [(DAV, CLASSES), (ALLOW, allowed)]).into_response());
    }
    let grant: Grant = request.extensions().get().cloned().ok_or(Error::Unauthenticated)?;
    let visit = Visit::new(state, grant, request.headers().clone(), resource.ok_or(StatusCode::NOT_FOUND)?);
    let (name, allowed) = (method.as_str(), visit.resource.methods());
    if !allowed.split(", ").any(|method| method == name) {
        return Err(Refusal::MethodNotAllowed(allowed));
    }
    if !["GET", "HEAD", "PROPFIND", "REPORT"].contains(&name) {
        visit.require_writing()?;
    }
    let body = Bytes::from_request(request, &()).await.map_err(|refused| refused.into_response().status())?;
    match name {
        "GET" | "HEAD" => object::get(&visit).await,
        "PUT" => object::put(&visit, &body).await,
        "DELETE" => match visit.resource {
            Resource::Object { .. } => object::delete(&visit).await,
            _ => collection::delete(&visit).await,
        },
        "MOVE" => object::relocate(&visit).await,
        "MKCALENDAR" | "MKCOL" => collection::make(&visit, name, &body).await,
        "PROPPATCH" => collection::patch(&visit, &body).await,
        "REPORT" => report::report(&visit, &body).await,
        "PROPFIND" => {
            let mut response = propfind::propfind(&visit, &body).await?;
            response.headers_mut().insert(DAV, HeaderValue::from_static(CLASSES));
            Ok(response)
        }
        _ => Err(Refusal::MethodNotAllowed(allowed)),
    }
}
