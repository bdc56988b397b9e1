//! Attacks on the proxy, over sockets: many that are made up by dice ([`mutate`]), and by name those that
//! proxies of this kind had to mend ([`bypass`], [`patience`]).
//!
//! A made-up request is judged twice and independently: [`law`] says what it may do at most, and the
//! [`tenant`] behind the proxy tells what it did.

mod attempt;
mod bypass;
mod dice;
mod law;
mod mutate;
mod patience;
mod tenant;
mod volley;
