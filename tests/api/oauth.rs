//! OAuth as apps, people and attackers see it.

use super::*;
use docket::auth::Permission;
use docket::auth::server::Grant;
use docket::clock::Clock;
use docket::oauth::server::OAuth;
use docket::random::Random;
use reqwest::Response;
use reqwest::header::ORIGIN;
use secrecy::SecretString;
use time::Duration;
use url::Url;

mod codes;
mod consent;
mod documents;
mod ends;
mod metadata;
mod refresh;
mod registration;

/// What people call the server.
const PUBLIC: &str = "http://docket.test";
const REDIRECT: &str = "https://app.example/callback";
// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server with Ann, and an app that registered itself.
struct World {
    server: TestServer,
    /// The same rules over the same database, to look at tokens as the door of the MCP server does.
    oauth: OAuth,
    clock: Clock,
    ann: Browser,
    app: String,
    database: TestDatabase,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let (database, clock) = (TestDatabase::migrated(engine).await, Clock::adjustable());
        let server = TestServer::start_with_local_documents(&database.url, &clock, PUBLIC).await;
        let base: Url = PUBLIC.parse().unwrap();
        let secret = SecretString::from(SECRET);
        let oauth = OAuth::new(database.db.clone(), secret, &base, clock.clone(), Random::system());
        // The browser's own address must be the one that the server calls its own.
        let ann = server.person_at(PUBLIC, "ann").await;
        let app = register(&server, &[REDIRECT]).await;
        Self { server, oauth, clock, ann, app, database }
    }

    /// The parameters of a good request.
    fn asked(&self) -> Vec<(&'static str, String)> {
        vec![
            ("response_type", "code".into()),
            ("client_id", self.app.clone()),
            ("redirect_uri", REDIRECT.into()),
            ("code_challenge", CHALLENGE.into()),
            ("code_challenge_method", "S256".into()),
            ("state", "a state".into()),
            ("resource", format!("{PUBLIC}/mcp")),
        ]
    }

    /// The same with other values. An empty one leaves a parameter out.
    fn asked_with(&self, others: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let mut asked = self.asked();
        for (name, value) in others {
            asked.retain(|(other, _)| other != name);
            if !value.is_empty() {
                asked.push((name, (*value).to_owned()));
            }
        }
        asked
    }

    /// Opens the consent page.
    async fn open(&self, browser: &Browser, asked: &[(&'static str, String)]) -> Response {
        browser.get(&page_of(asked)).await
    }

    /// Opens the consent page and decides.
    async fn decide(&self, asked: &[(&'static str, String)], decision: &str, allowed: &str) -> Response {
        let page = self.open(&self.ann, asked).await;
        assert_eq!(page.status().as_u16(), 200);
        let fields = fields(&page.text().await.unwrap(), decision, allowed);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.ann.form("/oauth/authorize", &fields).await
    }

    /// A code that Ann allowed.
    async fn code(&self) -> String {
        self.code_for("write").await
    }

    async fn code_for(&self, allowed: &str) -> String {
        let answer = self.decide(&self.asked(), "allow", allowed).await;
        assert_eq!(answer.status().as_u16(), 303);
        parameter(location(&answer), "code").unwrap()
    }

    /// What the app sends with a code.
    fn exchange(&self, code: &str) -> Vec<(&'static str, String)> {
        vec![
            ("grant_type", "authorization_code".into()),
            ("code", code.into()),
            ("client_id", self.app.clone()),
            ("redirect_uri", REDIRECT.into()),
            ("code_verifier", VERIFIER.into()),
            ("resource", format!("{PUBLIC}/mcp")),
        ]
    }

    /// The tokens for a code.
    async fn tokens(&self) -> Value {
        let code = self.code().await;
        let (status, tokens) = self.send(&self.exchange(&code)).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    /// Sends a form to the token endpoint as an app does: without cookies and origin.
    async fn send(&self, form: &[(&'static str, String)]) -> (u16, Value) {
        let answer = post(&self.server, "/oauth/token", form).await;
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn refresh(&self, token: &Value) -> (u16, Value) {
        self.refresh_with(token, &[]).await
    }

    async fn refresh_with(&self, token: &Value, more: &[(&'static str, &str)]) -> (u16, Value) {
        let mut form = vec![
            ("grant_type", "refresh_token".to_owned()),
            ("refresh_token", token["refresh_token"].as_str().unwrap().to_owned()),
        ];
        if !more.iter().any(|(name, _)| *name == "client_id") {
            form.push(("client_id", self.app.clone()));
        }
        form.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        self.send(&form).await
    }

    /// What the door of the MCP server makes of an access token.
    async fn grant(&self, tokens: &Value) -> Option<Grant> {
        let token = tokens["access_token"].as_str().unwrap();
        self.oauth.grant_of_access_token(token, self.oauth.resource()).await.unwrap()
    }

    async fn apps(&self) -> Vec<Value> {
        self.ann.call("/rpc/oauth/connected_apps", &[]).await.json().await.unwrap()
    }
}

fn page_of(asked: &[(&'static str, String)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    format!("/oauth/authorize?{query}")
}

/// The fields of the page's form, with a decision.
fn fields(page: &str, decision: &str, allowed: &str) -> Vec<(String, String)> {
    let (form, _) = page.split_once("</form>").unwrap();
    let mut fields: Vec<_> = form
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            (name.to_owned(), plain(rest.split_once('"').unwrap().0))
        })
        .collect();
    fields.push(("decision".into(), decision.into()));
    fields.push(("allowed".into(), allowed.into()));
    fields
}

/// A text as a browser reads it from a page.
fn plain(html: &str) -> String {
    let html = html.replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">");
    html.replace("&amp;", "&")
}

async fn post(server: &TestServer, path: &str, form: &[(&'static str, String)]) -> Response {
    let url = format!("{}{path}", server.url);
    server.browser().client().post(url).form(form).send().await.unwrap()
}

async fn post_json(server: &TestServer, path: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}{path}", server.url);
    let answer = server.browser().client().post(url).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn register(server: &TestServer, redirects: &[&str]) -> String {
    let body = json!({ "client_name": "Test App", "redirect_uris": redirects });
    let (status, answer) = post_json(server, "/oauth/register", &body).await;
    assert_eq!(status, 201, "{answer}");
    answer["client_id"].as_str().unwrap().to_owned()
}

/// A parameter in the query of an address.
fn parameter(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).unwrap();
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn error(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["error"].as_str().unwrap_or("none"))
}
