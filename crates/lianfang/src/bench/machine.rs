//! What the machine says: CPU time and memory of a process from `/proc`, and what kind of machine it is.
//!
//! Linux only; elsewhere the numbers are zero and said to be unknown.

use serde_json::{Value, json};
use std::{fs, time::Duration};

/// Ticks of `/proc/<pid>/stat` per second. It is 100 on every Linux that a package is built for.
const TICKS: f64 = 100.0;

/// CPU time that a process has used, in milliseconds, in steps of ten.
pub fn cpu_millis(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    cpu_of_stat(&text).map_or(0.0, |ticks| ticks * 1000.0 / TICKS)
}

/// User and system ticks: the 14th and 15th field. The second is a name in brackets that may hold spaces.
fn cpu_of_stat(text: &str) -> Option<f64> {
    let (_, rest) = text.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

/// Resident memory in MiB: now, and at its highest.
pub fn memory_mib(pid: u32) -> (f64, f64) {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    (field_mib(&text, "VmRSS:"), field_mib(&text, "VmHWM:"))
}

fn field_mib(status: &str, name: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib: Option<f64> = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    kib.map_or(0.0, |kib| kib / 1024.0)
}

/// What was running beside: the load of the last minute.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or_default()
}

/// Waits until a process uses less than three percent of a core over a second. False when that did not come in time.
pub fn settled(pid: u32, longest: Duration) -> bool {
    let mut waited = Duration::ZERO;
    let second = Duration::from_secs(1);
    while waited < longest {
        let before = cpu_millis(pid);
        std::thread::sleep(second);
        waited += second;
        if cpu_millis(pid) - before < 30.0 {
            return true;
        }
    }
    false
}

/// Processor, cores, memory, kernel.
pub fn describe() -> Value {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map(|l| l.trim_start_matches([' ', '\t', ':']));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    json!({
        "processor": model.unwrap_or("?"),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory_mib": field_mib(&memory, "MemTotal:").round(),
        "kernel": kernel.trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_read_past_a_name_with_spaces_and_brackets() {
        let text = "42 (a ) b) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 9 0 100 1000 200";
        assert_eq!(cpu_of_stat(text), Some(300.0));
        assert_eq!(cpu_of_stat("nothing"), None);
    }

    #[test]
    fn memory_is_read_in_mebibytes() {
        assert_eq!(field_mib("Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1536 kB\n", "VmRSS:"), 1.5);
        assert_eq!(field_mib("", "VmRSS:"), 0.0);
    }
}
