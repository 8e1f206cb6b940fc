//! The rows of tables that are as they should be.

use super::{actual, columns, count};
use crate::db::takeover::MigrationOptions;
use crate::db::takeover::columns::Table;
use crate::db::takeover::two_factor::Person;
use crate::db::takeover::{Findings, quote};
use sqlx::{AssertSqlSafe, SqliteConnection};

/// What stands in the way in the rows of tables that have all their columns, perhaps under another name.
pub(super) async fn examine(
    connection: &mut SqliteConnection,
    tables: &[&Table],
    options: &MigrationOptions,
    findings: &mut Findings,
) -> sqlx::Result<()> {
    for table in tables {
        let columns = columns(connection, table.name).await?;
        let name = |column: &str| actual(&columns, column).map(quote);
        match table.name {
            "user" => {
                let sql = r#"select group_concat("email", ' and ') from (select "email" from "user" order by 1)
                             group by lower("email") having count(*) > 1 order by 1"#;
                findings.duplicate_emails(&sqlx::query_scalar(sql).fetch_all(&mut *connection).await?);
                if let Some(flag) = name("twoFactorEnabled") {
                    let has_factors = tables.iter().any(|table| table.name == "twoFactor");
                    let factors = if has_factors {
                        let columns = super::columns(connection, "twoFactor").await?;
                        let name = |column: &str| actual(&columns, column).map(quote);
                        let (user, codes) =
                            (name("userId").unwrap_or_default(), name("backupCodes").unwrap_or_default());
                        let verified = name("verified").map_or("true".to_owned(), |name| {
                            format!("lower(coalesce(f.{name}, 'true')) in ('1', 'true')")
                        });
                        format!(
                            r#"left join (select f.{user} as "user", f."secret", f.{codes} as "codes"
                                          from "twoFactor" f where {verified}) f on f."user" = u."id""#
                        )
                    } else {
                        r#"cross join (select null as "secret", null as "codes") f"#.to_owned()
                    };
                    let sql = format!(
                        r#"select cast(u."id" as text) as id, u."email" as email, cast(f."secret" as text) as secret,
                               cast(f."codes" as text) as codes
                           from "user" u {factors} where lower(u.{flag}) in ('1', 'true') order by 2"#
                    );
                    let people: Vec<Person> =
                        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
                    findings.two_factor(&people, has_factors, options);
                }
            }
            "twoFactor" => {
                let user = name("userId").unwrap_or_default();
                let sql = format!(r#"select count(*) - count(distinct {user}) from "twoFactor""#);
                findings.duplicates("twoFactor", "their \"userId\"", count(connection, sql).await?);
            }
            "session" => {
                let sql = r#"select count(*) - count(distinct "token") from "session""#.to_owned();
                findings.duplicates("session", "their \"token\"", count(connection, sql).await?);
            }
            "account" => {
                let (Some(provider), Some(account), Some(user)) =
                    (name("providerId"), name("accountId"), name("userId"))
                else {
                    continue;
                };
                let sql = format!(
                    r#"select count(*) - count(distinct json_array({provider}, {account})) from "account""#
                );
                findings.duplicates(
                    "account",
                    "their provider and account id",
                    count(connection, sql).await?,
                );
                if name("password").is_some() {
                    let sql = format!(
                        r#"select u."email" from "account" a join "user" u on u."id" = a.{user}
                           where "password" is not null and "password" not glob '$argon2*'
                               and "password" not glob '$2[aby]$*'
                               and not (length("password") > 129 and substr("password", -129, 1) = ':')
                           order by 1"#
                    );
                    let people: Vec<String> =
                        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
                    findings.unknown_hashes(&people);
                }
            }
            "passkey" => {
                let Some(credential) = name("credentialID") else { continue };
                let sql = format!(r#"select count(*) - count(distinct {credential}) from "passkey""#);
                findings.duplicates("passkey", "their credential id", count(connection, sql).await?);
            }
            _ => {}
        }
    }
    Ok(())
}
