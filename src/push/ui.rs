//! Web Push on the page: the section of the settings, and what keeps a browser subscribed.

mod browser;
mod section;
mod turn;

pub use section::Notifications;
pub use turn::keep_on;
