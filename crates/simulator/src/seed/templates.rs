//! The seeded email templates. Their bodies are files, so that they can be opened in a browser.

use workflow::wire::Template;

macro_rules! template {
    ($id:literal, $name:literal, $subject:literal, $preheader:literal, $updated:literal) => {
        Template {
            id: $id.to_owned(),
            name: $name.to_owned(),
            subject: $subject.to_owned(),
            preheader: $preheader.to_owned(),
            html: include_str!(concat!("../../seed/", $id, ".html")).to_owned(),
            text: include_str!(concat!("../../seed/", $id, ".txt")).to_owned(),
            last_updated_timestamp: Some($updated),
            ..Template::default()
        }
    };
}

/// A template that was deleted: asking for it is answered 404 with `TEMPLATE_DELETED`.
pub(crate) const DELETED_TEMPLATE: &str = "tmpl_summer_sale_2023";

/// Every template, in the tenant's order. The last one is a draft that does not compile.
pub(crate) fn templates() -> Vec<Template> {
    vec![
        template!(
            "tmpl_inv_2024",
            "Invoice 2024",
            "Your invoice {{invoiceNumber}}",
            "Thank you, {{customerName}}: {{orderTotal}} received.",
            1704067200000
        ),
        template!(
            "tmpl_order_shipped",
            "Order shipped",
            "Your order {{orderNumber}} is on its way",
            "Expected {{deliveryDate}} with {{carrier}}.",
            1711965600000
        ),
        template!(
            "tmpl_appointment_reminder",
            "Appointment reminder",
            "Your appointment on {{appointmentDate}} at {{appointmentTime}}",
            "{{agentName}} is looking forward to meeting you.",
            1709283600000
        ),
        template!(
            "tmpl_return_received",
            "Return received",
            "We have your return {{returnNumber}}",
            "{{refundAmount}} is on its way back to you.",
            1717232400000
        ),
        template!(
            "tmpl_password_reset",
            "Password reset code",
            "Your code for a new password",
            "Good for {{expiryMinutes}} minutes.",
            1698829200000
        ),
        template!(
            "tmpl_survey_nps",
            "Satisfaction survey",
            "{{customerName}}, how did we do?",
            "Two questions about your talk with {{agentName}}.",
            1719824400000
        ),
        template!(
            "tmpl_collections_notice",
            "Payment reminder",
            "A friendly reminder about account {{accountNumber}}",
            "{{amountDue}} is open until {{dueDate}}.",
            1714539600000
        ),
        template!(
            "tmpl_welcome",
            "Welcome",
            "Welcome to Meridian, {{customerName}}",
            "Your member number is {{memberNumber}}.",
            1722502800000
        ),
        template!(
            "tmpl_spring_draft",
            "Spring campaign (draft)",
            "{{customerName}}, spring is here",
            "New arrivals from {{storeName}}.",
            1740992400000
        ),
    ]
}
