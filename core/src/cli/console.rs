//! Where a verb writes: buffered standard output, standard error, and whether a person is looking.

use std::io::{self, BufRead, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::error::Error;

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done; notes alone included.
    Done,
    /// The check or test found something, or a bot did not open.
    Found,
    /// Wrong use.
    Usage,
}

impl Exit {
    pub(crate) fn code(self) -> i32 {
        match self {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
        }
    }
}

/// Standard output and error of one run.
pub(crate) struct Console<'a> {
    /// Results go here.
    pub(crate) out: BufWriter<Stdout>,
    /// Set when the host asks to stop.
    stop: &'a AtomicBool,
}

impl<'a> Console<'a> {
    pub(crate) fn new(stop: &'a AtomicBool) -> Console<'a> {
        Console { out: BufWriter::new(io::stdout()), stop }
    }

    /// Whether the host asks to stop: look between pieces of long work.
    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether a person reads the results.
    pub(crate) fn terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Says something beside the results.
    pub(crate) fn say(&self, line: &str) {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Says why it cannot go on.
    pub(crate) fn fail(&self, line: &str) -> Exit {
        self.say(&format!("sonthana: {line}"));
        Exit::Usage
    }

    /// Says why a bot, a model or a state did not open.
    pub(crate) fn error(&self, error: &Error) -> Exit {
        self.say(&format!("sonthana: {error}"));
        Exit::Found
    }

    /// Shows what clap has to say: help and version are not errors.
    pub(crate) fn usage(&self, error: &clap::Error) -> io::Result<Exit> {
        error.print()?;
        Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done })
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// A progress bar on a terminal's standard error, nothing in a pipe. `length` 0: a spinner.
    pub(crate) fn progress(&self, length: u64, what: &'static str) -> ProgressBar {
        if !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = if length == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(length) };
        let template = if length == 0 { "{spinner} {msg} {elapsed}" } else { "{msg} {bar:30} {pos}/{len} {eta}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    }

    /// The given text, or each line of standard input for `-`; stops when asked to.
    pub(crate) fn lines(
        &mut self,
        text: &str,
        mut each: impl FnMut(&mut Self, &str) -> io::Result<()>,
    ) -> io::Result<()> {
        if text != "-" {
            return each(self, text);
        }
        let mut input = io::stdin().lock();
        let mut bytes = Vec::new();
        while !self.stopped() && input.read_until(b'\n', &mut bytes)? > 0 {
            let line = String::from_utf8_lossy(&bytes);
            each(self, line.trim_end_matches(['\n', '\r']))?;
            bytes.clear();
        }
        Ok(())
    }
}
