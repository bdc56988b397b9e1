//! Findings about attachments. Rows are counted from 0 and told from 1.

use super::values::{code, size};

pub(crate) fn duplicate(id: &str, first: usize) -> String {
    format!("The file {} is attached already, as attachment {}. Remove one of the two.", code(id), first + 1)
}

pub(crate) fn id_malformed(id: &str, prefix: &str) -> String {
    format!("{} is no file id: it has to be `{prefix}` and more, without white space. Pick a file.", code(id))
}

pub(crate) fn not_text(key: &str, row: usize, found: &str) -> String {
    format!("The `{key}` of attachment {} is {found}, but has to be text.", row + 1)
}

pub(crate) fn id_missing(row: usize) -> String {
    format!("Attachment {} names no file. Pick one.", row + 1)
}

pub(crate) fn list_malformed(found: &str) -> String {
    format!("`attachments` is {found}, but has to be an array.")
}

pub(crate) fn mail_too_large(total: u64, encoded: u64, limit: u64) -> String {
    format!(
        "The attachments are {} in all, and {} as a mail carries them; many mail servers take {} at most. Remove some, or link to them.",
        size(total),
        size(encoded),
        size(limit)
    )
}

pub(crate) fn malformed(row: usize, found: &str) -> String {
    format!("Attachment {} is {found}, but has to be an object with `fileId` and `fileName`.", row + 1)
}

pub(crate) fn name_malformed(name: &str) -> String {
    format!(
        "The file name {} contains `/`, `\\` or a control character. Use a plain name like `invoice.pdf`.",
        code(name)
    )
}

pub(crate) fn name_misleading(name: &str, shown: &str, stored: &str) -> String {
    format!(
        "{} is shown as a {} file, but the file is {}. Use the file's own extension.",
        code(name),
        code(&format!(".{shown}")),
        code(&format!(".{stored}"))
    )
}

pub(crate) fn name_missing(row: usize) -> String {
    format!("Attachment {} has no file name. Give it the name that the recipient shall see.", row + 1)
}

pub(crate) fn name_no_extension(name: &str) -> String {
    format!("The file name {} has no extension. Add the one of the file, like `.pdf`.", code(name))
}

pub(crate) fn near_limit(name: &str, bytes: u64, limit: u64) -> String {
    format!("{} is {} of the {} that an attachment may have.", code(name), size(bytes), size(limit))
}

pub(crate) fn too_large(name: &str, bytes: u64, limit: u64) -> String {
    format!(
        "{} is {}, but an attachment may have {} at most. Attach a smaller file, or link to it.",
        code(name),
        size(bytes),
        size(limit)
    )
}

pub(crate) fn total_near_limit(total: u64, limit: u64) -> String {
    format!("The attachments are {} in all of the {} that they may have.", size(total), size(limit))
}

pub(crate) fn total_too_large(total: u64, limit: u64) -> String {
    format!(
        "The attachments are {} in all, but may have {} at most. Remove some, or link to them.",
        size(total),
        size(limit)
    )
}

pub(crate) fn unknown(id: &str, near: Option<&str>) -> String {
    let hint = near
        .map_or("Pick another file, or upload it first.".to_owned(), |near| format!("Did you mean {}?", code(near)));
    format!("The tenant has no file {}. {hint}", code(id))
}
