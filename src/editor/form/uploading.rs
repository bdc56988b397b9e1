//! Uploading files: by the button, by dropping them, and what becomes of each.

use crate::browser::{files, page};
use crate::components::use_announcer;
use crate::reactive::{effect, memo};
use crate::ui::{Button, ButtonKind, Each, Icon, IconButton, IconName, Tone};
use crate::words::form as words;
use crate::words::{Doing, explain};
use crate::workspace::{OpenDraft, Upload, UploadState, Uploaded, WhyRefused, use_workspace};
use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;

/// Opens the browser's picker. Nothing where the tenant takes no uploads.
#[component]
pub fn UploadButton(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let input = NodeRef::<html::Input>::new();
    let pick = move |()| {
        if let Some(input) = input.get_untracked() {
            files::pick(&input);
        }
    };
    move || {
        workspace.tenant.uploads.offered.get().then(|| {
            view! {
                <Button kind=ButtonKind::Ghost icon=IconName::Upload on_press=pick>
                    {words::UPLOAD}
                </Button>
                <span class="upload-hint muted" aria-hidden="true">{words::UPLOAD_HINT}</span>
                <input
                    node_ref=input
                    type="file"
                    multiple
                    hidden
                    aria-label=words::UPLOAD
                    on:change=move |event| workspace.upload(draft, files::picked(&event))
                />
            }
        })
    }
}

/// Takes files that are dropped on what is inside.
#[component]
pub fn DropZone(
    /// The draft.
    draft: OpenDraft,
    /// What files can be dropped on.
    children: Children,
) -> impl IntoView {
    let workspace = use_workspace();
    // The pointer enters and leaves every element inside; it is over the zone while it has entered more than it left.
    let entered = RwSignal::new(0_u32);
    let is_over = memo(move |_| entered.get() > 0);
    let offered = workspace.tenant.uploads.offered;
    let holds_files =
        move |event: &DragEvent| offered.get_untracked() && files::are_dragged(event.data_transfer().as_ref());
    view! {
        <div
            class="drop-zone"
            class:is-over=is_over
            on:dragenter=move |event| {
                if holds_files(&event) {
                    event.prevent_default();
                    entered.update(|count| *count += 1);
                }
            }
            on:dragover=move |event| {
                if holds_files(&event) {
                    event.prevent_default();
                }
            }
            on:dragleave=move |event| {
                if holds_files(&event) {
                    entered.update(|count| *count = count.saturating_sub(1));
                }
            }
            on:drop=move |event| {
                if holds_files(&event) {
                    event.prevent_default();
                    entered.set(0);
                    workspace.upload(draft, files::dropped(event.data_transfer()));
                }
            }
        >
            {children()}
            <p class="drop-words" aria-hidden="true">
                <Icon name=IconName::Upload />
                {words::UPLOAD_DROP}
            </p>
        </div>
    }
}

/// The draft's files that are on their way or did not arrive.
#[component]
pub fn UploadList(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let uploads = use_workspace().tenant.uploads;
    let announcer = use_announcer();
    effect(move || match uploads.last.get() {
        Some(Uploaded::Attached(name)) => announcer.say(words::upload_done(&name)),
        Some(Uploaded::Not(name)) => announcer.say(words::upload_failed(&name, "")),
        None => {}
    });
    let is_empty = memo(move |_| uploads.list.with(|list| !list.iter().any(|upload| upload.draft == draft.key)));
    move || {
        (!is_empty.get()).then(|| {
            view! {
                <ul class="uploads" aria-label=words::UPLOADS>
                    <Each
                        each=move || uploads.of(draft.key)
                        key=|upload| upload.key
                        children=move |upload| view! { <UploadRow upload=upload /> }
                    />
                </ul>
            }
        })
    }
}

#[component]
fn UploadRow(upload: Upload) -> impl IntoView {
    let workspace = use_workspace();
    let uploads = workspace.tenant.uploads;
    let Upload { key, name, size, state, .. } = upload;
    let name = StoredValue::new(name.to_string());
    let under_way = memo(move |_| state.with(|state| matches!(state, UploadState::Waiting | UploadState::Sending(_))));
    let sent = memo(move |_| match state.get() {
        UploadState::Sending(sent) => sent,
        _ => 0,
    });
    let told = move || match state.get() {
        UploadState::Waiting => words::UPLOAD_WAITING.to_owned(),
        UploadState::Sending(sent) if sent >= size => words::UPLOAD_STORING.to_owned(),
        UploadState::Sending(sent) => words::uploading(sent, size),
        UploadState::Cancelled => words::UPLOAD_CANCELLED.to_owned(),
        UploadState::Refused(why) => refused(&why, size),
        UploadState::Failed(failure) => {
            let told = name.with_value(|name| explain(&failure, Doing::Upload(name)));
            [told.happened.as_str(), told.changed, &told.next].join(" ").trim().to_owned()
        }
    };
    let tone = memo(move |_| match state.get() {
        UploadState::Waiting | UploadState::Sending(_) => Tone::Neutral,
        UploadState::Cancelled => Tone::Info,
        UploadState::Refused(_) | UploadState::Failed(_) => Tone::Danger,
    });
    let can_retry = memo(move |_| {
        state.with(|state| match state {
            UploadState::Failed(_) | UploadState::Cancelled => true,
            UploadState::Refused(why) => matches!(why, WhyRefused::TooMuch { .. }),
            _ => false,
        })
    });
    let label = move |make: fn(&str) -> String| name.with_value(|name| make(name));
    // The button that had the focus makes way for others.
    let keep_focus = move || {
        page::focus_soon(format!("[data-upload=\"{key:?}\"] button"));
    };
    view! {
        <li class="upload" data-upload=format!("{key:?}")>
            <span class="upload-name">{name.get_value()}</span>
            <span class=move || format!("upload-told tone-{}", tone.get().name())>{told}</span>
            {move || {
                under_way
                    .get()
                    .then(|| {
                        view! {
                            <progress
                                class="upload-progress"
                                max=size.to_string()
                                value=move || sent.get().to_string()
                                aria-label=label(words::upload_progress)
                            ></progress>
                        }
                    })
            }}
            <span class="upload-actions">
                {move || {
                    can_retry
                        .get()
                        .then(|| {
                            view! {
                                <IconButton
                                    label=label(words::retry_upload)
                                    icon=IconName::Refresh
                                    on_press=move |()| {
                                        workspace.retry_upload(key);
                                        keep_focus();
                                    }
                                />
                            }
                        })
                }}
                {move || {
                    if under_way.get() {
                        view! {
                            <IconButton
                                label=label(words::cancel_upload)
                                icon=IconName::Close
                                on_press=move |()| {
                                    workspace.cancel_upload(key);
                                    keep_focus();
                                }
                            />
                        }
                            .into_any()
                    } else {
                        view! {
                            <IconButton
                                label=label(words::dismiss_upload)
                                icon=IconName::Close
                                on_press=move |()| {
                                    uploads.dismiss(key);
                                    page::focus_soon("[data-field=attachments] button");
                                }
                            />
                        }
                            .into_any()
                    }
                }}
            </span>
        </li>
    }
}

fn refused(why: &WhyRefused, size: u64) -> String {
    match why {
        WhyRefused::Empty => words::UPLOAD_EMPTY.to_owned(),
        WhyRefused::TooLarge { limit } => words::upload_too_large(size, *limit),
        WhyRefused::TooMuch { total, limit } => words::upload_too_much(*total, *limit),
        WhyRefused::NotOffered => words::UPLOAD_NOT_OFFERED.to_owned(),
    }
}
