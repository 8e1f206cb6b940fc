//! What somebody sees who asks for a page again and again.

use crate::door::Way;
use crate::people::Person;
use reqwest::header::COOKIE;
use reqwest::{Client, redirect};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How often it asks.
const PAUSE: Duration = Duration::from_millis(200);
/// An orchestrator that waits longer is rare.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks until it is dropped.
pub struct Probe {
    seen: Arc<Mutex<Vec<Seen>>>,
    asking: JoinHandle<()>,
}

/// One answer. `None` if none came in time.
#[derive(Clone, Copy, Debug)]
struct Seen {
    asked: Instant,
    answered: Instant,
    status: Option<u16>,
}

impl Seen {
    fn works(&self) -> bool {
        self.status == Some(200)
    }
}

impl Probe {
    /// Asks for this path, as this person or as nobody.
    pub fn start(way: &Way, path: &str, person: Option<Person>) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        let (url, seen) = (format!("{}{path}", way.url), Arc::<Mutex<Vec<Seen>>>::default());
        let asking = tokio::spawn({
            let seen = seen.clone();
            async move {
                loop {
                    let mut request = client.get(&url).header("accept", "text/html");
                    if let Some(person) = &person {
                        request = request.header(COOKIE, &person.cookie);
                    }
                    let asked = Instant::now();
                    let answer = timeout(PATIENCE, request.send()).await;
                    let status = answer.ok().and_then(Result::ok).map(|answer| answer.status().as_u16());
                    seen.lock().unwrap().push(Seen { asked, answered: Instant::now(), status });
                    sleep(PAUSE).await;
                }
            }
        });
        Self { seen, asking }
    }

    /// Waits until it gets what it asked for after this moment.
    pub async fn works_after(&self, moment: Instant) {
        while self.first_success_after(moment).is_none() {
            sleep(PAUSE).await;
        }
    }

    pub fn first_success_after(&self, moment: Instant) -> Option<Instant> {
        let seen = self.seen.lock().unwrap();
        seen.iter().find(|seen| seen.asked >= moment && seen.works()).map(|seen| seen.answered)
    }

    pub fn first_failure_after(&self, moment: Instant) -> Option<Instant> {
        let seen = self.seen.lock().unwrap();
        seen.iter().find(|seen| seen.asked >= moment && !seen.works()).map(|seen| seen.answered)
    }

    /// How often each answer came between two moments.
    pub fn shares(&self, from: Instant, to: Instant) -> String {
        let seen = self.seen.lock().unwrap();
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        for seen in seen.iter().filter(|seen| seen.asked >= from && seen.asked < to) {
            let status = seen.status.map_or("no answer".to_owned(), |status| status.to_string());
            *counts.entry(status).or_default() += 1;
        }
        let counts: Vec<_> = counts.iter().map(|(status, count)| format!("{count} x {status}")).collect();
        counts.join(" + ")
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.asking.abort();
    }
}
