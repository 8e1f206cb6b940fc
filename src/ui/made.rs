//! Parts of pages that the server makes whole, as HTML. The client has no code for what is in them.

use super::error_page::ErrorPage;
use crate::error::AppError;
use leptos::prelude::*;

/// A part that the server makes, or what hinders it.
#[component]
pub fn MadeHtml(
    /// The part, of trusted HTML.
    html: Resource<Result<String, AppError>>,
    /// The class of the element around it.
    #[prop(optional)]
    class: Option<&'static str>,
) -> impl IntoView {
    view! {
        <Transition fallback=|| view! { <p class="hint" role="status">"Loading…"</p> }>
            {move || Suspend::new(async move {
                match html.await {
                    Ok(html) => view! { <div class=class inner_html=html></div> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}
