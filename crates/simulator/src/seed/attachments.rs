//! The seeded attachments: metadata only, as the vendor's route answers it.

use workflow::wire::Attachment;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

const PDF: &str = "application/pdf";
const PNG: &str = "image/png";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Every attachment, in the tenant's order. `att_catalogue_hires` is too large for any email; the
/// three lookbooks are each small enough, but not together.
pub(crate) fn attachments() -> Vec<Attachment> {
    [
        ("att_inv_terms", "terms-and-conditions.pdf", 184 * KIB + 312, PDF),
        ("att_inv_summary", "invoice-summary.pdf", 96 * KIB + 77, PDF),
        ("att_returns_policy", "returns-policy.pdf", 212 * KIB, PDF),
        ("att_appointment_ics", "appointment.ics", 1_842, "text/calendar"),
        ("att_store_map", "how-to-find-us.png", 640 * KIB + 18, PNG),
        ("att_payment_plan", "payment-plan.docx", 58 * KIB, DOCX),
        ("att_price_list", "price-list-2024.xlsx", MIB + 230 * KIB, XLSX),
        ("att_member_guide", "member-guide.pdf", 3 * MIB + 407 * KIB, PDF),
        ("att_lookbook_spring", "lookbook-spring.pdf", 9 * MIB + 512 * KIB, PDF),
        ("att_lookbook_summer", "lookbook-summer.pdf", 9 * MIB, PDF),
        ("att_lookbook_autumn", "lookbook-autumn.pdf", 8 * MIB + 768 * KIB, PDF),
        ("att_catalogue_hires", "catalogue-print-quality.pdf", 11 * MIB, PDF),
    ]
    .into_iter()
    .map(|(id, name, size, content_type)| Attachment {
        file_id: id.to_owned(),
        file_name: Some(name.to_owned()),
        size,
        content_type: Some(content_type.to_owned()),
    })
    .collect()
}
