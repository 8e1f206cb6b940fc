//! Docket as an MCP server, for one request of one person.

use super::refusal::refused;
use super::{prompts, resources, subscription, tools};
use crate::auth::server::Grant;
use crate::db::News;
use crate::protocol::door::permit_stream;
use crate::state::AppState;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
    CustomRequest, CustomResult, DiscoverResult, ErrorCode, GetPromptRequestParams, GetPromptResponse,
    Implementation, InitializeRequestParams, InitializeResult, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ProtocolVersion, ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
    SubscriptionFilter,
};
use rmcp::service::{RequestContext, SubscriptionContext};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use std::sync::{Mutex, PoisonError};

/// How long clients may keep what changes only with a new version of Docket.
const FIXED_FOR_MS: u64 = 300_000;
/// What a client tells its model about the server.
const INSTRUCTIONS: &str = "Docket keeps the person's tasks. Use list_tasks before you act on a task that the person names \
    by its title, because the other tools need its number. A refused call says why in `detail`. Ask the person before you \
    delete a task that they did not name.";
/// Methods whose parameters rmcp reads. A request that it cannot read comes as a custom one.
const METHODS: [&str; 11] = [
    "initialize",
    "server/discover",
    "tools/list",
    "tools/call",
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "prompts/list",
    "prompts/get",
    "completion/complete",
    "subscriptions/listen",
];

/// Answers one request.
#[derive(Debug)]
pub(super) struct Docket {
    state: AppState,
    grant: Grant,
    /// The news of a subscription, from the moment before its acknowledgement is sent. So no change falls between.
    news: Mutex<Option<News>>,
}

impl Docket {
    pub(super) fn new(state: AppState, grant: Grant) -> Self {
        Self { state, grant, news: Mutex::default() }
    }
}

impl ServerHandler for Docket {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_completions()
            .enable_prompts()
            .enable_resources()
            .enable_resources_list_changed()
            .enable_resources_subscribe()
            .enable_tools()
            .build();
        let docket = Implementation::new("docket", env!("CARGO_PKG_VERSION"))
            .with_title("Docket")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        ServerConfig::new(capabilities).with_server_info(docket).with_instructions(INSTRUCTIONS)
    }

    /// The revisions with a handshake have subscriptions only within sessions, which there are not.
    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        context.peer.set_peer_info(request.clone());
        let mut result = self.negotiate_initialize(&request)?;
        if let Some(resources) = &mut result.capabilities.resources {
            (resources.subscribe, resources.list_changed) = (None, None);
        }
        Ok(result)
    }

    async fn discover(&self, _: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        let result = DiscoverResult::from_server_info(versions, self.get_info());
        Ok(result.with_ttl_ms(FIXED_FOR_MS).with_cache_scope(CacheScope::Public))
    }

    async fn list_tools(
        &self,
        page: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        only_page(page)?;
        let list = ListToolsResult::with_all_items(tools::list());
        Ok(if caches(&context) {
            list.with_ttl_ms(FIXED_FOR_MS).with_cache_scope(CacheScope::Public)
        } else {
            list
        })
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        Ok(tools::call(&self.state.tasks, &self.grant, request).await?.into())
    }

    async fn list_resources(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let after = page.and_then(|page| page.cursor);
        resources::list(&self.state, &self.grant.user.id, after.as_deref()).await
    }

    async fn list_resource_templates(
        &self,
        page: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        only_page(page)?;
        let list = ListResourceTemplatesResult::with_all_items(resources::templates());
        Ok(if caches(&context) {
            list.with_ttl_ms(FIXED_FOR_MS).with_cache_scope(CacheScope::Public)
        } else {
            list
        })
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(resources::read(&self.state, &self.grant.user.id, &request.uri).await?.into())
    }

    async fn list_prompts(
        &self,
        page: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        only_page(page)?;
        let list = ListPromptsResult::with_all_items(prompts::list());
        Ok(if caches(&context) {
            list.with_ttl_ms(FIXED_FOR_MS).with_cache_scope(CacheScope::Public)
        } else {
            list
        })
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Ok(prompts::get(&self.state, &self.grant.user.id, request).await?.into())
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Ok(CompleteResult::new(prompts::complete(&self.state, &self.grant.user.id, request).await?))
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        let news = self.state.db.news(&self.grant.user.id);
        *self.news.lock().unwrap_or_else(PoisonError::into_inner) = Some(news);
        Some(subscription::accepted(requested))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let news = self.news.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut news) = news else { return Ok(()) };
        let permit = permit_stream(&self.state, &self.grant).map_err(refused)?;
        tokio::select! {
            // An error means that the client is gone.
            _ = subscription::pass_on(&mut news, context.accepted(), context.sink()) => {}
            () = subscription::revoked(&self.grant, permit) => {}
            () = self.state.chat.stopping() => {}
            () = context.cancelled() => {}
        }
        Ok(())
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let CustomRequest { method, .. } = request;
        if METHODS.contains(&method.as_str()) {
            let detail = format!("The parameters of {method} are missing or of the wrong type.");
            return Err(ErrorData::invalid_params(detail, None));
        }
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, method, None))
    }
}

/// Whether the client's revision knows how long it may keep an answer.
fn caches(context: &RequestContext<RoleServer>) -> bool {
    context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28)
}

/// Lists that fit on one page have no cursors.
fn only_page(page: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    match page.and_then(|page| page.cursor) {
        None => Ok(()),
        Some(_) => Err(ErrorData::invalid_params("The cursor is not one that this list gave.", None)),
    }
}
