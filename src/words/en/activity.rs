//! The audit trail.

/// The page.
pub const TITLE: &str = "Activity";
/// It is on its way.
pub const LOADING: &str = "Loading the activity";
/// As a table for a spreadsheet.
pub const EXPORT_CSV: &str = "Export CSV";
/// As one JSON object a line.
pub const EXPORT_JSONL: &str = "Export JSON lines";
/// Reads it again.
pub const REFRESH: &str = "Refresh";
/// Nothing is in it.
pub const EMPTY_TITLE: &str = "Nothing was deployed yet";
/// What will be in it.
pub const EMPTY: &str =
    "Every deploy leaves an entry here: who changed which email node, how it ended and how long it took.";
/// The next step.
pub const OPEN_WORKFLOW: &str = "Open a workflow";
/// The table.
pub const TABLE: &str = "Activity, newest first";
/// The table's columns.
pub const HEADS: [&str; 9] =
    ["Time", "Operator", "Workflow", "Nodes", "Outcome", "Status", "Attempts", "Latency", "Webhook"];
/// Shows more rows.
pub const OLDER: &str = "Show older events";
/// There is a webhook.
pub const REGISTERED: &str = "registered";
/// There is none.
pub const NONE: &str = "none";

/// A webhook was registered.
pub const WEBHOOK: &str = "Webhook registered";
/// The change is in the workflow.
pub const DEPLOYED: &str = "Deployed";
/// It was there before.
pub const ALREADY_THERE: &str = "Already there";
/// Somebody else changed the same.
pub const CONFLICT: &str = "Conflict";
/// The operator stopped it.
pub const CANCELLED: &str = "Cancelled";
/// It may or may not be there.
pub const UNKNOWN: &str = "Outcome unknown";
/// The tenant said no.
pub const REFUSED: &str = "Refused";
/// Too many attempts.
pub const GAVE_UP: &str = "Gave up";
/// The change fits nowhere.
pub const UNUSABLE: &str = "Not possible";

/// What the change did.
pub const CHANGED: &str = "What changed";
/// From which version to which.
pub const VERSIONS: &str = "Versions";
/// The templates used.
pub const TEMPLATES: &str = "Templates";
/// The operation's id.
pub const OPERATION: &str = "Operation";
/// The webhook's id.
pub const WEBHOOK_ID: &str = "Webhook";
/// Where it delivers to.
pub const DELIVERS_TO: &str = "Delivers to";
/// The operation that it was registered after.
pub const AFTER_OPERATION: &str = "After operation";
/// The event's name.
pub const EVENT: &str = "Event";
/// The organisation.
pub const ORGANISATION: &str = "Organisation";
/// The event's number.
pub const NUMBER: &str = "Number";
