//! English.

mod plan;

use crate::error::Reason;

/// The sentence for a reason.
pub(super) fn sentence(reason: &Reason) -> String {
    let text = match reason {
        Reason::LogInRequired => "Log in to go on.",
        Reason::PageOfAnotherPerson => "Somebody else has logged in in this browser. Reload the page.",
        Reason::PageOutdated => "Docket was updated. Reload the page.",
        Reason::NoSuchAddress => "There is nothing at this address.",
        Reason::NoSuchPage => "The address may be mistyped, or what was here is gone.",
        Reason::ForeignPage => "This request came from another site's page and was refused.",
        Reason::ForeignHost => {
            "Docket does not know itself by this name. BETTER_AUTH_URL and TRUSTED_ORIGINS say which names it has."
        }
        Reason::MalformedRequest => "Something in this request is missing or of the wrong kind.",
        Reason::NoArguments => "The arguments must be a JSON object.",
        Reason::InvalidArgument { name: None, problem } => return problem.clone(),
        Reason::InvalidArgument { name: Some(name), problem } => return format!("{name}: {problem}"),
        Reason::NoSuchTool { name, tools } => {
            return format!("There is no tool {name:?}. The tools are: {}.", tools.join(", "));
        }
        Reason::Unreachable => "Docket could not be reached. Check your connection and try again.",
        Reason::Unreadable => "Docket's answer could not be read. Try again. If that fails, reload the page.",
        Reason::ConnectionLost => "The connection was lost.",
        Reason::Restarting => "Docket is restarting. Try again in a moment.",
        Reason::DatabaseDown => "The database did not answer. Nothing was changed; try again in a moment.",
        Reason::AnswerLost => {
            "The database's answer was lost, so this may have been done or not. Look before you try again."
        }
        Reason::DatabaseDownDuringReply => {
            "The database did not answer while this was written. Try again in a moment."
        }
        Reason::Fault => "Something went wrong on our side. Try again.",
        Reason::TooManyTries { seconds } => {
            let time = if *seconds <= 90 {
                count(*seconds, "second")
            } else {
                count(seconds.div_ceil(60), "minute")
            };
            return format!("Too many tries. Try again in {time}.");
        }
        Reason::TooManyRequests { seconds } => {
            return format!("Too many requests. Try again in {}.", count(*seconds, "second"));
        }
        Reason::TooManyStreams { max, .. } => {
            return format!("{max} streams are open already. Close some pages or programs, and try again.");
        }
        Reason::Overloaded { seconds } => {
            return format!("Docket is busy. Try again in {}.", count(*seconds, "second"));
        }
        Reason::ExportRunning { .. } => "Your data is being exported already. Try again when that has ended.",
        Reason::MethodNotAllowed => "This address has no such method.",
        Reason::BodyTooSlow => "The request did not arrive in time. Check your connection and try again.",
        Reason::BodyTooLarge { max } => return format!("A request has at most {max} bytes."),
        Reason::NotJson => "Send JSON, with the header Content-Type: application/json.",
        Reason::ChangedMeanwhile => "This was changed since you read it. Read it again.",
        Reason::KeyReused => "This key was used for another request. Make a new key for each request.",
        Reason::RequestInProgress { .. } => "The first request with this key has not ended yet.",
        // Accounts.
        Reason::InvalidEmail => "Enter an e-mail address like name@example.com.",
        Reason::InvalidName { max } => return format!("Use at most {max} characters, and no line breaks."),
        Reason::InvalidImage { max } => {
            return format!(
                "A picture is an address that starts with https:// or http://, of at most {max} bytes."
            );
        }
        Reason::PasswordTooShort { min } => return format!("Use at least {min} characters."),
        Reason::PasswordTooLong { max } => return format!("Use at most {max} characters."),
        Reason::PasswordTooCommon => {
            "Many people use this password, or it is your own name. Choose one that is harder to guess."
        }
        Reason::SignUpClosed => "Nobody can sign up here. Ask the operator of this Docket for an account.",
        Reason::InvitationNeeded => {
            "You need an invitation to sign up here. Ask the operator of this Docket for one."
        }
        Reason::InvalidInvitation => {
            "This invitation has been used or has expired, or it is for another e-mail address. Ask for a new one."
        }
        Reason::EmailTaken => {
            "No account could be made with this e-mail. If you have one already, log in, or reset your password."
        }
        Reason::InvalidCredentials => "The e-mail or the password is not right.",
        Reason::SecondStepOver => "This log-in has ended. Log in again.",
        Reason::WrongCode => "This code is not right, or was used before.",
        Reason::SecondFactorUnreadable => {
            "This server cannot read your second factor. Ask its operator to reset it."
        }
        Reason::SecondFactorRequired => {
            "This Docket asks everybody for a second factor. Set one up on its pages, then go on."
        }
        Reason::PasskeyRequired => {
            "This Docket asks everybody for a second factor, and yours is a passkey. Log in with it."
        }
        Reason::TwoFactorOn => "Two-factor log-in is on already.",
        Reason::TwoFactorOff => "Two-factor log-in is off.",
        Reason::Banned { reason, until } => return banned(reason.as_deref(), until.as_deref()),
        Reason::WrongPassword => "This is not your password.",
        Reason::Unconfirmed => "This is not the e-mail address of your account.",
        Reason::NoPassword => "This account has no password.",
        Reason::SessionNotFresh => {
            "You logged in a while ago. Log in again, or give your password, to do this."
        }
        Reason::CookieNeeded => "A token may not do this. Log in with a browser.",
        Reason::ReadOnly => "This token may only read. Use one that may change things.",
        Reason::AnotherPerson => "The address names another person than the token.",
        Reason::SessionNotFound => "This session has ended already.",
        Reason::InvalidTokenName { max } => {
            return format!("A name has 1 to {max} characters, and no line breaks.");
        }
        Reason::TooManyTokens { max } => {
            return format!("You have {max} tokens already. Revoke one that you do not need.");
        }
        Reason::TokenNotFound => "This token has been revoked already.",
        Reason::PasskeysOff => "Passkeys need an address with a name. This server's has none.",
        Reason::PasskeyTooLate => "That took too long. Try again.",
        Reason::PasskeyUnknown => {
            "Docket does not know this passkey. It may have been removed. Log in with your password."
        }
        Reason::PasskeyRefused => "This passkey was refused. Log in with your password.",
        Reason::PasskeyNotAdded => "The answer of your device could not be used. No passkey was added.",
        Reason::PasskeyKnown => "This device or password manager has a passkey for you already.",
        Reason::PasskeyCancelled => {
            "No passkey was used. You may have cancelled, or there is none for Docket here."
        }
        Reason::InvalidPasskeyName { max } => {
            return format!("A name has 1 to {max} characters, and no line breaks.");
        }
        Reason::TooManyPasskeys { max } => {
            return format!("You have {max} passkeys already. Remove one that you do not need.");
        }
        Reason::InvalidSubscription => "This browser's push service cannot be used.",
        Reason::InvalidWebhookAddress => {
            "Docket cannot tell this address. It must begin with https:// and be on the internet, without another port."
        }
        Reason::NothingToTell => "Choose what to tell.",
        Reason::TooManyWebhooks { max } => {
            return format!("You have {max} webhooks already. Remove one that you do not need.");
        }
        Reason::WebhookNotFound => "This webhook is gone or off, or has nothing to send.",
        Reason::PushServiceUnreachable => {
            "This browser did not reach its push service. Its maker may offer none, or the network may block it."
        }
        Reason::PasskeyNotFound => "This passkey has been removed already.",
        Reason::AppNotFound => "This app is disconnected already.",
        Reason::UnknownApp => {
            "This server does not know the app. Remove Docket from the app and add it again."
        }
        Reason::ForeignRedirect => {
            "The app did not register the address to which it wants to send you. This may be an attack."
        }
        Reason::AppUnreadable => {
            "The app describes itself at an address that does not answer as it should. Try again in a moment."
        }
        Reason::PersonNotFound => "There is no such person.",
        Reason::InvalidResetLink => "This link has been used or has expired. Ask for a new one.",
        Reason::MailDisabled => {
            "This server cannot send mail. Ask its operator for a link that resets your password."
        }
        // Tasks.
        Reason::InvalidTitle { max } => return format!("A title has 1 to {max} characters."),
        Reason::DescriptionTooLong { max } => return format!("A description has at most {max} characters."),
        Reason::InvalidPlan { problem } => return plan::sentence(problem),
        Reason::NoSuchTimeZone => "There is no such time zone. It has a name such as Europe/Berlin.",
        Reason::TooManyTasks { max } => {
            return format!("A list has at most {max} tasks. Delete some that you no longer need.");
        }
        Reason::NoRoomForTasks { have, more, max } => {
            return format!(
                "You have {have} tasks; with these {more} it would be more than {max}. Delete some that you no longer need."
            );
        }
        Reason::ImportRefused { problem } => return format!("This cannot be imported: {problem}."),
        Reason::NoSuchFile => "This file is no longer here; it waits for an hour. Choose it again.",
        Reason::NothingToImport => "Nothing of this file is left to import.",
        Reason::NothingToChange => "Give a new title, a new description, or whether the task is done.",
        Reason::TaskNotFound { task } => return format!("There is no task {task}."),
        Reason::TaskChanged { task } => {
            return format!("Task {task} was changed since, so this cannot be undone.");
        }
        Reason::TaskGone { task } => {
            return format!("Task {task} was deleted since, so this cannot be undone.");
        }
        Reason::UndoneAlready => "This was undone already.",
        Reason::NothingToUndo => "There is nothing to undo.",
        Reason::ReminderNotFound => {
            "This reminder is gone: somebody has dismissed it, or its task has changed."
        }
        // Chat.
        Reason::InvalidMessage { max } => return format!("A message has 1 to {max} characters."),
        Reason::InvalidClientId { max } => {
            return format!("A client id has 1 to {max} letters, digits and hyphens.");
        }
        Reason::InvalidCursor => "The list does not go on from there.",
        Reason::ConversationNotFound => "There is no such conversation.",
        Reason::NoConversationHere => "There is no conversation at this address.",
        Reason::MessageNotFound => "There is no such message.",
        Reason::RunActive => "A reply is still being written here. Wait for it, or stop it first.",
        Reason::NotRetryable => "Only the newest reply can be tried again, once it has ended.",
        Reason::NotEditable => "Only what you said yourself can be changed, where it is shown.",
        Reason::QueueFull => {
            "Enough messages wait here for their turn. Send more when some of them are answered."
        }
        Reason::NoSuchModel => "There is no such model here. Choose one of the list.",
        Reason::MessageQuotaReached { limit: 1, seconds } => {
            return format!("You can send one message a day. You can go on {}.", tomorrow(*seconds));
        }
        Reason::MessageQuotaReached { limit, seconds } => {
            return format!("You can send {limit} messages a day. You can go on {}.", tomorrow(*seconds));
        }
        Reason::TokenQuotaReached { limit, seconds } => {
            return format!(
                "You have used up your {limit} tokens of today, which is what AI models count words in. You can go on {}.",
                tomorrow(*seconds)
            );
        }
        Reason::ReplyQuotaReached { limit: 1, .. } => {
            "A reply is being written for you elsewhere. Wait until it has ended, or stop it."
        }
        Reason::ReplyQuotaReached { limit, .. } => {
            return format!(
                "{limit} replies are being written for you already. Wait until one has ended, or stop one."
            );
        }
        // Models.
        Reason::ModelRefusedKey => {
            "The AI provider refused this server's API key. The operator of this Docket has to check it."
        }
        Reason::ModelBusy => "The AI provider is busy right now. Wait a moment, then try again.",
        Reason::ModelRejectedRequest => "The AI provider could not work with this conversation.",
        Reason::ModelFailed => "The AI provider had a problem. Try again.",
        Reason::ModelConnectionLost => "The connection to the AI provider was lost. Try again.",
        Reason::ModelTimedOut => "The AI provider took too long to answer. Try again.",
        Reason::ModelWithheld => "The AI provider withheld this answer.",
        Reason::ModelSaidNothing => "The AI provider sent an empty answer. Try again.",
        Reason::ModelOnlyThought => "The AI model thought about this but gave no answer. Try again.",
        Reason::TooManySteps => {
            "The assistant took too many steps without coming to an end. Try asking for less at once."
        }
    };
    text.to_owned()
}

