//! What the official conformance suite of MCP wants to find on a server: tools, resources and prompts with fixed names and
//! answers. They are mounted on the same stack as Docket's own, with the same configuration, so that the suite judges that
//! stack. `end2end/conformance/run` starts it: `mcp_fixture ADDRESS`.

#![expect(clippy::print_stdout, reason = "the runner reads the address")]
#![expect(deprecated, reason = "the suite tests older revisions too")]

mod inputs;
mod prompts;
mod resources;
mod tools;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use docket::auth::server::{Grant, Via};
use docket::auth::{Permission, User};
use docket::clock::Clock;
use docket::config::{Config, Settings};
use docket::id::{SessionId, UserId};
use docket::protocol::mcp;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CompletionInfo,
    GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, SetLevelRequestParams,
    SubscribeRequestParams, SubscriptionFilter, Tool, UnsubscribeRequestParams,
};
use rmcp::service::{RequestContext, SubscriptionContext, SubscriptionSink};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let settings = Settings {
        database_url: Some("sqlite::memory:".into()),
        better_auth_secret: Some("a secret for conformance tests and nothing else".into()),
        ..Settings::default()
    };
    let origins = Config::resolve(&settings)?.origins();
    let fixture = Fixture::default();
    let grant = anybody();
    let answer = move |mut request: Request| {
        let (origins, fixture) = (origins.clone(), fixture.clone());
        request.extensions_mut().insert(grant.clone());
        async move { mcp::answer(&origins, request, move |_| fixture.clone()).await }
    };
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".into());
    let listener = TcpListener::bind(address).await?;
    println!("http://{}/mcp", listener.local_addr()?);
    Ok(axum::serve(listener, Router::new().route("/mcp", any(answer))).await?)
}

/// The suite brings no token.
fn anybody() -> Grant {
    let now = Clock::system().now();
    let user = User {
        id: UserId::new("anybody"),
        name: "Anybody".into(),
        email: "anybody@example.com".into(),
        email_verified: false,
        two_factor_enabled: false,
        image: None,
        created_at: now.clone(),
        updated_at: now,
    };
    Grant { user, permission: Permission::Write, via: Via::Session(SessionId::new("none")) }
}

/// The server that the suite describes.
#[derive(Clone, Debug, Default)]
struct Fixture {
    subscriptions: Arc<Mutex<Vec<SubscriptionSink>>>,
}

impl Fixture {
    fn subscriptions(&self) -> Vec<SubscriptionSink> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ServerHandler for Fixture {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_completions()
            .enable_logging()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_list_changed()
            .enable_resources_subscribe()
            .enable_tools()
            .enable_tool_list_changed()
            .build();
        ServerConfig::new(capabilities).with_server_info(Implementation::new("fixture", "1"))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::list().into_iter().find(|tool| tool.name == name)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::list()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if request.name.starts_with("test_input_required_result_") {
            return inputs::call(request, &context.meta);
        }
        tools::call(request, &context, &self.subscriptions()).await
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::list()))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(resources::read(&request.uri)?.into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::list()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(request)
    }

    async fn complete(
        &self,
        _: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let values = CompletionInfo::new(vec!["one".into(), "two".into()]);
        values.map(CompleteResult::new).map_err(|error| ErrorData::internal_error(error, None))
    }

    async fn set_level(
        &self,
        _: SetLevelRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn subscribe(
        &self,
        _: SubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _: UnsubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner).push(context.sink().clone());
        context.cancelled().await;
        Ok(())
    }
}
