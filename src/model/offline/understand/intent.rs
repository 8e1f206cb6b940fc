//! What a message asks for, as data.

/// Which tasks a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Every task.
    All,
    /// Tasks still to do.
    Pending,
    /// Tasks that are done.
    Completed,
}

/// A task to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is done: "[x] buy milk".
    pub completed: bool,
    /// Whether the title stood in quotes, so that it is taken as it is.
    pub quoted: bool,
    /// Whether the person wants to be reminded of it.
    pub reminds: bool,
}

/// What changes of a task's plan, with dates in the person's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planning {
    /// It is due then: "monday at 5".
    Move(String),
    /// It is due so much later: "2 days".
    Later(String),
    /// It is repeated: "every week".
    Repeat(String),
    /// The person is reminded then.
    Remind(String),
    /// Its priority.
    Priority(u8),
    /// It gets a tag.
    Tag(String),
    /// It loses a tag; all of them if it is `None`.
    Untag(Option<String>),
    /// It goes to a list.
    List(String),
    /// It has none of this any more.
    Clear(Field),
}

/// A part of a task's plan that can be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// When it is due.
    Due,
    /// How it is repeated.
    Repeat,
    /// Its reminders.
    Reminders,
    /// Its priority.
    Priority,
    /// Its list.
    List,
    /// When it starts.
    Start,
}

/// Tasks that are still to do, by their plan. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// When they are due.
    pub due: Option<Period>,
    /// Their tag.
    pub tag: Option<String>,
    /// Their list.
    pub list: Option<String>,
    /// Their priority.
    pub priority: Option<u8>,
}

/// A time in which tasks are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// Today.
    Today,
    /// Before today.
    Overdue,
    /// In the seven days from today.
    Week,
    /// In the week that begins next Monday.
    NextWeek,
    /// Until the end of this month.
    Month,
    /// Never.
    Undated,
    /// On this day, in the person's words.
    Day(String),
}

/// A place in a list that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The task at this place, counted from 1.
    Nth(usize),
    /// This many from the beginning.
    First(usize),
    /// This many from the end.
    Last(usize),
}

/// How a message names tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// It names none.
    Missing,
    /// By their numbers.
    Ids {
        /// The numbers.
        ids: Vec<i64>,
        /// Whether the person said "3", without "task" or "#".
        bare: bool,
    },
    /// By their places in the last list.
    Places(Vec<Place>),
    /// "it": the task spoken of.
    It,
    /// "them", "both": the tasks spoken of.
    Them,
    /// The newest task.
    Newest,
    /// All tasks of a kind.
    All(Filter),
    /// By words that fit its title.
    Title(String),
    /// All tasks whose title these words fit: "both meetings".
    Each(String),
    /// All tasks with such a plan: "everything of today".
    Planned(Query),
    /// All tasks of the first target without those of the others: "everything except the rent".
    Except(Box<Target>, Vec<Target>),
}

impl Target {
    /// Whether it certainly means tasks. A title may be something else.
    pub fn is_plain(&self) -> bool {
        !matches!(self, Self::Missing | Self::Title(_) | Self::Each(_))
    }
}

/// What to do with tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Mark as complete.
    Complete,
    /// Delete.
    Delete,
    /// Mark as pending again.
    Reopen,
    /// Say that it is not done: "I did not call mom". This changes no pending task.
    Deny,
    /// Show.
    Show,
    /// Give another title, another description, or both. An empty description removes the old one.
    Update {
        /// The new title.
        title: Option<String>,
        /// The new description.
        description: Option<String>,
    },
    /// Change its plan.
    Plan(Planning),
    /// Move it to another day, which the person has not said yet.
    Postpone,
    /// Give another title, which the person has not said yet.
    Retitle,
    /// Give another description, which the person has not said yet.
    Describe,
}

/// Something to say that is not about tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
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
pub enum Intent {
    /// Add these tasks.
    Add(Vec<NewTask>),
    /// Add a task, or several, without a title yet.
    AddUnnamed {
        /// Whether there are several.
        several: bool,
    },
    /// These may be tasks, but the person did not say so.
    Offer(Vec<NewTask>),
    /// Show a list.
    List(Filter),
    /// Show the tasks with such a plan.
    Agenda(Query),
    /// Say how many tasks there are.
    Count(Filter),
    /// Do something with tasks. There may be several readings: "change go to bed to read" has two.
    Act(Vec<(Action, Target)>),
    /// The same, but the person may have meant something else. The assistant asks before it acts.
    Unsure(Vec<(Action, Target)>),
    /// "No, I meant ...": the last change was wrong, and this is right.
    Correct(String),
    /// "That was a mistake": the last change was wrong.
    TakeBack,
    /// Undo the last changes.
    Undo,
    /// Small talk.
    SmallTalk(SmallTalk),
    /// A question that is not about tasks.
    Question,
    /// A language other than English.
    Foreign,
    /// An empty message.
    Silence,
    /// A message that is too long to read.
    TooLong,
    /// None of these, with what the person said.
    Unknown(String),
}

impl Intent {
    /// An action with one reading.
    pub fn act(action: Action, target: Target) -> Option<Self> {
        Some(Self::Act(vec![(action, target)]))
    }

    /// What to do with tasks, in several readings.
    pub fn readings(&self) -> &[(Action, Target)] {
        match self {
            Self::Act(readings) | Self::Unsure(readings) => readings,
            _ => &[],
        }
    }

    /// The same, to be asked about before it is done.
    pub fn doubted(self) -> Self {
        match self {
            Self::Act(readings) => Self::Unsure(readings),
            intent => intent,
        }
    }

    /// Whether it asks for something definite.
    pub fn is_command(&self) -> bool {
        matches!(
            self,
            Self::Add(_)
                | Self::AddUnnamed { .. }
                | Self::List(_)
                | Self::Agenda(_)
                | Self::Count(_)
                | Self::Act(_)
                | Self::Unsure(_)
                | Self::Correct(_)
                | Self::TakeBack
                | Self::Undo
                | Self::SmallTalk(_)
        )
    }
}
