//! Component tests, in a real browser: what the keyboard does, and what assistive technology is told.
#![allow(clippy::unwrap_used, reason = "a test stops where its setting fails")]
#![cfg(target_arch = "wasm32")]

use app::api::Failure;
use app::browser::{storage, theme::Theme};
use app::components::{JsonExplorer, JsonText, JsonView, LineMarks, provide_announcer};
use app::home::{recent_workflows, remember_workflow};
use app::ui::{
    Button, Choice, Combobox, Dialog, Field, FieldAction, FieldMessage, MeasuredList, Tab, TabList, TabPanel,
    TextInput, Tone, VirtualList,
};
use app::words::{Doing, explain};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, Event, EventInit, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit,
};

wasm_bindgen_test_configure!(run_in_browser);

/// A part mounted in a place of its own, taken away at the end of the test.
struct Stage {
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Stage {
    async fn mount<N: IntoView + 'static>(view: impl FnOnce() -> N + 'static) -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let mounted = mount_to(root.clone(), view);
        settle().await;
        Self { root, _mounted: Box::new(mounted) }
    }

    #[track_caller]
    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("nothing matches {selector} in {}", self.root.inner_html())).unchecked_into()
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    #[track_caller]
    fn input(&self) -> HtmlInputElement {
        self.find("input").unchecked_into()
    }

    async fn press(&self, selector: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.find(selector).dispatch_event(&event).unwrap();
        settle().await;
    }

    async fn type_text(&self, text: &str) {
        let input = self.input();
        input.set_value(text);
        let init = EventInit::new();
        init.set_bubbles(true);
        input.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
        settle().await;
    }

    async fn click(&self, selector: &str) {
        self.find(selector).click();
        settle().await;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Effects run in rounds of microtasks; two rounds carry a change through an effect and what follows.
async fn settle() {
    tick().await;
    tick().await;
}

#[track_caller]
fn assert_attribute(element: &Element, name: &str, expected: Option<&str>) {
    assert_eq!(element.get_attribute(name).as_deref(), expected, "{name} of {}", element.outer_html());
}

fn log<T: Send + 'static>() -> (Arc<Mutex<Vec<T>>>, impl Fn(T) + Clone + Send + Sync + 'static) {
    let entries = Arc::new(Mutex::new(Vec::new()));
    let writer = Arc::clone(&entries);
    (entries, move |entry| writer.lock().unwrap().push(entry))
}

fn fruit() -> Vec<Choice> {
    ["apple", "apricot", "banana", "cherry"].map(|name| Choice::new(name, name).with_detail(format!("a {name}"))).into()
}

async fn combobox() -> (Stage, RwSignal<String>) {
    let value = RwSignal::new(String::new());
    let stage = Stage::mount(move || {
        view! { <Combobox value=value options=fruit() on_change=move |text| value.set(text) label="Fruit" /> }
    })
    .await;
    (stage, value)
}

#[wasm_bindgen_test]
async fn combobox_opens_on_arrow_down_and_enter_takes_the_active_suggestion() {
    let (stage, value) = combobox().await;
    assert_attribute(&stage.input(), "aria-expanded", Some("false"));
    stage.press("input", "ArrowDown").await;
    assert_attribute(&stage.input(), "aria-expanded", Some("true"));
    let first = stage.find("[role=option]").id();
    assert_attribute(&stage.input(), "aria-activedescendant", Some(&first));
    stage.press("input", "ArrowDown").await;
    stage.press("input", "Enter").await;
    assert_eq!(value.get_untracked(), "apricot");
    assert_eq!(stage.input().value(), "apricot");
    assert_attribute(&stage.input(), "aria-expanded", Some("false"));
}

#[wasm_bindgen_test]
async fn combobox_filters_while_typing_and_keeps_text_that_no_suggestion_matches() {
    let (stage, value) = combobox().await;
    stage.type_text("AP").await;
    assert_eq!(stage.count("[role=option]"), 2);
    assert_attribute(&stage.input(), "aria-activedescendant", None);
    stage.type_text("banana").await;
    assert_attribute(&stage.input(), "aria-expanded", Some("false"));
    stage.type_text("durian").await;
    assert_eq!(stage.count("[role=option]"), 0);
    assert_eq!(value.get_untracked(), "durian");
    stage.press("input", "Enter").await;
    assert_eq!(value.get_untracked(), "durian");
}

