//! Sample values for the preview: what a placeholder would hold for an imagined customer.
//!
//! The name of the placeholder decides, then the last part of its scope path; what neither tells is
//! shown as the words of the name, so that the preview always reads like an email.

/// The imagined customer, by what a name ends with (lower case, letters and digits only). Longer
/// names stand before the shorter ones that they end with.
const SAMPLES: &[(&str, &str)] = &[
    ("firstname", "Ada"),
    ("givenname", "Ada"),
    ("lastname", "Lovelace"),
    ("surname", "Lovelace"),
    ("familyname", "Lovelace"),
    ("agentname", "Grace Hopper"),
    ("companyname", "Analytical Engines Ltd"),
    ("company", "Analytical Engines Ltd"),
    ("productname", "Difference Engine No. 2"),
    ("product", "Difference Engine No. 2"),
    ("storename", "Mayfair"),
    ("customername", "Ada Lovelace"),
    ("contactname", "Ada Lovelace"),
    ("fullname", "Ada Lovelace"),
    ("queuename", "Customer Care"),
    ("queue", "Customer Care"),
    ("name", "Ada Lovelace"),
    ("customer", "Ada Lovelace"),
    ("agent", "Grace Hopper"),
    ("email", "ada@example.com"),
    ("emailaddress", "ada@example.com"),
    ("phonenumber", "+44 20 7946 0958"),
    ("phone", "+44 20 7946 0958"),
    ("orderid", "ORD-20418"),
    ("ordernumber", "ORD-20418"),
    ("order", "ORD-20418"),
    ("invoicenumber", "INV-2024-0117"),
    ("invoiceid", "INV-2024-0117"),
    ("invoice", "INV-2024-0117"),
    ("ticketnumber", "TCK-3391"),
    ("ticketid", "TCK-3391"),
    ("ticket", "TCK-3391"),
    ("caseid", "CAS-7720"),
    ("casenumber", "CAS-7720"),
    ("case", "CAS-7720"),
    ("trackingnumber", "JD0146000032"),
    ("trackingid", "JD0146000032"),
    ("tracking", "JD0146000032"),
    ("contactid", "C-10482"),
    ("customerid", "C-10482"),
    ("accountnumber", "4401 9921"),
    ("total", "€148.20"),
    ("amount", "€148.20"),
    ("price", "€148.20"),
    ("balance", "€148.20"),
    ("refund", "€148.20"),
    ("currency", "EUR"),
    ("discount", "10 %"),
    ("count", "3"),
    ("quantity", "3"),
    ("items", "3"),
    ("duration", "6 minutes"),
    ("deliverydate", "Thursday, 16 May"),
    ("duedate", "31 May 2024"),
    ("date", "16 May 2024"),
    ("timestamp", "16 May 2024, 14:30"),
    ("time", "14:30"),
    ("url", "https://example.com/a/20418"),
    ("link", "https://example.com/a/20418"),
    ("street", "12 St James’s Square"),
    ("address", "12 St James’s Square, London"),
    ("city", "London"),
    ("country", "United Kingdom"),
    ("zip", "SW1Y 4JH"),
    ("postcode", "SW1Y 4JH"),
    ("language", "English"),
    ("locale", "en-GB"),
    ("status", "on its way"),
    ("reason", "changed address"),
    ("subject", "Your order"),
    ("score", "9"),
    ("code", "7K2P-Q4"),
];

/// What to show for a placeholder that is filled from a scope path.
#[must_use]
pub fn sample(placeholder: &str, path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or_default();
    known(placeholder).or_else(|| known(last)).map_or_else(|| spell_out(placeholder), str::to_owned)
}

fn known(name: &str) -> Option<&'static str> {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let longest = SAMPLES.iter().filter(|(ending, _)| name.ends_with(ending)).max_by_key(|(ending, _)| ending.len());
    longest.map(|(_, value)| *value)
}

/// `loyaltyTier` as "loyalty tier".
fn spell_out(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if matches!(letter, '_' | '-' | '.') {
            words.push(' ');
        } else if letter.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::sample;

    #[test]
    fn the_placeholder_decides_then_the_path() {
        for (placeholder, path, value) in [
            ("firstName", "$interaction.contact.firstName", "Ada"),
            ("customerName", "$contact.name", "Ada Lovelace"),
            ("orderTotal", "$workflow.data.total", "€148.20"),
            ("order_total", "$workflow.x", "€148.20"),
            ("greeting", "$contact.firstName", "Ada"),
            ("loyaltyTier", "$contact.tier", "loyalty tier"),
        ] {
            assert_eq!(sample(placeholder, path), value, "{placeholder} from {path}");
        }
    }
}
