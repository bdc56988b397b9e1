//! Every path of the deployment machine, against a vendor that answers as scripted.
#![allow(clippy::expect_used, reason = "a test stops where its own material is wrong")]

mod cancelling;
mod contract;
mod journal;
mod reading;
mod resuming;
mod scene;
mod token;
mod unclear;
mod writing;
