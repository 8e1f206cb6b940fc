//! The parts of pages that offer exports.

mod data_section;

pub use data_section::DataSection;
