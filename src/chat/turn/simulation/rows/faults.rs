//! Rules that the rows break on purpose, to see whether the simulation finds it.

/// A rule that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Fault {
    /// The end is taken from any writer.
    LateWriter,
    /// A piece that comes again is stored again.
    DoubledPiece,
    /// One piece in four is not stored, though the answer says so.
    LostPiece,
    /// Who follows a reply elsewhere does not get the first piece that is new.
    CursorOffByOne,
    /// A message that comes again is stored again.
    SentTwice,
    /// Nobody begins the next queued reply.
    QueueForgotten,
    /// The next queued reply is claimed while another is written.
    QueueJumped,
    /// No writer hears that it should stop.
    StopForgotten,
    /// A lease is never taken away.
    LeaseForEver,
    /// The tokens of a reply are charged at each attempt to store its end.
    TokensTwice,
    /// The model is not told the reply before.
    PastForgotten,
    /// A reply that is ended for a dead writer loses its last piece.
    InterruptedShort,
}

impl Fault {
    pub(in super::super) const ALL: [Self; 12] = [
        Self::LateWriter,
        Self::DoubledPiece,
        Self::LostPiece,
        Self::CursorOffByOne,
        Self::SentTwice,
        Self::QueueForgotten,
        Self::QueueJumped,
        Self::StopForgotten,
        Self::LeaseForEver,
        Self::TokensTwice,
        Self::PastForgotten,
        Self::InterruptedShort,
    ];
}
