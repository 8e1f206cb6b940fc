//! A running Docket for a test, and browsers of its people.

use docket::auth::SignUp;
use docket::chat::ChatEvent;
use docket::clock::Clock;
use docket::config::{Config, Provider, Quotas};
use docket::db::Db;
use docket::http::{Limits, Server};
use docket::id::{MessageId, UserId};
use docket::lines::Decoder;
use docket::model::openai::{Settings, Timeouts};
use docket::random::Random;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{ACCEPT, ORIGIN};
use reqwest::{Client, RequestBuilder, Response, redirect};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub const PASSWORD: &str = "correct horse";
pub const SECRET: &str = "a secret of at least thirty-two characters";

/// A server on a free port. It ends when this is dropped, even if the test fails.
pub struct TestServer {
    pub url: String,
    stop: CancellationToken,
    served: JoinHandle<()>,
}

/// The built-in assistant.
pub fn offline() -> Vec<Provider> {
    vec![Provider::Offline]
}

/// A model of a fake provider at this URL.
pub fn openai(base_url: &str) -> Vec<Provider> {
    vec![named_model(base_url, "test-model")]
}

/// The same with another model name.
pub fn named_model(base_url: &str, model: &str) -> Provider {
    Provider::OpenAi(Settings {
        provider: "openai".into(),
        base_url: base_url.into(),
        api_key: SecretString::from("sk-test"),
        model: model.into(),
        context: None,
        timeouts: Timeouts::default(),
    })
}

impl TestServer {
    pub async fn start(database_url: &SecretString, providers: Vec<Provider>) -> Self {
        Self::run(Self::config(database_url, providers)).await
    }

    /// A server that people reach at `public_url`.
    pub async fn start_at(
        database_url: &SecretString,
        providers: Vec<Provider>,
        public_url: Option<&str>,
    ) -> Self {
        let public_url = public_url.map(|url| url.parse().unwrap());
        Self::run(Config { public_url, ..Self::config(database_url, providers) }).await
    }

    /// A server with these limits for each person.
    pub async fn start_with_quotas(
        database_url: &SecretString,
        providers: Vec<Provider>,
        quotas: Quotas,
    ) -> Self {
        Self::run(Config { quotas, ..Self::config(database_url, providers) }).await
    }

    /// A server that asks everybody for a second factor.
    pub async fn start_with_second_factors(database_url: &SecretString) -> Self {
        Self::run(Config { second_factor_required: true, ..Self::config(database_url, offline()) }).await
    }

    /// A server where these people may make an account.
    pub async fn start_with_sign_up(database_url: &SecretString, sign_up: SignUp) -> Self {
        Self::run(Config { sign_up, ..Self::config(database_url, offline()) }).await
    }

    /// A server whose secret is new, and that still accepts what older ones have signed.
    pub async fn start_with_secrets(database_url: &SecretString, secret: &str, old: &[&str]) -> Self {
        let old_secrets = old.iter().map(|secret| SecretString::from(*secret)).collect();
        Self::run(Config { secret: secret.into(), old_secrets, ..Self::config(database_url, offline()) })
            .await
    }

    /// A server with these limits on connections and times.
    pub async fn start_with_limits(database_url: &SecretString, limits: Limits) -> Self {
        let server = Server::build(Self::config(database_url, offline())).await.unwrap();
        Self::serve(server.with_limits(limits)).await
    }

    /// A server that sends its mail to this address.
    pub async fn start_with_mail(database_url: &SecretString, address: SocketAddr) -> Self {
        Self::start_with_mail_and_clock(database_url, address, &Clock::system()).await
    }

    /// The same, whose time the test moves.
    pub async fn start_with_mail_and_clock(
        database_url: &SecretString,
        address: SocketAddr,
        clock: &Clock,
    ) -> Self {
        let mail = docket::mail::Settings {
            host: address.ip().to_string(),
            port: address.port(),
            encryption: docket::mail::Encryption::None,
            login: None,
            from: "Docket <docket@example.com>".parse().unwrap(),
        };
        let config = Config { mail: Some(mail), ..Self::config(database_url, offline()) };
        Self::serve(Server::build_with(config, clock.clone(), Random::system()).await.unwrap()).await
    }

    /// A server that reaches push services at these origins.
    pub async fn start_with_push_services(database_url: &SecretString, origins: &[&str]) -> Self {
        Self::start_with_push_services_and_clock(database_url, origins, &Clock::system()).await
    }

