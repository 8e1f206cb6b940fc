//! Who may hold how many connections.

use ipnet::{IpNet, Ipv6Net};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How often the log tells that there is no place.
const BETWEEN_NEWS: Duration = Duration::from_secs(10);

/// The places for connections. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Most connections.
    all: usize,
    /// Most connections of clients that are no trusted proxies. The rest is for proxies and health checks, so that a
    /// crowd of strangers does not shut them out.
    strangers: usize,
    /// Most connections of one address that is no trusted proxy.
    share: usize,
    /// All people come from the address of a proxy, so a proxy has no share of its own.
    proxies: Arc<[IpNet]>,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    proxies: usize,
    strangers: HashMap<IpAddr, usize>,
    /// All of `strangers`.
    sum: usize,
    told: Option<Instant>,
}

/// There is no place for one more connection.
#[derive(Debug)]
pub(super) struct Full {
    /// The address or network that wanted one.
    pub(super) address: IpAddr,
    /// Whether the server is full; otherwise the address has its share.
    pub(super) whole_server: bool,
    /// Whether the log has not told it lately.
    pub(super) is_news: bool,
}

impl Places {
    pub(super) fn new(all: usize, proxies: Arc<[IpNet]>) -> Self {
        let share = |part: usize| part.max(1);
        Self { all, strangers: share(all - all / 8), share: share(all / 4), proxies, taken: Arc::default() }
    }

    /// Takes a place for a connection from this address.
    pub(super) fn take(&self, address: IpAddr) -> Result<Place, Full> {
        let address = address.to_canonical();
        let is_proxys = self.proxies.iter().any(|network| network.contains(&address));
        let address = network(address);
        let mut taken = self.taken();
        let own = taken.strangers.get(&address).copied().unwrap_or_default();
        let is_full = taken.sum + taken.proxies >= self.all || (!is_proxys && taken.sum >= self.strangers);
        if is_full || (!is_proxys && own >= self.share) {
            let is_news = taken.told.is_none_or(|told| told.elapsed() >= BETWEEN_NEWS);
            if is_news {
                taken.told = Some(Instant::now());
            }
            return Err(Full { address, whole_server: is_full, is_news });
        }
        if is_proxys {
            taken.proxies += 1;
        } else {
            taken.sum += 1;
            taken.strangers.insert(address, own + 1);
        }
        Ok(Place { places: self.clone(), address: (!is_proxys).then_some(address) })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // Nothing panics while it holds the lock.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What counts as one address. A client with an IPv6 address usually has its whole /64 network.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) if !address.is_loopback() => {
            Ipv6Net::new(address, 64).map_or(address, |network| network.network()).into()
        }
        address => address,
    }
}

/// The place of one connection. Dropping it makes room for another.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    /// `None` for a trusted proxy.
    address: Option<IpAddr>,
}

impl Place {
    /// Whether a trusted proxy has it.
    pub(super) fn is_proxys(&self) -> bool {
        self.address.is_none()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        let Some(address) = self.address else {
            taken.proxies -= 1;
            return;
        };
        taken.sum -= 1;
        match taken.strangers.get_mut(&address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.strangers.remove(&address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(all: usize) -> Places {
        Places::new(all, ["127.0.0.0/8", "fd00::1/128"].iter().flat_map(|text| text.parse()).collect())
    }

    /// How many places an address gets.
    fn taken(places: &Places, address: &str, kept: &mut Vec<Place>) -> usize {
        let before = kept.len();
        kept.extend(std::iter::from_fn(|| places.take(address.parse().ok()?).ok()));
        kept.len() - before
    }

    #[tokio::test]
    async fn an_address_has_a_share_and_proxies_have_the_rest() {
        let (places, mut kept) = (places(32), Vec::new());
        assert_eq!(taken(&places, "192.0.2.1", &mut kept), 8);
        assert_eq!(taken(&places, "::ffff:192.0.2.1", &mut kept), 0, "it is the same address");
        assert_eq!(taken(&places, "2001:db8::1", &mut kept), 8);
        assert_eq!(taken(&places, "2001:db8::2", &mut kept), 0, "it is the same network");
        assert_eq!(taken(&places, "192.0.2.2", &mut kept), 8);
        assert_eq!(taken(&places, "192.0.2.3", &mut kept), 4, "the last places are for proxies");
        assert_eq!(taken(&places, "192.0.2.4", &mut kept), 0);
        assert_eq!(taken(&places, "127.0.0.1", &mut kept), 4);
        kept.clear();
        assert_eq!(taken(&places, "fd00::1", &mut kept), 32);
        kept.clear();
        let taken = places.taken();
        assert!(taken.strangers.is_empty() && taken.sum == 0 && taken.proxies == 0);
    }

    #[tokio::test(start_paused = true)]
    async fn the_log_is_not_flooded() {
        let (places, address) = (places(4), IpAddr::from([192, 0, 2, 1]));
        let _place = places.take(address);
        let is_news = || places.take(address).err().map(|full| full.is_news);
        assert_eq!((is_news(), is_news()), (Some(true), Some(false)));
        tokio::time::advance(BETWEEN_NEWS).await;
        assert_eq!((is_news(), is_news()), (Some(true), Some(false)));
    }
}
