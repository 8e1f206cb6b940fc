//! The server: opens what the configuration names, builds the router, and serves until told to stop.

mod answer;
mod assets;
mod client_address;
mod compression;
mod connections;
mod cross_origin;
mod gates;
mod health;
mod leftover;
mod metrics;
mod request_id;
mod router;
mod slow_body;
mod surroundings;

pub use assets::Site;
pub use connections::Limits;
pub use router::{Route, RouteKind, routes};

use crate::auth::server::{Auth, Notices, Recovery};
use crate::caldav::server::Calendars;
use crate::chat::server::Chat;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, Provider};
use crate::db::{ConnectError, Db, Isolation, MigrateError, MigrationOptions};
use crate::export::Exporter;
use crate::feed::server::Feeds;
use crate::jobs::Jobs;
use crate::live::server::Live;
use crate::mail::{MailError, Mailer};
use crate::model::Model;
use crate::model::catalog::Catalog;
use crate::model::offline::Offline;
use crate::model::openai::OpenAi;
use crate::oauth::server::OAuth;
use crate::push::server::{KeyError, Push, PushSettings};
use crate::random::Random;
use crate::reminders::mail::ReminderMail;
use crate::reminders::push::ReminderPush;
use crate::reminders::server::{Carrier, Reminders};
use crate::search::server::Search;
use crate::state::{AppState, Services};
use crate::system;
use crate::tasks::server::Tasks;
use crate::url;
use crate::webhooks::server::{WebhookSettings, Webhooks};
use ::url::Url;
use leptos::config::{LeptosOptions, get_config_from_str};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long open requests may still take at a shutdown, once the replies have ended.
const GRACE: Duration = Duration::from_secs(10);
/// The settings of cargo-leptos that the program needs at run time, embedded in the binary.
const LEPTOS: &str = include_str!("../Leptos.toml");

