//! What of exporting the pages show.

mod data_section;

pub use data_section::DataSection;
