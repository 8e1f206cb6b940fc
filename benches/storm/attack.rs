//! The storms.

use crate::replica::Replica;
use crate::server::{Browser, PASSWORD};
use crate::{log_in, post, sign_up};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Requests of a storm at once.
const AT_ONCE: usize = 64;
/// The pause between two requests of the storm. It asks for some three times as many log-ins as one core can hash.
const PAUSE: Duration = Duration::from_millis(15);
/// The accounts that the attacker has made.
const ACCOUNTS: u64 = 40;

/// Kinds of storms.
#[derive(Clone, Copy)]
pub enum Kind {
    OwnAccount,
    SomebodysAccount,
    OwnAccounts,
    MadeUpAccounts,
    Network,
    SignUps,
    Resets,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::OwnAccount,
        Self::SomebodysAccount,
        Self::OwnAccounts,
        Self::MadeUpAccounts,
        Self::Network,
        Self::SignUps,
        Self::Resets,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::OwnAccount => "one address, one account",
            Self::SomebodysAccount => "one address, a victim's account",
            Self::OwnAccounts => "one address, 40 accounts",
            Self::MadeUpAccounts => "one address, made-up accounts",
            Self::Network => "one IPv6 network, 40 accounts",
            Self::SignUps => "sign-ups",
            Self::Resets => "resets of passwords",
        }
    }

    /// Sends the storm's request of this number. Returns the answer's status.
    async fn send(self, browser: &Browser, number: u64) -> u16 {
        let (address, unknown) = ("192.0.2.1", format!("nobody-{number}@example.com"));
        let own = format!("mallory-{}@example.com", number % ACCOUNTS);
        match self {
            Self::OwnAccount => log_in(browser, address, "mallory-0@example.com", PASSWORD).await,
            Self::SomebodysAccount => {
                log_in(browser, "192.0.2.2", "person-0@example.com", "a guess of mine").await
            }
            Self::OwnAccounts => log_in(browser, "192.0.2.3", &own, PASSWORD).await,
            Self::MadeUpAccounts => log_in(browser, "192.0.2.4", &unknown, "a guess of mine").await,
            Self::Network => {
                log_in(browser, &format!("2001:db8:1:2::{:x}", number % 0xffff), &own, PASSWORD).await
            }
            Self::SignUps => {
                let form = [("name", "Mallory"), ("email", &unknown), ("password", PASSWORD)];
                post(browser, "/rpc/auth/sign_up", "192.0.2.5", &form).await
            }
            Self::Resets => {
                post(browser, "/rpc/auth/forgot_password", "192.0.2.6", &[("email", &unknown)]).await
            }
        }
    }
}

/// Makes the attacker's accounts.
pub async fn prepare(replica: &Replica) {
    for number in 0..ACCOUNTS {
        sign_up(replica, &format!("mallory-{number}")).await;
    }
}

/// A storm under way.
pub struct Attack {
    senders: JoinSet<()>,
    answers: Arc<Mutex<BTreeMap<u16, u64>>>,
}

impl Attack {
    pub fn begin(replica: &Replica, kind: Kind) -> Self {
        let (answers, count) = (Arc::<Mutex<BTreeMap<u16, u64>>>::default(), Arc::new(AtomicU64::new(0)));
        let mut beat = interval(PAUSE);
        beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let beat = Arc::new(tokio::sync::Mutex::new(beat));
        let mut senders = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (browser, answers, count) = (Browser::at(replica.url()), answers.clone(), count.clone());
            let beat = beat.clone();
            senders.spawn(async move {
                loop {
                    beat.lock().await.tick().await;
                    let status = kind.send(&browser, count.fetch_add(1, Ordering::Relaxed)).await;
                    *answers.lock().unwrap().entry(status).or_default() += 1;
                }
            });
        }
        Self { senders, answers }
    }

    /// Waits until the first requests are answered: by then all others wait in line.
    pub async fn is_under_way(&self) {
        while self.answers.lock().unwrap().is_empty() {
            sleep(PAUSE).await;
        }
    }

    /// Ends it. Returns how often it was answered with each status.
    pub async fn end(mut self) -> String {
        self.senders.shutdown().await;
        let answers = self.answers.lock().unwrap();
        answers.iter().map(|(status, count)| format!("{count} × {status}")).collect::<Vec<_>>().join(", ")
    }
}
