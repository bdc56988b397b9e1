//! What the proxy measures of itself, for Prometheus (OpenMetrics text). One registry for each running
//! proxy. Labels have few values: routes by their pattern, never an id, an operator or a tenant's text.

mod labels;

use crate::state::Shared;
use http::{Method, StatusCode};
use labels::{Delivery, Page, Request, Route, Upstream};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// The text's type. Source: the OpenMetrics specification.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Seconds = Family<Route, Histogram, fn() -> Histogram>;

/// The measurements.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_seconds: Family<Page, Histogram, fn() -> Histogram>,
    upstream: Family<Upstream, Counter>,
    upstream_seconds: Seconds,
    deliveries: Family<Delivery, Counter>,
    token_fetches: Gauge,
    token_failures: Gauge,
    token_age: Gauge<f64, AtomicU64>,
    retries: Gauge,
    connections: Gauge,
    streams: Gauge,
    writes: Gauge,
    unresolved: Gauge,
    audit_queue: Gauge,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("cxone_proxy");
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        let request_seconds = Family::new_with_constructor(latency as fn() -> Histogram);
        registry.register_with_unit(
            "request",
            "From a request's head to its answer's head",
            Unit::Seconds,
            request_seconds.clone(),
        );
        let upstream = Family::default();
        registry.register("upstream_requests", "Requests to the tenant; status 0 is no answer", upstream.clone());
        let upstream_seconds = Seconds::new_with_constructor(latency);
        registry.register_with_unit(
            "upstream",
            "From a request to the tenant to its answer's head, a renewed token included",
            Unit::Seconds,
            upstream_seconds.clone(),
        );
        let deliveries = Family::default();
        registry.register("webhook_deliveries", "Webhook deliveries received", deliveries.clone());
        let mut gauge = |name, help| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let token_fetches = gauge("token_fetches", "Tokens asked for since the start");
        let token_failures = gauge("token_failures_in_a_row", "Failed fetches since the last token");
        let retries = gauge("upstream_retries", "Requests sent again with a new token since the start");
        let connections = gauge("connections", "Connections open");
        let streams = gauge("event_streams", "Browsers listening for news");
        let writes = gauge("writes_under_way", "Writes under way");
        let unresolved = gauge("writes_unresolved", "Writes of which it is not known yet what became of them");
        let audit_queue = gauge("audit_queue", "Audit entries that wait to be written");
        let token_age = Gauge::default();
        registry.register_with_unit(
            "token_age",
            "Age of the access token; -1 without one",
            Unit::Seconds,
            token_age.clone(),
        );
        Self {
            registry,
            requests,
            request_seconds,
            upstream,
            upstream_seconds,
            deliveries,
            token_fetches,
            token_failures,
            token_age,
            retries,
            connections,
            streams,
            writes,
            unresolved,
            audit_queue,
        }
    }

    /// A request was answered.
    pub(crate) fn request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let method = labels::method(method);
        self.requests.get_or_create(&Request { method, route: route.to_owned(), status: status.as_u16() }).inc();
        self.request_seconds.get_or_create(&Page { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// The tenant answered a request, or not.
    pub(crate) fn upstream(&self, method: &Method, to: &tenant::Route, status: Option<StatusCode>, took: Duration) {
        let (method, route) = (labels::method(method), labels::route(to));
        let status = status.map_or(0, |status| status.as_u16());
        self.upstream.get_or_create(&Upstream { method, route, status }).inc();
        self.upstream_seconds.get_or_create(&Route { route }).observe(took.as_secs_f64());
    }

    /// A webhook delivery came.
    pub(crate) fn delivery(&self, outcome: &'static str) {
        self.deliveries.get_or_create(&Delivery { outcome }).inc();
    }

    /// Everything as text.
    pub(crate) fn text(&self, shared: &Shared) -> String {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let counted = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let token = shared.tenant.token().status();
        self.token_fetches.set(counted(token.fetches));
        self.token_failures.set(i64::from(token.failures_in_a_row));
        self.token_age.set(token.age.map_or(-1.0, |age| age.as_secs_f64()));
        self.retries.set(counted(shared.tenant.retries()));
        self.connections.set(whole(shared.config.connections.saturating_sub(shared.places.available_permits())));
        self.streams.set(whole(shared.config.events.streams.saturating_sub(shared.streams.available_permits())));
        self.writes.set(whole(shared.writes.running()));
        self.unresolved.set(whole(shared.journal.unresolved()));
        self.audit_queue.set(whole(shared.audit.waiting()));
        let mut text = String::new();
        match prometheus_client::encoding::text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            // Writing into a String does not fail.
            Err(fmt::Error) => String::new(),
        }
    }
}

/// 1 ms to 33 s: the tenant's timeouts lie in the last ones.
fn latency() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 16))
}
