//! Identifiers. Each kind is a type of its own, so that one cannot be used in place of another.
//!
//! People and sessions have text ids in Better Auth's format. Tasks, conversations and messages have integers, as in
//! their tables.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl TryFrom<String> for $name {
            type Error = &'static str;

            /// Refuses what no database can hold.
            fn try_from(text: String) -> Result<Self, Self::Error> {
                if text.contains('\0') { Err("an id holds no NUL") } else { Ok(Self(text)) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl $name {
            /// Takes a text as an id. An id proves nothing: rights are checked where it is used.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! integer_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "ssr",
            derive(sqlx::Type, utoipa::ToSchema),
            sqlx(transparent),
            schema(minimum = 1)
        )]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Takes a number as an id.
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The id as a number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

text_id! {
    /// A person: 32 characters of `[a-zA-Z0-9]`, as Better Auth makes them.
    UserId
}
text_id! {
    /// A log-in on one device: 32 characters of `[a-zA-Z0-9]`. Not the session's token.
    SessionId
}
integer_id! {
    /// A task's number: the id of a row of `tasks_phaseiii`.
    TaskId
}
integer_id! {
    /// A conversation's number: the id of a row of `conversations`.
    ConversationId
}
integer_id! {
    /// A browser that is told by Web Push: the id of a row of `push_subscriptions`.
    SubscriptionId
}
integer_id! {
    /// An address that is told of changes: the id of a row of `webhooks`.
    WebhookId
}
integer_id! {
    /// Something that is told to such an address: the id of a row of `webhook_deliveries`.
    WebhookDeliveryId
}
integer_id! {
    /// A message's number: the id of a row of `messages`.
    MessageId
}
integer_id! {
    /// A reminder that was told: the id of a row of `reminders`.
    ReminderId
}
