//! Every page's URL.

use crate::id::{ConversationId, MessageId, TaskId};
use leptos_router::location::Url;

/// The landing page, for strangers.
pub const HOME: &str = "/";
/// The sign-up page.
pub const SIGN_UP: &str = "/signup";
/// The log-in page.
pub const LOG_IN: &str = "/login";
/// The page for the second step of a log-in.
pub const SECOND_STEP: &str = "/login/two-factor";
/// The page where somebody sets up the second factor that the server demands.
pub const ENROLMENT: &str = "/second-factor";
/// A new conversation.
pub const CHAT: &str = "/chat";
/// The tasks on a page of their own.
pub const TASKS: &str = "/tasks";
/// The tasks that are due today or were earlier.
pub const TASKS_TODAY: &str = "/tasks/today";
/// The tasks that are due later.
pub const TASKS_UPCOMING: &str = "/tasks/upcoming";
/// The tasks that are done.
pub const TASKS_DONE: &str = "/tasks/done";
/// The page that makes tasks of a file.
pub const IMPORT: &str = "/tasks/import";
/// Where that page sends a file.
pub const IMPORT_FILE: &str = "/tasks/import/file";
/// All conversations. With the query `archived`, those in the archive.
pub const CONVERSATIONS: &str = "/conversations";
/// Search and its results.
pub const SEARCH: &str = "/search";
/// The script that shows notifications while no page is open.
pub const SERVICE_WORKER: &str = "/sw.js";
/// The script of pages that turns notifications on and off.
pub const NOTIFICATIONS_SCRIPT: &str = "/notifications.js";
/// The settings page.
pub const SETTINGS: &str = "/settings";
/// The section of the settings page about reminders.
pub const REMINDERS: &str = "reminders";
/// The part of the settings with the webhooks.
pub const WEBHOOKS: &str = "webhooks";
/// A file with everything about the account and its data.
pub const EXPORT: &str = "/settings/export";
/// The page where a person allows an app to act for them.
pub const AUTHORIZE: &str = "/oauth/authorize";
/// Where calendars read tasks: below it, by a secret.
pub const CALENDAR: &str = "/calendar";
/// Where programs that speak CalDAV find the calendars of tasks.
pub const CALDAV: &str = "/dav/";
/// The MCP server. Access tokens of apps are for this address.
pub const MCP: &str = "/mcp";
/// The document that describes [`MCP`] as a resource (RFC 9728): the well-known path comes before the resource's own.
pub const RESOURCE_METADATA: &str = "/.well-known/oauth-protected-resource/mcp";
/// The page that asks for a link that resets the password.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// The page where a person chooses a new password. The query `token` proves who they are.
pub const RESET_PASSWORD: &str = "/reset-password";

/// In a query: the page to go to after logging in.
pub const NEXT: &str = "next";
/// In a query: the plain form that was accepted.
pub const DONE: &str = "done";

/// In a query: the token of a link that resets a password.
pub const TOKEN: &str = "token";
/// In a query: the token of an invitation.
pub const INVITATION: &str = "invitation";
/// In a query: such a link was asked for.
pub const SENT: &str = "sent";
/// In a query: the token of a link that confirms the person's address.
pub const CONFIRM: &str = "confirm";
/// In a query: a password was reset.
pub const RESET: &str = "reset";

/// In a query: the log-in page is for somebody who is logged in, but not freshly.
pub const AGAIN: &str = "again";

/// In a query: the second step takes a recovery code.
pub const RECOVERY: &str = "recovery";

/// In a query: what to search for.
pub const QUERY: &str = "q";
/// In a query: the message around which the conversation is opened.
pub const AT: &str = "at";
/// In a query: the message before which the conversation is opened.
pub const BEFORE: &str = "before";

/// In a query: a conversation that was just deleted.
pub const DELETED: &str = "deleted";
/// In a query: changes of tasks that were just made, which can be undone.
pub const UNDO: &str = "undo";
/// In a query: the number of a file that is imported.
pub const FILE: &str = "file";
/// In a query: show the conversations in the archive.
pub const ARCHIVED: &str = "archived";
/// In a query: where a list goes on.
pub const AFTER: &str = "after";

/// Whether a path leads to the page where a person allows an app.
pub fn is_authorize(path: &str) -> bool {
    path.strip_prefix(AUTHORIZE).is_some_and(|rest| rest.starts_with('?'))
}

/// A conversation.
pub fn conversation(id: ConversationId) -> String {
    format!("{CHAT}/{id}")
}

/// A message in its conversation.
pub fn message(conversation: ConversationId, id: MessageId) -> String {
    format!("{CHAT}/{conversation}?{AT}={id}#message-{id}")
}

/// The messages of a conversation before this one.
pub fn before(conversation: ConversationId, id: MessageId) -> String {
    format!("{CHAT}/{conversation}?{BEFORE}={id}")
}

/// A conversation as a file of this kind, `md` or `json`.
pub fn export(conversation: ConversationId, kind: &str) -> String {
    format!("{CHAT}/{conversation}/export.{kind}")
}

