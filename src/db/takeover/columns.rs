//! The columns that Docket reads of a table which it takes over.

/// A table that may be there already.
pub(in crate::db) struct Table {
    pub(in crate::db) name: &'static str,
    pub(super) columns: &'static [Column],
}

pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) absent: Absent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Time,
    Flag,
    Number,
}

/// What a missing column or value means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The row is worthless without it.
    Wrong,
    /// The value is unknown, and may be.
    Unknown,
    /// It means this value, as SQL writes it.
    Means(&'static str),
    /// It means the time of the takeover.
    Now,
}

const fn column(name: &'static str, kind: Kind, absent: Absent) -> Column {
    Column { name, kind, absent }
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text, Absent::Wrong)
}

const fn unknown(name: &'static str, kind: Kind) -> Column {
    column(name, kind, Absent::Unknown)
}

const fn now(name: &'static str) -> Column {
    column(name, Kind::Time, Absent::Now)
}

const FALSE: Absent = Absent::Means("false");
const EMPTY: Absent = Absent::Means("''");

/// The tables of Better Auth and of the Python server, in an order in which each refers to earlier ones only.
pub(in crate::db) const ADOPTABLE: [Table; 9] = [
    Table {
        name: "user",
        columns: &[
            text("id"),
            column("name", Kind::Text, EMPTY),
            text("email"),
            column("emailVerified", Kind::Flag, FALSE),
            unknown("image", Kind::Text),
            now("createdAt"),
            now("updatedAt"),
            unknown("role", Kind::Text),
            unknown("banned", Kind::Flag),
            unknown("banReason", Kind::Text),
            unknown("banExpires", Kind::Time),
            column("twoFactorEnabled", Kind::Flag, FALSE),
        ],
    },
    Table {
        name: "twoFactor",
        columns: &[
            text("id"),
            text("userId"),
            text("secret"),
            text("backupCodes"),
            // Older versions of Better Auth had none of these.
            column("verified", Kind::Flag, Absent::Means("true")),
            column("failedVerificationCount", Kind::Number, Absent::Means("0")),
            unknown("lockedUntil", Kind::Time),
        ],
    },
    Table {
        name: "session",
        columns: &[
            text("id"),
            text("userId"),
            text("token"),
            column("expiresAt", Kind::Time, Absent::Wrong),
            unknown("ipAddress", Kind::Text),
            unknown("userAgent", Kind::Text),
            now("createdAt"),
            now("updatedAt"),
        ],
    },
    Table {
        name: "account",
        columns: &[
            text("id"),
            text("userId"),
            text("accountId"),
            text("providerId"),
            unknown("password", Kind::Text),
            unknown("accessToken", Kind::Text),
            unknown("refreshToken", Kind::Text),
            unknown("idToken", Kind::Text),
            unknown("accessTokenExpiresAt", Kind::Time),
            unknown("refreshTokenExpiresAt", Kind::Time),
            unknown("scope", Kind::Text),
            now("createdAt"),
            now("updatedAt"),
        ],
    },
    Table {
        name: "verification",
        columns: &[
            text("id"),
            text("identifier"),
            text("value"),
            column("expiresAt", Kind::Time, Absent::Wrong),
            now("createdAt"),
            now("updatedAt"),
        ],
    },
    Table {
        name: "passkey",
        columns: &[
            text("id"),
            unknown("name", Kind::Text),
            text("publicKey"),
            text("userId"),
            text("credentialID"),
            column("counter", Kind::Number, Absent::Wrong),
            text("deviceType"),
            column("backedUp", Kind::Flag, FALSE),
            unknown("transports", Kind::Text),
            unknown("createdAt", Kind::Time),
            unknown("aaguid", Kind::Text),
        ],
    },
    Table {
        name: "tasks_phaseiii",
        columns: &[
            column("id", Kind::Number, Absent::Wrong),
            text("user_id"),
            column("title", Kind::Text, EMPTY),
            unknown("description", Kind::Text),
            column("completed", Kind::Flag, FALSE),
            now("created_at"),
            now("updated_at"),
        ],
    },
    Table {
        name: "conversations",
        columns: &[
            column("id", Kind::Number, Absent::Wrong),
            text("user_id"),
            unknown("title", Kind::Text),
            now("created_at"),
            now("updated_at"),
        ],
    },
    Table {
        name: "messages",
        columns: &[
            column("id", Kind::Number, Absent::Wrong),
            column("conversation_id", Kind::Number, Absent::Wrong),
            unknown("user_id", Kind::Text),
            column("role", Kind::Text, Absent::Means("'assistant'")),
            column("content", Kind::Text, EMPTY),
            now("created_at"),
        ],
    },
];

/// The names under which a column may be there: its own, in snake_case (Better Auth lets people choose), and in lower
/// case (from SQL without quotes).
pub(super) fn names(column: &str) -> [String; 3] {
    let mut before = '_';
    let snake = column.chars().flat_map(|c| {
        let after_capital = std::mem::replace(&mut before, c).is_ascii_uppercase();
        let begins_word = c.is_ascii_uppercase() && !after_capital;
        begins_word.then_some('_').into_iter().chain([c.to_ascii_lowercase()])
    });
    [column.to_owned(), snake.collect(), column.to_ascii_lowercase()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_choose() {
        assert_eq!(names("emailVerified"), ["emailVerified", "email_verified", "emailverified"]);
        assert_eq!(names("credentialID"), ["credentialID", "credential_id", "credentialid"]);
        assert_eq!(names("user_id"), ["user_id", "user_id", "user_id"]);
    }
}
