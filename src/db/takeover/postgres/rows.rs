//! The rows of tables that are as they should be.

use crate::db::takeover::MigrationOptions;
use crate::db::takeover::columns::names;
use crate::db::takeover::two_factor::Person;
use crate::db::takeover::{Findings, literal, quote};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;

/// What stands in the way in the rows of tables that have all their columns, perhaps under another name.
pub(super) async fn examine(
    connection: &mut PgConnection,
    tables: &[String],
    options: &MigrationOptions,
    findings: &mut Findings,
) -> sqlx::Result<()> {
    let name = async |connection: &mut PgConnection,
                      table: &str,
                      column: &str|
           -> sqlx::Result<Option<String>> {
        let sql = "select attname::text from pg_attribute
                   where attrelid = to_regclass($1) and attname = any ($2) and attnum > 0 and not attisdropped
                   order by array_position($2, attname::text) limit 1";
        sqlx::query_scalar(sql).bind(quote(table)).bind(&names(column)[..]).fetch_optional(connection).await
    };
    let has = |table: &str| tables.iter().any(|name| name == table);
    if has("user") {
        let sql = r#"select string_agg("email"::text, ' and ' order by "email"::text) from "user"
                     group by lower("email"::text) having count(*) > 1 order by 1"#;
        findings.duplicate_emails(&sqlx::query_scalar(sql).fetch_all(&mut *connection).await?);
        if let Some(flag) = name(connection, "user", "twoFactorEnabled").await? {
            let flag = quote(&flag);
            let factors = if has("twoFactor") {
                let user = name(connection, "twoFactor", "userId").await?.unwrap_or_default();
                let codes = name(connection, "twoFactor", "backupCodes").await?.unwrap_or_default();
                let verified = name(connection, "twoFactor", "verified").await?;
                let verified = verified.map_or("true".to_owned(), |name| {
                    format!("coalesce(f.{}::text, 'true') in ('true', '1')", quote(&name))
                });
                let (user, codes) = (quote(&user), quote(&codes));
                format!(
                    r#"left join (select f.{user}::text as "user", f."secret"::text, f.{codes}::text as "codes"
                                  from "twoFactor" f where {verified}) f on f."user" = u."id"::text"#
                )
            } else {
                r#"cross join (select null::text as "secret", null::text as "codes") f"#.to_owned()
            };
            let sql = format!(
                r#"select u."id"::text as id, u."email"::text as email, f."secret" as secret, f."codes" as codes
                   from "user" u {factors} where u.{flag}::text in ('true', '1') order by 2"#
            );
            let people: Vec<Person> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
            findings.two_factor(&people, has("twoFactor"), options);
        }
    }
    if has("twoFactor") {
        let user = name(connection, "twoFactor", "userId").await?.unwrap_or_default();
        let sql = format!(r#"select count(*) - count(distinct {}) from "twoFactor""#, quote(&user));
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
        findings.duplicates("twoFactor", "their \"userId\"", count);
    }
    if has("session") {
        let sql = r#"select coalesce(sum(n - 1), 0)::int8 from (
                         select count(*) n from "session" group by "token" having count(*) > 1) twice"#;
        findings.duplicates(
            "session",
            "their \"token\"",
            sqlx::query_scalar(sql).fetch_one(&mut *connection).await?,
        );
    }
    if has("passkey") {
        let credential = name(connection, "passkey", "credentialID").await?.unwrap_or_default();
        let sql = format!(
            r#"select coalesce(sum(n - 1), 0)::int8 from (
                   select count(*) n from "passkey" group by {} having count(*) > 1) twice"#,
            quote(&credential)
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
        findings.duplicates("passkey", "their credential id", count);
    }
    if has("account") {
        let provider = name(connection, "account", "providerId").await?.unwrap_or_default();
        let account = name(connection, "account", "accountId").await?.unwrap_or_default();
        let user = name(connection, "account", "userId").await?.unwrap_or_default();
        let (provider, account, user) = (quote(&provider), quote(&account), quote(&user));
        let sql = format!(
            r#"select coalesce(sum(n - 1), 0)::int8 from (
                   select count(*) n from "account" group by {provider}, {account} having count(*) > 1) twice"#
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
        findings.duplicates("account", "their provider and account id", count);
        if has("user") && name(connection, "account", "password").await?.is_some() {
            let known = [r"^\$argon2", r"^\$2[aby]\$", "^[0-9a-f]+:[0-9a-f]{128}$"].map(literal).join(", ");
            let sql = format!(
                r#"select u."email"::text from "account" a join "user" u on u."id"::text = a.{user}::text
                   where a."password" is not null and not a."password" ~ any (array[{known}]) order by 1"#
            );
            let people: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
            findings.unknown_hashes(&people);
        }
    }
    Ok(())
}
