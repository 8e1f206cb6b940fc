//! The pages about accounts, the sections of the settings page, and the session of the person at the page.

mod account;
#[cfg(feature = "ssr")]
mod auth_layout;
#[cfg(feature = "ssr")]
mod enrolment_page;
#[cfg(feature = "ssr")]
mod forgot_password_page;
#[cfg(feature = "ssr")]
mod landing_page;
#[cfg(feature = "ssr")]
mod login_page;
#[cfg(feature = "ssr")]
mod passkey_log_in;
#[cfg(feature = "ssr")]
mod reset_password_page;
#[cfg(feature = "ssr")]
mod second_step_page;
mod session;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
mod signup_page;

pub use account::Account;
#[cfg(feature = "ssr")]
pub use enrolment_page::EnrolmentPage;
#[cfg(feature = "ssr")]
pub use forgot_password_page::ForgotPasswordPage;
#[cfg(feature = "ssr")]
pub use landing_page::LandingPage;
#[cfg(feature = "ssr")]
pub use login_page::LogInPage;
#[cfg(feature = "ssr")]
pub use reset_password_page::ResetPasswordPage;
#[cfg(feature = "ssr")]
pub use second_step_page::SecondStepPage;
pub use session::{RequireLogin, Session};
#[cfg(feature = "ssr")]
pub use signup_page::SignUpPage;
