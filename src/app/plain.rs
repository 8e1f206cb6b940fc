//! The pages without the client: what people do not keep open. All that can be done there are forms and links, and the
//! small scripts beside some parts are a comfort.

use super::settings_page::SettingsPage;
use super::workspace::Workspace;
use crate::auth::ui::{
    EnrolmentPage, ForgotPasswordPage, LandingPage, LogInPage, ResetPasswordPage, SecondStepPage, SignUpPage,
};
use crate::chat::ui::ConversationsPage;
use crate::search::ui::SearchPage;
use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

/// Their routes.
#[component(transparent)]
pub(super) fn Pages() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=LandingPage ssr=SsrMode::Async/>
            <Route path=path!("signup") view=SignUpPage ssr=SsrMode::Async/>
            <Route path=path!("login") view=LogInPage ssr=SsrMode::Async/>
            <Route path=path!("login/two-factor") view=SecondStepPage ssr=SsrMode::Async/>
            <Route path=path!("forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("second-factor") view=EnrolmentPage ssr=SsrMode::Async/>
            <ParentRoute path=path!("") view=Workspace ssr=SsrMode::Async>
                <Route path=path!("conversations") view=ConversationsPage ssr=SsrMode::Async/>
                <Route path=path!("search") view=SearchPage ssr=SsrMode::Async/>
                <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
            </ParentRoute>
        </ParentRoute>
    }
    .into_inner()
}
