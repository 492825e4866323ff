//! The `sonthana` command.

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let code = sonthana::cli::run(&args, &AtomicBool::new(false));
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}
