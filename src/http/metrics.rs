//! `/metrics` in Prometheus' text format, on a listener of its own, so that it is not public by accident.

use crate::jobs::{JobRecord, Jobs};
use crate::timestamp::Timestamp;
use axum::{Router, routing::get};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;

static REQUESTS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

/// Counts an answered request, by the class of its status.
pub(super) fn count_request(status: u16) {
    if let Some(counter) = REQUESTS.get(usize::from(status / 100).wrapping_sub(1)) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Serves `/metrics` until it is dropped.
pub(super) async fn serve(listener: TcpListener, jobs: Jobs) {
    let router = Router::new().route(
        "/metrics",
        get(async move || [requests(), of_jobs(&jobs.records().collect::<Vec<_>>())].concat()),
    );
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the metrics listener failed");
    }
}

fn requests() -> String {
    let mut text = String::from(
        "# HELP docket_http_requests_total Requests answered, by the class of their status.\n\
         # TYPE docket_http_requests_total counter\n",
    );
    for (class, counter) in (1..).zip(&REQUESTS) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "docket_http_requests_total{{status=\"{class}xx\"}} {}",
            counter.load(Ordering::Relaxed)
        );
    }
    text
}

fn of_jobs(records: &[(&str, JobRecord)]) -> String {
    let mut text = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, lines: &dyn Fn(&str, &JobRecord) -> String| {
        text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
        records.iter().for_each(|(job, record)| text.push_str(&lines(job, record)));
    };
    metric("docket_job_runs_total", "counter", "Runs of periodic work on this replica.", &|job, record| {
        let line = |outcome, count| {
            format!("docket_job_runs_total{{job=\"{job}\",outcome=\"{outcome}\"}} {count}\n")
        };
        [line("succeeded", record.succeeded), line("failed", record.failed)].concat()
    });
    metric(
        "docket_job_last_success_timestamp_seconds",
        "gauge",
        "When periodic work last succeeded on this replica; 0 if it never did.",
        &|job, record| {
            let seconds = record.last_success.as_ref().map_or(0, Timestamp::unix_seconds);
            format!("docket_job_last_success_timestamp_seconds{{job=\"{job}\"}} {seconds}\n")
        },
    );
    metric("docket_job_last_duration_seconds", "gauge", "How long the last run took.", &|job, record| {
        let seconds = record.last_duration.as_secs_f64();
        format!("docket_job_last_duration_seconds{{job=\"{job}\"}} {seconds}\n")
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_job_tells_its_runs_its_last_success_and_its_duration() {
        let last_success = Timestamp::parse("2026-11-27T00:00:00.000Z");
        let last_duration = Duration::from_millis(1500);
        let record = JobRecord { succeeded: 7, failed: 2, last_success, last_duration };
        let text = of_jobs(&[("prune", record), ("idle", JobRecord::default())]);
        let values: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            values,
            [
                r#"docket_job_runs_total{job="prune",outcome="succeeded"} 7"#,
                r#"docket_job_runs_total{job="prune",outcome="failed"} 2"#,
                r#"docket_job_runs_total{job="idle",outcome="succeeded"} 0"#,
                r#"docket_job_runs_total{job="idle",outcome="failed"} 0"#,
                r#"docket_job_last_success_timestamp_seconds{job="prune"} 1795737600"#,
                r#"docket_job_last_success_timestamp_seconds{job="idle"} 0"#,
                r#"docket_job_last_duration_seconds{job="prune"} 1.5"#,
                r#"docket_job_last_duration_seconds{job="idle"} 0"#,
            ]
        );
    }
}
