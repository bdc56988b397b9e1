//! A workflow of 10,000 nodes, as a large organisation's whole routing: 999 queues of ten nodes
//! each behind one start, and what comes at the end. Made by rule, so it is the same every time.

use std::fmt::Write;

/// Its id.
pub(crate) const ID: &str = "wf_large_10k";

/// Queues, each of ten nodes and fifteen transitions.
const QUEUES: usize = 999;

/// Nodes after the last queue; with the start node and the queues 10,000 in all.
const CLOSING: usize = 9;

const REGIONS: [&str; 9] = ["North", "South", "East", "West", "Central", "Islands", "Coast", "Valley", "Overseas"];
const TOPICS: [&str; 11] = [
    "Orders",
    "Invoices",
    "Returns",
    "Deliveries",
    "Repairs",
    "Memberships",
    "Vouchers",
    "Complaints",
    "Technical help",
    "Bookings",
    "Accounts",
];

/// Its text.
pub(crate) fn text() -> String {
    let mut nodes = vec![r#"{"id":"start_node","type":"start","properties":{"channel":"any"}}"#.to_owned()];
    let mut transitions = Transitions::default();
    transitions.add("start_node", "q001_menu", None);
    for queue in 1..=QUEUES {
        queue_nodes(queue, &mut nodes);
        queue_transitions(queue, &mut transitions);
    }
    for step in 1..=CLOSING {
        let kind = if step == CLOSING { "end" } else { "api-call" };
        nodes.push(format!(
            r#"{{"id":"close_{step}","type":"{kind}","properties":{{"label":"Closing step {step}","audit":true}}}}"#
        ));
        if step > 1 {
            transitions.add(&format!("close_{}", step - 1), &format!("close_{step}"), None);
        }
    }
    format!(
        "{{\n  \"id\": \"{ID}\",\n  \"name\": \"Group-wide Routing\",\n  \"version\": 218,\n  \"nodes\": [\n    {}\n  ],\n  \
         \"transitions\": [\n    {}\n  ],\n  \"createdTimestamp\": 1609459200000,\n  \"lastUpdatedTimestamp\": \
         1730362800000\n}}\n",
        nodes.join(",\n    "),
        transitions.0.join(",\n    ")
    )
}

fn queue_nodes(queue: usize, nodes: &mut Vec<String>) {
    let (region, topic) = (REGIONS[queue % REGIONS.len()], TOPICS[queue % TOPICS.len()]);
    let label = format!("{region}: {topic}");
    let priority = queue % 5 + 1;
    let minutes = queue % 12 * 5 + 5;
    let mut node = |step: &str, kind: &str, properties: String| {
        nodes.push(format!(r#"{{"id":"q{queue:03}_{step}","type":"{kind}","properties":{{{properties}}}}}"#));
    };
    node(
        "menu",
        "condition",
        format!(
            r#""label":"{label}, which channel?","variable":"$interaction.channel","description":"Callers are asked once, writers are recognised by the channel they came in on.","position":{{"x":{},"y":{}}}"#,
            queue % 40 * 320,
            queue / 40 * 900
        ),
    );
    node(
        "lookup",
        "api-call",
        format!(
            r#""label":"{label}, look the customer up","method":"GET","url":"https://crm.meridian.example/v2/customers/by-contact?queue={queue}","timeoutSeconds":8,"retries":2,"result":"$workflow.data.customer","headers":{{"X-Queue":"q{queue:03}","Accept":"application/json"}}"#
        ),
    );
    node("mail", "email", email(queue, &label));
    node(
        "text",
        "sms",
        format!(
            r#""label":"{label}, by text message","text":"Thank you for writing about {}. We answer within {minutes} minutes.","sender":"Meridian","maxParts":2"#,
            topic.to_lowercase()
        ),
    );
    node(
        "triage",
        "condition",
        format!(
            r#""label":"{label}, how urgent?","variable":"$workflow.data.customer.tier","description":"Members of the upper tiers skip the wait; what the lookup could not tell goes to a person.","thresholds":{{"gold":{priority},"silver":{},"other":9}}"#,
            priority + 2
        ),
    );
    node(
        "hold",
        "wait",
        format!(r#""label":"{label}, hold","minutes":{minutes},"music":"calm-{priority}","announcePosition":true"#),
    );
    node(
        "agent",
        "assign-agent",
        format!(
            r#""label":"{label}, first line","skill":"{}","region":"{}","priority":{priority},"maxWaitSeconds":{},"overflow":["team-lead","night-desk"]"#,
            topic.to_lowercase(),
            region.to_lowercase(),
            minutes * 60
        ),
    );
    node(
        "callback",
        "api-call",
        format!(
            r#""label":"{label}, plan a call back","method":"POST","url":"https://crm.meridian.example/v2/callbacks","timeoutSeconds":10,"retries":1,"body":{{"queue":"q{queue:03}","withinMinutes":{minutes},"priority":{priority}}}"#
        ),
    );
    node(
        "record",
        "api-call",
        format!(
            r#""label":"{label}, record the outcome","method":"POST","url":"https://insight.meridian.example/v1/outcomes","timeoutSeconds":10,"body":{{"queue":"q{queue:03}","region":"{region}","topic":"{topic}"}}"#
        ),
    );
    node(
        "rescue",
        "assign-agent",
        format!(
            r#""label":"{label}, when systems fail","skill":"supervisor","priority":1,"maxWaitSeconds":60,"overflow":["night-desk"]"#
        ),
    );
}

fn email(queue: usize, label: &str) -> String {
    let (template, variables, attachments) = match queue % 3 {
        0 => (
            "tmpl_inv_2024",
            r#""customerName":"$interaction.contact.firstName","orderTotal":"$workflow.data.order.totalText","invoiceNumber":"$workflow.data.invoice.number""#,
            r#"{"fileId":"att_inv_terms","fileName":"terms.pdf"},{"fileId":"att_inv_summary","fileName":"summary.pdf"}"#,
        ),
        1 => (
            "tmpl_survey_nps",
            r#""customerName":"$interaction.contact.firstName","agentName":"$interaction.agent.firstName","surveyToken":"$workflow.data.survey.token""#,
            "",
        ),
        _ => (
            "tmpl_welcome",
            r#""customerName":"$interaction.contact.firstName","memberNumber":"$contact.membership.number""#,
            r#"{"fileId":"att_member_guide","fileName":"member-guide.pdf"}"#,
        ),
    };
    format!(
        r#""label":"{label}, by email","templateId":"{template}","variables":{{{variables}}},"attachments":[{attachments}],"deliveryMode":"standard","trackOpens":true,"trackClicks":true"#
    )
}

fn queue_transitions(queue: usize, transitions: &mut Transitions) {
    let own = |step: &str| format!("q{queue:03}_{step}");
    let next = if queue == QUEUES { "close_1".to_owned() } else { format!("q{:03}_menu", queue + 1) };
    let is = |variable: &str, value: &str| {
        Some(format!(r#"{{"variable":"{variable}","operator":"equals","value":"{value}"}}"#))
    };
    let event = |name: &str| Some(format!(r#"{{"event":"{name}"}}"#));
    let otherwise = || Some(r#"{"otherwise":true}"#.to_owned());
    let channel = "$interaction.channel";
    let tier = "$workflow.data.customer.tier";
    let steps = [
        ("menu", "lookup", is(channel, "voice")),
        ("menu", "mail", is(channel, "email")),
        ("menu", "text", otherwise()),
        ("lookup", "triage", event("success")),
        ("lookup", "rescue", event("failure")),
        ("mail", "hold", None),
        ("text", "hold", None),
        ("triage", "agent", is(tier, "gold")),
        ("triage", "hold", is(tier, "silver")),
        ("triage", "rescue", otherwise()),
        ("hold", "callback", None),
        ("agent", "record", None),
        ("callback", "record", None),
        ("rescue", "record", None),
    ];
    for (from, to, condition) in steps {
        transitions.add(&own(from), &own(to), condition.as_deref());
    }
    transitions.add(&own("record"), &next, None);
}

#[derive(Default)]
struct Transitions(Vec<String>);

impl Transitions {
    fn add(&mut self, from: &str, to: &str, condition: Option<&str>) {
        let number = self.0.len() + 1;
        let mut text = format!(r#"{{"id":"t{number:05}","from":"{from}","to":"{to}""#);
        if let Some(condition) = condition {
            // Writing to a String cannot fail.
            let _ = write!(text, r#","condition":{condition}"#);
        }
        text.push('}');
        self.0.push(text);
    }
}
