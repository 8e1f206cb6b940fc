//! `docket migrate`.

use super::{CommandError, terminal};
use crate::config::Settings;
use crate::db::Db;

pub(super) async fn run(settings: &Settings, down_to: Option<i64>) -> Result<(), CommandError> {
    let mut db = Db::connect(&settings.database_url()?).await?;
    let outcome = match down_to {
        Some(version) => {
            db.migrate_down(version).await?;
            format!("The {} schema is back at version {version}.", db.engine())
        }
        None => {
            db.migrate().await?;
            format!("The {} schema is up to date.", db.engine())
        }
    };
    db.close().await;
    Ok(terminal::print(&outcome)?)
}