/// All tasks as a file of this kind: `ics`, `csv`, `md` or `json`.
pub fn export_tasks(kind: &str) -> String {
    format!("{TASKS}/export.{kind}")
}

/// The new chat, which offers to undo that this conversation was deleted.
pub fn deleted(conversation: ConversationId) -> String {
    format!("{CHAT}?{DELETED}={conversation}")
}

/// A page of the list of conversations, in the archive or outside. `after` tells where the page before ended.
pub fn conversations(archived: bool, after: Option<&str>) -> String {
    let archived = archived.then(|| ARCHIVED.to_owned());
    let after = after.map(|after| [AFTER, "=", after].concat());
    let query: Vec<_> = archived.into_iter().chain(after).collect();
    if query.is_empty() { CONVERSATIONS.to_owned() } else { [CONVERSATIONS, "?", &query.join("&")].concat() }
}

/// The page that asked for a link that resets the password, after it was asked for.
pub fn reset_link_sent() -> String {
    format!("{FORGOT_PASSWORD}?{SENT}=1")
}

/// The log-in page after the password was reset.
pub fn log_in_after_reset() -> String {
    format!("{LOG_IN}?{RESET}=1")
}

/// The page of a task.
pub fn task(id: TaskId) -> String {
    format!("{TASKS}/{id}")
}

/// The page of a file that is imported.
pub fn import(file: i64) -> String {
    format!("{IMPORT}?{FILE}={file}")
}

/// The tasks of a list.
pub fn task_list(name: &str) -> String {
    [TASKS, "/list/", &Url::escape(name)].concat()
}

/// The tasks with a tag.
pub fn tag(name: &str) -> String {
    [TASKS, "/tag/", &Url::escape(name)].concat()
}

/// The tasks with these words.
pub fn search_tasks(words: &str) -> String {
    [TASKS, "?", QUERY, "=", &Url::escape(words)].concat()
}

/// The results for these words.
pub fn search(words: &str) -> String {
    [SEARCH, "?", QUERY, "=", &Url::escape(words)].concat()
}

/// The log-in page, which then redirects to the page with this path.
pub fn log_in(next: &str) -> String {
    entrance(LOG_IN, next)
}

/// The page where somebody sets up a second factor, which then leads to the page with this path.
pub fn enrolment(next: &str) -> String {
    entrance(ENROLMENT, next)
}

/// The page for the second step, with a recovery code or with an app's code.
pub fn second_step(next: &str, recovery: bool) -> String {
    let page = entrance(SECOND_STEP, next);
    match (recovery, page.contains('?')) {
        (false, _) => page,
        (true, true) => [&page, "&", RECOVERY, "=1"].concat(),
        (true, false) => [&page, "?", RECOVERY, "=1"].concat(),
    }
}

/// The log-in page for somebody who is logged in, but must show again who they are.
pub fn log_in_again(next: &str) -> String {
    format!("{LOG_IN}?{AGAIN}=1&{NEXT}={}", Url::escape(next))
}

/// The sign-up page, which then redirects to the page with this path.
pub fn sign_up(next: &str) -> String {
    entrance(SIGN_UP, next)
}

fn entrance(page: &str, next: &str) -> String {
    // Each of these pages leads to the chat anyway.
    if next == CHAT { page.to_owned() } else { [page, "?", NEXT, "=", &Url::escape(next)].concat() }
}

/// The path to redirect to after logging in: the requested page if it is one of ours, else the chat. Otherwise a link
/// to the log-in page could lead people who trust it to somebody else's page.
pub fn after_log_in(next: Option<&str>) -> &str {
    // Browsers read a backslash as a slash, and ignore control characters.
    let is_ours = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(is_ours).unwrap_or(CHAT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_in_leads_back_to_pages_of_ours() {
        for path in [
            "/chat/5",
            "/settings",
            "/chat/5?at=7",
            "/tasks#done",
            "/",
            "/oauth/authorize?state=a%2Fb&resource=https%3A%2F%2Fx",
        ] {
            assert_eq!(after_log_in(Some(path)), path);
        }
        for path in [
            "",
            "chat",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/chat\\..\\..\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            " /chat",
            "/\t/evil.example",
            "/chat\r\nLocation: https://evil.example",
            "/chät",
        ] {
            assert_eq!(after_log_in(Some(path)), CHAT, "{path:?}");
        }
        assert_eq!(after_log_in(None), CHAT);
    }

    #[test]
    fn the_log_in_page_knows_where_to_go_on() {
        assert_eq!(log_in(CHAT), "/login");
        assert_eq!(log_in("/chat/5?at=7"), "/login?next=%2Fchat%2F5%3Fat%3D7");
        assert_eq!(second_step(CHAT, false), "/login/two-factor");
        assert_eq!(second_step(CHAT, true), "/login/two-factor?recovery=1");
        assert_eq!(second_step("/tasks", true), "/login/two-factor?next=%2Ftasks&recovery=1");
        assert_eq!(sign_up("/tasks"), "/signup?next=%2Ftasks");
        assert_eq!(enrolment("/tasks"), "/second-factor?next=%2Ftasks");
    }
}
