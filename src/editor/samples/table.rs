//! What a scope path holds for an imagined customer, so that a preview always reads like an email.
//!
//! The name of the placeholder decides, then the last part of its scope path; what neither tells is
//! shown as the words of the name.

/// What a name ends with (lower case, letters and digits only), what it holds, and the same in a
/// language that is written from right to left, where that differs. Longer names stand before the
/// shorter ones that they end with.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("firstname", "Ada", "ليلى"),
    ("givenname", "Ada", "ليلى"),
    ("lastname", "Lovelace", "الخوارزمي"),
    ("surname", "Lovelace", "الخوارزمي"),
    ("familyname", "Lovelace", "الخوارزمي"),
    ("agentname", "Grace Hopper", "سلمى حدّاد"),
    ("companyname", "Analytical Engines Ltd", "شركة الأندلس للتجارة"),
    ("company", "Analytical Engines Ltd", "شركة الأندلس للتجارة"),
    ("productname", "Difference Engine No. 2", "ساعة مكتب خشبية"),
    ("product", "Difference Engine No. 2", "ساعة مكتب خشبية"),
    ("storename", "Mayfair", "وسط المدينة"),
    ("customername", "Ada Lovelace", "ليلى الخوارزمي"),
    ("contactname", "Ada Lovelace", "ليلى الخوارزمي"),
    ("fullname", "Ada Lovelace", "ليلى الخوارزمي"),
    ("queuename", "Customer Care", "خدمة العملاء"),
    ("queue", "Customer Care", "خدمة العملاء"),
    ("name", "Ada Lovelace", "ليلى الخوارزمي"),
    ("customer", "Ada Lovelace", "ليلى الخوارزمي"),
    ("agent", "Grace Hopper", "سلمى حدّاد"),
    ("email", "ada@example.com", ""),
    ("emailaddress", "ada@example.com", ""),
    ("phonenumber", "+44 20 7946 0958", ""),
    ("phone", "+44 20 7946 0958", ""),
    ("orderid", "ORD-20418", ""),
    ("ordernumber", "ORD-20418", ""),
    ("order", "ORD-20418", ""),
    ("invoicenumber", "INV-2024-0117", ""),
    ("invoiceid", "INV-2024-0117", ""),
    ("invoice", "INV-2024-0117", ""),
    ("ticketnumber", "TCK-3391", ""),
    ("ticketid", "TCK-3391", ""),
    ("ticket", "TCK-3391", ""),
    ("caseid", "CAS-7720", ""),
    ("casenumber", "CAS-7720", ""),
    ("case", "CAS-7720", ""),
    ("trackingnumber", "JD0146000032", ""),
    ("trackingid", "JD0146000032", ""),
    ("tracking", "JD0146000032", ""),
    ("contactid", "C-10482", ""),
    ("customerid", "C-10482", ""),
    ("accountnumber", "4401 9921", ""),
    ("total", "€148.20", "١٤٨٫٢٠ €"),
    ("amount", "€148.20", "١٤٨٫٢٠ €"),
    ("price", "€148.20", "١٤٨٫٢٠ €"),
    ("balance", "€148.20", "١٤٨٫٢٠ €"),
    ("refund", "€148.20", "١٤٨٫٢٠ €"),
    ("currency", "EUR", ""),
    ("discount", "10 %", "١٠٪"),
    ("count", "3", "٣"),
    ("quantity", "3", "٣"),
    ("items", "3", "٣"),
    ("duration", "6 minutes", "٦ دقائق"),
    ("deliverydate", "Thursday, 16 May", "الخميس، ١٦ مايو"),
    ("duedate", "31 May 2024", "٣١ مايو ٢٠٢٤"),
    ("date", "16 May 2024", "١٦ مايو ٢٠٢٤"),
    ("timestamp", "16 May 2024, 14:30", "١٦ مايو ٢٠٢٤، ١٤:٣٠"),
    ("time", "14:30", "١٤:٣٠"),
    ("url", "https://example.com/a/20418", ""),
    ("link", "https://example.com/a/20418", ""),
    ("street", "12 St James’s Square", "شارع الملك فيصل ١٢"),
    ("address", "12 St James’s Square, London", "شارع الملك فيصل ١٢، عمّان"),
    ("city", "London", "عمّان"),
    ("country", "United Kingdom", "الأردن"),
    ("zip", "SW1Y 4JH", ""),
    ("postcode", "SW1Y 4JH", ""),
    ("language", "English", "العربية"),
    ("locale", "en-GB", "ar-JO"),
    ("status", "on its way", "في الطريق إليك"),
    ("reason", "changed address", "تغيير العنوان"),
    ("subject", "Your order", "طلبك"),
    ("score", "9", "٩"),
    ("code", "7K2P-Q4", ""),
];

/// What an ordinary customer has there.
#[must_use]
pub fn sample(placeholder: &str, path: &str) -> String {
    find(placeholder, path).map_or_else(|| spell_out(placeholder), |(_, value, _)| (*value).to_owned())
}

/// What a customer has there whose language is written from right to left. Numbers, addresses on the
/// net and the like stay as they are: emails mix both.
#[must_use]
pub(super) fn right_to_left(placeholder: &str, path: &str) -> String {
    match find(placeholder, path) {
        Some((_, value, "")) => (*value).to_owned(),
        Some((_, _, value)) => (*value).to_owned(),
        None => "نصّ تجريبي".to_owned(),
    }
}

fn find(placeholder: &str, path: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let last = path.rsplit('.').next().unwrap_or_default();
    known(placeholder).or_else(|| known(last))
}

fn known(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SAMPLES.iter().filter(|(ending, ..)| name.ends_with(ending)).max_by_key(|(ending, ..)| ending.len())
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
    use super::{right_to_left, sample};

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

    #[test]
    fn names_are_written_from_right_to_left_and_order_numbers_are_not() {
        assert_eq!(right_to_left("firstName", "$contact.x"), "ليلى");
        assert_eq!(right_to_left("orderId", "$contact.x"), "ORD-20418");
        assert_eq!(right_to_left("loyaltyTier", "$contact.x"), "نصّ تجريبي");
    }
}
