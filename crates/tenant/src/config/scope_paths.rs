//! The scope paths that are suggested for variables: a catalogue, built in or read from a file, and further
//! paths that the tenant is known to have.

use workflow::wire::CataloguePath;

/// The catalogue that holds unless the configuration names another. Sorted by path.
pub(super) fn catalogue() -> Vec<CataloguePath> {
    [
        ("$contact.email", "The customer's email address", "ada@example.com"),
        ("$contact.firstName", "The customer's first name", "Ada"),
        ("$contact.language", "The language that the customer has chosen", "English"),
        ("$contact.lastName", "The customer's last name", "Lovelace"),
        ("$contact.phone", "The customer's phone number", "+44 20 7946 0958"),
        ("$interaction.channel", "How the customer got in touch", "chat"),
        ("$interaction.contact.email", "Email address given in this interaction", "ada@example.com"),
        ("$interaction.contact.firstName", "First name given in this interaction", "Ada"),
        ("$interaction.contact.lastName", "Last name given in this interaction", "Lovelace"),
        ("$interaction.contact.phone", "Phone number given in this interaction", "+44 20 7946 0958"),
        ("$interaction.id", "The interaction's own number", "700114820193"),
        ("$interaction.queue.name", "The queue that took the interaction", "Customer Care"),
        ("$interaction.startTime", "When the interaction began", "16 May 2024, 14:30"),
        ("$system.date", "The day on which the email is sent", "16 May 2024"),
        ("$system.organisation", "The organisation's name", "Meridian"),
        ("$system.supportEmail", "Where customers write for help", "help@example.com"),
        ("$system.time", "The time at which the email is sent", "14:30"),
        ("$workflow.data.appointmentDate", "The day of the appointment", "21 May 2024"),
        ("$workflow.data.caseNumber", "The case's number", "CAS-7720"),
        ("$workflow.data.deliveryDate", "When the order arrives", "Thursday, 16 May"),
        ("$workflow.data.dueDate", "When the payment is due", "31 May 2024"),
        ("$workflow.data.invoiceNumber", "The invoice's number", "INV-2024-0117"),
        ("$workflow.data.orderDate", "The day of the order", "14 May 2024"),
        ("$workflow.data.orderId", "The order's number", "ORD-20418"),
        ("$workflow.data.orderTotal", "What the order costs, with its currency", "€148.20"),
        ("$workflow.data.trackingNumber", "The parcel's tracking number", "JD0146000032"),
        ("$workflow.id", "The workflow's id", "wf_12345"),
        ("$workflow.name", "The workflow's name", "Order Confirmation Workflow"),
    ]
    .into_iter()
    .map(|(path, description, sample)| CataloguePath {
        path: path.to_owned(),
        description: description.to_owned(),
        sample: sample.to_owned(),
    })
    .collect()
}

/// The paths of a catalogue.
pub(super) fn paths(catalogue: &[CataloguePath]) -> Vec<String> {
    catalogue.iter().map(|entry| entry.path.clone()).collect()
}

/// Reads a catalogue file: a JSON list of `{"path", "description"?, "sample"?}`. Sorted, each path once.
pub(super) fn read(text: &str) -> Result<Vec<CataloguePath>, String> {
    let mut catalogue: Vec<CataloguePath> = serde_json::from_str(text)
        .map_err(|error| format!("the file is no JSON list of {{path, description, sample}}: {error}"))?;
    if let Some(odd) = catalogue.iter().find(|entry| !entry.path.starts_with('$')) {
        return Err(format!("each path in the file must begin with $, and `{}` does not", odd.path));
    }
    catalogue.sort_by(|one, other| one.path.cmp(&other.path));
    catalogue.dedup_by(|one, other| one.path == other.path);
    Ok(catalogue)
}

#[cfg(test)]
mod tests {
    use super::{catalogue, read};
    use crate::config::{Environment, load_rules};

    #[test]
    fn the_catalogue_is_sorted_described_and_has_no_doubles() {
        let catalogue = catalogue();
        assert!(catalogue.windows(2).all(|pair| pair[0].path < pair[1].path));
        assert!(catalogue.iter().all(|entry| !entry.description.is_empty() && !entry.sample.is_empty()));
    }

    #[test]
    fn a_file_is_read_sorted_and_checked() {
        let read_paths = |text: &str| read(text).map(|found| super::paths(&found));
        assert_eq!(
            read_paths(r#"[{"path":"$b.c","sample":"1"},{"path":"$a.b","description":"d"},{"path":"$b.c"}]"#),
            Ok(vec!["$a.b".to_owned(), "$b.c".to_owned()])
        );
        assert!(read(r#"[{"path":"a.b"}]"#).is_err_and(|why| why.contains("`a.b`")));
        assert!(read("{}").is_err() && read("[").is_err());
    }

    #[test]
    fn of_the_built_in_catalogue_only_the_configured_paths_are_offered() {
        let rules = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            load_rules(&args, &Environment::new(), None).expect("is fine")
        };
        let named = rules(&["--scope-paths=$contact.email,$own.path"]);
        assert_eq!(named.scope_paths, ["$contact.email", "$own.path"]);
        assert_eq!(super::paths(&named.scope_catalogue), ["$contact.email"]);

        let file = std::env::temp_dir().join(format!("catalogue-{}.json", std::process::id()));
        std::fs::write(&file, r#"[{"path":"$own.other","description":"d","sample":"s"}]"#).expect("is written");
        let flag = format!("--scope-catalogue-file={}", file.display());
        let own = rules(&["--scope-paths=$contact.email", &flag]);
        std::fs::remove_file(&file).expect("is removed");
        assert_eq!(own.scope_paths, ["$contact.email", "$own.other"]);
        assert_eq!(own.scope_catalogue[0].sample, "s");
    }
}
