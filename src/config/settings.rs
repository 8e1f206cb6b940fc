//! The settings as people write them: flags, which fall back to environment variables.

use clap::Args;

/// The settings as they were given. [`Config::resolve`](super::Config::resolve) parses them. An empty value counts as
/// not given.
#[derive(Args, Clone, Debug, Default)]
pub struct Settings {
    /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: a file in the data directory]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// A file that holds DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "PATH", global = true)]
    pub database_url_file: Option<String>,
    /// NATS servers that carry what replicas tell each other: nats://USER:PASSWORD@HOST:4222, or tls://, or several
    /// separated by commas [default: none; PostgreSQL carries it]
    #[arg(long, env = "NATS_URL", hide_env_values = true, global = true)]
    pub nats_url: Option<String>,
    /// A file that holds NATS_URL
    #[arg(long, env = "NATS_URL_FILE", value_name = "PATH", global = true)]
    pub nats_url_file: Option<String>,
    /// Signs cookies and tokens; at least 32 characters [default: made once and kept in the data directory]
    #[arg(long, env = "BETTER_AUTH_SECRET", hide_env_values = true, global = true)]
    pub better_auth_secret: Option<String>,
    /// A file that holds BETTER_AUTH_SECRET
    #[arg(long, env = "BETTER_AUTH_SECRET_FILE", value_name = "PATH", global = true)]
    pub better_auth_secret_file: Option<String>,
    /// Secrets before that one, separated by spaces: what they signed or encrypted is still accepted
    #[arg(long, env = "BETTER_AUTH_SECRETS_OLD", hide_env_values = true, global = true)]
    pub better_auth_secrets_old: Option<String>,
    /// A file that holds BETTER_AUTH_SECRETS_OLD
    #[arg(long, env = "BETTER_AUTH_SECRETS_OLD_FILE", value_name = "PATH", global = true)]
    pub better_auth_secrets_old_file: Option<String>,
    /// Who may make an account: open, invite or closed; operators always may [default: open]
    #[arg(long, env = "SIGN_UP", global = true)]
    pub sign_up: Option<String>,
    /// Whether everybody must log in with two factors or a passkey: optional or required [default: optional]
    #[arg(long, env = "SECOND_FACTOR", global = true)]
    pub second_factor: Option<String>,
    /// The address people use, such as https://tasks.example.com [default: http://HOST:PORT]
    #[arg(long, env = "BETTER_AUTH_URL", global = true)]
    pub better_auth_url: Option<String>,
    /// Other addresses whose pages may use this server, separated by commas
    #[arg(long, env = "TRUSTED_ORIGINS", global = true)]
    pub trusted_origins: Option<String>,
    /// offline, openai, gemini, or several separated by commas, tried in order [default: what has a key, else offline]
    #[arg(long, env = "AI_MODEL_PROVIDER", global = true)]
    pub ai_model_provider: Option<String>,
    /// The key for OpenAI, or for any server with its API
    #[arg(long, env = "OPENAI_API_KEY", hide_env_values = true, global = true)]
    pub openai_api_key: Option<String>,
    /// A file that holds OPENAI_API_KEY
    #[arg(long, env = "OPENAI_API_KEY_FILE", value_name = "PATH", global = true)]
    pub openai_api_key_file: Option<String>,
    /// The address of a server with OpenAI's API [default: https://api.openai.com/v1]
    #[arg(long, env = "OPENAI_BASE_URL", global = true)]
    pub openai_base_url: Option<String>,
    /// The models to ask there, separated by commas, the preferred one first [default: gpt-4.1-mini]
    #[arg(long, env = "OPENAI_MODEL", global = true)]
    pub openai_model: Option<String>,
    /// How many tokens their context windows have [default: by the model's name, 4096 for unknown ones]
    #[arg(long, env = "OPENAI_CONTEXT_TOKENS", global = true)]
    pub openai_context_tokens: Option<String>,
    /// The key for Gemini
    #[arg(long, env = "GEMINI_API_KEY", hide_env_values = true, global = true)]
    pub gemini_api_key: Option<String>,
    /// A file that holds GEMINI_API_KEY
    #[arg(long, env = "GEMINI_API_KEY_FILE", value_name = "PATH", global = true)]
    pub gemini_api_key_file: Option<String>,
    /// The address of Gemini's OpenAI-compatible API [default: Google's]
    #[arg(long, env = "GEMINI_BASE_URL", global = true)]
    pub gemini_base_url: Option<String>,
    /// The models to ask there, separated by commas, the preferred one first [default: gemini-2.5-flash]
    #[arg(long, env = "GEMINI_MODEL", global = true)]
    pub gemini_model: Option<String>,
    /// How many tokens their context windows have [default: by the model's name]
    #[arg(long, env = "GEMINI_CONTEXT_TOKENS", global = true)]
    pub gemini_context_tokens: Option<String>,
    /// Seconds to wait for a connection to a model [default: 10]
    #[arg(long, env = "MODEL_CONNECT_TIMEOUT", global = true)]
    pub model_connect_timeout: Option<String>,
    /// Seconds to wait for the beginning of an answer [default: 60]
    #[arg(long, env = "MODEL_FIRST_TOKEN_TIMEOUT", global = true)]
    pub model_first_token_timeout: Option<String>,
    /// Seconds to wait for more of an answer [default: 30]
    #[arg(long, env = "MODEL_BETWEEN_TOKENS_TIMEOUT", global = true)]
    pub model_between_tokens_timeout: Option<String>,
    /// Messages that a person may send in a day (UTC), or none for no limit [default: 200 with a paid provider, else
    /// 2000]
    #[arg(long, env = "QUOTA_MESSAGES_PER_DAY", global = true)]
    pub quota_messages_per_day: Option<String>,
    /// Tokens that models may read and write for a person in a day (UTC), or none for no limit [default: 1000000 with a
    /// paid provider, else none]
    #[arg(long, env = "QUOTA_TOKENS_PER_DAY", global = true)]
    pub quota_tokens_per_day: Option<String>,
    /// Replies that may be running for a person at the same time [default: 8]
    #[arg(long, env = "QUOTA_CONCURRENT_RUNS", global = true)]
    pub quota_concurrent_runs: Option<String>,
    /// Requests that a person's programs may send in a minute, over ChatKit, MCP and REST together [default: 1200]
    #[arg(long, env = "QUOTA_REQUESTS_PER_MINUTE", global = true)]
    pub quota_requests_per_minute: Option<String>,
    /// Streams that a person's pages may hold open at the same time, and their programs as many [default: 50]
    #[arg(long, env = "QUOTA_OPEN_STREAMS", global = true)]
    pub quota_open_streams: Option<String>,
    /// The address to listen on [default: 127.0.0.1]
    #[arg(long, env = "HOST", global = true)]
    pub host: Option<String>,
    /// The port to listen on; 0 takes any that is free [default: 3000]
    #[arg(long, env = "PORT", global = true)]
    pub port: Option<String>,
    /// Where Docket keeps its files [default: data]
    #[arg(long, env = "DATA_DIR", global = true)]
    pub data_dir: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed [default: this machine]
    #[arg(long, env = "TRUSTED_PROXIES", global = true)]
    pub trusted_proxies: Option<String>,
    /// Connections that may be open at the same time, a quarter of them from one address [default: 4096]
    #[arg(long, env = "MAX_CONNECTIONS", global = true)]
    pub max_connections: Option<String>,
    /// The mail server: smtp://HOST or smtps://USER:PASSWORD@HOST:PORT [default: none; no mail is sent]
    #[arg(long, env = "SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// A file that holds SMTP_URL
    #[arg(long, env = "SMTP_URL_FILE", value_name = "PATH", global = true)]
    pub smtp_url_file: Option<String>,
    /// What mail is from, such as Docket <docket@example.com>
    #[arg(long, env = "SMTP_FROM", global = true)]
    pub smtp_from: Option<String>,
    /// Push services that are not on the internet, such as http://ntfy.lan:8080, separated by commas [default: none]
    #[arg(long, env = "PUSH_SERVICES", global = true)]
    pub push_services: Option<String>,
    /// Origins that webhooks may reach though they are not on the internet, such as http://n8n.lan:5678, separated by commas
    /// [default: none]
    #[arg(long, env = "WEBHOOK_ADDRESSES", global = true)]
    pub webhook_addresses: Option<String>,
    /// Seconds that running replies have to end at a shutdown before they are interrupted [default: 20]
    #[arg(long, env = "SHUTDOWN_GRACE", global = true)]
    pub shutdown_grace: Option<String>,
    /// A second address, such as 127.0.0.1:9100, that answers /metrics [default: none]
    #[arg(long, env = "METRICS_ADDR", global = true)]
    pub metrics_addr: Option<String>,
}
