//! `docket migrate`.

use super::{CommandError, terminal};
use crate::config::Settings;
use crate::db::{Db, MigrationOptions, MigrationPlan};
use clap::Args;

/// `docket migrate`.
#[derive(Args, Debug)]
pub struct Migrate {
    /// Look for what stands in the way, and change nothing
    #[arg(long, conflicts_with = "down_to")]
    check: bool,
    /// Take over a database in which people log in with a second factor that Docket cannot read. They log in with their
    /// password alone from then on
    #[arg(long, conflicts_with = "down_to")]
    without_two_factor: bool,
    /// Go back to this version instead; 0 removes every table and all data in them
    #[arg(long, value_name = "VERSION")]
    down_to: Option<i64>,
}

impl Migrate {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CommandError> {
        let options = MigrationOptions {
            without_two_factor: self.without_two_factor,
            secrets: settings.known_secrets()?,
        };
        let outcome = match self {
            Self { check: true, .. } => {
                let db = Db::connect_existing(&settings.existing_database_url()?).await?;
                let plan = db.check_migration(options).await?;
                db.close().await;
                said(&plan, &planned(&plan))
            }
            Self { down_to: Some(version), .. } => {
                let db = Db::connect(&settings.database_url()?).await?;
                db.migrate_down(version).await?;
                let outcome = format!("The {} schema is back at version {version}.", db.engine());
                db.close().await;
                outcome
            }
            _ => {
                let mut db = Db::connect(&settings.database_url()?).await?;
                let plan = db.migrate_with(options).await?;
                let outcome = format!("The {} schema is up to date.", db.engine());
                db.close().await;
                said(&plan, &outcome)
            }
        };
        Ok(terminal::print(&outcome)?)
    }
}

fn planned(plan: &MigrationPlan) -> String {
    if plan.found == plan.needed {
        return "The schema is up to date.".to_owned();
    }
    format!("Nothing stands in the way of the migration from version {} to {}.", plan.found, plan.needed)
}

/// The outcome, after what the operator should know.
fn said(plan: &MigrationPlan, outcome: &str) -> String {
    plan.notes.iter().map(String::as_str).chain([outcome]).collect::<Vec<_>>().join("\n")
}
