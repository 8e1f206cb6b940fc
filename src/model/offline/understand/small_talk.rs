//! Small talk: greetings, thanks, help, yes and no.

use super::clause::{Clause, one_of};
use super::intent::SmallTalk;

/// Reads a whole message or clause as small talk.
pub fn small_talk(clause: Clause<'_>) -> Option<SmallTalk> {
    for (talk, first, more) in CLOSED {
        let asks = *talk == SmallTalk::Yes && clause.asks();
        if one_of(first, clause.low(0)) && clause.after(1).only(&[first, more]) && !asks {
            return Some(*talk);
        }
    }
    // Anything may follow a request for help: "How do I add a task?". After the others, only words of the tail may.
    OPEN.iter().find_map(|(talk, pattern)| {
        let rest = clause.strip(pattern)?;
        // "Do it later" is not yes.
        let yes = *talk == SmallTalk::Yes;
        let later = yes && (rest.has("later|soon|tomorrow|then") || clause.asks());
        (*talk == SmallTalk::Help || (rest.only(&[TAIL]) && !later)).then_some(*talk)
    })
}

/// Small talk that consists of these words only. The first word is from the first list.
const CLOSED: &[(SmallTalk, &str, &str)] = &[
    (SmallTalk::No, NO, NO_MORE),
    (SmallTalk::Yes, YES, YES_MORE),
    (SmallTalk::Thanks, THANKS, THANKS_MORE),
    (SmallTalk::Greeting, GREETING, GREETING_MORE),
    (SmallTalk::Farewell, "bye|goodbye|cya|farewell", "for|now|good|then|and"),
];

/// Patterns for the beginning of small talk.
const OPEN: &[(SmallTalk, &str)] = &[
    (SmallTalk::Greeting, "good morning|afternoon|evening|day"),
    (SmallTalk::Greeting, "how are you"),
    (SmallTalk::Greeting, "what is up"),
    (SmallTalk::Farewell, "see you"),
    (SmallTalk::Farewell, "good night|bye"),
    (SmallTalk::Farewell, "i have to go"),
    (SmallTalk::Identity, "who|what are you"),
    (SmallTalk::Identity, "who is this|that|there|docket"),
    (SmallTalk::Identity, "what is your name"),
    (SmallTalk::Identity, "what|which ai|model|llm|language? model? are|is you|this"),
    (
        SmallTalk::Identity,
        "are you a|an|the? real? ai|bot|robot|human|person|chatgpt|gpt|gemini|llm|model|assistant",
    ),
    (SmallTalk::Identity, "is this a|an|the? real? chatgpt|gpt|gemini|ai|bot|robot|human|llm|person"),
    (SmallTalk::Identity, "am i talking|speaking to|with a|an? bot|ai|human|person|robot"),
    (SmallTalk::Identity, "what is docket"),
    (SmallTalk::Identity, "tell me about yourself"),
    (SmallTalk::Identity, "introduce yourself"),
    (SmallTalk::Help, "help"),
    (SmallTalk::Help, "i need|want|would like? some|your? help"),
    (SmallTalk::Help, "can|could|would|will you help me|us?"),
    (SmallTalk::Help, "what can|could|do you|i|we do|say|ask|understand|help|offer"),
    (SmallTalk::Help, "what else can you do"),
    (SmallTalk::Help, "what are you able|capable"),
    (SmallTalk::Help, "what are your|the commands|options|features|capabilities"),
    (SmallTalk::Help, "what commands|things can|do you|i"),
    (SmallTalk::Help, "how do|can|should|could i|you|we|one"),
    (SmallTalk::Help, "how does this|it|that|docket work"),
    (SmallTalk::Help, "how to"),
    (SmallTalk::Help, "commands|instructions|usage|examples"),
    (SmallTalk::Help, "show|give|tell me? the? commands|examples|instructions|help|usage"),
    (SmallTalk::Yes, "go ahead"),
    (SmallTalk::Yes, "of course"),
    (SmallTalk::Yes, "please do"),
    (SmallTalk::Yes, "do it|so"),
    (SmallTalk::Yes, "sounds good"),
    (SmallTalk::No, "none|neither|nothing of? them|these|those?"),
    (SmallTalk::No, "never mind"),
    (SmallTalk::No, "i do not know|care|mind"),
    (SmallTalk::No, "not sure"),
    (SmallTalk::No, "idk|dunno"),
    (SmallTalk::No, "no idea"),
    (SmallTalk::No, "forget it|about? it?"),
    (SmallTalk::No, "leave it|them"),
    (SmallTalk::Thanks, "well|nicely done"),
    (SmallTalk::Thanks, "good|great|nice job|work"),
];

const NO: &str = "no|nope|nah|n|cancel|stop|nevermind|neither|none|nothing|abort|not|don't";
const NO_MORE: &str = "never|mind|thanks|thank|you|please|that|it|do|delete|remove|keep|them|all|of|these|\
    those|now|forget|leave|i|changed|my|wait|any|add|way|sorry";
const YES: &str = "yes|yeah|yep|yup|y|sure|ok|okay|confirm|confirmed|absolutely|definitely|correct|right|\
    exactly";
const YES_MORE: &str = "please|do|it|go|ahead|of|course|delete|remove|add|them|all|everything|that|i|am|my|\
    tasks|task|the|one|thanks|thank|you|really|so|both|is";
const THANKS: &str = "thanks|thank|thx|ty|cheers|great|perfect|awesome|cool|nice|excellent|wonderful|\
    brilliant|super|lovely|amazing";
const THANKS_MORE: &str = "you|a|lot|so|very|much|for|your|help|job|work|that|is|it|docket|all|the";
const GREETING: &str = "hi|hello|hey|hiya|howdy|greetings|yo|hallo|morning|welcome";
const GREETING_MORE: &str = "there|docket|assistant|again|everyone|you|how|are|is|it|going|good|afternoon|\
    evening|today|my|friend";
const TAIL: &str = "docket|today|there|please|then|now|it|that|you|all|really|again|assistant|a|the|bot|ai|\
    so|much|everything|later|soon|tomorrow|and|them|anyway|exactly|here|thanks";
