//! How the tenant speaks: real ones differ in their paths, in the keys of a workflow, and in how tokens
//! are asked for. The defaults are the tutorial's.

/// A tenant's way of speaking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// The token endpoint's path. `/.well-known/openid-configuration` tells it.
    pub token: String,
    /// The path of the workflows; one of them is `{workflows}/{id}`.
    pub workflows: String,
    /// The path of the templates.
    pub templates: String,
    /// The path of the attachments.
    pub attachments: String,
    /// The path of the webhooks.
    pub webhooks: String,
    /// A workflow's key of its version.
    pub version: String,
    /// A workflow's key of the time of its last save.
    pub last_updated: String,
    /// A workflow's key of who saved it last.
    pub last_updated_by: String,
    /// A workflow's key of its transitions.
    pub transitions: String,
    /// A transition's key of its own id.
    pub transition_id: String,
    /// A transition's key of where it leaves.
    pub transition_from: String,
    /// A transition's key of where it leads.
    pub transition_to: String,
    /// The status that says that somebody has saved in between.
    pub conflict: u16,
    /// The grant that is taken.
    pub grant: Grant,
    /// How a client proves itself.
    pub client_auth: ClientAuth,
}

/// The grant by which tokens are given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// The client's own credentials.
    ClientCredentials,
    /// A user's access key, by the password grant (RFC 6749, section 4.3).
    AccessKey {
        /// Its id.
        id: String,
        /// Its secret.
        secret: String,
    },
}

/// How a client proves itself (RFC 6749, section 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// Either way.
    Any,
    /// In the form only.
    Form,
    /// By HTTP Basic only.
    Basic,
}

impl Default for Speech {
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            token: text("/oauth2/token"),
            workflows: text("/api/v2/workflows"),
            templates: text("/api/v2/interactions/templates"),
            attachments: text("/api/v2/interactions/attachments"),
            webhooks: text("/api/v2/webhooks"),
            version: text("version"),
            last_updated: text("lastUpdatedTimestamp"),
            last_updated_by: text("lastUpdatedBy"),
            transitions: text("transitions"),
            transition_id: text("id"),
            transition_from: text("from"),
            transition_to: text("to"),
            conflict: 409,
            grant: Grant::ClientCredentials,
            client_auth: ClientAuth::Any,
        }
    }
}
