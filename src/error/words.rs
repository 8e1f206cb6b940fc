//! What people read of errors: one file of sentences for each language. A language is whole when it compiles: each has a
//! sentence for every [`Reason`].

mod english;

use super::Reason;

/// A language that Docket speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}

/// One sentence, or two, that say why something failed and what to do.
pub fn sentence(reason: &Reason, language: Language) -> String {
    match language {
        Language::English => english::sentence(reason),
    }
}
