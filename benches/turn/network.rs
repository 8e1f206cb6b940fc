//! A network that swallows: nothing passes any more, and nobody is told.

use secrecy::{ExposeSecret, SecretString};
use std::io;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A way to a PostgreSQL. It ends when this is dropped.
pub struct Network {
    url: SecretString,
    swallows: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Network {
    /// A way to the database of this URL.
    pub async fn to(database: &SecretString) -> Self {
        let (_, address) = database.expose_secret().rsplit_once('@').unwrap();
        let (target, name) = address.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let url = database.expose_secret().replace(address, &format!("{here}/{name}")).into();
        let swallows = watch::Sender::new(false);
        let server = tokio::spawn({
            let (target, swallows) = (target.to_owned(), swallows.clone());
            async move {
                loop {
                    let (client, _) = listener.accept().await.unwrap();
                    tokio::spawn(pass(client, target.clone(), swallows.subscribe()));
                }
            }
        });
        Self { url, swallows, server }
    }

    pub fn url(&self) -> &SecretString {
        &self.url
    }

    /// From now on nothing passes. Connections that are open, or opened until [`Network::recover`], stay open and silent
    /// for good.
    pub fn swallow(&self) {
        self.swallows.send_replace(true);
    }

    /// Lets connections pass that are opened from now on.
    pub fn recover(&self) {
        self.swallows.send_replace(false);
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(mut client: TcpStream, target: String, mut swallows: watch::Receiver<bool>) -> io::Result<()> {
    if !*swallows.borrow_and_update() {
        let mut database = TcpStream::connect(target).await?;
        client.set_nodelay(true)?;
        database.set_nodelay(true)?;
        tokio::select! {
            ended = copy_bidirectional(&mut client, &mut database) => return ended.map(drop),
            _ = swallows.wait_for(|swallows| *swallows) => {}
        }
        // The database keeps its end too, with whatever locks it holds.
        let _both = (client, database);
        std::future::pending().await
    } else {
        let _kept = client;
        std::future::pending().await
    }
}
