//! What befalls the processes.

use super::node::Node;
use super::world::World;
use crate::db::Word;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// Lets calamities happen, and returns when the world has been well for a while.
pub(super) async fn happen(world: Arc<World>) {
    let processes = if world.plan.shared { world.draw(1..=3) } else { 1 };
    let first: Vec<_> = (0..processes).map(|_| Node::start(&world)).collect();
    drop(first);
    let mut after = JoinSet::new();
    for _ in 0..world.plan.calamities {
        sleep(world.milliseconds(0..=9000)).await;
        let Some(node) = world.some_node() else { continue };
        let long = if world.happens(50) { 100_000 } else { 20_000 };
        let time = world.milliseconds(100..=long);
        match world.draw(0..=9) {
            0..=2 => {
                node.kill();
                after.spawn(start_another(world.clone()));
            }
            3 => {
                after.spawn(stop_well(world.clone(), node));
            }
            4 | 5 if world.plan.shared => {
                node.cut(time);
                after.spawn(tell_everything(node, time));
            }
            6 if world.plan.shared => {
                node.mute(time);
                after.spawn(tell_everything(node, time));
            }
            7 => {
                node.pause(time);
                after.spawn(sleep(time));
            }
            _ => {
                let most = world.milliseconds(50..=6000);
                world.note(0, "the disk is slow", &(time, most));
                world.lock().slow = Some((Instant::now() + time, most));
            }
        }
    }
    while after.join_next().await.is_some() {}
    // What was held up has passed by then.
    sleep(Duration::from_secs(20)).await;
    world.lock().is_calm = true;
    world.note(0, "all is well", &());
}

async fn start_another(world: Arc<World>) {
    sleep(world.milliseconds(200..=15_000)).await;
    Node::start(&world);
}

/// Stops a process as an operator does.
async fn stop_well(world: Arc<World>, node: Arc<Node>) {
    world.note(node.number, "is stopped", &());
    let grace = world.milliseconds(0..=4000);
    // On SQLite the next one starts when this one is gone.
    if world.plan.shared {
        Node::start(&world);
    }
    if let Some(engine) = node.engine() {
        tokio::select! {
            biased;
            () = node.killed() => {}
            () = engine.shut_down(grace) => {}
        }
    }
    node.kill();
    if !world.plan.shared {
        Node::start(&world);
    }
}

/// A process whose connection comes back is told that it may have missed something.
async fn tell_everything(node: Arc<Node>, after: Duration) {
    sleep(after + Duration::from_millis(50)).await;
    node.runs_or_dies().await;
    node.hear(Word::Everything);
}
