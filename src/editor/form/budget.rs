//! How much of the tenant's limits the attachments take, file by file.

use crate::browser::locale::size;
use crate::reactive::memo;
use crate::words::form as words;
use crate::workspace::{FormStoreFields, OpenDraft, use_workspace};
use leptos::prelude::*;

/// A file's name and size in bytes.
type Sized = (String, u64);

/// How many files there are, and how much of what they may have in all.
#[component]
pub fn Total(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let sizes = memo(move |_| draft.sizes(workspace.tenant));
    move || {
        let count = draft.form.attachments().with(Vec::len);
        let total = sizes.with(|sizes| sum(sizes));
        let limit = workspace.limits.with(|limits| limits.attachments_total_bytes);
        (count > 0).then(|| {
            view! {
                <span class="muted" class:tone-danger={total > limit}>
                    {words::attachments_total(count, total, limit)}
                </span>
            }
        })
    }
}

/// Two bars, of the files and of the mail that carries them, and what each file takes of them.
#[component]
pub fn Budget(
    /// The draft.
    draft: OpenDraft,
) -> impl IntoView {
    let workspace = use_workspace();
    let sizes = memo(move |_| draft.sizes(workspace.tenant));
    let unknown = memo(move |_| draft.form.attachments().with(Vec::len).saturating_sub(sizes.with(Vec::len)));
    move || {
        let limits = workspace.limits.get();
        let sizes = sizes.get();
        if sizes.is_empty() {
            return ().into_any();
        }
        let each = limits.attachment_bytes;
        let encoded: Vec<Sized> = sizes.iter().map(|(name, bytes)| (name.clone(), in_mail(*bytes))).collect();
        let legend = sizes.iter().enumerate().map(|(at, (name, bytes))| {
            let over = *bytes > each;
            view! {
                <li class="budget-entry">
                    <span class=swatch(at, over) aria-hidden="true"></span>
                    <span class="budget-name">{name.clone()}</span>
                    <span class="budget-size" class:tone-danger=over>{words::of_limit(*bytes, each)}</span>
                    <span class="budget-size muted">{words::in_mail(&size(in_mail(*bytes)))}</span>
                </li>
            }
        });
        let unknown = unknown.get();
        view! {
            <div class="budgets">
                {bar(words::BUDGET_FILES, &sizes, limits.attachments_total_bytes, each)}
                {bar(words::BUDGET_MAIL, &encoded, limits.mail_bytes, u64::MAX)}
                <ul class="budget-legend">{legend.collect_view()}</ul>
                <p class="field-hint">{words::file_limit(each)}</p>
                {(unknown > 0).then(|| view! { <p class="field-hint">{words::unknown_sizes(unknown)}</p> })}
            </div>
        }
        .into_any()
    }
}

fn bar(name: &'static str, files: &[Sized], limit: u64, each: u64) -> AnyView {
    let used = sum(files);
    let whole = used.max(limit).max(1) as f64;
    let parts = files.iter().enumerate().map(|(at, (_, bytes))| {
        let width = format!("{}%", *bytes as f64 / whole * 100.0);
        view! { <span class=swatch(at, *bytes > each || used > limit) style:width=width></span> }
    });
    let over = used > limit;
    view! {
        <div class="budget-line">
            <span class="budget-title">{name}</span>
            <div class="budget" role="img" aria-label=words::budget(name, used, limit, files)>
                {parts.collect_view()}
            </div>
            <span class="budget-size" class:tone-danger=over>{words::of_limit(used, limit)}</span>
        </div>
    }
    .into_any()
}

/// The classes of a file's part of a bar and of its sign in the legend.
fn swatch(at: usize, over: bool) -> String {
    format!("budget-file budget-file-{}{}", at % 4, if over { " is-over" } else { "" })
}

fn sum(files: &[Sized]) -> u64 {
    files.iter().fold(0, |total: u64, (_, bytes)| total.saturating_add(*bytes))
}

/// A file as base64 text, as a mail carries it (RFC 2045, section 6.8).
fn in_mail(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}

#[cfg(test)]
mod tests {
    use super::{in_mail, sum};

    #[test]
    fn a_mail_carries_a_third_more() {
        assert_eq!([0, 1, 3, 4, 3_000].map(in_mail), [0, 4, 4, 8, 4_000]);
        assert_eq!(in_mail(u64::MAX), u64::MAX);
    }

    #[test]
    fn sizes_are_added_without_running_over() {
        assert_eq!(sum(&[("a".into(), u64::MAX), ("b".into(), 1)]), u64::MAX);
    }
}
