//! The seeded workflows.

use super::large;
use bytes::Bytes;

/// The tutorial's workflow, byte for byte.
const TUTORIAL: &str = r#"{"id":"wf_12345","name":"Order Confirmation Workflow","version":3,"nodes":[{"id":"start_node","type":"start","properties":{}}],"transitions":[],"createdTimestamp":1672531200000,"lastUpdatedTimestamp":1672617600000}"#;

/// Id and text of every workflow, in the tenant's order. Besides the tutorial's there are branching
/// ones as administrators draw them, one with fields and number texts that only an old exporter
/// writes, and one of 10,000 nodes.
pub(crate) fn workflows() -> Vec<(&'static str, Bytes)> {
    [
        ("wf_12345", TUTORIAL),
        ("wf_order_status", include_str!("../../seed/wf_order_status.json")),
        ("wf_appointment_reminders", include_str!("../../seed/wf_appointment_reminders.json")),
        ("wf_returns", include_str!("../../seed/wf_returns.json")),
        ("wf_password_reset", include_str!("../../seed/wf_password_reset.json")),
        ("wf_survey", include_str!("../../seed/wf_survey.json")),
        ("wf_collections", include_str!("../../seed/wf_collections.json")),
        ("wf_onboarding", include_str!("../../seed/wf_onboarding.json")),
        ("wf_legacy_fields", include_str!("../../seed/wf_legacy_fields.json")),
    ]
    .into_iter()
    .map(|(id, text)| (id, Bytes::from_static(text.as_bytes())))
    .chain([(large::ID, Bytes::from(large::text()))])
    .collect()
}
