//! What must be known before anything else: how the work is kept, what came back from an earlier visit, what
//! other tabs and other people do. Each is a line above the panes; none of them is in the way.

use super::kept_work::{Aside, Offered, ago};
use super::load_failure::load_words;
use super::resolve::Resolve;
use super::state::{Pane, tab, use_editor};
use crate::components::use_announcer;
use crate::reactive::{effect, memo};
use crate::ui::{Banner, Button, ButtonKind, Tone};
use crate::words::keeping as words;
use crate::workspace::{Standing, Taking, use_workspace};
use leptos::prelude::*;

/// The banners above the panes. They keep no room where there is nothing to say.
#[component]
pub fn Banners() -> impl IntoView {
    let workspace = use_workspace();
    let parts = [not_kept(), forbidden(), news(), tabs(), restored(), reload_failure()];
    view! {
        {parts.into_iter().collect_view()}
        <Offered workspace=workspace />
        <Aside workspace=workspace />
        <Resolve workspace=workspace />
    }
}

/// The browser does not take the work.
fn not_kept() -> AnyView {
    let workspace = use_workspace();
    let trouble = memo(move |_| match workspace.keeping.standing.get() {
        Standing::Not(trouble) if workspace.change.with(|change| !change.is_empty()) => Some(trouble),
        _ => None,
    });
    (move || trouble.get().map(|trouble| view! { <Banner tone=Tone::Warning>{words::not_kept(trouble)}</Banner> }))
        .into_any()
}

/// A right is missing by now. That nobody is signed in any more is told above the page.
fn forbidden() -> AnyView {
    let refused = use_workspace().upstream.refused;
    (move || {
        refused.get().filter(|failure| !failure.is_signed_out()).map(|_| {
            view! {
                <Banner tone=Tone::Warning>
                    <p>{words::FORBIDDEN}</p>
                    <div class="banner-actions">
                        <Button on_press=move |()| refused.set(None)>{words::CLOSE}</Button>
                    </div>
                </Banner>
            }
        })
    })
    .into_any()
}

/// Somebody has saved a newer version.
fn news() -> AnyView {
    let workspace = use_workspace();
    let announcer = use_announcer();
    let upstream = workspace.upstream;
    let news = upstream.untold();
    let has_work = memo(move |_| workspace.change.with(|change| !change.is_empty()));
    // The banner is read out by its role; what it asked for is said once it is done.
    let waiting = RwSignal::new(false);
    effect(move || {
        let is_over = !workspace.opened.reloading.get() && news.with(Option::is_none);
        if is_over && waiting.get_untracked() && workspace.resolving.with(Option::is_none) {
            waiting.set(false);
            let version = workspace.base.with_untracked(|base| base.document.version());
            announcer.notify(
                Tone::Success,
                words::brought_in(&version.map(|version| version.to_string()).unwrap_or_default()),
            );
        }
    });
    let bring_in = move |()| {
        waiting.set(workspace.has_work());
        workspace.bring_in();
    };
    (move || {
        news.get().map(|news| {
            let when = news.at.map(ago);
            view! {
                <Banner tone=Tone::Info>
                    <p>
                        {words::news(&news, when.as_deref())}
                        {move || has_work.get().then(|| format!(" {}", words::NEWS_NOTE))}
                    </p>
                    <div class="banner-actions">
                        <Button on_press=bring_in loading=workspace.opened.reloading>{words::BRING_IN}</Button>
                        <Button kind=ButtonKind::Ghost on_press=move |()| upstream.dismiss()>{words::LATER}</Button>
                    </div>
                </Banner>
            }
        })
    })
    .into_any()
}

