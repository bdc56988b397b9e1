//! How the email is sent and followed.

use super::Section;
use super::messages::{Notes, messages};
use crate::reactive::memo;
use crate::ui::{Checkbox, Choice, Field as FormField, Select};
use crate::words::form as words;
use crate::workspace::{FormStoreFields, OpenDraft, use_workspace};
use leptos::prelude::*;
use workflow::validate::Field;

/// Delivery mode and tracking.
#[component]
pub fn DeliverySection(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let mode = memo(move |_| draft.form.delivery_mode().get());
    let modes = memo(move |_| {
        workspace.limits.with(|limits| {
            limits.delivery_modes.iter().map(|mode| Choice::new(mode.clone(), mode.clone())).collect::<Vec<_>>()
        })
    });
    let about_mode = messages(draft, || Some(Field::DeliveryMode), || false);
    let about_opens = messages(draft, || Some(Field::TrackOpens), || false);
    let about_clicks = messages(draft, || Some(Field::TrackClicks), || false);
    view! {
        <Section title=words::DELIVERY>
            <div class="delivery">
                <div data-field="delivery">
                    <FormField label=words::MODE messages=about_mode>
                        <Select value=mode options=modes on_change=move |mode| draft.form.delivery_mode().set(mode) />
                    </FormField>
                </div>
                <div class="delivery-tracking">
                    <div data-field="opens">
                        <Checkbox
                            label=words::TRACK_OPENS
                            checked=Signal::derive(move || draft.form.track_opens().get())
                            on_change=move |on| draft.form.track_opens().set(on)
                        />
                        <Notes messages=about_opens />
                    </div>
                    <div data-field="clicks">
                        <Checkbox
                            label=words::TRACK_CLICKS
                            checked=Signal::derive(move || draft.form.track_clicks().get())
                            on_change=move |on| draft.form.track_clicks().set(on)
                        />
                        <Notes messages=about_clicks />
                    </div>
                </div>
            </div>
        </Section>
    }
}
