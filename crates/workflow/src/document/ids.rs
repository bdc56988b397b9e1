//! The names things go by. Each is its own type, so that a template id cannot be passed for a node id.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as it is written in the document, unescaped.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        // Ordered and hashed as its text, so that a map can be asked without making a name.
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// A workflow's id, `wf_12345`.
    WorkflowId
}
name! {
    /// A node's id, unique in its workflow: `email_send_01`.
    NodeId
}
name! {
    /// A transition's id, unique in its workflow where the tenant gives transitions ids.
    TransitionId
}
name! {
    /// An email template's id, `tmpl_inv_2024`.
    TemplateId
}
name! {
    /// An attachment's file id, `att_…`.
    FileId
}

/// A document's version: the text of the vendor's number, because a tenant's counter may exceed
/// what a 64-bit integer or a float can hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(String);

impl Version {
    /// A version from its number text, taken as it is.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The number's text as the vendor wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The version as an integer, where it is one and fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
