//! A cut of the connection on which a replica hears of the others' replies.

use crate::database::Engine;
use crate::proxy::Proxy;
use crate::reader::{Page, send};
use crate::replica::Replica;
use crate::report;
use crate::upstream::{Script, Talk};
use crate::words::{Damage, last_of_all};
use crate::world::{World, person};
use std::time::Duration;

const CUTS: usize = 5;

#[tokio::test]
async fn a_follower_elsewhere_gets_everything_though_the_listener_is_cut() {
    let world = World::new(Engine::Postgres).await;
    let talk = Talk::endless(Duration::from_millis(25));
    world.upstream.otherwise(Script::talk(&talk));
    let network = Proxy::start(&world.url()).await;
    let writer = Replica::start(&world.program()).await;
    let other = Replica::start(&world.program_at(network.url())).await;
    let ann = person(&writer, "ann").await;
    let (mut page, mut stream) = (Page::default(), send(&ann, None, "go on", "a").await.unwrap());
    assert!(page.read_words(&mut stream, 1).await);

    let mut along = Page::of(&page.reply);
    let mut following = along.follow(&ann.moved(other.url())).await.unwrap();
    let mut damage = Damage::default();
    for cut in 1..=CUTS {
        network.listens(cut).await;
        assert!(along.read_words(&mut following, along.words().len() + 10).await, "{along:?}");
        network.cut_listeners();
        // Words that come while the listener is gone arrive all the same.
        let said = talk.said() + 10;
        talk.reaches(said).await;
        assert!(along.read_words(&mut following, said).await, "{along:?}");
        damage = damage.and(Damage::of(&along.words(), said));
    }
    talk.end();
    along.read(following).await;
    assert_eq!((along.status.as_str(), last_of_all(&along.words())), ("complete", talk.said()));
    assert_eq!(damage, Damage::default());
    report(&format!(
        "listener cut {CUTS} times: {} words on the other replica, bytes lost {}, doubled {}",
        talk.said(),
        damage.lost,
        damage.doubled
    ));
    drop((writer, other));
}
