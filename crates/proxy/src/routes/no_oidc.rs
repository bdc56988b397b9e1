//! What stands in for signing in at an OpenID provider where that was not compiled in.

use super::sign_in::not_offered;
use crate::problem::Failure;

pub(super) async fn depart() -> Failure {
    not_offered().on_page()
}

pub(super) async fn arrive() -> Failure {
    not_offered().on_page()
}
