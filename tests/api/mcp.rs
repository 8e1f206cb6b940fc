//! The Model Context Protocol at `/mcp`, as its messages go over the wire.

mod client;
mod guard;
mod handshake;
mod modern;
mod resources;
mod subscriptions;
mod tools;

use super::*;
use client::Client;

/// A server with Ann and her client.
async fn world(engine: Engine) -> (TestDatabase, TestServer, Browser, Client) {
    let database = TestDatabase::migrated(engine).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let client = Client::new(&server, &ann).await;
    (database, server, ann, client)
}
