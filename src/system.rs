//! What the program asks of the operating system.

/// Closes all files and folders that the program makes from now on to other users. Files that are there keep their
/// modes.
pub fn keep_files_private() {
    #[cfg(unix)]
    {
        use rustix::fs::Mode;
        rustix::process::umask(Mode::RWXG | Mode::RWXO);
    }
}

/// Allows the program as many open files as the system lets it have, and returns the number. Connections count as
/// files. `None` if there is no limit, or the system does not tell it.
///
/// Shells and systemd start programs with 1024, for the sake of old programs that use `select`, and let them ask for
/// more.
pub fn raise_file_limit() -> Option<u64> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
        if raised.is_ok() { limit.maximum } else { limit.current }
    }
    #[cfg(not(unix))]
    None
}