    /// The same, whose time the test moves.
    pub async fn start_with_push_services_and_clock(
        database_url: &SecretString,
        origins: &[&str],
        clock: &Clock,
    ) -> Self {
        let push_services = origins.iter().map(|origin| origin.parse().unwrap()).collect();
        let config = Config { push_services, ..Self::config(database_url, offline()) };
        Self::serve(Server::build_with(config, clock.clone(), Random::system()).await.unwrap()).await
    }

    /// A server whose webhooks reach these origins, and whose mail goes to this address. The test moves its time.
    pub async fn start_with_webhooks(
        database_url: &SecretString,
        origins: &[&str],
        mail: Option<SocketAddr>,
        clock: &Clock,
    ) -> Self {
        let mail = mail.map(|address| docket::mail::Settings {
            host: address.ip().to_string(),
            port: address.port(),
            encryption: docket::mail::Encryption::None,
            login: None,
            from: "Docket <docket@example.com>".parse().unwrap(),
        });
        let webhook_addresses = origins.iter().map(|origin| origin.parse().unwrap()).collect();
        let config = Config { mail, webhook_addresses, ..Self::config(database_url, offline()) };
        Self::serve(Server::build_with(config, clock.clone(), Random::system()).await.unwrap()).await
    }

    /// One whose time the test moves.
    pub async fn start_with_clock(database_url: &SecretString, clock: &Clock) -> Self {
        let config = Self::config(database_url, offline());
        Self::serve(Server::build_with(config, clock.clone(), Random::system()).await.unwrap()).await
    }

    /// The same, where documents that describe apps may be on this machine. For links the server is at `public_url`.
    pub async fn start_with_local_documents(
        database_url: &SecretString,
        clock: &Clock,
        public_url: &str,
    ) -> Self {
        let public_url = Some(public_url.parse().unwrap());
        let config = Config { public_url, ..Self::config(database_url, offline()) };
        let server = Server::build_with(config, clock.clone(), Random::system()).await.unwrap();
        Self::serve(server.with_local_documents()).await
    }

    fn config(database_url: &SecretString, providers: Vec<Provider>) -> Config {
        Config {
            database_url: database_url.clone(),
            nats: None,
            secret: SecretString::from(SECRET),
            old_secrets: Vec::new(),
            sign_up: SignUp::Open,
            second_factor_required: false,
            public_url: None,
            trusted_origins: vec![
                "https://friend.example".parse().unwrap(),
                "https://*.friends.example".parse().unwrap(),
            ],
            providers,
            quotas: Quotas::default(),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            metrics_address: None,
            shutdown_grace: std::time::Duration::ZERO,
            trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()].into(),
            max_connections: 4096,
            mail: None,
            push_services: Vec::new(),
            webhook_addresses: Vec::new(),
        }
    }

    async fn run(config: Config) -> Self {
        Self::serve(Server::build(config).await.unwrap()).await
    }

    async fn serve(server: Server) -> Self {
        let db = server.state().db.clone();
        let mut news = db.news(&UserId::new("nobody"));
        let (url, stop) = (format!("http://{}", server.address()), CancellationToken::new());
        let served = tokio::spawn({
            let stop = stop.clone();
            async move { server.serve(stop).await.unwrap() }
        });
        if let Db::Postgres { .. } = db {
            // A server that begins to listen tells that everything may have changed. No test should hear that.
            news.next().await;
        }
        Self { url, stop, served }
    }

    /// Stops the server as a SIGTERM does, and waits until it has stopped.
    pub async fn stop(mut self) {
        self.stop.cancel();
        (&mut self.served).await.unwrap();
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.url)
    }

    /// A browser that sends its requests here and takes this server for the one at `origin`, as behind a proxy.
    pub fn browser_at(&self, origin: &str) -> Browser {
        Browser { origin: origin.to_owned(), ..self.browser() }
    }

    /// The same, of a person who has just signed up.
    pub async fn person_at(&self, origin: &str, name: &str) -> Browser {
        let browser = self.browser_at(origin);
        browser.sign_up(name).await;
        browser
    }

    /// The browser of a person who has just signed up.
    pub async fn person(&self, name: &str) -> Browser {
        let browser = self.browser();
        browser.sign_up(name).await;
        browser
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.cancel();
        self.served.abort();
    }
}

/// The address to which a response redirects.
pub fn location(response: &Response) -> &str {
    response.headers().get("location").map_or("", |value| value.to_str().unwrap())
}

/// The value of a hidden field on a page.
pub fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

/// The browser of a person, or a program.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    cookies: Arc<Jar>,
    url: String,
    /// The origin of its pages.
    origin: String,
}

