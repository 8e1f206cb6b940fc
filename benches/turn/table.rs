//! The table of loads.

use crate::figures::{added, both, both_micros, milliseconds};
use crate::window::Figures;

pub fn head(title: &str) {
    println!("\n{title} (times in ms, p50 / p99)");
    println!(
        "{:>6}  {:<20}  {:>7}  {:>15}  {:>15}  {:>15}  {:>8}  {:>8}  {:>7}  {:>7}  {:>6}  {:>10}",
        "people",
        "",
        "turns/s",
        "first word",
        "added to it",
        "further words",
        "CPU/turn",
        "CPU/word",
        "x relay",
        "peak MB",
        "failed",
        "compressed"
    );
}

pub fn row(people: usize, name: &str, figures: &Figures, bare: Option<&Figures>) {
    let ratio = |bare: &Figures| {
        let (ours, bare) = (figures.cpu_per_word.as_secs_f64(), bare.cpu_per_word.as_secs_f64());
        // A stream that was compressed has no words that were counted.
        if ours * bare > 0.0 { format!("{:.1}", ours / bare) } else { "-".to_owned() }
    };
    println!(
        "{people:>6}  {name:<20}  {:>7.1}  {:>15}  {:>15}  {:>15}  {:>5} ms  {:>8}  {:>7}  {:>7}  {:>6}  {:>10}",
        figures.turns_per_second,
        both(&figures.first),
        bare.map_or("-".to_owned(), |bare| added(&figures.first, &bare.first)),
        both_micros(&figures.words),
        milliseconds(figures.cpu_per_turn),
        if figures.cpu_per_word.is_zero() { "-".to_owned() } else { micros(figures) },
        bare.map_or("1".to_owned(), ratio),
        figures.peak_megabytes,
        figures.failed.len(),
        figures.compressed,
    );
    if let Some(why) = figures.failed.first() {
        println!("        the first that failed: {why}");
    }
}

fn micros(figures: &Figures) -> String {
    format!("{:.1} µs", figures.cpu_per_word.as_secs_f64() * 1e6)
}
