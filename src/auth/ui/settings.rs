//! The sections of the settings page, each a card with its own forms.

mod delete;
mod devices;
mod passkeys;
mod password;
mod personal_tokens;
mod profile;
mod two_factor;

pub use delete::Delete;
pub use devices::{DeviceList, Devices};
pub use passkeys::Passkeys;
pub use password::Password;
pub use personal_tokens::AccessTokens;
pub use profile::Profile;
pub use two_factor::TwoFactorLogIn;
