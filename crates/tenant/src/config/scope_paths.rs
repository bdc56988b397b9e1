//! The scope paths that are suggested for variables unless the configuration names others.

/// Sorted.
pub(super) fn catalogue() -> Vec<String> {
    [
        "$contact.email",
        "$contact.firstName",
        "$contact.language",
        "$contact.lastName",
        "$contact.phone",
        "$interaction.channel",
        "$interaction.contact.email",
        "$interaction.contact.firstName",
        "$interaction.contact.lastName",
        "$interaction.contact.phone",
        "$interaction.id",
        "$interaction.queue.name",
        "$interaction.startTime",
        "$system.date",
        "$system.organisation",
        "$system.supportEmail",
        "$system.time",
        "$workflow.data.appointmentDate",
        "$workflow.data.caseNumber",
        "$workflow.data.deliveryDate",
        "$workflow.data.dueDate",
        "$workflow.data.invoiceNumber",
        "$workflow.data.orderDate",
        "$workflow.data.orderId",
        "$workflow.data.orderTotal",
        "$workflow.data.trackingNumber",
        "$workflow.id",
        "$workflow.name",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_is_sorted_and_has_no_doubles() {
        let catalogue = super::catalogue();
        assert!(catalogue.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
