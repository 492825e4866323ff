//! Many independent jobs on a few threads, with results in the order of the jobs.
//!
//! A job depends on its number alone, so the results are the same on any number of threads. The
//! only file that starts threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::order;

/// How many threads the machine offers, at least 1 and at most 64.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get).min(64)
}

/// Runs jobs `0..jobs`.
pub(crate) fn each<T: Send>(jobs: usize, threads: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if threads <= 1 || jobs <= 1 {
        return (0..jobs).map(job).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= jobs {
                return done;
            }
            done.push((at, job(at)));
        }
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads.min(jobs)).map(|_| scope.spawn(work)).collect();
        let mut done = Vec::with_capacity(jobs);
        for thread in started {
            match thread.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    order::by_key(&mut done, |(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_order() {
        for threads in [1, 2, 5] {
            assert_eq!(each(100, threads, |at| at * at), (0..100).map(|at| at * at).collect::<Vec<_>>());
        }
    }
}
