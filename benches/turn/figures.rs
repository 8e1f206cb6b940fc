//! Times, and how the tables show them.

use std::time::Duration;

/// The time that this share of the sorted times does not exceed.
pub fn at<T: Copy>(times: &[T], share: f64) -> Option<T> {
    times.get((times.len().saturating_sub(1) as f64 * share) as usize).copied()
}

/// The median and the slowest of a hundred.
pub fn both(times: &[Duration]) -> String {
    match (at(times, 0.5), at(times, 0.99)) {
        (Some(p50), Some(p99)) => show(p50, p99),
        _ => "-".to_owned(),
    }
}

/// The same of microseconds.
pub fn both_micros(times: &[u64]) -> String {
    match (at(times, 0.5), at(times, 0.99)) {
        (Some(p50), Some(p99)) => show(Duration::from_micros(p50), Duration::from_micros(p99)),
        _ => "-".to_owned(),
    }
}

/// How much longer ours take, at the median and at the slowest of a hundred.
pub fn added(ours: &[Duration], bare: &[Duration]) -> String {
    let more = |share| Some(at(ours, share)?.saturating_sub(at(bare, share)?));
    match (more(0.5), more(0.99)) {
        (Some(p50), Some(p99)) => show(p50, p99),
        _ => "-".to_owned(),
    }
}

pub fn show(p50: Duration, p99: Duration) -> String {
    format!("{} / {}", milliseconds(p50), milliseconds(p99))
}

pub fn milliseconds(time: Duration) -> String {
    let time = time.as_secs_f64() * 1000.0;
    if time < 100.0 { format!("{time:.1}") } else { format!("{time:.0}") }
}