#[wasm_bindgen_test]
async fn combobox_walks_round_goes_to_the_ends_and_escape_only_closes() {
    let (stage, value) = combobox().await;
    let active = || stage.root.query_selector("[role=option][aria-selected=true] .combobox-label").unwrap();
    let active = || active().and_then(|label| label.text_content());
    stage.press("input", "ArrowUp").await;
    assert_eq!(active().as_deref(), Some("cherry"));
    stage.press("input", "ArrowDown").await;
    assert_eq!(active().as_deref(), Some("apple"));
    stage.press("input", "End").await;
    assert_eq!(active().as_deref(), Some("cherry"));
    stage.press("input", "Home").await;
    assert_eq!(active().as_deref(), Some("apple"));
    stage.press("input", "Escape").await;
    assert_attribute(&stage.input(), "aria-expanded", Some("false"));
    assert_eq!(value.get_untracked(), "");
}

#[wasm_bindgen_test]
async fn combobox_takes_a_suggestion_by_mouse_and_shows_all_again_when_reopened() {
    let (stage, value) = combobox().await;
    stage.type_text("ban").await;
    stage.click("[role=option]").await;
    assert_eq!(value.get_untracked(), "banana");
    stage.click("input").await;
    assert_eq!(stage.count("[role=option]"), 4);
    assert_eq!(stage.find("[aria-selected=true] .combobox-label").text_content().as_deref(), Some("banana"));
}

#[wasm_bindgen_test]
async fn a_field_wires_its_label_hint_and_messages_to_the_control() {
    let messages = RwSignal::new(Vec::<FieldMessage>::new());
    let (fixed, fix) = log::<()>();
    let stage = Stage::mount(move || {
        view! {
            <Field label="Template" hint="Its id" messages=messages required=true>
                <TextInput value="tmpl" on_input=|_| () />
            </Field>
        }
    })
    .await;
    let input = stage.input();
    assert_attribute(&stage.find("label"), "for", Some(&input.id()));
    assert_attribute(&input, "aria-required", Some("true"));
    assert_attribute(&input, "aria-invalid", None);
    let notes = input.get_attribute("aria-describedby").unwrap();
    assert_eq!(stage.find(&format!("#{notes}")).text_content().unwrap(), "Its id");

    let action = Some(FieldAction { label: "Mend it".into(), run: Callback::new(fix) });
    messages.set(vec![FieldMessage { tone: Tone::Danger, text: "Not known".into(), action }]);
    settle().await;
    assert_attribute(&input, "aria-invalid", Some("true"));
    assert!(stage.find(&format!("#{notes}")).text_content().unwrap().starts_with("Not known"));
    stage.click(".link-button").await;
    assert_eq!(fixed.lock().unwrap().len(), 1);

    messages.set(vec![FieldMessage { tone: Tone::Warning, text: "Rarely used".into(), action: None }]);
    settle().await;
    assert_attribute(&input, "aria-invalid", None);
}

