//! Deciding what both sides changed, field by field: what it was, mine and theirs beside each other, and what
//! comes of it. Radio buttons, so that the arrow keys choose and Tab goes on.

use crate::components::{use_announcer, with_code};
use crate::reactive::{effect, memo};
use crate::ui::{Button, ButtonKind, Dialog, Each, TextInput, Tone, fresh_id};
use crate::words::keeping as words;
use crate::workspace::{Resolving, Workspace};
use leptos::prelude::*;
use workflow::change::{Conflict, Decision, RawJson};
use workflow::document::{Document, NodeId};
use workflow::json::{Value, pretty};

/// What the decisions lead to, as far as they go.
#[derive(Clone, Debug, Default, PartialEq)]
struct Outlook {
    met: Vec<Conflict>,
    open: usize,
    theirs: Vec<String>,
    result: Vec<String>,
    version: String,
}

/// The decisions, while a version is being brought in that takes some.
#[component]
pub(super) fn Resolve(
    /// The workspace.
    workspace: Workspace,
) -> impl IntoView {
    let announcer = use_announcer();
    let resolving = workspace.resolving;
    let open = RwSignal::new(false);
    // Each decision changes it; only where it comes or goes is the dialog drawn anew.
    let is_resolving = memo(move |_| resolving.with(Option::is_some));
    effect(move || open.set(is_resolving.get()));
    effect(move || {
        if !open.get() && resolving.with_untracked(Option::is_some) {
            resolving.set(None);
        }
    });
    let outlook = memo(move |_| {
        resolving
            .with(|resolving| resolving.as_ref().map(|resolving| outlook(workspace, resolving)).unwrap_or_default())
    });
    let title = Signal::derive(move || words::resolve_title(&outlook.with(|outlook| outlook.version.clone())));
    let bring_in = move |()| {
        let version = outlook.with_untracked(|outlook| outlook.version.clone());
        if workspace.bring_in_decided() {
            announcer.notify(Tone::Success, words::brought_in(&version));
        }
    };
    view! {
        <Dialog title=title open=open wide=true>
            <Decisions workspace=workspace outlook=outlook />
            <div class="dialog-actions">
                <Button on_press=move |()| open.set(false)>{words::NOT_NOW}</Button>
                <Button
                    kind=ButtonKind::Primary
                    on_press=bring_in
                    disabled_reason=Signal::derive(move || {
                        outlook.with(|outlook| (outlook.open > 0).then(|| words::still_open(outlook.open)))
                    })
                >
                    {words::BRING_IN}
                </Button>
            </div>
        </Dialog>
    }
}

fn outlook(workspace: Workspace, resolving: &Resolving) -> Outlook {
    let rebased = workspace.rebased(resolving);
    let head = &resolving.head;
    let said = |before: &Document, after: &Document| -> Vec<String> {
        let diff = workflow::diff::diff(before, after);
        diff.entries.iter().filter(|entry| !entry.is_noise()).flat_map(workflow::diff::DiffEntry::sentences).collect()
    };
    Outlook {
        theirs: workspace.base.with_untracked(|base| said(&base.document, head)),
        result: said(head, &rebased.document),
        version: head.version().map(|version| version.to_string()).unwrap_or_default(),
        met: rebased.met,
        open: rebased.open,
    }
}

#[component]
fn Decisions(workspace: Workspace, outlook: Memo<Outlook>) -> impl IntoView {
    let resolving = workspace.resolving;
    let all = move |ours: bool| {
        let met = outlook.with_untracked(|outlook| outlook.met.clone());
        resolving.update(|resolving| {
            if let Some(resolving) = resolving {
                for conflict in &met {
                    let decision = if ours && conflict.offers().ours { Decision::Ours } else { Decision::Theirs };
                    resolving.decide(conflict, Some(decision));
                }
            }
        });
    };
    let count = memo(move |_| outlook.with(|outlook| outlook.met.len()));
    let list = |lines: Vec<String>| lines.iter().map(|line| view! { <li>{with_code(line)}</li> }).collect_view();
    view! {
        <p>{move || words::resolve_intro(count.get())}</p>
        <details class="resolve-theirs">
            <summary>{words::THEIR_CHANGES}</summary>
            <ul>{move || list(outlook.with(|outlook| outlook.theirs.clone()))}</ul>
        </details>
        <div class="resolve-all">
            <Button on_press=move |()| all(true)>{words::ALL_MINE}</Button>
            <Button on_press=move |()| all(false)>{words::ALL_THEIRS}</Button>
        </div>
        <div class="resolve-list">
            <Each
                each=move || outlook.with(|outlook| outlook.met.clone())
                key=|conflict| format!("{conflict:?}")
                children=move |conflict| view! { <OneConflict workspace=workspace conflict=conflict /> }
            />
        </div>
        <section class="resolve-result" aria-live="polite">
            <h3 class="section-title">{words::RESULT}</h3>
            {move || {
                let lines = outlook.with(|outlook| outlook.result.clone());
                if lines.is_empty() {
                    view! { <p class="muted">{words::RESULT_NOTHING}</p> }.into_any()
                } else {
                    view! { <ul>{list(lines)}</ul> }.into_any()
                }
            }}
        </section>
    }
}

