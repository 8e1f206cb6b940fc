//! What the system knows about a process (Linux: proc(5)).

use std::env;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// File descriptors that a thousand turns need in one process, with room to spare.
const FILES: u64 = 8192;
/// The variable that says that the limit was raised already, as far as possible.
const RAISED: &str = "BENCH_FILE_LIMIT_RAISED";

/// The resources that a process has used so far.
#[derive(Clone, Copy)]
pub struct Usage {
    /// On all cores, in the program and in the kernel for it.
    pub cpu: Duration,
    /// The most memory that was resident at once since the peak was forgotten.
    pub peak_megabytes: u64,
}

impl Usage {
    pub fn of(process: u32) -> Self {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        // The name comes before the fields. It may hold any character, but ends at the last bracket.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        // utime and stime, fields 14 and 15 of the whole line, in ticks of 1/100 s.
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kilobytes: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
        Self { cpu: Duration::from_millis(ticks * 10), peak_megabytes: kilobytes / 1024 }
    }
}

impl Usage {
    /// Lets the peak begin again from what is resident now.
    pub fn forget_peak(process: u32) {
        fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
    }
}

/// Runs this program again with more file descriptors if it has too few. Returns whether it did.
pub fn raise_file_limit() -> bool {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let soft = line.split_whitespace().next().unwrap().parse().unwrap_or(u64::MAX);
    if soft >= FILES || env::var_os(RAISED).is_some() {
        return false;
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n \"$(ulimit -H -n)\" && exec \"$0\" \"$@\""]);
    let status =
        shell.arg(env::current_exe().unwrap()).args(env::args_os().skip(1)).env(RAISED, "1").status();
    assert!(status.unwrap().success());
    true
}