/// What a banned person is told. The reason is the operator's own text.
fn banned(reason: Option<&str>, until: Option<&str>) -> String {
    let until = until.map(|until| [" until ", until].concat()).unwrap_or_default();
    match reason {
        Some(reason) => format!("This account is banned{until}. The reason: {reason}"),
        None => format!("This account is banned{until}. Ask the operator of this Docket why."),
    }
}

/// `1 minute`, `2 minutes`.
fn count(number: u64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// When the next day begins.
fn tomorrow(seconds: u64) -> String {
    let time = match seconds {
        0..3600 => count(seconds.div_ceil(60), "minute"),
        _ => count(seconds.div_ceil(3600), "hour"),
    };
    format!("after midnight (UTC), in {time}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_the_unit_that_fits() {
        let tries = |seconds| sentence(&Reason::TooManyTries { seconds });
        assert_eq!(tries(1), "Too many tries. Try again in 1 second.");
        assert_eq!(tries(90), "Too many tries. Try again in 90 seconds.");
        assert_eq!(tries(91), "Too many tries. Try again in 2 minutes.");
    }

    #[test]
    fn people_are_told_which_limit_it_is_and_when_they_can_go_on() {
        assert_eq!(
            sentence(&Reason::MessageQuotaReached { limit: 50, seconds: 7201 }),
            "You can send 50 messages a day. You can go on after midnight (UTC), in 3 hours."
        );
        let tokens = sentence(&Reason::TokenQuotaReached { limit: 1000, seconds: 60 });
        assert!(tokens.contains("1000 tokens") && tokens.ends_with("in 1 minute."), "{tokens}");
        let replies = sentence(&Reason::ReplyQuotaReached { limit: 8, seconds: 5 });
        assert!(replies.starts_with("8 replies"), "{replies}");
    }
}
