//! A reader whose network breaks a hundred times during one long reply.

use crate::database::Engine;
use crate::reader::{Page, send};
use crate::replica::Replica;
use crate::report;
use crate::upstream::{Script, Talk};
use crate::words::{Damage, last_of_all};
use crate::world::{World, person};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::{Duration, Instant};

const DISCONNECTS: usize = 100;
const PACE: Duration = Duration::from_millis(10);

/// Reads a long reply from these replicas in turn. Each time the reader leaves after some words, misses some, and comes
/// back.
async fn disconnects(world: &World, replicas: &[Replica]) {
    let seed = crate::seed();
    let mut random = StdRng::seed_from_u64(seed);
    let talk = Talk::endless(PACE);
    world.upstream.otherwise(Script::talk(&talk));
    let ann = person(&replicas[0], "ann").await;
    let browsers: Vec<_> = replicas.iter().map(|replica| ann.moved(replica.url())).collect();
    let (mut page, mut stream) = (Page::default(), send(&ann, None, "go on", "a").await.unwrap());
    assert!(page.read_words(&mut stream, 1).await);

    let (mut damage, mut resumed) = (Damage::default(), vec![Vec::new(); replicas.len()]);
    let mut behind = 0;
    for number in 0..DISCONNECTS {
        let words = page.words().len() + random.random_range(1..10);
        assert!(page.read_words(&mut stream, words).await, "{page:?}");
        damage = damage.and(Damage::of(&page.words(), page.words().len()));
        drop(stream);
        talk.reaches(page.words().len() + random.random_range(1..20)).await;
        let (turn, began) = (number % replicas.len(), Instant::now());
        let had = page.words().len();
        stream = page.follow(&browsers[turn]).await.unwrap();
        page.apply(&stream.next().await.unwrap());
        behind += usize::from(page.words().len() < had);
        assert!(page.read_words(&mut stream, had + 1).await, "{page:?}");
        resumed[turn].push(began.elapsed());
    }
    talk.end();
    while !page.ended {
        damage = damage.and(Damage::of(&page.words(), page.words().len()));
        page.apply(&stream.next().await.unwrap());
    }
    assert_eq!((page.status.as_str(), last_of_all(&page.words())), ("complete", talk.said()));
    assert_eq!(damage, Damage::default());
    let resumed: Vec<_> = resumed.into_iter().map(times).collect();
    report(&format!(
        "{DISCONNECTS} disconnects, {:?} (seed {seed}): bytes lost {}, doubled {} of {}; first missed byte after {}; \
         met a replica that was behind {behind} times",
        world.engine,
        damage.lost,
        damage.doubled,
        Talk::text(talk.said()).len(),
        resumed.join(", elsewhere ")
    ));
}

fn times(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    format!("p50 {:.1} ms, p99 {:.1} ms", at(0.5), at(0.99))
}

#[tokio::test]
async fn a_hundred_disconnects_lose_and_double_nothing_on_sqlite() {
    let world = World::new(Engine::Sqlite).await;
    let replica = Replica::start(&world.program()).await;
    disconnects(&world, &[replica]).await;
}

#[tokio::test]
async fn a_hundred_disconnects_lose_and_double_nothing_on_two_replicas() {
    let world = World::new(Engine::Postgres).await;
    let program = world.program();
    let replicas = [Replica::start(&program).await, Replica::start(&program).await];
    disconnects(&world, &replicas).await;
    drop(replicas);
}
