//! What the pages of all features share: frames, fields, icons, notices. Nothing here knows a feature.

pub mod drawer;
pub mod error_page;
pub mod field;
pub mod form;
pub mod hydrated;
pub mod icon;
pub mod notice;
pub mod time;