/// Which of the radio buttons is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Ours,
    Theirs,
    Both,
    Value,
}

#[component]
fn OneConflict(workspace: Workspace, conflict: Conflict) -> impl IntoView {
    let resolving = workspace.resolving;
    let offers = conflict.offers();
    let group = fresh_id("decide");
    let about = StoredValue::new(conflict.clone());
    let decision = memo(move |_| {
        about.with_value(|conflict| resolving.with(|resolving| resolving.as_ref().and_then(|all| all.about(conflict))))
    });
    let decide = move |decision: Option<Decision>| {
        about.with_value(|conflict| {
            resolving.update(|resolving| {
                if let Some(resolving) = resolving {
                    resolving.decide(conflict, decision);
                }
            });
        });
    };
    // A radio button stays chosen while what is typed beside it is not usable yet.
    let typing = RwSignal::new(None::<Way>);
    let way = memo(move |_| match decision.get() {
        Some(Decision::Ours) => Some(Way::Ours),
        Some(Decision::Theirs) => Some(Way::Theirs),
        Some(Decision::Both(_)) => Some(Way::Both),
        Some(Decision::Value(_)) => Some(Way::Value),
        None => typing.get(),
    });
    let typed = RwSignal::new(conflict.ours.as_ref().map(|ours| ours.as_str().to_owned()).unwrap_or_default());
    let id = RwSignal::new(format!("{}_2", conflict.node));
    let problem = memo(move |_| typed.with(|typed| RawJson::parse(typed.trim()).err().map(|error| error.to_string())));
    let set_value = move |text: String| {
        typing.set(Some(Way::Value));
        decide(RawJson::parse(text.trim()).ok().map(|value| Decision::Value(Some(value))));
        typed.set(text);
    };
    let set_id = move |text: String| {
        typing.set(Some(Way::Both));
        decide(Some(Decision::Both(NodeId::from(text.trim()))));
        id.set(text);
    };
    let choose = move |chosen: Way| {
        typing.set(Some(chosen));
        match chosen {
            Way::Ours => decide(Some(Decision::Ours)),
            Way::Theirs => decide(Some(Decision::Theirs)),
            Way::Both => set_id(id.get_untracked()),
            Way::Value => set_value(typed.get_untracked()),
        }
    };
    let radio = move |chosen: Way, words: &'static str| {
        let name = group.clone();
        view! {
            <label class="resolve-choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || way.get() == Some(chosen)
                    on:change=move |_| choose(chosen)
                />
                <span>{words}</span>
            </label>
        }
    };
    let place = conflict.pointer.clone().unwrap_or_default();
    view! {
        <fieldset class="resolve-one">
            <legend class="mono">{conflict.node.to_string()} " " {place}</legend>
            <p>{with_code(&conflict.message)}</p>
            <dl class="resolve-sides">
                {side(words::WAS, conflict.base.as_ref())} {side(words::MINE, conflict.ours.as_ref())}
                {side(words::THEIRS, conflict.theirs.as_ref())}
            </dl>
            {offers.ours.then(|| radio.clone()(Way::Ours, words::choose_mine(&conflict)))}
            {radio.clone()(Way::Theirs, words::choose_theirs(&conflict))}
            {offers.both.then(|| radio.clone()(Way::Both, words::CHOOSE_BOTH))}
            {offers.value.then(|| radio(Way::Value, words::OTHER_VALUE))}
            <Show when=move || way.get() == Some(Way::Both)>
                <TextInput value=id on_input=set_id mono=true label=words::OTHER_ID_LABEL />
            </Show>
            <Show when=move || way.get() == Some(Way::Value)>
                <div class="resolve-value">
                    <TextInput value=typed on_input=set_value mono=true label=words::OTHER_VALUE_LABEL />
                    <p class="tone-danger" role="status">{problem}</p>
                </div>
            </Show>
        </fieldset>
    }
}

fn side(name: &'static str, json: Option<&RawJson>) -> impl IntoView + use<> {
    let text =
        json.map(|json| Value::parse(json.as_str()).map_or_else(|_| json.as_str().to_owned(), |value| pretty(&value)));
    let value = match text {
        Some(text) => view! { <dd class="mono" tabindex="0">{text}</dd> }.into_any(),
        None => view! { <dd class="muted">{words::NO_VALUE}</dd> }.into_any(),
    };
    view! { <div><dt>{name}</dt>{value}</div> }
}
