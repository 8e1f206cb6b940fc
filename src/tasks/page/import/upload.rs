//! Takes the file of a plain form.

use crate::auth::server::{ActiveSession, Auth};
use crate::endpoint::{Access, Endpoints};
use crate::error::{AppError, Error, Reason};
use crate::import::{FILE_MAX, ImportError};
use crate::tasks::api::ImportTasks;
use crate::tasks::server::{TaskError, Tasks};
use crate::url;
use ::url::{Position, Url};
use axum::Extension;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRef, FromRequest, Multipart, Request, State};
use axum::http::header::{ACCEPT, LOCATION};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;

/// Most bytes of the form. Of a file that is too long the rest is read and dropped, because a browser that still sends would not read the
/// refusal.
pub(crate) const UPLOAD_LIMIT: usize = 4 * FILE_MAX;
/// Seconds after which another file of the same person has probably come.
const RETRY_AFTER: u64 = 10;

/// The URL of the form.
pub(crate) fn endpoints<S>() -> Endpoints<S>
where
    S: Clone + Send + Sync + 'static,
    Auth: FromRef<S>,
    Tasks: FromRef<S>,
{
    Endpoints::new().on(Method::POST, url::IMPORT_FILE, Access::Member, upload)
}

/// `POST /tasks/import/file`: keeps the file, and sends the browser to the page that shows what it holds.
async fn upload(
    State(auth): State<Auth>,
    State(tasks): State<Tasks>,
    session: Option<Extension<ActiveSession>>,
    request: Request,
) -> Result<Response, Error> {
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let is_page = accepts.is_some_and(|accepts| accepts.contains("text/html"));
    match (keep(&auth, &tasks, session, request).await, is_page) {
        (Ok(file), _) => Ok(see(&url::import(file))),
        (Err(Error::Unauthenticated), true) => Ok(see(&url::log_in(url::IMPORT))),
        (Err(error), true) => Ok(see(&refused_at(error.public()))),
        (Err(error), false) => Err(error),
    }
}

async fn keep(
    auth: &Auth,
    tasks: &Tasks,
    session: Option<Extension<ActiveSession>>,
    request: Request,
) -> Result<i64, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    let user = &session.user.id;
    let Some(_upload) = tasks.begin_upload(user) else {
        return Err(Error::Refused(Reason::Overloaded { seconds: RETRY_AFTER }.into()));
    };
    let form = Form::read(request).await?;
    if auth.author(&form.author).await?.is_some_and(|author| author != *user) {
        return Err(Error::Refused(Reason::PageOfAnotherPerson.into()));
    }
    let (name, content) = match (form.file, form.text) {
        (Some((name, content)), _) => (name, content),
        (None, Some(content)) => (String::new(), content),
        (None, None) => {
            let problem = "there is neither a file nor a text".to_owned();
            return Err(Error::Refused(Reason::ImportRefused { problem }.into()));
        }
    };
    Ok(tasks.keep_file(user, &name, content).await?)
}

fn see(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}

/// The page with the form, with the refusal in its address, as Leptos does it for its own forms.
fn refused_at(error: AppError) -> String {
    // The type has no relative URLs. Only the part after the host is used.
    let page =
        ServerFnUrlError::new(ImportTasks::PATH, error).to_url(&format!("http://localhost{}", url::IMPORT));
    page.map_or_else(|_| url::IMPORT.to_owned(), |page: Url| page[Position::BeforePath..].to_owned())
}

/// What the form holds.
#[derive(Default)]
struct Form {
    /// Its name and content.
    file: Option<(String, Vec<u8>)>,
    text: Option<Vec<u8>>,
    author: String,
}

impl Form {
    async fn read(request: Request) -> Result<Self, Error> {
        let malformed = |_| Error::Refused(Reason::MalformedRequest.into());
        let mut fields = Multipart::from_request(request, &()).await.map_err(malformed)?;
        let (mut form, mut is_too_long) = (Self::default(), false);
        while let Some(field) = fields.next_field().await.map_err(refusal)? {
            let (name, file) =
                (field.name().unwrap_or_default().to_owned(), field.file_name().map(str::to_owned));
            let Some(content) = content(field).await? else {
                is_too_long = true;
                continue;
            };
            match name.as_str() {
                "author" => form.author = String::from_utf8(content).unwrap_or_default(),
                // A browser sends an empty one if no file was chosen.
                "file" if !content.is_empty() => form.file = Some((file.unwrap_or_default(), content)),
                "text" if !content.trim_ascii().is_empty() => form.text = Some(content),
                _ => {}
            }
        }
        if is_too_long { Err(TaskError::File(ImportError::TooLarge).into()) } else { Ok(form) }
    }
}

/// The content of a field. `None` if it is longer than a file may be.
async fn content(mut field: Field<'_>) -> Result<Option<Vec<u8>>, Error> {
    let mut content = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(refusal)? {
        content = content.filter(|content| content.len() + chunk.len() <= FILE_MAX);
        if let Some(content) = &mut content {
            content.extend_from_slice(&chunk);
        }
    }
    Ok(content)
}

fn refusal(error: MultipartError) -> Error {
    let reason = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Reason::BodyTooLarge { max: UPLOAD_LIMIT },
        _ => Reason::MalformedRequest,
    };
    Error::Refused(reason.into())
}
