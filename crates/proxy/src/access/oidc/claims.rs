//! From a token's claims to an operator and a role.

use crate::access::is_name;
use crate::config::{OidcConfig, Roles, SsoRole};
use serde_json::{Map, Value};
use workflow::wire::Role;

/// Why whom a token names may not come in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The claim is missing, or is no name in one word.
    #[error("the claim {0} does not name an operator in one word")]
    NoName(String),
    /// There is no role for this operator.
    #[error("the operator {0} has no role here")]
    NoRole(String),
}

/// The operator that these claims name, and the role.
pub(super) fn operator(
    claims: &Map<String, Value>,
    config: &OidcConfig,
    roles: &Roles,
) -> Result<(String, Role), Refusal> {
    let name = find(claims, &config.operator_claim).and_then(Value::as_str).filter(|name| is_name(name));
    let name = name.ok_or_else(|| Refusal::NoName(config.operator_claim.clone()))?;
    let role = match &config.roles_claim {
        None => roles.of(name),
        Some(claim) => highest(&texts(find(claims, claim)), roles),
    };
    match role {
        SsoRole::Is(role) => Ok((name.to_owned(), role)),
        SsoRole::None => Err(Refusal::NoRole(name.to_owned())),
    }
}

/// The claim of this name, or behind this JSON pointer (RFC 6901).
fn find<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    let Some(path) = name.strip_prefix('/') else { return claims.get(name) };
    match path.split_once('/') {
        Some((first, rest)) => claims.get(&unescaped(first))?.pointer(&format!("/{rest}")),
        None => claims.get(&unescaped(path)),
    }
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// A text, or the texts of a list.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn highest(values: &[&str], roles: &Roles) -> SsoRole {
    let named = |names: &[String]| values.iter().any(|value| names.iter().any(|name| name == value));
    if named(&roles.administrators) {
        SsoRole::Is(Role::Administrator)
    } else if named(&roles.editors) {
        SsoRole::Is(Role::Editor)
    } else {
        roles.others
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, operator};
    use crate::config::{OidcConfig, Roles, SsoRole};
    use serde_json::{Value, json};
    use workflow::wire::Role;

    fn config(operator_claim: &str, roles_claim: Option<&str>) -> OidcConfig {
        OidcConfig {
            issuer: String::new(),
            client_id: String::new(),
            client_secret: None,
            name: String::new(),
            scopes: Vec::new(),
            operator_claim: operator_claim.to_owned(),
            roles_claim: roles_claim.map(str::to_owned),
        }
    }

    #[test]
    fn claims_become_an_operator_and_a_role() {
        let roles = |others| Roles {
            administrators: vec!["admins".into(), "ada".into()],
            editors: vec!["mail-editors".into(), "ed".into()],
            others,
        };
        let claims = json!({
            "sub": "1", "preferred_username": "ada", "email": "ed", "groups": ["mail-editors", 7], "role": "admins",
            "realm_access": {"roles": ["x", "admins"]}, "a/b": "mail-editors", "two": "two words", "number": 7
        });
        let viewer = SsoRole::Is(Role::Viewer);
        let no_role = |name: &str| Err(Refusal::NoRole(name.to_owned()));
        let no_name = |claim: &str| Err(Refusal::NoName(claim.to_owned()));
        for (operator_claim, roles_claim, others, expected) in [
            ("preferred_username", None, viewer, Ok(("ada", Role::Administrator))),
            ("email", None, viewer, Ok(("ed", Role::Editor))),
            ("sub", None, viewer, Ok(("1", Role::Viewer))),
            ("sub", None, SsoRole::None, no_role("1")),
            // With a claim for roles, a name gives none.
            ("preferred_username", Some("groups"), viewer, Ok(("ada", Role::Editor))),
            ("preferred_username", Some("missing"), viewer, Ok(("ada", Role::Viewer))),
            ("preferred_username", Some("missing"), SsoRole::None, no_role("ada")),
            ("email", Some("role"), viewer, Ok(("ed", Role::Administrator))),
            ("email", Some("/realm_access/roles"), viewer, Ok(("ed", Role::Administrator))),
            ("email", Some("/a~1b"), viewer, Ok(("ed", Role::Editor))),
            ("missing", None, viewer, no_name("missing")),
            ("two", None, viewer, no_name("two")),
            ("number", None, viewer, no_name("number")),
        ] {
            let Value::Object(claims) = &claims else { panic!("an object") };
            let found = operator(claims, &config(operator_claim, roles_claim), &roles(others));
            let expected = expected.map(|(name, role)| (name.to_owned(), role));
            assert_eq!(found, expected, "{operator_claim} {roles_claim:?}");
        }
    }
}
