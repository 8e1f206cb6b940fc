//! What a message asks for.

/// Which tasks a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// Every task.
    All,
    /// Tasks still to do.
    Pending,
    /// Tasks that are done.
    Completed,
}

/// A task to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewTask {
    /// Its title.
    pub(super) title: String,
    /// Its description.
    pub(super) description: Option<String>,
}

/// A place in a list that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The one at this place, counted from 1.
    Nth(usize),
    /// The first so many.
    First(usize),
    /// The last so many.
    Last(usize),
}

/// How a message names tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// It does not.
    Missing,
    /// By their numbers; `bare` if only the figure was said, without `#` or "task".
    Ids {
        /// The numbers.
        ids: Vec<i64>,
        /// Whether "3" was said rather than "task 3" or "#3".
        bare: bool,
    },
    /// By their places in the list shown last.
    Places(Vec<Place>),
    /// "it": the one spoken of.
    It,
    /// "them", "both": those spoken of.
    Them,
    /// The one made last.
    Newest,
    /// All, or all of a kind.
    All(Filter),
    /// By something like its title.
    Title(String),
    /// All that have something like this title: "both meetings".
    Each(String),
}

impl Target {
    /// Whether it can only mean tasks, which a title need not.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self, Self::Missing | Self::Title(_) | Self::Each(_))
    }
}

/// What to do with tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Mark as complete.
    Complete,
    /// Delete.
    Delete,
    /// Mark as pending again, for which there is no tool.
    Reopen,
    /// Show.
    Look,
    /// Give another title, another description (an empty one removes it), or both.
    Change {
        /// The new title.
        title: Option<String>,
        /// The new description.
        description: Option<String>,
    },
    /// Give another title that was not said yet.
    Retitle,
    /// Give another description that was not said yet.
    Describe,
}

/// Talk that is about no task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// "Hello".
    Greeting,
    /// "Thank you".
    Thanks,
    /// "Bye".
    Farewell,
    /// "What can you do?"
    Help,
    /// "Who are you?"
    Identity,
    /// "Yes".
    Yes,
    /// "No", "cancel".
    No,
}

/// What one part of a message asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// Add these.
    Add(Vec<NewTask>),
    /// Add something, or several things, not named yet.
    AddUnnamed {
        /// Whether several.
        several: bool,
    },
    /// Something that may well be meant as tasks, but was not said to be.
    Offer(Vec<NewTask>),
    /// Show a list.
    Show(Filter),
    /// Say how many there are.
    Count(Filter),
    /// Do this with these. There can be several readings: "change go to bed to read" has two.
    Act(Vec<(Action, Target)>),
    /// Take back what was done last.
    Undo,
    /// Talk.
    Talk(Talk),
    /// A question that is about no task.
    Question,
    /// Another language than English.
    Foreign,
    /// Nothing at all.
    Silence,
    /// More than can be read.
    TooLong,
    /// None of these; what was said.
    Unknown(String),
}

impl Intent {
    /// One action with one reading.
    pub(super) fn act(action: Action, target: Target) -> Option<Self> {
        Some(Self::Act(vec![(action, target)]))
    }

    /// Whether it asks for something definite.
    pub(super) fn is_command(&self) -> bool {
        matches!(
            self,
            Self::Add(_)
                | Self::AddUnnamed { .. }
                | Self::Show(_)
                | Self::Count(_)
                | Self::Act(_)
                | Self::Undo
                | Self::Talk(_)
        )
    }
}