/// Why the server could not start, or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The schema is not the one that this program needs.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source} (set HOST and PORT to an address that is free)")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// A setting makes no sense, now that the address is known.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Web Push cannot be set up.
    #[error("cannot set up Web Push: {0}")]
    Push(#[from] KeyError),
    /// Mail cannot be set up.
    #[error("cannot set up mail: {0}")]
    Mail(#[from] MailError),
    /// A model provider cannot be set up.
    #[error("cannot set up the model provider: {0}")]
    Model(String),
    /// The embedded settings cannot be read, which is a fault of the build.
    #[error("Leptos.toml in this binary cannot be read: {0}")]
    Leptos(String),
    /// The network failed while serving.
    #[error("serving failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that is ready to serve: its database is open, its schema right and its port bound.
#[derive(Debug)]
pub struct Server {
    state: AppState,
    jobs: Jobs,
    listener: TcpListener,
    metrics: Option<TcpListener>,
    address: SocketAddr,
    config: Config,
    site: Site,
    limits: Limits,
}

impl Server {
    /// Opens everything that `config` names. On SQLite this brings the schema to the newest version; on PostgreSQL
    /// `docket migrate` does that.
    ///
    /// # Errors
    /// If anything cannot be opened.
    pub async fn build(config: Config) -> Result<Self, ServeError> {
        Self::build_with(config, Clock::system(), Random::system()).await
    }

    /// The same with another clock and another source of randomness, for tests.
    ///
    /// # Errors
    /// Those of [`Server::build`].
    pub async fn build_with(config: Config, clock: Clock, random: Random) -> Result<Self, ServeError> {
        let listener = listen(config.address).await?;
        let address = listener.local_addr()?;
        let metrics = match config.metrics_address {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        if config.public_url.is_none() && !address.ip().is_loopback() {
            tracing::warn!(
                %address,
                "BETTER_AUTH_URL is not set, so any name that leads here counts as Docket's own; set it to the address \
                 people use"
            );
        }
        let mut db = Db::connect(&config.database_url).await?;
        if let Db::Sqlite { .. } = db {
            let secrets = [std::slice::from_ref(&config.secret), &*config.old_secrets].concat();
            db.migrate_with(MigrationOptions { secrets, ..MigrationOptions::default() }).await?;
        }
        db.check_schema().await?;
        if let Some(nats) = &config.nats {
            db.carry_by_nats(nats).await?;
        }
        warn_of_missing_isolation(&db);
        warn_of_missing_address(&config, address);
        let base = config.base_url(address)?;
        let mailer = config.mail.as_ref().map(|mail| Mailer::new(mail, random.clone())).transpose()?;
        let auth =
            Auth::new(db.clone(), config.secret.clone(), config.https(), clock.clone(), random.clone())
                .with_old_secrets(config.old_secrets.clone())
                .with_sign_up(config.sign_up)
                .with_second_factor_required(config.second_factor_required)
                .with_origins(config.origins())
                .with_notices(Notices::new(mailer.clone(), &forgot_password_page(base.clone())))
                .with_most_streams(config.quotas.streams);
        let recovery = Recovery::new(auth.clone(), mailer.clone(), reset_page(base.clone()));
        let oauth = OAuth::new(db.clone(), config.secret.clone(), &base, clock.clone(), random.clone())
            .with_old_secrets(config.old_secrets.clone());
        let tasks = Tasks::new(db.clone(), clock.clone());
        let models = catalog(&config.providers, &clock, &random)?;
        let chat = Chat::with(db.clone(), tasks.clone(), models, config.quotas, clock.clone());
        let search = Search::new(db.clone());
        let webhooks = Webhooks::new(
            db.clone(),
            auth.clone(),
            webhook_settings(&config, &base, mailer.clone()),
            clock.clone(),
            random.clone(),
        );
        let feeds = Feeds::new(
            db.clone(),
            auth.clone(),
            tasks.clone(),
            clock.clone(),
            random.clone(),
            oauth.issuer(),
        );
        let exporter = Exporter::new(
            db.clone(),
            auth.clone(),
            oauth.clone(),
            tasks.clone(),
            chat.clone(),
            feeds.clone(),
            clock.clone(),
        );
        let push = Push::open(db.clone(), push_settings(&config, &base), clock.clone(), &random).await?;
        let to_browsers = ReminderPush::new(push.clone(), db.clone(), tasks.clone());
        let by_mail =
            mailer.map(|mailer| ReminderMail::new(mailer, auth.clone(), tasks.clone(), base.clone()));
        let mut carriers: Vec<Arc<dyn Carrier>> = vec![Arc::new(to_browsers)];
        carriers.extend(by_mail.iter().map(|mail| Arc::new(mail.clone()) as Arc<dyn Carrier>));
        let reminders = Reminders::new(db.clone(), tasks.clone(), carriers, clock.clone());
        let calendars = Calendars::new(db.clone(), clock.clone(), random.clone());
        let all = [
            auth.jobs(),
            oauth.jobs(),
            tasks.jobs(),
            chat.jobs(),
            search.jobs(),
            reminders.jobs(),
            webhooks.jobs(),
            calendars.jobs(),
        ];
        let of_mail = by_mail.iter().flat_map(ReminderMail::jobs);
        let jobs = all.into_iter().flatten().chain(of_mail).collect();
        let jobs = Jobs::new(db.clone(), clock, &random, jobs);
        let live = Live::new(db.clone(), chat.clone(), reminders.clone());
        let leptos_options = leptos_options(address)?;
        let origins = config.origins();
        let state = AppState::new(Services {
            leptos_options,
            db,
            auth,
            recovery,
            oauth,
            tasks,
            chat,
            reminders,
            live,
            push,
            search,
            exporter,
            feeds,
            webhooks,
            calendars,
            origins,
        });
        let limits = Limits::new(config.max_connections);
        Ok(Self { state, jobs, listener, metrics, address, config, site: Site::none(), limits })
    }

    /// The same server, with what browsers load. The URLs of the client's files name its build, so that browsers keep
    /// the files, and never mix those of two builds. While `cargo leptos watch` changes them, they have their plain
    /// names.
    pub fn with_site(mut self, site: Site) -> Self {
        self.site = site.with_build();
        if let Some(build) = self.site.build()
            && std::env::var_os("LEPTOS_WATCH").is_none()
        {
            self.state.change(|services| {
                let folder = format!("{}/{build}", services.leptos_options.site_pkg_dir);
                services.leptos_options.site_pkg_dir = folder.into();
                services.live = services.live.clone().with_build(Some(&build));
            });
        }
        self
    }

    /// The same server, where documents that describe apps may be on this machine, by plain HTTP. For tests.
    pub fn with_local_documents(mut self) -> Self {
        self.state.change(|services| services.oauth = services.oauth.clone().with_local_documents());
        self
    }

    /// The same server with other limits on connections and times.
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The services, for programs that embed the server, such as tests.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Serves until `stop` is cancelled. Then it accepts no more messages, gives the running replies some time to end,
    /// interrupts the rest, accepts no more requests, and closes the database.
    ///
    /// # Errors
    /// If the network fails.
    pub async fn serve(self, stop: CancellationToken) -> Result<(), ServeError> {
        let Self { state, jobs, listener, metrics, config, site, limits, .. } = self;
        let limits = limits.within(system::raise_file_limit());
        state.auth.limit_streams(limits.streams());
        let metrics = metrics.map(|listener| tokio::spawn(metrics::serve(listener, jobs.clone())));
        let background = tokio::spawn({
            let (chat, state) = (state.chat.clone(), state.clone());
            let watches = async move { tokio::join!(state.db.watch(), state.auth.watch_streams()) };
            async move { tokio::join!(jobs.run(), chat.listen(), chat.keep(), watches) }
        });
        let router = router::build(state.clone(), &config, site, limits.body);
        let patience = config.shutdown_grace;
        let ending = {
            let (chat, stop) = (state.chat.clone(), stop.clone());
            async move {
                stop.cancelled().await;
                tracing::info!("stopping");
                // Ends the replies and the streams that follow them, so that open requests can finish.
                chat.shut_down(patience).await;
            }
        };
        tokio::select! {
            () = connections::serve(listener, router, limits, config.trusted_proxies.clone(), ending) => {}
            // A client that does not read must not keep the process running.
            () = async { stop.cancelled().await; tokio::time::sleep(patience + GRACE).await } => {}
        }
        state.recovery.end().await;
        background.abort();
        state.webhooks.end(GRACE).await;
        if let Some(metrics) = metrics {
            metrics.abort();
        }
        state.db.close().await;
        Ok(())
    }
}

/// Push services may write to the sender of mails, or else look at this Docket.
fn push_settings(config: &Config, base: &Url) -> PushSettings {
    let sender = config.mail.as_ref().map(|mail| format!("mailto:{}", mail.from.email));
    PushSettings {
        secrets: [std::slice::from_ref(&config.secret), &*config.old_secrets].concat(),
        services: config.push_services.clone(),
        contact: sender.unwrap_or_else(|| base.to_string()),
    }
}

/// The secrets encrypt those of webhooks.
fn webhook_settings(config: &Config, base: &Url, mailer: Option<Mailer>) -> WebhookSettings {
    let mut page = page(base.clone(), url::SETTINGS);
    page.set_fragment(Some(url::WEBHOOKS));
    WebhookSettings {
        secrets: [std::slice::from_ref(&config.secret), &*config.old_secrets].concat(),
        addresses: config.webhook_addresses.clone(),
        mailer,
        page,
    }
}

/// Without its own address, a server takes the one that a request names.
fn warn_of_missing_address(config: &Config, address: SocketAddr) {
    if config.public_url.is_some() {
        return;
    }
    if config.mail.is_some() {
        tracing::warn!(%address, "links in mails lead here; set BETTER_AUTH_URL to the address people use");
    }
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "other machines reach this server, which takes any name for its own; \
                       set BETTER_AUTH_URL to the address people use");
    }
}

/// The address of the page where people choose a new password, on a server that they find at `base`.
pub fn reset_page(base: Url) -> Url {
    page(base, url::RESET_PASSWORD)
}

/// The address of the page where people ask for a new password, on a server that they find at `base`.
pub fn forgot_password_page(base: Url) -> Url {
    page(base, url::FORGOT_PASSWORD)
}

fn page(mut base: Url, path: &str) -> Url {
    base.set_path(path);
    base.set_query(None);
    base.set_fragment(None);
    base
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

fn leptos_options(address: SocketAddr) -> Result<LeptosOptions, ServeError> {
    let mut options = get_config_from_str(LEPTOS).map_err(|error| ServeError::Leptos(error.to_string()))?;
    options.site_addr = address;
    Ok(options)
}

fn catalog(providers: &[Provider], clock: &Clock, random: &Random) -> Result<Catalog, ServeError> {
    let model = |provider: &Provider| -> Result<Arc<dyn Model>, ServeError> {
        Ok(match provider {
            Provider::Offline => Arc::new(Offline),
            Provider::OpenAi(settings) => {
                let model = OpenAi::new(settings.clone(), clock.clone(), random.clone())
                    .map_err(|error| ServeError::Model(error.to_string()))?;
                Arc::new(model)
            }
        })
    };
    Ok(Catalog::new(providers.iter().map(model).collect::<Result<Vec<_>, _>>()?))
}

fn warn_of_missing_isolation(db: &Db) {
    match db {
        Db::Postgres { isolation: Isolation::Missing(why), .. } => {
            tracing::warn!(why, "row-level security does not protect people's data; queries alone do");
        }
        Db::Postgres { isolation: Isolation::Enforced, .. } => {
            tracing::info!("row-level security separates people's data");
        }
        Db::Sqlite { .. } => {}
    }
}
