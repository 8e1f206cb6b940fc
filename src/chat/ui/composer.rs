//! The composer: the form in which the person writes a message.
//!
//! It knows nothing of the thread that it writes to, except for what its [`ComposerTarget`] holds.

mod draft;
mod form;
mod model_picker;
mod target;

pub use form::Composer;
pub use model_picker::Models;
pub use target::{ComposerTarget, RefusedMessage};
