//! The program: arguments, environment and the terminal go in, an exit code comes out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let env = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    ExitCode::from(cxone_email::run(std::env::args_os().collect(), env))
}
