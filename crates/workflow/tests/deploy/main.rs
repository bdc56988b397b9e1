//! Every path of the deployment machine, against a vendor that answers as scripted.
#![allow(clippy::expect_used, reason = "a test stops where its own material is wrong")]

mod cancelling;
mod contract;
mod reading;
mod scene;
mod unclear;
mod writing;
