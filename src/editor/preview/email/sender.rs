//! Who the email comes from, where the node says so. The vendor's public description knows no sender;
//! tenants that have one keep it among the node's properties.

use workflow::json::Value;

/// Keys under which an address is kept.
const ADDRESSES: [&str; 5] = ["from", "fromAddress", "fromEmail", "sender", "senderAddress"];
/// Keys under which a name is kept beside it.
const NAMES: [&str; 2] = ["fromName", "senderName"];

/// The sender as a mailbox writes it, placeholders unfilled; `None` where the node names none.
pub(super) fn sender(node: &str) -> Option<String> {
    let node = Value::parse(node).ok()?;
    let properties = node.get("properties")?;
    let text = |keys: &[&str]| {
        keys.iter().find_map(|key| properties.get(key)).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    };
    let of_object = ADDRESSES.iter().find_map(|key| properties.get(key)).and_then(|value| {
        let part = |keys: &[&str]| keys.iter().find_map(|key| value.get(key)).and_then(Value::as_str);
        Some((part(&["name", "displayName"]), part(&["email", "address"])?))
    });
    let (name, address) = match of_object {
        Some((name, address)) => (name, Some(address)),
        None => (text(&NAMES), text(&ADDRESSES)),
    };
    match (name, address) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::sender;

    #[test]
    fn a_sender_is_told_where_the_node_names_one() {
        for (properties, expected) in [
            (r#"{"templateId":"t"}"#, None),
            (r#"{"from":"shop@example.com"}"#, Some("shop@example.com")),
            (
                r#"{"fromAddress":"shop@example.com","fromName":"The {{brand}} shop"}"#,
                Some("The {{brand}} shop <shop@example.com>"),
            ),
            (r#"{"sender":{"name":"Shop","email":"shop@example.com"}}"#, Some("Shop <shop@example.com>")),
            (r#"{"senderName":"Shop"}"#, Some("Shop")),
            (r#"{"from":" ","fromName":7}"#, None),
        ] {
            assert_eq!(sender(&format!(r#"{{"properties":{properties}}}"#)).as_deref(), expected, "{properties}");
        }
        assert_eq!(sender("no JSON"), None);
    }
}
