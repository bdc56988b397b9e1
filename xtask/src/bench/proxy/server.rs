//! Servers that a bench starts: where they run, when they are ready, and that they end with it.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(10);

/// Which cores are whose. Where there is one core only, or no way to choose, all share all.
pub struct Cores {
    /// Of the side that is measured.
    pub measured: Option<usize>,
    /// Of the load and the tenant.
    pub rest: Option<usize>,
}

/// A running server. Dropping it ends it.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Cores {
    /// Two of those that this program may use.
    pub fn find() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or_default();
        match allowed(list).as_slice() {
            [rest, measured, ..] => Self { measured: Some(*measured), rest: Some(*rest) },
            _ => Self { measured: None, rest: None },
        }
    }
}

/// A command on a core.
pub fn on_core(program: impl AsRef<OsStr>, core: Option<usize>) -> Command {
    let Some(core) = core else { return Command::new(program) };
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(core.to_string()).arg(program);
    command
}

/// An address of this machine that nobody listens at.
pub fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").context("there is no free port")?;
    listener.local_addr().context("there is no free port")
}

impl Server {
    /// Starts `command`, which listens at `address`, and waits until it does. Its output goes to `log`.
    pub fn start(command: &mut Command, address: SocketAddr, log: &Path) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let errors = output.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let mut server = Self { child, address };
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait().context("cannot wait for a server")? {
                let said = fs::read_to_string(log).unwrap_or_default();
                bail!("{program} ended ({status}):\n{said}");
            }
            if began.elapsed() > PATIENCE {
                bail!("{program} does not listen at {address}; its words are in {}", log.display());
            }
            std::thread::sleep(PAUSE);
        }
        Ok(server)
    }

    /// The processor time that it and its workers have taken, in seconds; `None` where that is not told.
    pub fn processor_time(&self) -> Option<f64> {
        /// Ticks in a second: what Linux tells programs, whatever the kernel's own clock does.
        const TICKS: f64 = 100.0;
        let id = self.child.id();
        let workers = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let processes = workers.split_whitespace().filter_map(|worker| worker.parse().ok()).chain([id]);
        let ticks: Option<u64> = processes.map(ticks).sum();
        ticks.map(|ticks| ticks as f64 / TICKS)
    }

    /// Its process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that a server ends its workers; it may have ended by itself.
        #[cfg(unix)]
        if let Ok(id) = i32::try_from(self.child.id()) {
            use nix::sys::signal::{Signal, kill};
            let _ = kill(nix::unistd::Pid::from_raw(id), Signal::SIGTERM);
        }
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time of a process, in ticks.
fn ticks(process: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The program's name, in parentheses, may hold anything; the times are fields 14 and 15 (proc(5)).
    let (_, fields) = text.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    Some(times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?)
}

/// The numbers of a list such as `0-2,5`.
fn allowed(list: &str) -> Vec<usize> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.trim().parse().ok()?..=last.trim().parse::<usize>().ok()?)
    };
    list.split(',').filter_map(range).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn lists_of_cores_are_read() {
        assert_eq!(allowed("\t0-2,5"), [0, 1, 2, 5]);
        assert_eq!(allowed("3"), [3]);
        assert!(allowed("").is_empty());
    }
}
