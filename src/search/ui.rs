//! Search on the page: the box in the sidebar, and the page with the results.

#[cfg(feature = "ssr")]
mod results;
mod search_box;
#[cfg(feature = "ssr")]
mod search_page;

pub use search_box::SearchBox;
#[cfg(feature = "ssr")]
pub use search_page::SearchPage;
