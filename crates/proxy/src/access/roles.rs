//! What each route needs.

use http::Method;
use workflow::wire::Role;

/// The role that a route needs; `None` where nobody has to be known: the app's own files, health, and
/// signing in. What changes something and is not named here is the administrator's alone.
pub(super) fn needed(method: &Method, route: &str) -> Option<Role> {
    if !route.starts_with("/api/") || route == "/api/sign-in" || route.starts_with("/api/sign-in/") {
        return None;
    }
    if method.is_safe() {
        return Some(Role::Viewer);
    }
    Some(match route {
        // A rendered email is shown to whoever rendered it, and one's own session is one's own.
        "/api/preview" | "/api/sign-out" | "/api/sessions/{id}" => Role::Viewer,
        "/api/workflows/{id}" | "/api/audit" | "/api/attachments" => Role::Editor,
        _ => Role::Administrator,
    })
}

#[cfg(test)]
mod tests {
    use super::needed;
    use http::Method;
    use workflow::wire::Role;

    #[test]
    fn each_route_needs_its_role() {
        for (method, route, role) in [
            (Method::GET, "/healthz", None),
            (Method::POST, "/hooks/cxone", None),
            (Method::POST, "/api/sign-in", None),
            (Method::GET, "/api/session", Some(Role::Viewer)),
            (Method::GET, "/api/workflows/{id}", Some(Role::Viewer)),
            (Method::PUT, "/api/workflows/{id}", Some(Role::Editor)),
            (Method::POST, "/api/attachments", Some(Role::Editor)),
            (Method::POST, "/api/webhooks", Some(Role::Administrator)),
            (Method::DELETE, "/api/webhooks/{id}", Some(Role::Administrator)),
            (Method::POST, "/api/not-named-yet", Some(Role::Administrator)),
        ] {
            assert_eq!(needed(&method, route), role, "{method} {route}");
        }
    }
}
