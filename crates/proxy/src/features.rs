//! What the tenant offers beyond the tutorial's contract: what the configuration says, and what the
//! tenant's answers teach. An address that answers 404 or 405 is not there; one that answers well is.

use http::{HeaderMap, Method, StatusCode, header};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tenant::{Call, Route, Tenant};
use tokio::time::Instant;
use workflow::wire::Features;

/// How long an answer to the question what a tenant takes is believed.
const BELIEVED: Duration = Duration::from_secs(600);

/// Something that a tenant may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    Webhooks,
    WebhookList,
    WorkflowList,
    TemplateList,
    AttachmentList,
    Upload,
}

const OFFERS: usize = 6;

/// What is known so far.
#[derive(Debug)]
pub(crate) struct Offers {
    configured: Features,
    lacking: [AtomicBool; OFFERS],
    asked: Mutex<Option<Instant>>,
}

impl Offers {
    pub(crate) fn new(configured: Features) -> Self {
        Self { configured, lacking: Default::default(), asked: Mutex::default() }
    }

    /// What is offered as far as it is known.
    pub(crate) fn now(&self) -> Features {
        let all = self.configured;
        Features {
            webhooks: all.webhooks && self.has(Offer::Webhooks),
            webhook_list: all.webhook_list && self.has(Offer::WebhookList),
            workflow_list: all.workflow_list && self.has(Offer::WorkflowList),
            template_list: all.template_list && self.has(Offer::TemplateList),
            attachment_list: all.attachment_list && self.has(Offer::AttachmentList),
            upload: all.upload && self.has(Offer::Upload),
            // Its own, whatever the tenant offers.
            events: true,
        }
    }

    /// Learns from the answer to a request of ours.
    pub(crate) fn learn(&self, method: &Method, route: &Route, status: StatusCode) {
        let Some(offer) = offer(method, route) else { return };
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => self.set_lacking(offer, true),
            status if status.is_success() => self.set_lacking(offer, false),
            _ => {}
        }
    }

    /// Asks the tenant what cannot be learned without writing: whether it takes uploads and webhooks.
    /// Asks at most once in a while, however often it is called.
    pub(crate) async fn ask(&self, tenant: &Tenant) {
        {
            let mut asked = self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if asked.is_some_and(|at| at.elapsed() < BELIEVED) {
                return;
            }
            *asked = Some(Instant::now());
        }
        let upload = Route::Upload { file_name: String::new() };
        tokio::join!(
            self.ask_for(tenant, Offer::Upload, upload),
            self.ask_for(tenant, Offer::Webhooks, Route::Webhooks)
        );
    }

    async fn ask_for(&self, tenant: &Tenant, offer: Offer, route: Route) {
        let call = Call { method: Method::OPTIONS, ..Call::get(route) };
        let Ok(answer) = tenant.exchange(&call).await else { return };
        let status = answer.status();
        let (headers, _, _) = answer.into_parts();
        if let Some(taken) = takes_post(status, &headers) {
            self.set_lacking(offer, !taken);
        }
    }

    fn has(&self, offer: Offer) -> bool {
        !self.lacking[offer as usize].load(Ordering::Relaxed)
    }

    fn set_lacking(&self, offer: Offer, lacking: bool) {
        self.lacking[offer as usize].store(lacking, Ordering::Relaxed);
    }
}

/// What a request's success or failure says something about.
fn offer(method: &Method, route: &Route) -> Option<Offer> {
    match (method, route) {
        (&Method::GET, Route::Workflows) => Some(Offer::WorkflowList),
        (&Method::GET, Route::Templates) => Some(Offer::TemplateList),
        (&Method::GET, Route::Attachments) => Some(Offer::AttachmentList),
        (&Method::GET, Route::Webhooks) => Some(Offer::WebhookList),
        (&Method::POST, Route::Webhooks) => Some(Offer::Webhooks),
        (&Method::POST, Route::Upload { .. }) => Some(Offer::Upload),
        _ => None,
    }
}

/// What an answer to `OPTIONS` tells about `POST` (RFC 9110, sections 9.3.7 and 10.2.1); `None` where
/// it tells nothing, as from a gateway that knows no `OPTIONS`.
fn takes_post(status: StatusCode, headers: &HeaderMap) -> Option<bool> {
    if status == StatusCode::NOT_FOUND {
        return Some(false);
    }
    let allowed = headers.get(header::ALLOW)?.to_str().ok()?;
    let told = status.is_success() || status == StatusCode::METHOD_NOT_ALLOWED;
    told.then(|| allowed.split(',').any(|method| method.trim().eq_ignore_ascii_case("POST")))
}

#[cfg(test)]
mod tests {
    use super::{Features, Offers, takes_post};
    use http::{HeaderMap, Method, StatusCode, header};
    use tenant::Route;

    #[test]
    fn answers_teach_what_is_there() {
        let offers = Offers::new(Features { template_list: false, ..Features::default() });
        let learn = |method: Method, route: Route, status| {
            offers.learn(&method, &route, StatusCode::from_u16(status).unwrap());
            offers.now()
        };
        assert!(!learn(Method::GET, Route::Workflows, 404).workflow_list);
        assert!(!learn(Method::GET, Route::Workflows, 503).workflow_list, "trouble teaches nothing");
        assert!(learn(Method::GET, Route::Workflows, 200).workflow_list);
        let upload = || Route::Upload { file_name: "a".into() };
        assert!(!learn(Method::POST, upload(), 405).upload);
        assert!(learn(Method::POST, upload(), 201).upload);
        assert!(learn(Method::POST, Route::Webhooks, 400).webhooks);
        assert!(!learn(Method::GET, Route::Templates, 200).template_list, "the configuration says no");
    }

    #[test]
    fn options_tell_about_post() {
        for (status, allow, told) in [
            (204, Some("GET, POST"), Some(true)),
            (200, Some("GET,post"), Some(true)),
            (405, Some("GET"), Some(false)),
            (404, None, Some(false)),
            (405, None, None),
            (403, Some("GET"), None),
        ] {
            let headers: HeaderMap = allow.map(|allow| (header::ALLOW, allow.parse().unwrap())).into_iter().collect();
            assert_eq!(takes_post(StatusCode::from_u16(status).unwrap(), &headers), told, "{status} {allow:?}");
        }
    }
}
