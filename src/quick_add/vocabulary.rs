//! Words by what they do to a date beside them.

/// Words after which a sentence goes on without the date.
pub(super) const FOLLOW: &str = "about|for|with|from|to|at|in|on|and|before|after|so|because|via|by|if|when|unless|or|then|re|\
    regarding|as|without|until|while|near|using|per|&|+|remind|but|since|that|over|through|around|please|pls|thanks";
/// Words that make what follows a part of a name or a thing.
pub(super) const DETERMINERS: &str = "the|a|an|my|your|our|his|her|their|its|this|that|these|those|last|past|previous|every|each|\
    some|any|all|no|early|late|another|next|old|new|first|second|one";
/// Words that make what follows a topic.
pub(super) const TOPICS: &str = "about|for|of|from|to|since|after|than|re|regarding|called|named|titled|is|was|are|were|be|and|or|\
    not|between|vs|versus|like|into|in|during|with|&|+|only|except|on|by|at|before|until|through|via|over|under|around";
/// Words of [`TOPICS`] that may belong to a verb: "sleep in".
pub(super) const PARTICLES: &str = "in|on|by|over|through|around|under|into|like|only";
/// Words that begin a clause of its own.
pub(super) const CLAUSES: &str =
    "that|whether|if|when|because|which|who|what|where|why|how|while|whose|what's|who's|where's|when's|how's";
/// Subjects of such a clause.
pub(super) const SUBJECTS: &str =
    "i|i'll|i'm|we|we'll|we're|he|he'll|she|she'll|they|they'll|you'll|it'll|he's|she's|they're";
/// Verbs whose object may carry the date: "book a table friday".
pub(super) const EVENTS: &str = "plan|book|reserve|schedule|arrange|organise|organize|rsvp|register";
/// Verbs that are about a date themselves.
pub(super) const MOVES: &str = "reschedule|postpone|move|push|delay|cancel|shift|bring|change|extend";
/// Verbs after which a date alone is the object: "review friday".
pub(super) const OBJECTS: &str = "watch|read|review|discuss|enjoy|love|like|hate|miss|remember|celebrate|prepare|see|think|play|sing|learn|describe|\
    draw|paint|write|translate|buy|order|download|listen";
/// Verbs with which people begin what they have to do.
pub(super) const ORDERS: &str = "buy|call|pay|email|mail|write|send|clean|wash|book|fix|pick|go|visit|order|schedule|plan|prepare|\
    study|learn|meet|return|renew|water|feed|walk|cook|bake|file|submit|review|make|do|take|text|ring|phone|practice|\
    organize|organise|repair|install|create|bring|collect|iron|vacuum|mow|paint|pack|print|register|replace|research|\
    sell|sew|sign|sort|start|update|upload|draft|check|drop|arrange|attend|change|contact|deliver|read|shop|wrap|get|\
    invite|cancel|finalize|hoover|tidy|build|design|test|deploy|apply|backup|donate|empty|reply|respond|discuss|to|i|\
    we|please|remember|ask|tell|talk|give|put|turn|try|work|finish|complete|let|need|have|must|follow|back|bathe|\
    brush|stretch|run|jog|swim|wake|leave|ship|move|help|think|set|pick|charge|descale|defrost|refill|reset|look";
pub(super) const PEOPLE: &str =
    "mom|mum|mama|dad|papa|grandma|grandpa|granny|nana|mother|father|i|mum's|mom's|dr|mr|mrs|ms|me";
/// Verbs with which "till friday" says how long.
pub(super) const LASTING: &str = "wait|stay|hold|keep|sleep|rent|work|rest|fast|drive|leave|remain|freeze|pause|stop|avoid|\
    skip|block|suspend|lock|mute|park|lend|borrow|open|closed|out|away|busy|valid|for";
/// Words for what one has until one cancels it: no event that has a date of its own.
pub(super) const CONTRACTS: &str =
    "trial|subscription|membership|contract|plan|account|insurance|policy|order|card|lease";
/// Words that stand before a number as the name of a place.
pub(super) const PLACES: &str =
    "room|hall|floor|gate|platform|building|table|desk|booth|track|terminal|pier|court";
/// Words after which the time belongs to another thing: "wine for dinner".
pub(super) const ASIDE: &str = "for|to|about|of|before|after|from|since|until|during";

/// Whether a list has a word.
pub(super) fn one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split('|').any(|other| other == word)
}
