#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use oneshot::Receiver;
use oneshot::error::TryRecvError;

fn asker(network: &str, account: &str) -> Asker {
    Asker { network: network.into(), account: account.into() }
}

fn stand(line: &Line, network: &str, account: &str) -> Receiver<Turn> {
    line.stand(asker(network, account))
}

fn is_refused(receiver: &mut Receiver<Turn>) -> bool {
    matches!(receiver.try_recv(), Err(TryRecvError::Closed))
}

#[test]
fn a_storm_from_one_network_lets_others_go_first() {
    let line = Line::new(1);
    let mut storm: Vec<_> = (0..100).map(|n| stand(&line, "storm", &n.to_string())).collect();
    let mut running = storm.remove(0).try_recv().unwrap();
    let mut others: Vec<_> = (0..3).map(|n| stand(&line, &format!("other-{n}"), "ann")).collect();
    // Each of the others waits only for the turn that has begun, and for those who came before.
    for other in &mut others {
        drop(running);
        running = other.try_recv().unwrap();
    }
    drop(running);
    // The storm goes on, in its own order.
    let turns: Vec<_> = storm.iter_mut().map(|waiter| waiter.try_recv().unwrap()).map(drop).collect();
    assert_eq!(turns.len(), 99);
}

#[test]
fn two_storms_take_turns() {
    let line = Line::new(1);
    let first = stand(&line, "a", "x").try_recv().unwrap();
    let mut a: Vec<_> = (0..10).map(|n| stand(&line, "a", &n.to_string())).collect();
    let mut b: Vec<_> = (0..10).map(|n| stand(&line, "b", &n.to_string())).collect();
    let mut running = first;
    for (a, b) in a.iter_mut().zip(&mut b) {
        drop(running);
        running = b.try_recv().unwrap();
        drop(running);
        running = a.try_recv().unwrap();
    }
}

#[test]
fn the_line_is_short_for_each_network_and_account() {
    let line = Line::new(1);
    let _running = stand(&line, "a", "x").try_recv().unwrap();
    let mut waiting: Vec<_> = (0..WAITING_FOR_ACCOUNT).map(|_| stand(&line, "a", "ann")).collect();
    assert!(is_refused(&mut stand(&line, "a", "ann")), "for one account");
    waiting.extend((waiting.len()..WAITING_OF_NETWORK).map(|n| stand(&line, "a", &n.to_string())));
    assert!(is_refused(&mut stand(&line, "a", "bob")), "of one network");
    assert!(!is_refused(&mut stand(&line, "b", "ann")), "others have their own places");
    // Clients that have gone take no place.
    waiting.truncate(WAITING_FOR_ACCOUNT);
    assert!(!is_refused(&mut stand(&line, "a", "bob")));
}

#[test]
fn in_a_full_line_the_largest_network_gives_way() {
    let line = Line::new(1);
    let _running = stand(&line, "a", "x").try_recv().unwrap();
    let of = |network: usize| format!("network-{network}");
    let networks = WAITING / WAITING_OF_NETWORK;
    let mut waiting: Vec<Vec<_>> = (0..networks)
        .map(|network| (0..WAITING_OF_NETWORK).map(|n| stand(&line, &of(network), &n.to_string())).collect())
        .collect();
    let mut newcomer = stand(&line, "newcomer", "ann");
    assert!(!is_refused(&mut newcomer));
    let gone = waiting.iter_mut().flatten().filter_map(|waiter| is_refused(waiter).then_some(())).count();
    assert_eq!((gone, line.state().waiting), (1, WAITING));
}

#[test]
fn a_turn_that_nobody_takes_goes_on_to_the_next() {
    let line = Line::new(1);
    let running = stand(&line, "a", "x").try_recv().unwrap();
    drop(stand(&line, "b", "gone before its turn"));
    let gone_with_its_turn = stand(&line, "c", "y");
    let mut last = stand(&line, "d", "z");
    drop(running);
    drop(gone_with_its_turn);
    drop(last.try_recv().unwrap());
    let state = line.state();
    assert_eq!((state.free, state.waiting, state.networks.len()), (1, 0, 0));
}
