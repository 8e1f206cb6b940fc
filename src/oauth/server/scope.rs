//! Scopes: `read` and `write`. Who may write may read.

use super::OAuthError;
use crate::auth::Permission;

/// The scopes that an app can ask for.
pub const SCOPES: [&str; 2] = ["read", "write"];

/// The scopes of a permission, as they are written in a request.
pub fn scope(permission: Permission) -> &'static str {
    match permission {
        Permission::Read => "read",
        Permission::Write => "read write",
    }
}

/// The permission for which an app asks. Without a scope it asks for everything; the person can allow less. Scopes that
/// are not ours are left out (RFC 6749 section 3.3), because some programs add `offline_access` or `openid` everywhere.
///
/// # Errors
/// If none of the scopes is ours.
pub(super) fn permission(asked: Option<&str>) -> Result<Permission, OAuthError> {
    let Some(asked) = asked else { return Ok(Permission::Write) };
    let names: Vec<_> = asked.split(' ').collect();
    match (names.contains(&"write"), names.contains(&"read")) {
        (true, _) => Ok(Permission::Write),
        (false, true) => Ok(Permission::Read),
        (false, false) => Err(OAuthError::InvalidScope("the scopes are read and write")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_permissions() {
        let read = |asked| permission(asked).ok();
        assert_eq!(read(None), Some(Permission::Write));
        assert_eq!(read(Some("read")), Some(Permission::Read));
        assert_eq!(read(Some("read offline_access")), Some(Permission::Read));
        assert_eq!(read(Some("write")), Some(Permission::Write));
        for nothing in ["openid", "READ", "readwrite", "read\twrite", ""] {
            assert_eq!(read(Some(nothing)), None, "{nothing}");
        }
        for both in [Permission::Read, Permission::Write] {
            assert_eq!(read(Some(scope(both))), Some(both));
        }
    }
}
