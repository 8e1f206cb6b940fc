use super::*;
use docket::jobs::JobRecord;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

const HOUR: Duration = Duration::from_secs(3600);

/// Counts its runs, and the job that does the counting.
fn counter(make: impl Fn(Arc<AtomicU64>) -> Job) -> (Arc<AtomicU64>, Job) {
    let runs = Arc::<AtomicU64>::default();
    (runs.clone(), make(runs))
}

async fn count(runs: Arc<AtomicU64>) -> io::Result<()> {
    runs.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

fn record(jobs: &Jobs) -> JobRecord {
    jobs.records().next().unwrap().1
}

on_both! {
    async fn of_several_replicas_one_works_once_a_period(db: Db) {
        let (runs, job) = counter(|runs| Job::on_one_replica("count", HOUR, move || count(runs.clone())));
        let clock = Clock::adjustable();
        let replicas: Vec<_> = (0..4).map(|_| jobs(&db, vec![job.clone()], &clock)).collect();
        let all = async || futures::future::join_all(replicas.iter().map(Jobs::run_due)).await;
        for expected in 1..=3 {
            all().await;
            all().await;
            assert_eq!(runs.load(Ordering::SeqCst), expected);
            clock.advance(time::Duration::HOUR);
        }
        let worked: u64 = replicas.iter().map(|replica| record(replica).succeeded).sum();
        assert_eq!(worked, 3);
    }

    async fn another_replica_takes_over_when_the_lease_of_a_dead_one_ends(db: Db) {
        let (clock, begun) = (Clock::adjustable(), Arc::new(Notify::new()));
        let stuck = Job::on_one_replica("count", HOUR, {
            let begun = begun.clone();
            move || {
                begun.notify_one();
                std::future::pending::<io::Result<()>>()
            }
        });
        let dying = jobs(&db, vec![stuck], &clock);
        tokio::select! {
            () = dying.run_due() => panic!("it never ends"),
            () = begun.notified() => {}
        }
        let (runs, job) = counter(|runs| Job::on_one_replica("count", HOUR, move || count(runs.clone())));
        let living = jobs(&db, vec![job], &clock);
        living.run_due().await;
        assert_eq!(runs.load(Ordering::SeqCst), 0, "the dead replica still has the lease");
        clock.advance(time::Duration::minutes(5));
        living.run_due().await;
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn failed_work_is_tried_again_after_a_minute(db: Db) {
        let clock = Clock::adjustable();
        let failing = Job::on_one_replica("fail", HOUR, || async { Err::<(), _>(io::Error::other("the disk is full")) });
        let replica = jobs(&db, vec![failing], &clock);
        for failed in 1..=3 {
            replica.run_due().await;
            replica.run_due().await;
            let JobRecord { failed: so_far, last_success, .. } = record(&replica);
            assert_eq!((so_far, last_success), (failed, None));
            clock.advance(time::Duration::MINUTE);
        }
    }
}
