//! The provider: how it describes itself, its keys, and what is asked of it.

use super::OidcError;
use crate::config::OidcConfig;
use futures_util::future::BoxFuture;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AsyncHttpClient, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields,
    IssuerUrl, Nonce, PkceCodeVerifier, RedirectUrl, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tenant::{Web, WebError, error_chain};
use tokio::time::Instant;

/// The code is fetched by the proxy; nothing of worth passes through the browser.
pub(super) const FLOW: CoreAuthenticationFlow = CoreAuthenticationFlow::AuthorizationCode;

/// How long what a provider says about itself is believed. A key that is not known has it asked before.
const BELIEVED: Duration = Duration::from_secs(3_600);
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// How tokens may be signed: with a key that only the provider has. Not `none`, and not with the client
/// secret, which others may know.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims beyond the standard's own, whatever they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Further(Map<String, Value>);

impl AdditionalClaims for Further {}

type Fields = IdTokenFields<
    Further,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// What the token endpoint answers.
pub(super) type Tokens = StandardTokenResponse<Fields, CoreTokenType>;

type Known = Client<
    Further,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider.
pub(super) struct Provider {
    issuer: String,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    http: Http,
    described: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

impl Provider {
    pub(super) fn new(config: &OidcConfig) -> Self {
        Self {
            issuer: config.issuer.clone(),
            client_id: ClientId::new(config.client_id.clone()),
            client_secret: config.client_secret.as_ref().map(|secret| ClientSecret::new(secret.expose().to_owned())),
            http: Http(Web::new(CONNECT, ANSWER)),
            described: Mutex::default(),
        }
    }

    /// A client of the provider that is sent back to this address.
    pub(super) async fn client(&self, redirect: &RedirectUrl) -> Result<Known, OidcError> {
        let described = self.described.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let described = match described {
            Some((since, described)) if since.elapsed() < BELIEVED => described,
            _ => self.describe().await?,
        };
        let client = Client::from_provider_metadata(described, self.client_id.clone(), self.client_secret.clone());
        Ok(client.set_redirect_uri(redirect.clone()))
    }

    /// Changes a code for tokens.
    pub(super) async fn exchange(
        &self,
        redirect: &RedirectUrl,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
    ) -> Result<Tokens, OidcError> {
        let client = self.client(redirect).await?;
        let request = client.exchange_code(code).map_err(|error| OidcError::Provider(error.to_string()))?;
        let answer = request.set_pkce_verifier(verifier).request_async(&self.http).await;
        answer.map_err(|error| match error {
            // The parser's own words could quote a token.
            openidconnect::RequestTokenError::Parse(..) => {
                OidcError::Exchange("its answer is no answer to a code".to_owned())
            }
            openidconnect::RequestTokenError::ServerResponse(answer) => OidcError::Exchange(answer.error().to_string()),
            other => OidcError::Provider(error_chain(&other)),
        })
    }

    /// The claims of the ID token, once its signature, issuer, audience, times and nonce are right. A key
    /// that is not known yet has the provider asked for its keys again, once: it may have changed them.
    pub(super) async fn verified(
        &self,
        redirect: &RedirectUrl,
        tokens: &Tokens,
        nonce: &Nonce,
    ) -> Result<Map<String, Value>, OidcError> {
        let client = self.client(redirect).await?;
        match claims(&client, tokens, nonce) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                self.describe().await?;
                claims(&self.client(redirect).await?, tokens, nonce)
            }
            other => other,
        }
        .map_err(|error| OidcError::Token(error_chain(&error)))
    }

    /// Asks the provider what it says about itself, and for its keys.
    async fn describe(&self) -> Result<CoreProviderMetadata, OidcError> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| OidcError::Provider(error.to_string()))?;
        let described = CoreProviderMetadata::discover_async(issuer, &self.http).await;
        let described = described.map_err(|error| OidcError::Provider(error_chain(&error)))?;
        let kept = (Instant::now(), described.clone());
        *self.described.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(described)
    }
}

/// The library's way to the network.
struct Http(Web);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = WebError;
    type Future = BoxFuture<'c, Result<HttpResponse, WebError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.fetch(request))
    }
}

fn claims(client: &Known, tokens: &Tokens, nonce: &Nonce) -> Result<Map<String, Value>, ClaimsVerificationError> {
    let token = tokens.id_token().ok_or_else(|| ClaimsVerificationError::Other("there is none".to_owned()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = token.claims(&verifier, nonce)?;
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(ClaimsVerificationError::Other("its claims are none".to_owned())),
    }
}
