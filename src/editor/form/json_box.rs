//! A text area for JSON: line numbers, the place of an error, and indentation that goes along.
//!
//! A library's editor would cost more than the whole form and, with its layers of spans, would be harder on
//! screen readers than the browser's own text area, which has undo, search and spelling of every platform. The
//! Tab key is left alone, so nobody is caught in here.

use crate::browser::text_area;
use crate::components::use_announcer;
use crate::reactive::{effect, memo};
use crate::ui::{FieldAction, FieldMessage, Tone, fresh_id, message_view};
use crate::words::form as words;
use crate::workspace::{Pause, TypedJson};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use workflow::email::NodeJsonError;
use workflow::json::{Value, adapt, compact, pretty};

/// A line's height in px, as the style sheet has it.
const LINE: f64 = 20.0;
/// Lines shown at most; a longer text scrolls.
const MOST_LINES: usize = 28;
/// How long typing must pause until an error is spoken, in ms.
const SPEAK_MS: u64 = 1_200;

/// JSON to be edited, in step with a value elsewhere.
#[component]
pub fn JsonBox(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The JSON as it is elsewhere, laid out anyhow.
    #[prop(into)]
    value: Signal<String>,
    /// What is typed here and not valid yet.
    #[prop(into)]
    typed: Signal<Option<TypedJson>>,
    /// Told of what is typed and not valid; `None` where that is to be dropped.
    #[prop(into)]
    on_typed: Callback<Option<TypedJson>>,
    /// What is wrong with a text.
    #[prop(into)]
    check: Callback<String, Option<NodeJsonError>>,
    /// Told of a text that is valid, and of what the value was when the typing began.
    #[prop(into)]
    on_valid: Callback<(String, String)>,
    /// More about it.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The element, for focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
) -> impl IntoView {
    let announcer = use_announcer();
    let (id, notes) = (fresh_id("json"), fresh_id("json-notes"));
    let (labelled, described) = (id.clone(), notes.clone());
    let shown = RwSignal::new(laid_out(&value.get_untracked()));
    let scrolled = RwSignal::new(0);
    let error = memo(move |_| typed.get().and_then(|typed| check.run(typed.text)));
    // What is typed stays; else the text takes over what differs, and keeps its layout.
    effect(move || {
        let (value, typed) = (value.get(), typed.get());
        let now = shown.get_untracked();
        let next = match typed {
            Some(typed) => typed.text,
            None => in_step(&now, &value),
        };
        if next != now {
            shown.set(next);
        }
    });
    let is_behind = memo(move |_| {
        typed.with(|typed| typed.as_ref().is_some_and(|typed| value.with(|value| !same(&typed.from, value))))
    });
    let speak = Pause::of_ms(SPEAK_MS);
    let input = move |text: String| {
        // Browsers tell several times of several lines that come at once. The first time counts; by the next the form
        // may say more than the text.
        if shown.with_untracked(|now| *now == text) {
            return;
        }
        shown.set(text.clone());
        let before = typed.get_untracked();
        let from = before.as_ref().map_or_else(|| value.get_untracked(), |typed| typed.from.clone());
        match check.run(text.clone()) {
            None => {
                speak.cancel();
                if before.is_some() {
                    announcer.say(words::JSON_VALID);
                }
                on_valid.run((text, from));
            }
            Some(error) => {
                on_typed.run(Some(TypedJson { text, from }));
                speak.then(move || announcer.say(words::json_error(&error)));
            }
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing());
        if event.key() == "Enter"
            && plain
            && let Some(area) = node_ref.get_untracked()
            && text_area::insert(&line_break(&text_area::before_caret(&area)))
        {
            event.prevent_default();
        }
    };
    let lines = memo(move |_| shown.with(|text| text.matches('\n').count() + 1));
    let numbers = move || (1..=lines.get()).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
    let wrong_line = memo(move |_| error.with(|error| error.as_ref().map(|error| error.line)));
    let messages = move || {
        let mut messages = Vec::new();
        if let Some(error) = error.get() {
            let (text, offset) = (words::json_error(&error), error.offset);
            let go = Callback::new(move |()| {
                if let Some(area) = node_ref.get_untracked() {
                    text_area::go_to(&area, offset, LINE);
                }
            });
            let action = Some(FieldAction { label: words::JSON_GO.to_owned(), run: go });
            messages.push(FieldMessage { tone: Tone::Danger, text, action });
            let drop_it = Callback::new(move |()| {
                on_typed.run(None);
                if let Some(area) = node_ref.get_untracked() {
                    let _ = area.focus();
                }
            });
            let action = Some(FieldAction { label: words::JSON_DROP.to_owned(), run: drop_it });
            let text = if is_behind.get() { words::JSON_BEHIND } else { words::JSON_KEPT };
            messages.push(FieldMessage { tone: Tone::Info, text: text.to_owned(), action });
        }
        let hint = hint.get();
        if messages.is_empty() && !hint.is_empty() {
            return view! { <p class="field-hint">{hint}</p> }.into_any();
        }
        messages.into_iter().map(message_view).collect_view().into_any()
    };
    view! {
        <div class="json-field">
            <label class="visually-hidden" for=labelled>{label}</label>
            <div class="json-box" class:is-wrong=move || error.with(Option::is_some)>
                <div class="json-gutter mono" aria-hidden="true">
                    <div class="json-numbers" style:transform=move || format!("translateY(-{}px)", scrolled.get())>
                        {numbers}
                    </div>
                    {move || {
                        wrong_line
                            .get()
                            .map(|line| {
                                let top = (line as f64 - 1.0) * LINE - f64::from(scrolled.get());
                                view! { <span class="json-mark" style:top=format!("{top}px")></span> }
                            })
                    }}
                </div>
                <textarea
                    node_ref=node_ref
                    class="json-area mono"
                    id=id
                    rows=move || lines.get().clamp(2, MOST_LINES).to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=shown
                    on:input=move |event| input(event_target_value(&event))
                    on:keydown=on_keydown
                    on:scroll=move |_| scrolled.set(node_ref.get_untracked().map_or(0, |area| area.scroll_top()))
                ></textarea>
            </div>
            <div class="field-notes" id=notes>{messages}</div>
        </div>
    }
}

