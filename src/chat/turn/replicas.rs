//! What the processes tell each other of replies. The words are: `wanted`, from a process where somebody follows the
//! reply; `written`, when the journal has more of such a reply; `changed`, when a reply begins or ends; and `stop`.

use super::Engine;
use crate::db::Word;
use crate::id::MessageId;
use futures::StreamExt;

impl Engine {
    /// Hears what this process and the others say of replies, for good.
    pub(crate) async fn listen(&self) {
        let mut words = self.db.words();
        let hear = async {
            while let Some(word) = words.next().await {
                match word {
                    Word::Said(word) => self.heard(&word),
                    Word::Everything => self.heard_of_everything(),
                }
            }
        };
        tokio::join!(hear, self.db.carry());
    }

    /// Tells all processes that a reply has begun or ended.
    pub(super) fn say_changed(&self, reply: MessageId) {
        self.mirrors.changed(reply);
        self.db.say(format!("changed {reply}"));
    }

    /// Asks the writer of a reply to look whether it should stop.
    pub(crate) fn say_stop(&self, reply: MessageId) {
        self.mirrors.changed(reply);
        self.db.say(format!("stop {reply}"));
    }

    fn heard(&self, word: &str) {
        let Some((topic, id)) = word.split_once(' ') else { return };
        let Ok(reply) = id.parse() else { return };
        match topic {
            "written" => self.mirrors.changed(reply),
            "changed" => self.mirrors.begun_or_ended(reply),
            "wanted" => {
                if let Some(live) = self.registry.get(reply) {
                    live.want();
                    self.start_telling_ahead(&live);
                    self.hurry(&live);
                }
            }
            // Only the row says whether it should stop.
            "stop" => {
                if let Some(live) = self.registry.get(reply) {
                    live.request_recheck();
                    self.hurry(&live);
                }
            }
            _ => {}
        }
    }

    fn heard_of_everything(&self) {
        self.mirrors.all_changed();
        self.registry.all().iter().for_each(|live| live.request_recheck());
    }
}
