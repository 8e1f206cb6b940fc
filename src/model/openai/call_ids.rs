//! Call ids that every server accepts: nine letters and digits. Mistral's API and chat templates demand exactly that
//! ("Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9"), OpenAI at most 40 characters. A conversation
//! holds ids of all models that have answered in it, and our own.

use std::collections::{HashMap, HashSet};

/// The length that Mistral demands.
const LENGTH: usize = 9;

/// The ids of one request.
#[derive(Debug, Default)]
pub(super) struct CallIds {
    /// Ids that fit as they are.
    kept: HashSet<String>,
    replaced: HashMap<String, String>,
}

impl CallIds {
    /// The ids of a request that uses these.
    pub(super) fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let kept = ids.filter(|id| fits(id)).map(str::to_owned).collect();
        Self { kept, replaced: HashMap::new() }
    }

    /// The id to send for this one. The same id gets the same one, and no two get the same.
    pub(super) fn short(&mut self, id: &str) -> String {
        if fits(id) {
            return id.to_owned();
        }
        if let Some(short) = self.replaced.get(id) {
            return short.clone();
        }
        let numbers = self.replaced.len()..;
        let mut candidates = numbers.map(|number| format!("call{number:05}"));
        let short =
            candidates.find(|short| !self.kept.contains(short) && !self.is_used(short)).unwrap_or_default();
        self.replaced.insert(id.to_owned(), short.clone());
        short
    }

    fn is_used(&self, short: &str) -> bool {
        self.replaced.values().any(|used| used == short)
    }
}

fn fits(id: &str) -> bool {
    id.len() == LENGTH && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_apart() {
        let given = [
            "call_1",
            "abcDEF123",
            "call00000",
            "call_2",
            "chatcmpl-tool-0123456789abcdef0123456789abcdef",
            "",
        ];
        let mut ids = CallIds::new(given.into_iter());
        let short = given.map(|id| ids.short(id));
        assert!(short.iter().all(|id| fits(id)), "{short:?}");
        assert_eq!(short.iter().collect::<HashSet<_>>().len(), given.len());
        assert_eq!((short[1].as_str(), short[2].as_str()), ("abcDEF123", "call00000"));
        assert_eq!(given.map(|id| ids.short(id)), short);
    }
}
