//! Web Push on the page: the section of the settings.

mod section;

pub use section::Notifications;