#[wasm_bindgen_test]
async fn a_button_that_cannot_be_pressed_says_why_and_does_nothing() {
    let reason = RwSignal::new(Some("Mend the errors first".to_owned()));
    let (pressed, press) = log::<()>();
    let stage = Stage::mount(move || {
        view! { <Button on_press=press disabled_reason=reason>"Deploy"</Button> }
    })
    .await;
    let button = stage.find("button");
    assert_attribute(&button, "aria-disabled", Some("true"));
    let described = button.get_attribute("aria-describedby").unwrap();
    assert_eq!(stage.find(&format!("#{described}")).text_content().unwrap(), "Mend the errors first");
    stage.click("button").await;
    assert!(pressed.lock().unwrap().is_empty());

    reason.set(None);
    settle().await;
    assert_attribute(&button, "aria-disabled", None);
    stage.click("button").await;
    assert_eq!(pressed.lock().unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn tabs_are_one_stop_in_the_tab_order_and_arrows_move_between_them() {
    let selected = RwSignal::new("json");
    let stage = Stage::mount(move || {
        view! {
            <TabList
                group="inspector"
                label="Inspector"
                tabs=vec![Tab::new("email", "Email"), Tab::new("json", "JSON"), Tab::new("changes", "Changes")]
                selected=selected
                on_select=move |key| selected.set(key)
            />
            <TabPanel group="inspector" key="email" selected=selected>"the email"</TabPanel>
            <TabPanel group="inspector" key="json" selected=selected>"the json"</TabPanel>
        }
    })
    .await;
    assert_eq!(stage.count("[role=tab][tabindex='0']"), 1);
    let json = stage.find("#inspector-tab-json");
    assert_attribute(&json, "aria-selected", Some("true"));
    assert_attribute(&json, "aria-controls", Some("inspector-panel-json"));
    assert_eq!(stage.find("#inspector-panel-json").text_content().unwrap(), "the json");
    assert!(stage.find("#inspector-panel-email").hidden());

    stage.press("#inspector-tab-json", "ArrowLeft").await;
    assert_eq!(selected.get_untracked(), "email");
    assert_eq!(document().active_element().unwrap().id(), "inspector-tab-email");
    assert!(!stage.find("#inspector-panel-email").hidden());
    stage.press("#inspector-tab-email", "ArrowLeft").await;
    assert_eq!(selected.get_untracked(), "changes");
    stage.press("#inspector-tab-changes", "Home").await;
    assert_eq!(selected.get_untracked(), "email");
}

#[wasm_bindgen_test]
async fn a_dialog_opens_modally_and_closing_it_is_told() {
    let open = RwSignal::new(false);
    let stage = Stage::mount(move || {
        view! { <Dialog title="Discard?" open=open><p>"All of it."</p></Dialog> }
    })
    .await;
    let dialog: HtmlDialogElement = stage.find("dialog").unchecked_into();
    assert!(!dialog.open());
    open.set(true);
    settle().await;
    assert!(dialog.open());
    let title = dialog.get_attribute("aria-labelledby").unwrap();
    assert_eq!(stage.find(&format!("#{title}")).text_content().unwrap(), "Discard?");
    stage.click("[aria-label=Close]").await;
    assert!(!dialog.open());
    assert!(!open.get_untracked());
}

async fn scroll(stage: &Stage, selector: &str, top: i32) {
    let list = stage.find(selector);
    list.set_scroll_top(top);
    list.dispatch_event(&Event::new("scroll").unwrap()).unwrap();
    settle().await;
}

fn limit_height(stage: &Stage, selector: &str) {
    stage.find(selector).set_attribute("style", "height: 300px; overflow: auto; position: relative").unwrap();
}

#[wasm_bindgen_test]
async fn a_long_list_draws_only_what_is_in_view() {
    let (drawn, draw) = log::<usize>();
    let stage = Stage::mount(move || {
        view! {
            <VirtualList
                count=100_000_usize
                row_height=20
                label="Rows"
                render=move |row: usize| {
                    draw(row);
                    view! { <p>{format!("row {row}")}</p> }.into_any()
                }
            />
        }
    })
    .await;
    limit_height(&stage, ".virtual-list");
    let at_first = drawn.lock().unwrap().len();
    assert!((10..200).contains(&at_first), "{at_first} rows drawn");
    scroll(&stage, ".virtual-list", 50_000 * 20).await;
    assert!(drawn.lock().unwrap().contains(&50_000));
    assert!(stage.count("p") < 200);
    assert!(drawn.lock().unwrap().len() < 500);
}

#[wasm_bindgen_test]
async fn a_document_of_four_megabytes_draws_only_the_lines_in_view() {
    let line = r#"  {"id": "node", "type": "email", "properties": {"trackOpens": true}},"#;
    let text = vec![line; 60_000].join("\n");
    assert!(text.len() > 4_000_000);
    let text = JsonText::new(text);
    let stage = Stage::mount(move || view! { <JsonView text=text label="JSON" /> }).await;
    limit_height(&stage, ".code");
    assert!(stage.count(".code-line") < 200);
    assert_eq!(stage.find(".code-text").text_content().unwrap().trim_end(), line.trim_end());
    scroll(&stage, ".code", 59_990 * 20).await;
    let last = stage.root.text_content().unwrap();
    assert!(last.contains("60000"), "the last line's number is drawn");
}

#[wasm_bindgen_test]
async fn json_is_folded_and_gone_through_with_the_keyboard() {
    let text = JsonText::new("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
    let stage = Stage::mount(move || {
        provide_announcer();
        view! { <JsonExplorer text=Signal::stored(text) label="JSON" marks=Signal::stored(Arc::<LineMarks>::default()) /> }
    })
    .await;
    let grid = "[role=treegrid]";
    let active = |stage: &Stage| {
        let id = stage.find(grid).get_attribute("aria-activedescendant").unwrap();
        stage.find(&format!("#{id} .code-text")).text_content().unwrap()
    };
    assert_attribute(&stage.find(grid), "aria-rowcount", Some("7"));
    stage.press(grid, "ArrowDown").await;
    assert_eq!(active(&stage), "  \"a\": [");
    stage.press(grid, "ArrowLeft").await;
    assert_attribute(&stage.find(grid), "aria-rowcount", Some("4"));
    assert_attribute(&stage.find("[aria-expanded=false]"), "aria-level", Some("2"));
    stage.press(grid, "ArrowDown").await;
    assert_eq!(active(&stage), "  \"b\": {}");
    stage.press(grid, "ArrowUp").await;
    stage.press(grid, "ArrowRight").await;
    stage.press(grid, "ArrowRight").await;
    assert_eq!(active(&stage), "    1,");
    stage.press(grid, "End").await;
    assert_eq!(active(&stage), "}");
    stage.press(grid, "Home").await;
    stage.press(grid, "Enter").await;
    assert_attribute(&stage.find(grid), "aria-rowcount", Some("1"));
}

#[wasm_bindgen_test]
async fn a_list_of_rows_of_different_heights_draws_those_in_view_and_the_active_one() {
    let active = RwSignal::new(0_usize);
    let stage = Stage::mount(move || {
        let render = |row: usize| {
            let height = format!("{}px", 20 + row % 3 * 30);
            view! { <p style:height=height style:margin="0">{row}</p> }.into_any()
        };
        view! {
            <MeasuredList
                count=Signal::stored(5_000)
                ordinary=40.0
                render=render
                revision=Signal::stored(0)
                active=active
                label="Rows"
                class="measured"
            />
        }
    })
    .await;
    limit_height(&stage, ".measured");
    assert!(stage.count("p") < 200);
    active.set(4_999);
    settle().await;
    assert!(stage.root.text_content().unwrap().ends_with("4999"), "the active row is drawn wherever it is");
    assert!(stage.count("p") < 200);
}

#[wasm_bindgen_test]
fn storage_keeps_and_forgets() {
    assert_eq!(storage::read("test:absent"), None);
    assert!(storage::write("test:key", "text"));
    assert_eq!(storage::read("test:key").as_deref(), Some("text"));
    storage::remove("test:key");
    assert_eq!(storage::read("test:key"), None);
}

#[wasm_bindgen_test]
fn recent_workflows_are_kept_newest_first_and_apart_for_each_organisation() {
    storage::write("recent:org-a", "not json");
    assert!(recent_workflows("org-a").is_empty());
    for n in 0..10 {
        remember_workflow("org-a", &format!("wf_{n}"), "A workflow");
    }
    remember_workflow("org-a", "wf_5", "Renamed");
    let recent = recent_workflows("org-a");
    assert_eq!(recent.len(), 8);
    assert_eq!((recent[0].id.as_str(), recent[0].name.as_str()), ("wf_5", "Renamed"));
    assert_eq!(recent[1].id, "wf_9");
    assert!(recent_workflows("org-b").is_empty());
    storage::remove("recent:org-a");
}

#[wasm_bindgen_test]
fn a_theme_is_shown_and_kept() {
    let root = document().document_element().unwrap();
    Theme::Dark.apply();
    assert_attribute(&root, "data-theme", Some("dark"));
    assert_eq!(Theme::kept(), Theme::Dark);
    Theme::System.apply();
    assert_attribute(&root, "data-theme", None);
    assert_eq!(Theme::kept(), Theme::System);
}

#[wasm_bindgen_test]
fn every_status_has_words_of_its_own() {
    let mut seen = Vec::new();
    for status in [400, 401, 403, 404, 409, 413, 429, 500] {
        let failure = Failure::from_answer(status, "application/json", None, "{}");
        let words = explain(&failure, Doing::ReadWorkflow("wf_1"));
        assert!(!seen.contains(&words.happened), "{status} says the same as another: {}", words.happened);
        assert_eq!(words.changed, "Nothing was changed.");
        seen.push(words.happened);
    }
}
