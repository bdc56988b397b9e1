//! Notices that another app is to be put into the program (feature `embedded`).

fn main() {
    println!("cargo::rerun-if-env-changed=CONFIGURATOR_APP");
}
