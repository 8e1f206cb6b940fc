//! The table of floors in `docs/architecture.md`.

use super::paths::Module;

/// Modules that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    /// The path of its module below `src`, such as `chat/server`.
    pub(crate) name: String,
    /// The number of its floor; the ground is 0.
    pub(crate) floor: usize,
}

impl Room {
    pub(crate) fn holds(&self, module: &Module) -> bool {
        let path = module.path.join("/");
        path == self.name || path.strip_prefix(&self.name).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// All rooms.
#[derive(Debug)]
pub(crate) struct Floors(Vec<Room>);

impl Floors {
    /// Reads the rows of the table that begin with a number: `| 3 | Stores | `auth/store`, `chat/store` |`.
    pub(crate) fn read(document: &str) -> Self {
        let mut rooms = Vec::new();
        for line in document.lines() {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            let [_, floor, _, names, ..] = cells[..] else { continue };
            let Ok(floor) = floor.parse() else { continue };
            rooms.extend(
                names.split('`').skip(1).step_by(2).map(|name| Room { name: name.to_owned(), floor }),
            );
        }
        assert!(rooms.len() > 20, "the table of floors is missing");
        Self(rooms)
    }

    pub(crate) fn rooms(&self) -> &[Room] {
        &self.0
    }

    /// The innermost room that holds a module, or the item that a path names.
    pub(crate) fn room(&self, module: &Module) -> Option<&Room> {
        self.0.iter().filter(|room| room.holds(module)).max_by_key(|room| room.name.len())
    }
}
