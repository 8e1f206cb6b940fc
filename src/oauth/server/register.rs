//! Dynamic registration (RFC 7591): an app introduces itself, and nobody vouches for it. MCP 2026-07-28 prefers
//! documents, but Cursor and others register.

use super::{App, OAuth, OAuthError, redirect};
use crate::auth::server::{Client, Limit};
use crate::oauth::store::clients;
use serde::Deserialize;
use time::Duration;

/// Registrations from one address. The apps of one company's cloud share an address.
const REGISTER: Limit = Limit::new("oauth-register", 60, Duration::minutes(10));
/// Most redirect addresses of an app.
const REDIRECTS_MAX: usize = 20;
/// Most characters of an app's name.
const NAME_MAX: usize = 80;

/// What an app says of itself. What is not here is ignored, as RFC 7591 section 2 allows.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Registration {
    /// Where people may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// What it calls itself.
    pub client_name: Option<String>,
    /// How it wants to get tokens.
    pub grant_types: Option<Vec<String>>,
    /// What it wants to get from the consent page.
    pub response_types: Option<Vec<String>>,
}

impl OAuth {
    /// Registers an app.
    ///
    /// # Errors
    /// If a value is not acceptable, or too many apps have registered.
    pub async fn register(&self, new: Registration, client: &Client) -> Result<App, OAuthError> {
        self.limits.count(&[(REGISTER, &client.address)]).await?;
        check_redirects(&new.redirect_uris)?;
        let lacks = |list: &Option<Vec<String>>, needed: &str| {
            list.as_ref().is_some_and(|list| !list.iter().any(|name| name == needed))
        };
        if lacks(&new.grant_types, "authorization_code") || lacks(&new.response_types, "code") {
            return Err(OAuthError::InvalidClientMetadata("clients here use authorization_code with code"));
        }
        let now = self.clock.now();
        let app = App {
            id: self.random.alphanumeric(32),
            name: app_name(new.client_name.as_deref()).unwrap_or_else(|| "An app without a name".to_owned()),
            redirect_uris: new.redirect_uris,
            fetched_at: None,
        };
        let mut transaction = self.db.write().await?;
        self.make_room(&mut transaction, &now).await?;
        clients::put(&mut transaction, &app, &now).await?;
        transaction.commit().await?;
        let (id, name, address) = (&app.id, &app.name, &client.address);
        tracing::info!(target: "docket::security", app = id, name, client = address, "an app registered");
        Ok(app)
    }
}

/// Checks the redirect addresses of an app.
pub(super) fn check_redirects(addresses: &[String]) -> Result<(), OAuthError> {
    if !(1..=REDIRECTS_MAX).contains(&addresses.len()) {
        return Err(OAuthError::InvalidRedirectUri("give 1 to 20 redirect_uris"));
    }
    if !addresses.iter().all(|address| redirect::is_acceptable(address)) {
        return Err(OAuthError::InvalidRedirectUri(
            "redirect_uris are https, or http at 127.0.0.1, [::1] or localhost, in normal form and without a fragment",
        ));
    }
    Ok(())
}

/// An app's name as people may see it: on one line, without characters that are invisible or turn the text around.
pub(super) fn app_name(given: Option<&str>) -> Option<String> {
    let is_seen = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            && !matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let seen: String = given?.chars().filter(is_seen).take(NAME_MAX).collect();
    let words: Vec<_> = seen.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_reads_as_it_is() {
        let name = |given| app_name(Some(given)).unwrap_or_default();
        assert_eq!(name(" Claude  Code\n"), "Claude Code");
        assert_eq!(name("a\u{202e}b\0c\u{200b}d"), "abcd");
        assert_eq!(name(&"x".repeat(500)).len(), NAME_MAX);
        assert_eq!(app_name(Some(" \u{200b}")), None);
    }
}
