//! Searching on the page: the box in the side bar, and the page with what was found.

mod results;
mod search_box;
mod search_page;

pub use search_box::SearchBox;
pub use search_page::SearchPage;
