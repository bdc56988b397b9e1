//! Taking over many variables at once.

use super::notices::Notices;
use crate::browser::page;
use crate::components::use_announcer;
use crate::ui::{Button, ButtonKind, fresh_id};
use crate::words::form as words;
use crate::workspace::{Form, OpenDraft, use_workspace};
use leptos::prelude::*;
use workflow::email::paste::{self, Pasted};

/// How a pasted text is taken over: answers whether it was more than one field's worth.
pub type Take = Callback<String, bool>;

/// Takes variables out of a text in one step, and tells what was taken and what was not.
pub fn take_pasted(draft: OpenDraft, expected: Memo<Option<Vec<String>>>) -> Take {
    let workspace = use_workspace();
    let announcer = use_announcer();
    let notices = Notices::expect();
    Callback::new(move |text: String| {
        if !paste::is_several(&text) {
            return false;
        }
        let pasted = paste::read(&text);
        workspace.step(words::paste_step(draft.id.get_untracked().as_str()), || {
            Form::change(draft.form, |form| form.take_variables(&pasted.taken));
        });
        let extra: Vec<String> = expected.with_untracked(|expected| match expected {
            Some(expected) => extra(&pasted, expected),
            None => Vec::new(),
        });
        announcer.say(words::pasted(pasted.taken.len(), &extra));
        notices.pasted.set(Some(pasted));
        true
    })
}

fn extra(pasted: &Pasted, expected: &[String]) -> Vec<String> {
    pasted.taken.iter().map(|row| row.name.clone()).filter(|name| !expected.contains(name)).collect()
}

/// A field for many lines, for where pasting into a row is not at hand.
#[component]
pub fn PasteField(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Takes the text over.
    on_take: Take,
) -> impl IntoView {
    let notices = Notices::expect();
    let (field, hint) = (fresh_id("paste"), fresh_id("paste-hint"));
    let (labelled, described, selector) = (field.clone(), hint.clone(), format!("#{field}"));
    let text = RwSignal::new(String::new());
    page::focus_soon(selector);
    let take = move |()| {
        let text = text.get_untracked();
        if !on_take.run(text.clone()) {
            // Not even one variable, or one alone: taken or told the same way.
            notices.pasted.set(Some(paste::read(&text)));
            return;
        }
        open.set(false);
        page::focus_soon("[data-field=variables] button");
    };
    let cancel = move |()| {
        open.set(false);
        page::focus_soon("[data-field=variables] button");
    };
    view! {
        <div class="paste-field">
            <label class="field-label" for=labelled>{words::PASTE_FIELD}</label>
            <textarea
                class="input text-area mono"
                id=field
                rows="5"
                wrap="off"
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=described
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <p class="field-hint" id=hint>{words::PASTE_HINT}</p>
            <div class="paste-actions">
                <Button on_press=take>{words::PASTE_TAKE}</Button>
                <Button kind=ButtonKind::Ghost on_press=cancel>{words::CANCEL}</Button>
            </div>
        </div>
    }
}
