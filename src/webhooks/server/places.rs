//! How many addresses one replica sends to at the same time. The quick ones and the slow ones have places of their own, and so has each
//! person, so that nobody's slow receivers hold up the others.

use crate::id::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places for quick addresses, and for slow ones.
const PLACES: [usize; 2] = [32, 32];
/// Places of one person.
const OF_PERSON: usize = 4;

/// The places that are taken. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Places(Arc<Mutex<Taken>>);

#[derive(Default)]
struct Taken {
    by_speed: [usize; 2],
    by_person: HashMap<UserId, usize>,
}

/// A place. It is free again when this is dropped.
pub(super) struct Place {
    places: Places,
    user: UserId,
    speed: usize,
}

impl Places {
    /// Takes a place. `None` if all are taken.
    pub(super) fn take(&self, user: &UserId, is_slow: bool) -> Option<Place> {
        let speed = usize::from(is_slow);
        let mut taken = self.taken();
        let of_person = taken.by_person.get(user).copied().unwrap_or_default();
        if taken.by_speed[speed] >= PLACES[speed] || of_person >= OF_PERSON {
            return None;
        }
        taken.by_speed[speed] += 1;
        taken.by_person.insert(user.clone(), of_person + 1);
        Some(Place { places: self.clone(), user: user.clone(), speed })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.by_speed[self.speed] -= 1;
        match taken.by_person.get_mut(&self.user) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.by_person.remove(&self.user)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_addresses_and_those_of_one_person_leave_places_to_the_others() {
        let places = Places::default();
        let person = |number: usize| UserId::new(format!("person{number}"));
        let of_one: Vec<_> = (0..10).filter_map(|_| places.take(&person(0), false)).collect();
        assert_eq!(of_one.len(), OF_PERSON);
        let slow: Vec<_> = (1..100).filter_map(|number| places.take(&person(number), true)).collect();
        assert_eq!(slow.len(), PLACES[1]);
        let quick: Vec<_> = (1..100).filter_map(|number| places.take(&person(number), false)).collect();
        assert_eq!(quick.len(), PLACES[0] - OF_PERSON);
        drop((of_one, slow, quick));
        assert!(places.take(&person(0), false).is_some());
        assert_eq!(places.taken().by_person.len(), 0);
    }
}
