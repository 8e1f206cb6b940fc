//! Text in columns.

/// A table with a head. Each column is as wide as its widest entry.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> = [head.map(str::to_owned)]
        .iter()
        .chain(rows)
        .map(|row| row.each_ref().map(|cell| printable(cell)))
        .collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter().map(|row| row.get(column).map_or(0, |cell| cell.chars().count())).max().unwrap_or(0)
    });
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Facts about one thing, one on each line.
pub(super) fn facts<const N: usize>(facts: [(&str, String); N]) -> String {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = facts.map(|(name, value)| format!("{name:width$}  {}", printable(&value)));
    lines.join("\n")
}

/// Replaces characters that move the cursor or turn the line around: people choose their own names.
fn printable(text: &str) -> String {
    let unsafe_here = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if unsafe_here(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_text_stays_text() {
        let rows = [["Ann".into(), "1".into()], ["Zoë\u{1b}[2J".into(), String::new()]];
        assert_eq!(table(["NAME", "TASKS"], &rows), "NAME     TASKS\nAnn      1\nZoë\u{fffd}[2J");
        assert_eq!(facts([("id", "a".into()), ("name", "b\nc".into())]), "id    a\nname  b\u{fffd}c");
    }
}
