//! The line in which passwords wait to be hashed. It is fair between networks: the turn goes to the network that had
//! one longest ago. A spare turn waits for those who come while a storm has all the others. So a storm from one network
//! makes its own requests wait, and not those of others. The line is short: a request that would wait for long is
//! refused at once.

use super::Client;
use super::network::{network, site};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// Most requests of one network that wait. A company or a school may share an address, and begin its day at once.
const WAITING_OF_NETWORK: usize = 128;
/// Most requests of one network for one account that wait.
const WAITING_FOR_ACCOUNT: usize = 32;
/// Most requests that wait. In a longer line the network with the most requests gives way.
const WAITING: usize = 1024;

/// Who asks for a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asker {
    /// The network of the client.
    pub(crate) network: String,
    /// The account that the password is for.
    pub(crate) account: String,
}

impl Asker {
    /// A client that gives a password for an account.
    pub(crate) fn of(client: &Client, account: &str) -> Self {
        let network = site(&client.address).unwrap_or_else(|| network(&client.address));
        Self { network, account: account.to_owned() }
    }

    /// An operator, who has the line for themselves.
    pub(crate) fn operator() -> Self {
        Self { network: String::new(), account: String::new() }
    }
}

/// The line. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Line(Arc<Mutex<State>>);

/// The right to hash. It goes to the next in line when this is dropped.
pub(crate) struct Turn {
    /// `None` if nobody took the turn.
    line: Option<Line>,
    network: String,
}

struct State {
    /// How many turns there are, without the spare one.
    turns: usize,
    running: usize,
    waiting: usize,
    /// Counts turns, and requests that wait.
    clock: u64,
    networks: HashMap<String, Network>,
}

#[derive(Default)]
struct Network {
    waiting: VecDeque<Waiter>,
    running: usize,
    /// When it last got a turn; 0 if it has not for as long as it is here.
    served: u64,
}

struct Waiter {
    account: String,
    since: u64,
    turn: oneshot::Sender<Turn>,
}

impl Line {
    /// A line for so many turns at the same time.
    pub(crate) fn new(turns: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            turns,
            running: 0,
            waiting: 0,
            clock: 0,
            networks: HashMap::new(),
        })))
    }

    /// Stands in line. The receiver gets the turn, or an error if the line is too long.
    pub(crate) fn stand(&self, asker: Asker) -> oneshot::Receiver<Turn> {
        let (turn, receiver) = oneshot::channel();
        let mut state = self.state();
        if state.make_room(&asker) {
            state.clock += 1;
            state.waiting += 1;
            let waiter = Waiter { account: asker.account, since: state.clock, turn };
            state.networks.entry(asker.network).or_default().waiting.push_back(waiter);
            self.serve(&mut state);
        }
        receiver
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the free turns away.
    fn serve(&self, state: &mut State) {
        while let Some((network, waiter)) = state.next() {
            let turn = Turn { line: Some(self.clone()), network: network.clone() };
            match waiter.turn.send(turn) {
                Ok(()) => state.begin(&network),
                // The client has gone. Its turn must not come back here when it is dropped.
                Err(mut turn) => turn.line = None,
            }
            state.forget(&network);
        }
    }
}

impl State {
    /// The next who gets a turn. `None` if nobody waits, or no turn is left for those who do.
    fn next(&mut self) -> Option<(String, Waiter)> {
        let is_spare = self.running >= self.turns;
        if is_spare && !self.may_spare() {
            return None;
        }
        let first = |network: &Network| Some((network.served, network.waiting.front()?.since));
        let (name, _) = self
            .networks
            .iter()
            // Two storms must not share the spare turn, so it is for the first request of a network alone.
            .filter(|(_, network)| !is_spare || network.served == 0)
            .filter_map(|(name, network)| Some((name, first(network)?)))
            .min_by_key(|(_, order)| *order)?;
        let name = name.clone();
        let waiter = self.networks.get_mut(&name)?.waiting.pop_front()?;
        self.waiting -= 1;
        Some((name, waiter))
    }

    /// Whether the spare turn is to be had. Each other turn must be a storm's, which wants more of them: many clients
    /// that come once would otherwise take one core more than hashing may have.
    fn may_spare(&self) -> bool {
        let is_storm = |network: &Network| network.running == 0 || !network.waiting.is_empty();
        self.running == self.turns && self.networks.values().all(is_storm)
    }

    fn begin(&mut self, name: &str) {
        self.running += 1;
        self.clock += 1;
        if let Some(network) = self.networks.get_mut(name) {
            network.running += 1;
            network.served = self.clock;
        }
    }

    fn end(&mut self, name: &str) {
        self.running -= 1;
        if let Some(network) = self.networks.get_mut(name) {
            network.running -= 1;
        }
        self.forget(name);
    }

    /// Forgets a network of which nothing is here.
    fn forget(&mut self, name: &str) {
        if self.networks.get(name).is_some_and(|network| network.waiting.is_empty() && network.running == 0) {
            self.networks.remove(name);
        }
    }

    /// Whether there is room for one more. A full line makes room at the cost of the network that has the most in it.
    fn make_room(&mut self, asker: &Asker) -> bool {
        let (of_network, for_account) = self.count(asker);
        if of_network >= WAITING_OF_NETWORK || for_account >= WAITING_FOR_ACCOUNT {
            self.remove_gone(&asker.network);
            let (of_network, for_account) = self.count(asker);
            if of_network >= WAITING_OF_NETWORK || for_account >= WAITING_FOR_ACCOUNT {
                return false;
            }
        }
        if self.waiting < WAITING {
            return true;
        }
        let Some(largest) = self.networks.values_mut().max_by_key(|network| network.waiting.len()) else {
            return false;
        };
        // A network that has as many in line itself takes nobody's place.
        if largest.waiting.len() <= of_network + 1 {
            return false;
        }
        self.waiting -= usize::from(largest.waiting.pop_back().is_some());
        true
    }

    /// How many requests of the asker's network wait, and how many of these are for the same account.
    fn count(&self, asker: &Asker) -> (usize, usize) {
        self.networks.get(&asker.network).map_or((0, 0), |network| {
            let same = network.waiting.iter().filter(|waiter| waiter.account == asker.account);
            (network.waiting.len(), same.count())
        })
    }

    /// Removes requests of a network whose clients have gone.
    fn remove_gone(&mut self, name: &str) {
        if let Some(network) = self.networks.get_mut(name) {
            let before = network.waiting.len();
            network.waiting.retain(|waiter| !waiter.turn.is_closed());
            self.waiting -= before - network.waiting.len();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            let mut state = line.state();
            state.end(&self.network);
            line.serve(&mut state);
        }
    }
}

#[cfg(test)]
mod tests;
