//! What requests of each kind pass on the way to their route. One layer does it all: axum clones everything below a layer
//! for each request, so ten layers would clone the lowest ten times.

use super::cross_origin;
use crate::auth::server::Auth;
use crate::auth::server::middleware::{
    EndedSession, forget_ended, identify, refuse_another_person, refuse_enrolling,
};
use crate::origins::Origins;
use crate::protocol::door;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// For people: pages, server functions and exports.
pub(super) async fn people(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(refused) = cross_origin::refuse(&state.origins, &request) {
        return refused;
    }
    let renewed = match identify(&state.auth, &mut request).await {
        Ok(renewed) => renewed,
        Err(answer) => return answer,
    };
    let refused = refuse_another_person(&request).or_else(|| refuse_enrolling(&request));
    let response = match refused {
        Some(refused) => refused,
        None => next.run(request).await,
    };
    renewed.tell(&state.auth, response)
}

/// For programs of other people.
pub(super) async fn programs(
    State((state, requests)): State<(AppState, door::Requests)>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(refused) = cross_origin::refuse(&state.origins, &request) {
        return refused;
    }
    let renewed = match identify(&state.auth, &mut request).await {
        Ok(renewed) => renewed,
        Err(answer) => return answer,
    };
    let response = match admit(&state, &requests, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(refused) => refused,
    };
    renewed.tell(&state.auth, response)
}

/// For programs that know no more than a name and a password. No cookie is looked at. Everybody may ask for the methods.
pub(super) async fn passwords(
    State((state, requests)): State<(AppState, door::Requests)>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(refused) = cross_origin::refuse(&state.origins, &request) {
        return refused;
    }
    if request.method() == Method::OPTIONS {
        return next.run(request).await;
    }
    if let Err(refused) = door::identify_by_password(&state, &requests, &mut request).await {
        return refused;
    }
    match door::limit(&requests, &request) {
        Some(refused) => refused,
        None => next.run(request).await,
    }
}

async fn admit(state: &AppState, requests: &door::Requests, request: &mut Request) -> Result<(), Response> {
    if let Some(refused) = refuse_enrolling(request) {
        return Err(refused);
    }
    door::identify(state, request).await?;
    match door::limit(requests, request) {
        Some(refused) => Err(refused),
        None => Ok(()),
    }
}

/// For Better Auth's clients. It has its own rules about origins and its own answers.
pub(super) async fn better_auth(State(auth): State<Auth>, mut request: Request, next: Next) -> Response {
    let renewed = match identify(&auth, &mut request).await {
        Ok(renewed) => renewed,
        Err(answer) => return answer,
    };
    let has_ended = request.extensions().get::<EndedSession>().is_some();
    let response = next.run(request).await;
    let response = if has_ended { forget_ended(&auth, response) } else { response };
    renewed.tell(&auth, response)
}

/// For the tokens of apps. A request brings no session, and no page of another site may send it.
pub(super) async fn our_pages(State(origins): State<Origins>, request: Request, next: Next) -> Response {
    match cross_origin::refuse(&origins, &request) {
        Some(refused) => refused,
        None => next.run(request).await,
    }
}
