//! Signing in: by start link, by name and password, by what stands in front of the proxy.

use super::SignedIn;
use crate::api::{self, Failure};
use crate::browser::history;
use crate::components::{FailurePanel, Load, PageHeading, use_loader};
use crate::reactive::spawn_local;
use crate::routes;
use crate::ui::{Banner, Button, ButtonKind, Dialog, Field, FieldMessage, Skeleton, TextInput, Tone};
use crate::words::{Doing, explain, people as words};
use leptos::prelude::*;
use workflow::wire::{SignIn, SignInOptions, Way};

/// The page that stands in the place of all others while nobody is signed in.
pub(super) fn page() -> AnyView {
    let SignedIn(done) = expect_context();
    view! {
        <div class="page sign-in">
            <PageHeading title=words::SIGN_IN />
            {form(done)}
        </div>
    }
    .into_any()
}

/// The same over a page whose work is not to be lost.
pub(super) fn dialog(open: RwSignal<bool>, done: Callback<()>) -> AnyView {
    view! { <Dialog title=words::SIGN_IN open=open>{move || form(done)}</Dialog> }.into_any()
}

/// What the ways share: what is going on, and what went wrong.
#[derive(Clone, Copy)]
struct State {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    printed: RwSignal<bool>,
    done: Callback<()>,
}

impl State {
    fn sign_in(self, with: SignIn) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.printed.set(false);
        spawn_local(async move {
            let answer = api::sign_in(&with).await;
            self.busy.try_set(false);
            match answer {
                Ok(()) => self.done.run(()),
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }

    fn new_link(self) {
        self.failure.set(None);
        spawn_local(async move {
            match api::new_start_link().await {
                Ok(()) => drop(self.printed.try_set(true)),
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }
}

fn form(done: Callback<()>) -> AnyView {
    let state = State { busy: RwSignal::new(false), failure: RwSignal::new(None), printed: RwSignal::new(false), done };
    // A start link carries its token behind the `#`; it is taken away, so that nobody reads it off the screen.
    if let Some(token) = history::take_hash("token") {
        state.sign_in(SignIn { token: Some(token), ..SignIn::default() });
    }
    let options = use_loader(api::sign_in_options);
    view! {
        <div class="sign-in-form">
            {move || state.failure.get().map(|failure| failure_view(&failure))}
            {move || state.printed.get().then(|| view! { <Banner tone=Tone::Success>{words::LINK_PRINTED}</Banner> })}
            {move || match options.state.get() {
                Load::Loading => view! { <Skeleton label=words::SIGNING_IN lines=3 /> }.into_any(),
                Load::Failed(failure) => {
                    view! {
                        <FailurePanel words=explain(&failure, Doing::SignIn) on_action=move |()| options.reload() />
                    }
                        .into_any()
                }
                Load::Ready(options) => ways_view(&options, state),
            }}
        </div>
    }
    .into_any()
}

fn failure_view(failure: &Failure) -> AnyView {
    let words = explain(failure, Doing::SignIn);
    let text = [words.happened.as_str(), words.changed, words.next.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    view! { <Banner tone=Tone::Danger title=words.title>{text}</Banner> }.into_any()
}

fn ways_view(options: &SignInOptions, state: State) -> AnyView {
    let offered = |way: Way| options.ways.contains(&way);
    view! {
        {options.provider.as_deref().map(by_provider)}
        {offered(Way::Password).then(|| by_password(state))}
        {offered(Way::Link).then(|| by_link(state))}
        {offered(Way::Header)
            .then(|| {
                view! {
                    <p>{words::SINGLE_SIGN_ON}</p>
                    <Button kind=ButtonKind::Primary on_press=|()| history::reload()>
                        {words::RELOAD}
                    </Button>
                }
            })}
    }
    .into_any()
}

/// The provider's page takes this one's place; what was entered is kept as it is whenever a page is left.
fn by_provider(provider: &str) -> AnyView {
    let label = words::sign_in_with(provider);
    let leave = |()| {
        let page = history::path();
        let back = if page == routes::SIGN_IN { routes::HOME } else { &page };
        history::load(&routes::api::sign_in_at_provider(back));
    };
    view! {
        <div class="sign-in-way">
            <p>{words::PROVIDER_HELP}</p>
            <div class="sign-in-actions">
                <Button kind=ButtonKind::Primary on_press=leave>
                    {label}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

fn by_link(state: State) -> AnyView {
    let link = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = link.get_untracked();
        let token = text.trim().rsplit("#token=").next().unwrap_or_default().to_owned();
        if !token.is_empty() {
            state.sign_in(SignIn { token: Some(token), ..SignIn::default() });
        }
    };
    let missing = move || (tried.get() && link.with(|link| link.trim().is_empty())).then_some(words::LINK_NEEDED);
    view! {
        <form class="sign-in-way" novalidate on:submit=send>
            <p>{words::LINK_HELP}</p>
            <Field label=words::LINK hint=words::LINK_HINT messages=Signal::derive(move || messages(missing())) required=true>
                <TextInput value=link on_input=move |text| link.set(text) mono=true />
            </Field>
            <div class="sign-in-actions">
                <Button kind=ButtonKind::Primary submit=true loading=state.busy on_press=|()| ()>
                    {words::SIGN_IN}
                </Button>
                <Button on_press=move |()| state.new_link()>{words::NEW_LINK}</Button>
            </div>
        </form>
    }
    .into_any()
}

fn by_password(state: State) -> AnyView {
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (name, password) = (name.get_untracked().trim().to_owned(), password.get_untracked());
        if !name.is_empty() && !password.is_empty() {
            state.sign_in(SignIn { name: Some(name), password: Some(password), token: None });
        }
    };
    let no_name = move || (tried.get() && name.with(|name| name.trim().is_empty())).then_some(words::NAME_NEEDED);
    let no_password = move || (tried.get() && password.with(String::is_empty)).then_some(words::PASSWORD_NEEDED);
    view! {
        <form class="sign-in-way" novalidate on:submit=send>
            <Field label=words::NAME messages=Signal::derive(move || messages(no_name())) required=true>
                <TextInput value=name on_input=move |text| name.set(text) autocomplete="username" />
            </Field>
            <Field label=words::PASSWORD messages=Signal::derive(move || messages(no_password())) required=true>
                <TextInput
                    value=password
                    on_input=move |text| password.set(text)
                    kind="password"
                    autocomplete="current-password"
                />
            </Field>
            <div class="sign-in-actions">
                <Button kind=ButtonKind::Primary submit=true loading=state.busy on_press=|()| ()>
                    {words::SIGN_IN}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

fn messages(text: Option<&str>) -> Vec<FieldMessage> {
    let message = |text: &str| FieldMessage { tone: Tone::Danger, text: text.to_owned(), action: None };
    text.map(message).into_iter().collect()
}
