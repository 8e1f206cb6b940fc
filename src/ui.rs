//! Parts that the pages of all features share, such as fields, icons and notices. Nothing here knows a feature.

pub mod device_name;
pub mod drawer;
pub mod dynamic;
pub mod error_page;
pub mod field;
pub mod form;
pub mod hydrated;
pub mod icon;
pub mod made;
pub mod notice;
pub mod time;
pub mod timer;
pub mod title;
