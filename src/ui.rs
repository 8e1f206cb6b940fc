//! Parts that the pages of all features share, such as fields, icons and notices. Nothing here knows a feature.

#[cfg(feature = "ssr")]
pub mod device_name;
pub mod drawer;
pub mod dynamic;
pub mod error_page;
#[cfg(feature = "ssr")]
pub mod field;
pub mod form;
pub mod hydrated;
pub mod icon;
pub mod made;
pub mod notice;
#[cfg(feature = "ssr")]
pub mod script;
pub mod time;
pub mod timer;
pub mod title;
