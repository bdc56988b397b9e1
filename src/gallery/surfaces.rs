//! What holds other things: dialogs, lists, tables, failures.

use super::part;
use crate::components::{ConfirmDialog, FailurePanel, use_announcer};
use crate::ui::{Button, ButtonKind, Dialog, TableFrame, Tone, VirtualList};
use crate::words::not_fetched;
use leptos::prelude::*;

pub(super) fn surfaces() -> AnyView {
    [
        part("Dialogs", dialogs()),
        part("Notices", notices()),
        part("Failure", view! { <FailurePanel words=not_fetched() on_action=|()| () /> }.into_any()),
        part("Failure, trying again", {
            view! { <FailurePanel words=not_fetched() on_action=|()| () busy=Signal::stored(true) /> }.into_any()
        }),
        part("Table", table()),
        part("Long list", list()),
    ]
    .into_any()
}

fn dialogs() -> AnyView {
    let (plain, asking) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Button on_press=move |()| plain.set(true)>"Open a dialog"</Button>
        <Button kind=ButtonKind::Danger on_press=move |()| asking.set(true)>"Ask before something is lost"</Button>
        <Dialog title="A dialog" open=plain>
            <p>"What it is about, in a sentence or two."</p>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary on_press=move |()| plain.set(false)>"Done"</Button>
            </div>
        </Dialog>
        <ConfirmDialog
            title="Drop everything?"
            text="What was typed is lost. The workflow itself is not touched."
            confirm="Drop it"
            danger=true
            open=asking
            on_confirm=|()| ()
        />
    }
    .into_any()
}

fn notices() -> AnyView {
    let announcer = use_announcer();
    view! {
        <Button on_press=move |()| announcer.notify(Tone::Success, "Copied the receipt")>"Show a notice"</Button>
        <Button on_press=move |()| announcer.notify(Tone::Warning, "The browser did not allow copying.")>"Show a warning"</Button>
    }
    .into_any()
}

fn table() -> AnyView {
    view! {
        <div style:width="100%">
            <TableFrame label="An example">
                <thead role="rowgroup">
                    <tr role="row">
                        {["Time", "Workflow", "Attempts"]
                            .map(|head| view! { <th role="columnheader" scope="col">{head}</th> })}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr role="row">
                        <td role="cell" data-label="Time">"22 Nov 2026, 09:41"</td>
                        <td role="cell" data-label="Workflow" class="mono">"wf_12345"</td>
                        <td role="cell" data-label="Attempts" class="cell-number">"2"</td>
                    </tr>
                </tbody>
            </TableFrame>
        </div>
    }
    .into_any()
}

fn list() -> AnyView {
    view! {
        <div style:width="280px" style:height="160px" style:border="1px solid var(--line)">
            <VirtualList
                count=Signal::stored(10_000_usize)
                row_height=32
                label="Ten thousand rows"
                focusable=true
                render=|at: usize| view! { <p role="listitem">{format!("Row {}", at + 1)}</p> }.into_any()
            />
        </div>
    }
    .into_any()
}
