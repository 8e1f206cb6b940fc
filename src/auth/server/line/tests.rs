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
    let first = storm.remove(0).try_recv().unwrap();
    let mut others: Vec<_> = (0..3).map(|n| stand(&line, &format!("other-{n}"), "ann")).collect();
    // The first of the others waits for nothing, and the rest for those who came before.
    let mut running = others.remove(0).try_recv().unwrap();
    for other in &mut others {
        assert!(matches!(other.try_recv(), Err(TryRecvError::Empty)));
        drop(running);
        running = other.try_recv().unwrap();
    }
    drop(running);
    assert!(matches!(storm[0].try_recv(), Err(TryRecvError::Empty)), "the spare turn is for others");
    drop(first);
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
    // The second one has the spare turn once.
    drop(b.remove(0).try_recv().unwrap());
    let mut running = first;
    for (a, b) in a.iter_mut().zip(&mut b) {
        drop(running);
        running = a.try_recv().unwrap();
        drop(running);
        running = b.try_recv().unwrap();
    }
}

#[test]
fn clients_that_come_once_take_no_spare_turn() {
    let line = Line::new(2);
    let storm: Vec<_> = (0..9).map(|n| stand(&line, "storm", &n.to_string())).collect();
    assert_eq!(line.state().running, 2);
    drop(storm);
    let line = Line::new(2);
    let mut many: Vec<_> = (0..9).map(|n| stand(&line, &n.to_string(), "ann")).collect();
    let running: Vec<_> = many.drain(..2).map(|mut one| one.try_recv().unwrap()).collect();
    assert!(matches!(many[0].try_recv(), Err(TryRecvError::Empty)));
    drop(running);
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
    assert_eq!((state.running, state.waiting, state.networks.len()), (0, 0, 0));
}