/// JSON over several lines; as it is where it cannot be read.
pub fn laid_out(text: &str) -> String {
    Value::parse(text).map_or_else(|_| text.to_owned(), |value| pretty(&value))
}

/// A shown text with what differs in the value taken over, in the text's own layout.
fn in_step(shown: &str, value: &str) -> String {
    if same(shown, value) {
        return shown.to_owned();
    }
    let adapted = Value::parse(value).ok().and_then(|value| adapt(shown, &value).ok());
    adapted.unwrap_or_else(|| laid_out(value))
}

/// Whether two texts are the same but for their layout.
fn same(one: &str, other: &str) -> bool {
    one == other
        || matches!((Value::parse(one), Value::parse(other)), (Ok(one), Ok(other)) if compact(&one) == compact(&other))
}

/// A line break with the indentation of the line that it ends, one step deeper behind an opening bracket.
fn line_break(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let indent: String = line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
    let deeper = if line.trim_end().ends_with(['{', '[']) { "  " } else { "" };
    format!("\n{indent}{deeper}")
}

#[cfg(test)]
mod tests {
    use super::{in_step, line_break};

    #[test]
    fn a_text_that_says_the_same_stays_as_it_is_typed() {
        assert_eq!(in_step("{ \"a\" :1 }", r#"{"a":1}"#), "{ \"a\" :1 }");
        assert_eq!(in_step("{\n  \"a\" :1\n}", r#"{"a":1,"b":1E5}"#), "{\n  \"a\" :1,\n  \"b\" :1E5\n}");
        assert_eq!(in_step("{", r#"{"a":1}"#), "{\n  \"a\": 1\n}");
    }

    #[test]
    fn a_line_goes_on_where_the_one_before_began() {
        for (before, after) in
            [("", "\n"), ("{", "\n  "), ("{\n    \"a\": 1,", "\n    "), ("\t[ ", "\n\t  "), ("a\nb", "\n")]
        {
            assert_eq!(line_break(before), after, "{before:?}");
        }
    }
}
