//! What tells how things stand.

use super::{part, wide};
use crate::components::{Status, StatusDot};
use crate::ui::{Badge, Banner, Button, Icon, IconName, Kbd, Skeleton, Tone};
use leptos::prelude::*;

const TONES: [(Tone, &str); 5] = [
    (Tone::Danger, "Danger"),
    (Tone::Warning, "Warning"),
    (Tone::Success, "Success"),
    (Tone::Info, "Info"),
    (Tone::Neutral, "Neutral"),
];

const ICONS: [IconName; 24] = [
    IconName::Add,
    IconName::ArrowRight,
    IconName::Check,
    IconName::ChevronDown,
    IconName::ChevronRight,
    IconName::Clock,
    IconName::Close,
    IconName::Copy,
    IconName::Download,
    IconName::Edit,
    IconName::Error,
    IconName::Flow,
    IconName::Info,
    IconName::Keyboard,
    IconName::Mail,
    IconName::Moon,
    IconName::Redo,
    IconName::Refresh,
    IconName::Search,
    IconName::Sun,
    IconName::System,
    IconName::Trash,
    IconName::Undo,
    IconName::Warning,
];

pub(super) fn signs() -> AnyView {
    [
        part("Text", text()),
        part("Badges", TONES.map(|(tone, name)| view! { <Badge tone=tone>{name}</Badge> }).into_any()),
        part("Status", status()),
        part("Icons", ICONS.map(|name| view! { <Icon name=name /> }).into_any()),
        part("Keys", ["Ctrl", "⌘", "K", "?", "↵"].map(|key| view! { <Kbd>{key}</Kbd> }).into_any()),
        part("Banners", banners()),
        part("Skeleton", wide(view! { <Skeleton label="Loading an example" lines=4 /> }.into_any())),
    ]
    .into_any()
}

fn text() -> AnyView {
    view! {
        <div>
            <h3 class="page-title">"Title of a page"</h3>
            <h3 class="form-section-title">"Title of a section"</h3>
            <p>
                "Plain words, " <a href="/gallery">"a link"</a> ", " <code class="code-inline">"email_send_01"</code>
                ", " <span class="mono">"wf_12345"</span> " and " <span class="muted">"quiet words"</span> "."
            </p>
        </div>
    }
    .into_any()
}

fn status() -> AnyView {
    [
        (Status::Fine, "no changes"),
        (Status::Busy, "loading"),
        (Status::Pending, "3 changes"),
        (Status::Bad, "not loaded"),
        (Status::Unknown, "unknown"),
    ]
    .map(|(status, words)| view! { <StatusDot status=Signal::stored(status) words=Signal::stored(words.to_owned()) /> })
    .into_any()
}

fn banners() -> AnyView {
    TONES
        .map(|(tone, name)| {
            view! {
                <div style:width="100%">
                    <Banner tone=tone title=name>
                        <p>"What happened, whether anything was changed, and what to do next."</p>
                        <Button on_press=|()| ()>"Do it"</Button>
                    </Banner>
                </div>
            }
        })
        .into_any()
}