/// The workflow is open elsewhere in this browser.
fn tabs() -> AnyView {
    let workspace = use_workspace();
    let tabs = workspace.tabs;
    let each = move || {
        let others = tabs.others.get();
        let telling: Vec<_> =
            others.iter().filter(|other| other.deploying || !other.summary.is_empty()).cloned().collect();
        let quiet = (telling.is_empty() && !others.is_empty())
            .then(|| view! { <Banner tone=Tone::Neutral><p>{words::OTHER_TAB}</p></Banner> });
        let told = telling
            .into_iter()
            .map(|other| {
                let tab = other.tab.clone();
                let asked = move || tabs.taking.get() == Taking::Asked;
                let text = if other.deploying {
                    words::OTHER_TAB_DEPLOYS.to_owned()
                } else {
                    words::other_tab_changes(&other.summary)
                };
                let lines = other
                    .lines
                    .iter()
                    .map(|line| view! { <li>{crate::components::with_code(line)}</li> })
                    .collect_view();
                let details = (!other.lines.is_empty()).then(|| {
                    view! {
                        <details class="banner-details">
                            <summary>{words::OTHER_TAB_LINES}</summary>
                            <ul>{lines}</ul>
                        </details>
                    }
                });
                let take = (!other.deploying).then(|| {
                    view! {
                        <Button on_press=move |()| workspace.take_over(&tab) loading=Signal::derive(asked)>
                            {words::TAKE_OVER}
                        </Button>
                    }
                });
                view! {
                    <Banner tone=Tone::Info>
                        <p>{text}</p>
                        <div class="banner-actions">{take}</div>
                        {move || {
                            let words = words::taking(tabs.taking.get());
                            (!words.is_empty()).then(|| view! { <p class="banner-note">{words}</p> })
                        }}
                        {details}
                    </Banner>
                }
            })
            .collect_view();
        (quiet, told)
    };
    view! {
        {each}
        {move || {
            tabs.handed_over
                .get()
                .then(|| {
                    view! {
                        <Banner tone=Tone::Info>
                            <p>{words::HANDED_OVER}</p>
                            <div class="banner-actions">
                                <Button kind=ButtonKind::Ghost on_press=move |()| tabs.handed_over.set(false)>
                                    {words::CLOSE}
                                </Button>
                            </div>
                        </Banner>
                    }
                })
        }}
    }
    .into_any()
}

/// Work of an earlier visit came back.
fn restored() -> AnyView {
    let workspace = use_workspace();
    let editor = use_editor();
    let announcer = use_announcer();
    let restored = workspace.keeping.restored;
    (move || {
        restored.get().map(|back| {
            let when = ago(back.saved_at);
            let look = move |()| {
                editor.tab.set(tab::CHANGES);
                editor.pane.set(Pane::Preview);
            };
            let put_aside = move |()| {
                workspace.put_aside();
                announcer.notify(Tone::Success, words::IS_ASIDE);
            };
            view! {
                <Banner tone=Tone::Info>
                    <p>{words::restored(&back, &when)}</p>
                    <div class="banner-actions">
                        <Button on_press=move |()| restored.set(None)>{words::GO_ON}</Button>
                        <Button kind=ButtonKind::Ghost on_press=look>{words::LOOK}</Button>
                        <Button kind=ButtonKind::Ghost on_press=put_aside>{words::PUT_ASIDE}</Button>
                    </div>
                </Banner>
            }
        })
    })
    .into_any()
}

/// A newer version could not be loaded.
fn reload_failure() -> AnyView {
    let opened = use_workspace().opened;
    (move || {
        opened.reload_failure.get().map(|failure| {
            let told = load_words(&failure, opened);
            view! {
                <Banner tone=Tone::Warning title=told.title>
                    <p>{told.happened} " " {words::STILL_SHOWN} " " {told.next}</p>
                    <div class="banner-actions">
                        <Button on_press=move |()| opened.reload()>{words::TRY_AGAIN}</Button>
                        <Button kind=ButtonKind::Ghost on_press=move |()| opened.reload_failure.set(None)>
                            {words::CLOSE}
                        </Button>
                    </div>
                </Banner>
            }
        })
    })
    .into_any()
}
