//! Talk that is about no task: greetings, thanks, help, yes and no, other languages.

use super::clause::{Clause, one_of};
use super::intent::Talk;

/// What a whole message or clause says if it is such talk.
pub(super) fn talk(clause: Clause<'_>) -> Option<Talk> {
    for (talk, first, more) in CLOSED {
        if one_of(first, clause.low(0)) && clause.after(1).only(&[first, more]) {
            return Some(*talk);
        }
    }
    // "How do I add a task?" is a question about Docket whatever follows; the others are all there is.
    OPEN.iter().find_map(|(talk, pattern)| {
        let rest = clause.strip(pattern)?;
        (*talk == Talk::Help || rest.only(&[TAIL])).then_some(*talk)
    })
}

/// Talk that has nothing but these words, the first of them from the first list.
const CLOSED: &[(Talk, &str, &str)] = &[
    (Talk::No, NO, NO_MORE),
    (Talk::Yes, YES, YES_MORE),
    (Talk::Thanks, THANKS, THANKS_MORE),
    (Talk::Greeting, GREETING, GREETING_MORE),
    (Talk::Farewell, "bye|goodbye|cya|farewell", "for|now|good|then|and"),
];

/// Talk that begins like this, as patterns.
const OPEN: &[(Talk, &str)] = &[
    (Talk::Greeting, "good morning|afternoon|evening|day"),
    (Talk::Greeting, "how are you"),
    (Talk::Greeting, "what is up"),
    (Talk::Farewell, "see you"),
    (Talk::Farewell, "good night|bye"),
    (Talk::Farewell, "i have to go"),
    (Talk::Identity, "who|what are you"),
    (Talk::Identity, "who is this|that|there|docket"),
    (Talk::Identity, "what is your name"),
    (Talk::Identity, "what|which ai|model|llm|language? model? are|is you|this"),
    (
        Talk::Identity,
        "are you a|an|the? real? ai|bot|robot|human|person|chatgpt|gpt|gemini|llm|model|assistant",
    ),
    (Talk::Identity, "is this a|an|the? real? chatgpt|gpt|gemini|ai|bot|robot|human|llm|person"),
    (Talk::Identity, "am i talking|speaking to|with a|an? bot|ai|human|person|robot"),
    (Talk::Identity, "what is docket"),
    (Talk::Identity, "tell me about yourself"),
    (Talk::Identity, "introduce yourself"),
    (Talk::Help, "help"),
    (Talk::Help, "i need|want|would like? some|your? help"),
    (Talk::Help, "can|could|would|will you help me|us?"),
    (Talk::Help, "what can|could|do you|i|we do|say|ask|understand|help|offer"),
    (Talk::Help, "what else can you do"),
    (Talk::Help, "what are you able|capable"),
    (Talk::Help, "what are your|the commands|options|features|capabilities"),
    (Talk::Help, "what commands|things can|do you|i"),
    (Talk::Help, "how do|can|should|could i|you|we|one"),
    (Talk::Help, "how does this|it|that|docket work"),
    (Talk::Help, "how to"),
    (Talk::Help, "commands|instructions|usage|examples"),
    (Talk::Help, "show|give|tell me? the? commands|examples|instructions|help|usage"),
    (Talk::Yes, "go ahead"),
    (Talk::Yes, "of course"),
    (Talk::Yes, "please do"),
    (Talk::Yes, "do it|so"),
    (Talk::Yes, "sounds good"),
    (Talk::No, "none|neither|nothing of? them|these|those?"),
    (Talk::No, "never mind"),
    (Talk::No, "forget it|about? it?"),
    (Talk::No, "leave it|them"),
    (Talk::Thanks, "well|nicely done"),
    (Talk::Thanks, "good|great|nice job|work"),
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
/// Whether a message that was not understood is likely in another language than English.
pub(super) fn is_foreign(text: &str, clause: Clause<'_>) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let other = text.chars().filter(|c| c.is_alphabetic() && *c > '\u{24f}').count();
    if other * 2 > letters {
        return true;
    }
    let accented = clause
        .words
        .iter()
        .filter(|word| word.low.chars().any(|c| c.is_alphabetic() && !c.is_ascii()))
        .count();
    let foreign = clause.words.iter().filter(|word| one_of(FOREIGN, &word.low)).count();
    foreign >= 2
        || (accented + foreign) * 3 >= clause.words.len().max(1)
        || (foreign == 1 && clause.words.len() <= 3)
}

/// Frequent words of languages in Latin script that English does not have.
const FOREIGN: &str = "una|uno|el|los|las|mi|mis|por|favor|para|que|qué|hola|gracias|tarea|tareas|comprar|\
    leche|agregar|agrega|añade|añadir|muestra|borrar|lista|quiero|necesito|le|les|une|des|mes|bonjour|\
    merci|salut|tâche|tâches|ajoute|ajouter|acheter|montre|moi|je|dois|veux|liste|der|das|ein|eine|einen|\
    und|ich|mir|meine|bitte|aufgabe|aufgaben|zeige|zeig|kaufen|füge|hinzu|danke|guten|muss|il|un|gli|mio|\
    mie|ciao|grazie|aggiungi|compito|attività|devo|comprare|mostra|um|uma|meu|minhas|olá|obrigado|\
    adicionar|adicione|tarefa|tarefas|het|een|mijn|taak|voeg|toe|kopen|bedankt|alstublieft|graag|dodaj|\
    zadanie|moje|zadania|kup|dzień|dobry|bir|görev|ekle|görevlerim|merhaba|lütfen|göster|kya|mujhe|mera|\
    meri|karo|kaam|hai|kharidna|doodh|salam|shukriya";