impl Browser {
    /// A browser without cookies, for the server at this address.
    pub fn at(url: &str) -> Self {
        // Only the first call in a process works. That is fine, because all are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let cookies = Arc::new(Jar::default());
        let builder = Client::builder().cookie_provider(cookies.clone()).redirect(redirect::Policy::none());
        Self { client: builder.build().unwrap(), cookies, url: url.to_owned(), origin: url.to_owned() }
    }

    /// The same browser, at another address of the same Docket.
    pub fn moved(&self, url: &str) -> Self {
        Self { url: url.to_owned(), origin: url.to_owned(), ..self.clone() }
    }

    /// Signs a person up with the password that all people here have.
    pub async fn sign_up(&self, name: &str) {
        let email = format!("{name}@example.com");
        let form = [("name", name), ("email", email.as_str()), ("password", PASSWORD)];
        let response = self.form("/rpc/auth/sign_up", &form).await;
        assert_eq!((response.status().as_u16(), location(&response)), (302, "/chat"));
    }

    /// Logs in with the password that all people here have.
    pub async fn log_in(&self, email: &str) {
        let response = self.form("/rpc/auth/log_in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!((response.status().as_u16(), location(&response)), (302, "/chat"));
    }

    /// The `Cookie` header that the browser would send.
    pub fn session_cookie(&self) -> String {
        let cookies = self.cookies.cookies(&self.url.parse().unwrap());
        let cookies = cookies.iter().flat_map(|cookies| cookies.to_str().unwrap().split("; "));
        cookies.filter(|cookie| cookie.contains("session_token=")).collect()
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> String {
        let cookies = self.cookies.cookies(&self.url.parse().unwrap()).unwrap();
        let mut pairs = cookies.to_str().unwrap().split("; ").filter_map(|cookie| cookie.split_once('='));
        pairs.find(|(known, _)| *known == name).unwrap().1.to_owned()
    }

    /// A bearer token for the person who is logged in.
    pub async fn token(&self) -> String {
        let token: Value = self.call("/rpc/auth/token", &[]).await.json().await.unwrap();
        token["token"].as_str().unwrap().to_owned()
    }

    /// All data of the person who is logged in, except the times that change.
    pub async fn export(&self) -> Value {
        let mut export: Value = self.get("/settings/export").await.json().await.unwrap();
        export.as_object_mut().unwrap().remove("exported_at");
        export
    }

    /// The client that sends its requests.
    pub fn client(&self) -> &Client {
        &self.client
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).header(ACCEPT, "text/html").send().await.unwrap()
    }

    pub fn request(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).header(ORIGIN, &self.origin)
    }

    pub async fn execute(&self, request: reqwest::Request) -> Response {
        self.client.execute(request).await.unwrap()
    }

    pub fn get_request(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    /// Posts a form as a page without JavaScript does.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let referer = format!("{}/form", self.url);
        let request = self.request(path).header(ACCEPT, "text/html").header("referer", referer);
        request.form(fields).send().await.unwrap()
    }

    /// Calls a server function as the hydrated page does.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.request(path).header(ACCEPT, "application/json").form(fields).send().await.unwrap()
    }

    /// Calls a server function that streams a reply. Returns its events as they come.
    pub async fn events(&self, path: &str, fields: &[(&str, &str)]) -> Events<ChatEvent> {
        self.stream(path, fields).await
    }

    /// Calls a server function that streams. Returns its events as they come.
    pub async fn stream<E>(&self, path: &str, fields: &[(&str, &str)]) -> Events<E> {
        let response = self.call(path, fields).await;
        assert_eq!(response.status().as_u16(), 200);
        Events { response, decoder: Decoder::default(), ready: Vec::new() }
    }
}

impl Events<ChatEvent> {
    /// Reads until the unfinished text of the reply is this. Returns the reply, which the first event has.
    pub async fn until_said(&mut self, said: &str) -> MessageId {
        let (mut id, mut unfinished) = (None, String::new());
        loop {
            match self.next().await.unwrap() {
                ChatEvent::Started { reply, tail, .. } => (id, unfinished) = (id.or(Some(reply.id)), tail),
                ChatEvent::Html { tail, .. } => unfinished = tail,
                ChatEvent::Text { delta } => unfinished.push_str(&delta),
                _ => {}
            }
            if unfinished == said {
                return id.unwrap();
            }
        }
    }
}

/// The events of a stream.
pub struct Events<E> {
    response: Response,
    decoder: Decoder<E>,
    ready: Vec<E>,
}

impl<E: DeserializeOwned> Events<E> {
    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<E> {
        while self.ready.is_empty() {
            let chunk = self.response.chunk().await.unwrap()?;
            self.ready = self.decoder.push(&chunk);
        }
        Some(self.ready.remove(0))
    }

    /// All remaining events.
    pub async fn rest(mut self) -> Vec<E> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}
