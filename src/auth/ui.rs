//! The pages about accounts, the sections of the settings page, and the session of the person at the page.

mod account;
mod auth_layout;
mod enrolment_page;
mod forgot_password_page;
mod landing_page;
mod login_page;
mod passkey;
mod passkey_log_in;
mod reset_password_page;
mod second_step_page;
mod session;
pub mod settings;
mod signup_page;

pub use account::Account;
pub use enrolment_page::EnrolmentPage;
pub use forgot_password_page::ForgotPasswordPage;
pub use landing_page::LandingPage;
pub use login_page::LogInPage;
pub use reset_password_page::ResetPasswordPage;
pub use second_step_page::SecondStepPage;
pub use session::{RequireLogin, Session};
pub use signup_page::SignUpPage;
