//! What people see of connected apps: the section of the settings page, and the page where they allow an app.

mod connected_apps;
pub mod consent;

pub use connected_apps::ConnectedApps;
