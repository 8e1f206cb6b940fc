//! Why something failed, as data: the reason and what a sentence about it names. `words` makes the sentences.

mod code;
mod place;

use super::PlanProblem;
use crate::id::TaskId;
#[cfg(feature = "ssr")]
use serde::{Deserialize, Serialize};

/// Why something failed. Several reasons may share one code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Reason {
    /// Nobody is logged in.
    LogInRequired,
    /// Somebody else has logged in in the browser since the page was loaded.
    PageOfAnotherPerson,
    /// The server was updated since the page was loaded.
    PageOutdated,
    /// Nothing is at this URL.
    NoSuchAddress,
    /// No page is at this URL.
    NoSuchPage,
    /// Another site's page sent the request.
    ForeignPage,
    /// The request names a host that is not this server's.
    ForeignHost,
    /// The arguments of a server function cannot be read.
    MalformedRequest,
    /// An argument of a tool cannot be read. The problem is a technical text in English.
    InvalidArgument {
        /// The argument, if one is at fault.
        name: Option<String>,
        /// What is wrong with it.
        problem: String,
    },
    /// The arguments of a tool are not a JSON object.
    NoArguments,
    /// No tool has this name. These are the tools.
    NoSuchTool {
        /// The name.
        name: String,
        /// The names of the tools.
        tools: Vec<String>,
    },
    /// The browser did not reach the server.
    Unreachable,
    /// The browser cannot read the server's answer.
    Unreadable,
    /// The browser lost the stream of a reply and cannot get it back.
    ConnectionLost,
    /// The server is shutting down.
    Restarting,
    /// The database did not answer, and nothing was changed.
    DatabaseDown,
    /// The database's answer to a change was lost. The change may have been made.
    AnswerLost,
    /// The database did not answer while a reply was written.
    DatabaseDownDuringReply,
    /// A fault of Docket.
    Fault,
    /// Something was tried too often. It can be tried again after these seconds.
    TooManyTries {
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// A program sent too many requests. It can send more after these seconds.
    TooManyRequests {
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// The person's pages or programs hold as many streams open as they may.
    TooManyStreams {
        /// The most.
        max: u32,
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// The server has as much to do as it can bear. It probably has less after these seconds.
    Overloaded {
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// Another export of the person's data has not ended. It has probably ended after these seconds.
    ExportRunning {
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// The URL has no such method.
    MethodNotAllowed,
    /// The body did not arrive in time.
    BodyTooSlow,
    /// The body has more than `max` bytes.
    BodyTooLarge {
        /// The most bytes.
        max: usize,
    },
    /// The body is not JSON, by its own account.
    NotJson,
    /// What is to be changed is no longer what the program has seen.
    ChangedMeanwhile,
    /// An idempotency key was used for another request.
    KeyReused,
    /// The first request with the same idempotency key goes on. It has probably ended after these seconds.
    RequestInProgress {
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    // Accounts.
    /// The text is no e-mail address.
    InvalidEmail,
    /// A name is longer than `max` characters or has a line break.
    InvalidName {
        /// The most characters.
        max: usize,
    },
    /// The address of a picture has more than `max` bytes, or is none on the web.
    InvalidImage {
        /// The most bytes.
        max: usize,
    },
    /// A password has fewer than `min` characters.
    PasswordTooShort {
        /// The fewest characters.
        min: usize,
    },
    /// A password has more than `max` characters.
    PasswordTooLong {
        /// The most characters.
        max: usize,
    },
    /// A password is one of those that are guessed first.
    PasswordTooCommon,
    /// Only operators make accounts here.
    SignUpClosed,
    /// An account needs an invitation here.
    InvitationNeeded,
    /// An invitation does not work, or no longer, or not for this address.
    InvalidInvitation,
    /// An account with this address exists.
    EmailTaken,
    /// No account has this address and this password.
    InvalidCredentials,
    /// No log-in waits for a code here, or not any more.
    SecondStepOver,
    /// A code is wrong, or was used before.
    WrongCode,
    /// The server cannot decrypt the person's second factor.
    SecondFactorUnreadable,
    /// The server demands a second factor, and the person must set one up first.
    SecondFactorRequired,
    /// The server demands a second factor, and the person's is a passkey.
    PasskeyRequired,
    /// Two-factor log-in is on already.
    TwoFactorOn,
    /// Two-factor log-in is off.
    TwoFactorOff,
    /// The person is banned.
    Banned {
        /// Why, in the words of the operator.
        reason: Option<String>,
        /// When the ban ends, as people read it. `None` if it does not end by itself.
        until: Option<String>,
    },
    /// The password is not the person's.
    WrongPassword,
    /// The text that confirms something is not the person's address.
    Unconfirmed,
    /// The account has no password.
    NoPassword,
    /// The session is too old for this.
    SessionNotFresh,
    /// A bearer token may not do this.
    CookieNeeded,
    /// The token may only read.
    ReadOnly,
    /// The path names another person than the token.
    AnotherPerson,
    /// The person has no such session.
    SessionNotFound,
    /// The name of a personal access token is empty, longer than `max` characters, or has a line break.
    InvalidTokenName {
        /// The most characters.
        max: usize,
    },
    /// The person has as many personal access tokens as one may have.
    TooManyTokens {
        /// The most.
        max: usize,
    },
    /// The person has no such personal access token.
    TokenNotFound,
    /// Nobody can have passkeys at this server's address.
    PasskeysOff,
    /// A passkey's answer came too late, or twice.
    PasskeyTooLate,
    /// Nobody has this passkey.
    PasskeyUnknown,
    /// A passkey's answer proves nothing.
    PasskeyRefused,
    /// The answer of a new passkey cannot be used.
    PasskeyNotAdded,
    /// The passkey is there already.
    PasskeyKnown,
    /// The browser gave no passkey: the person cancelled, or has none there.
    PasskeyCancelled,
    /// The name of a passkey is empty, longer than `max` characters, or has a line break.
    InvalidPasskeyName {
        /// The most characters.
        max: usize,
    },
    /// The person has as many passkeys as one may have.
    TooManyPasskeys {
        /// The most.
        max: usize,
    },
    /// The person has no such passkey.
    PasskeyNotFound,
    /// The person has no connection with this id to an app.
    AppNotFound,
    /// No app has this id.
    UnknownApp,
    /// The app did not name this address as one of its own.
    ForeignRedirect,
    /// The document that describes the app cannot be had, or is wrong.
    AppUnreadable,
    /// Nobody has this id or address.
    PersonNotFound,
    /// A link of a mail does not work, or no longer.
    InvalidResetLink,
    /// The server cannot send mail.
    MailDisabled,
    /// What a browser said of its push service cannot be used.
    InvalidSubscription,
    /// A webhook's address is none that requests may go to.
    InvalidWebhookAddress,
    /// A webhook would be told nothing.
    NothingToTell,
    /// The person has as many webhooks as one may have.
    TooManyWebhooks {
        /// The most.
        max: usize,
    },
    /// The person has no such webhook, or nothing to send to it.
    WebhookNotFound,
    /// The browser did not get through to its push service.
    PushServiceUnreachable,
    // Tasks.
    /// A title is empty, or longer than `max` characters.
    InvalidTitle {
        /// The most characters.
        max: usize,
    },
    /// A description has more than `max` characters.
    DescriptionTooLong {
        /// The most characters.
        max: usize,
    },
    /// A value of a task's plan was refused.
    InvalidPlan {
        /// Which, and why.
        problem: PlanProblem,
    },
    /// No time zone has this name.
    NoSuchTimeZone,
    /// The person has as many tasks as one may have.
    TooManyTasks {
        /// The most.
        max: usize,
    },
    /// So many tasks more would be too many.
    NoRoomForTasks {
        /// How many the person has.
        have: usize,
        /// How many would come.
        more: usize,
        /// The most.
        max: usize,
    },
    /// A file cannot be imported. The problem is a text in English.
    ImportRefused {
        /// What is wrong with it.
        problem: String,
    },
    /// The file is not there, or no longer.
    NoSuchFile,
    /// Nothing of a file is left to import.
    NothingToImport,
    /// An update of a task names no change.
    NothingToChange,
    /// The person has no task with this id.
    TaskNotFound {
        /// The task.
        task: TaskId,
    },
    /// The task changed after the change that is to be undone.
    TaskChanged {
        /// The task.
        task: TaskId,
    },
    /// The task was deleted after the change that is to be undone.
    TaskGone {
        /// The task.
        task: TaskId,
    },
    /// The change was undone before.
    UndoneAlready,
    /// There is no change to undo.
    NothingToUndo,
    /// There is no such reminder (any more).
    ReminderNotFound,
    // Chat.
    /// A message is empty, or longer than `max` characters.
    InvalidMessage {
        /// The most characters.
        max: usize,
    },
    /// A client id is empty, longer than `max` characters, or has other characters.
    InvalidClientId {
        /// The most characters.
        max: usize,
    },
    /// A cursor is not one that the list gave.
    InvalidCursor,
    /// The person has no conversation with this id.
    ConversationNotFound,
    /// The page's address names no conversation.
    NoConversationHere,
    /// The person has no message with this id.
    MessageNotFound,
    /// A reply is being written in the conversation.
    RunActive,
    /// The message is not the newest reply, or that one still runs.
    NotRetryable,
    /// The message is not the person's, or is not shown.
    NotEditable,
    /// Too many messages wait in the conversation.
    QueueFull,
    /// No model with this id is configured.
    NoSuchModel,
    /// The person sent `limit` messages today. The next day begins in these seconds.
    MessageQuotaReached {
        /// The limit.
        limit: u32,
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// The person used `limit` tokens today. The next day begins in these seconds.
    TokenQuotaReached {
        /// The limit.
        limit: u32,
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    /// Docket writes `limit` replies for the person. One has probably ended after these seconds.
    ReplyQuotaReached {
        /// The limit.
        limit: u32,
        /// Seconds until trying again makes sense.
        seconds: u64,
    },
    // Models.
    /// The provider refused the API key.
    ModelRefusedKey,
    /// The provider limits the rate of requests.
    ModelBusy,
    /// The provider refused the request.
    ModelRejectedRequest,
    /// The provider failed.
    ModelFailed,
    /// The connection to the provider broke.
    ModelConnectionLost,
    /// The provider went silent.
    ModelTimedOut,
    /// The provider withheld the answer.
    ModelWithheld,
    /// The provider sent an empty answer.
    ModelSaidNothing,
    /// The model's answer held only its thoughts.
    ModelOnlyThought,
    /// The model called tools without coming to an end.
    TooManySteps,
}
