//! Progress of long work, on the error stream; nothing when that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar or a count.
pub struct Progress(ProgressBar);

impl Progress {
    /// Of a known length.
    pub fn new(what: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Progress(bar)
    }

    /// Of an unknown length.
    pub fn unknown(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_message(what);
        Progress(bar)
    }

    /// So far.
    pub fn at(&self, done: u64) {
        self.0.set_position(done);
    }

    /// The end.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
