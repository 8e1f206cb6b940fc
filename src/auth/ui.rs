//! The pages about accounts, and who is looking at the page.

mod account;
mod entrance;
mod forgot_password_page;
mod landing_page;
mod login_page;
mod reset_password_page;
mod session;
mod settings;
mod settings_page;
mod signup_page;

pub use account::Account;
pub use forgot_password_page::ForgotPasswordPage;
pub use landing_page::LandingPage;
pub use login_page::LogInPage;
pub use reset_password_page::ResetPasswordPage;
pub use session::{MembersOnly, Session};
pub use settings_page::SettingsPage;
pub use signup_page::SignUpPage;
