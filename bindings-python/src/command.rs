//! The command line of the core, run so that Python's Ctrl-C reaches it.
//!
//! The work runs on its own thread; this one watches for signals. A command that waits for its
//! input does not see the request to stop, so after a moment this returns without it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

const PULSE: Duration = Duration::from_millis(5);
/// Pulses that a command has to stop in.
const PATIENCE: u32 = 100;

/// Runs the command line on arguments without the program's name; gives the exit code.
#[pyfunction]
pub(crate) fn _command(py: Python<'_>, args: Vec<String>) -> PyResult<i32> {
    let stop = Arc::new(AtomicBool::new(false));
    let worker = thread::spawn({
        let stop = Arc::clone(&stop);
        move || sonthana::cli::run(&args, &stop)
    });
    let mut left = PATIENCE;
    while !worker.is_finished() && left > 0 {
        py.detach(|| thread::sleep(PULSE));
        if stop.load(Ordering::Relaxed) {
            left -= 1;
        } else if py.check_signals().is_err() {
            stop.store(true, Ordering::Relaxed);
        }
    }
    if !worker.is_finished() {
        return Ok(130);
    }
    Ok(worker.join().unwrap_or(70))
}
