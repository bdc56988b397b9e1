//! Icons: simple strokes on a 16 by 16 grid, in the colour of the text beside them.

use leptos::prelude::*;

/// The icons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// Something new.
    Add,
    /// An arrow down: to the next.
    ArrowDown,
    /// An arrow to the right: goes on, leads to.
    ArrowRight,
    /// An arrow up: to the one before.
    ArrowUp,
    /// A tick: fine.
    Check,
    /// An arrowhead down: opens.
    ChevronDown,
    /// An arrowhead right: folded.
    ChevronRight,
    /// An arrowhead up.
    ChevronUp,
    /// A clock: waiting, recent.
    Clock,
    /// A cross: closes, takes away.
    Close,
    /// Two sheets: copies.
    Copy,
    /// A tray with an arrow: downloads.
    Download,
    /// A pencil: edits.
    Edit,
    /// A circle with a cross: an error.
    Error,
    /// Four corners: all of it.
    Fit,
    /// A branching path: a workflow.
    Flow,
    /// Arrowheads towards each other: folds.
    Fold,
    /// Six dots: can be dragged.
    Grip,
    /// A circle with an i.
    Info,
    /// An envelope.
    Mail,
    /// A keyboard.
    Keyboard,
    /// A line: less.
    Minus,
    /// Three dots: more to do.
    More,
    /// A moon: the dark theme.
    Moon,
    /// A head and shoulders: who is signed in.
    Person,
    /// An arrow that goes on again.
    Redo,
    /// A circling arrow: reads again.
    Refresh,
    /// A looking glass.
    Search,
    /// A sun: the light theme.
    Sun,
    /// A screen: the system's theme.
    System,
    /// A bin.
    Trash,
    /// An arrow back.
    Undo,
    /// Arrowheads away from each other: unfolds.
    Unfold,
    /// A tray with an arrow out: uploads.
    Upload,
    /// A triangle: a warning.
    Warning,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Add => "M8 3v10M3 8h10",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::ChevronDown => "m4 6 4 4 4-4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::ChevronUp => "m4 10 4-4 4 4",
            Self::Clock => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.5V8l2.5 1.5",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Copy => "M6 6h7.5v7.5H6zM10 6V2.5H2.5V10H6",
            Self::Download => "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
            Self::Edit => "m3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z",
            Self::Error => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM6 6l4 4M10 6l-4 4",
            Self::Fit => "M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3",
            Self::Flow => "M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM4.5 6.5v5h5",
            Self::Fold => "m5 2.5 3 3 3-3M5 13.5l3-3 3 3M3 8h10",
            Self::Grip => "M6 3.5v.1M6 8v.1M6 12.5v.1M10 3.5v.1M10 8v.1M10 12.5v.1",
            Self::Info => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.5V11M8 5v.1",
            Self::Keyboard => "M1.5 4h13v8h-13zM4 6.5v.1M6.7 6.5v.1M9.3 6.5v.1M12 6.5v.1M4.5 9.5h7",
            Self::Mail => "M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5",
            Self::Minus => "M3 8h10",
            Self::More => "M3.5 8h.1M8 8h.1M12.5 8h.1",
            Self::Moon => "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z",
            Self::Person => "M10.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM3 13.5a5 5 0 0 1 10 0",
            Self::Redo => "m10 3 3.5 3.5L10 10M13.5 6.5h-7a3.5 3.5 0 0 0 0 7H9",
            Self::Refresh => "M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5",
            Self::Search => "M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0ZM10 10l3.5 3.5",
            Self::Sun => {
                "M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"
            }
            Self::System => "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
            Self::Trash => "M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9",
            Self::Undo => "M6 3 2.5 6.5 6 10M2.5 6.5h7a3.5 3.5 0 0 1 0 7H7",
            Self::Unfold => "m5 5 3-3 3 3M5 11l3 3 3-3M3 8h10",
            Self::Upload => "M8 10V2.5M4.5 5.5 8 2l3.5 3.5M2.5 13.5h11",
            Self::Warning => "M8 2.5 14 13.5H2L8 2.5ZM8 7v3M8 11.9v.1",
        }
    }
}

/// An icon. It is decoration: the words beside it (or the button's label) say the same.
#[component]
pub fn Icon(
    /// Which one.
    #[prop(into)]
    name: Signal<IconName>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=move || name.get().path()></path>
        </svg>
    }
}
