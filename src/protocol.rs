//! What programs from outside may ask. One module per protocol, each a thin adapter over the same services that
//! the page uses.

pub mod better_auth;
pub mod health;
