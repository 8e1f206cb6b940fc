//! Icons: drawings of 24 by 24 units with one stroke, in the colour of the text around them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// Something went wrong.
    Alert,
    /// Put away.
    Archive,
    /// Downwards.
    ArrowDown,
    /// A day.
    Calendar,
    /// A place to hold something by.
    Grip,
    /// It comes again.
    Repeat,
    /// To the left: the one before.
    ArrowLeft,
    /// To the right: the one after.
    ArrowRight,
    /// Upwards: send.
    ArrowUp,
    /// Done.
    Check,
    /// The same once more.
    Copy,
    /// Close.
    Cross,
    /// Search.
    Find,
    /// A list of tasks.
    List,
    /// End the session.
    LogOut,
    /// The conversations.
    Menu,
    /// What else can be done.
    More,
    /// Change.
    Pencil,
    /// Keep at the top.
    Pin,
    /// Add.
    Plus,
    /// Once more.
    Retry,
    /// Preferences.
    Settings,
    /// Stop.
    Stop,
    /// Bad.
    ThumbDown,
    /// Good.
    ThumbUp,
    /// Delete.
    Trash,
    /// Take back.
    Undo,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 8v5m0 3.5v.01M12 3.5 2.8 19.5h18.4z",
            Self::Archive => "M3.5 5h17v4h-17zM5 9v10.5h14V9m-9 4h4",
            Self::ArrowDown => "M12 5v14m-6-6 6 6 6-6",
            Self::Calendar => "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8m7-4.5V8",
            Self::Grip => "M9 6v.01M9 12v.01M9 18v.01M15 6v.01M15 12v.01M15 18v.01",
            Self::Repeat => {
                "M5 11V9.5A3.5 3.5 0 0 1 8.5 6H19m-3-3 3 3-3 3m3 4v1.5a3.5 3.5 0 0 1-3.5 3.5H5m3-3-3 3 3 3"
            }
            Self::ArrowLeft => "m14.5 6-6 6 6 6",
            Self::ArrowRight => "m9.5 6 6 6-6 6",
            Self::ArrowUp => "M12 19V5m-6 6 6-6 6 6",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Copy => "M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1",
            Self::Cross => "m6 6 12 12M18 6 6 18",
            Self::Find => "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12m4.5 10.5 5 5",
            Self::List => "m3.5 6.5 1.5 1.5 2.5-3M3.5 17.5 5 19l2.5-3M11.5 7h9m-9 10.5h9",
            Self::LogOut => "M14 4H5v16h9M10 12h10m-4-4 4 4-4 4",
            Self::Menu => "M4 7h16M4 12h16M4 17h10",
            Self::More => {
                "M5 11.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1m7 0a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1m7 0a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1"
            }
            Self::Pencil => "M4 20h4L19.5 8.5a2.1 2.1 0 0 0 0-3l-1-1a2.1 2.1 0 0 0-3 0L4 16zM14 6l4 4",
            Self::Pin => "M12 15.5v5.5M8.5 3.5h7l-1 6.5 3 3v2.5h-11V13l3-3z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Retry => "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4 9.2M4 4.5v4.7h4.7",
            Self::Settings => "M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5m-7 5v5",
            Self::Stop => "M7.5 7.5h9v9h-9z",
            Self::ThumbDown => {
                "M7.5 13V4.5H4V13zm0 0 4 7a2 2 0 0 0 2-2v-4h5a1.8 1.8 0 0 0 1.8-2.1l-1.1-6a1.8 1.8 0 0 0-1.8-1.4H7.5"
            }
            Self::ThumbUp => {
                "M7.5 11v8.5H4V11zm0 0 4-7a2 2 0 0 1 2 2v4h5a1.8 1.8 0 0 1 1.8 2.1l-1.1 6a1.8 1.8 0 0 1-1.8 1.4H7.5"
            }
            Self::Trash => "M4.5 7h15M9.5 7V4.5h5V7m-8 0 .8 12.5h9.4L17.5 7M10.3 11v5m3.4-5v5",
            Self::Undo => "M9 14.5 4.5 10 9 5.5M4.5 10h9.3a5 5 0 0 1 0 10H10",
        }
    }
}

/// An icon. It is hidden from assistive technology, because the element that carries it has a name.
#[component]
pub fn Icon(
    /// What it shows.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=glyph.path()></path>
        </svg>
    }
}

/// The name of the program with its logo, a punched ticket with a tick.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <span class="wordmark">
            <svg viewBox="3 3 18 18" aria-hidden="true">
                <path class="ticket" d="M4 5.5h16v3.7a2.8 2.8 0 0 0 0 5.6v3.7H4v-3.7a2.8 2.8 0 0 0 0-5.6z"></path>
                <path class="tick" d="m8.6 12.2 2.4 2.4 4.6-5"></path>
            </svg>
            "Docket"
        </span>
    }
}
