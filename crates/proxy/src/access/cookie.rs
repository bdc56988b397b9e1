//! The session's cookie, and the one that binds a browser to the sign-in that it has begun elsewhere.
//!
//! Behind TLS it is `__Host-…` and `Secure`: then no other host and no plain connection can set or see
//! it. Over plain HTTP on a loopback address that is not to be had (Safari keeps no `Secure` cookie
//! there), and browsers share cookies between the ports of one host: so there the name has the port in
//! it, and nothing but this machine can reach it.

use http::{HeaderMap, HeaderValue, header};

/// What the cookie is called for the host that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CookieName {
    name: String,
    secure: bool,
    /// Which requests of other sites' pages it comes with.
    site: Site,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    /// None.
    Strict,
    /// Where they lead to a page of ours.
    Lax,
}

impl CookieName {
    /// For a request with this `Host`, which was checked before.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self::named("session", Site::Strict, headers)
    }

    /// The one that an OpenID provider's page, another site, sends the browser back with.
    #[cfg(feature = "oidc")]
    pub(crate) fn of_departure(headers: &HeaderMap) -> Self {
        Self::named("sign-in", Site::Lax, headers)
    }

    fn named(what: &str, site: Site, headers: &HeaderMap) -> Self {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
            _ => (host, "80"),
        };
        if is_loopback(name) {
            Self { name: format!("cxone-{what}-{port}"), secure: false, site }
        } else {
            Self { name: format!("__Host-cxone-{what}"), secure: true, site }
        }
    }

    /// Whether it only travels over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// Its value. Several of one name are none: only one of them can be ours.
    pub(crate) fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut values = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name)
            .map(|(_, value)| value);
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }
}

impl CookieName {
    fn set(&self, value: &str, end: &str) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite={:?}{end}{secure}", self.name, self.site);
        HeaderValue::try_from(text).ok()
    }
}

/// The header that sets it, until the browser is closed: how long it counts, the proxy knows.
pub(crate) fn fresh(name: &CookieName, token: &str) -> Option<HeaderValue> {
    name.set(token, "")
}

/// The header that takes it away.
pub(crate) fn expired(name: &CookieName) -> Option<HeaderValue> {
    name.set("", "; Max-Age=0")
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{CookieName, fresh};
    use http::HeaderMap;

    fn headers(host: &str, cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", host.parse().unwrap());
        for cookie in cookies {
            headers.append("cookie", cookie.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_name_depends_on_the_host_alone() {
        for (host, cookie) in [
            ("127.0.0.1:8787", "cxone-session-8787=t; Path=/; HttpOnly; SameSite=Strict"),
            ("localhost:9", "cxone-session-9=t; Path=/; HttpOnly; SameSite=Strict"),
            ("[::1]:8787", "cxone-session-8787=t; Path=/; HttpOnly; SameSite=Strict"),
            ("localhost", "cxone-session-80=t; Path=/; HttpOnly; SameSite=Strict"),
            ("config.example.com", "__Host-cxone-session=t; Path=/; HttpOnly; SameSite=Strict; Secure"),
            ("config.example.com:8443", "__Host-cxone-session=t; Path=/; HttpOnly; SameSite=Strict; Secure"),
            ("localhost.example.com", "__Host-cxone-session=t; Path=/; HttpOnly; SameSite=Strict; Secure"),
        ] {
            assert_eq!(fresh(&CookieName::of(&headers(host, &[])), "t").unwrap(), cookie, "{host}");
        }
    }

    #[test]
    fn one_value_is_read_and_several_are_none() {
        for (cookies, value) in [
            (&["a=1; cxone-session-8787=x"][..], Some("x")),
            (&["a=1", "cxone-session-8787=x"], Some("x")),
            (&["cxone-session-8787=x; cxone-session-8787=y"], None),
            (&["Xcxone-session-8787=x; cxone-session-878=y"], None),
            (&[], None),
        ] {
            let headers = headers("127.0.0.1:8787", cookies);
            assert_eq!(CookieName::of(&headers).read(&headers), value, "{cookies:?}");
        }
    }
}
