//! The newest events of a reply, encoded once for all followers.

/// How many bytes are kept, at least. A follower that is further behind gets the reply again from its position.
const KEPT: usize = 4096;

/// The last lines of a reply. A cursor is a number of bytes since the first line.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    /// The cursor of the first byte that is kept.
    start: u64,
    lines: Vec<u8>,
}

impl Wire {
    /// Adds a line, with its newline.
    pub(crate) fn push(&mut self, line: &[u8]) {
        if self.lines.len() > 2 * KEPT {
            let dropped = self.lines.len() - KEPT;
            // What is kept begins with a whole line.
            let dropped =
                self.lines.iter().skip(dropped).position(|byte| *byte == b'\n').map(|at| dropped + at + 1);
            let dropped = dropped.unwrap_or(self.lines.len());
            self.lines.drain(..dropped);
            self.start += dropped as u64;
        }
        self.lines.extend_from_slice(line);
    }

    /// The cursor of the next line.
    pub(crate) fn end(&self) -> u64 {
        self.start + self.lines.len() as u64
    }

    /// All lines from a cursor on. `None` if some of them are no longer kept.
    pub(crate) fn since(&self, cursor: u64) -> Option<&[u8]> {
        let from = usize::try_from(cursor.checked_sub(self.start)?).ok()?;
        self.lines.get(from..)
    }

    /// Forgets all lines: what they told holds no longer.
    pub(crate) fn clear(&mut self) {
        self.start = self.end();
        self.lines.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_follower_gets_each_line_once_or_knows_that_it_does_not(
            lengths in proptest::collection::vec(1usize..3000, 1..40),
            reads in proptest::collection::vec(any::<bool>(), 40),
        ) {
            let (mut wire, mut cursor, mut unread) = (Wire::default(), 0, Vec::new());
            for (number, (length, read)) in lengths.into_iter().zip(reads).enumerate() {
                let line = format!("{number} {}\n", "x".repeat(length));
                wire.push(line.as_bytes());
                unread.extend_from_slice(line.as_bytes());
                if !read {
                    continue;
                }
                match wire.since(cursor) {
                    Some(lines) => prop_assert_eq!(lines, unread.as_slice()),
                    None => prop_assert!(unread.len() > KEPT),
                }
                cursor = wire.end();
                unread.clear();
                prop_assert!(wire.since(cursor).is_some_and(<[u8]>::is_empty));
            }
        }
    }
}
