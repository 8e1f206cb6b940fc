//! Search on the page: the box in the sidebar, and the page with the results.

mod results;
mod search_box;
mod search_page;

pub use search_box::SearchBox;
pub use search_page::SearchPage;
