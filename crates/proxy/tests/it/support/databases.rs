//! Databases for tests: a SQLite file of its own for each, and a PostgreSQL server for the program
//! with a database of its own for each test.

use super::scratch;
use cxone_proxy::Secret;
use cxone_proxy::config::Database;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One test on both databases: `on_both!(name)` runs `async fn name(database: Database)` twice.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[tokio::test]
            async fn sqlite() {
                super::$test($crate::support::sqlite(concat!(module_path!(), "-sqlite"))).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$test($crate::support::postgres().await).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// A SQLite file that is not there yet.
pub fn sqlite(test: &str) -> Database {
    Database::Sqlite(scratch(&test.replace("::", "-")).join("new/folder/proxy.sqlite3"))
}

/// An empty PostgreSQL database.
pub async fn postgres() -> Database {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let server = Server::shared();
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::SeqCst));
    let mut connection = PgConnection::connect(&server.url("postgres")).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    connection.close().await.unwrap();
    Database::Postgres(Secret::new(server.url(&name)))
}

/// The same database for statements of the test's own.
pub async fn raw(database: &Database) -> sqlx::AnyPool {
    sqlx::any::install_default_drivers();
    let url = match database {
        Database::Sqlite(path) => format!("sqlite:{}", path.display()),
        Database::Postgres(url) => url.expose().to_owned(),
        Database::Memory => panic!("a database in memory is its proxy's alone"),
    };
    sqlx::AnyPool::connect(&url).await.unwrap()
}

/// A PostgreSQL server that ends with this program, however that ends: its shell waits for our end of a pipe.
struct Server {
    port: u16,
    _shell: Child,
    _pipe: ChildStdin,
}

impl Server {
    fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://tester:canary-database-password@127.0.0.1:{}/{database}", self.port)
    }

    fn start() -> Self {
        let programs = programs();
        // Where every user may look: build folders often belong to one alone.
        let folder = std::env::temp_dir().join(format!("cxone-proxy-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let password = folder.join("password");
        std::fs::write(&password, "canary-database-password").unwrap();
        let user = unprivileged();
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).unwrap();
        }
        let data = folder.join("data");
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("-D").arg(&data).args(["-U", "tester", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"]);
        initdb.arg(format!("--pwfile={}", password.display())).env("LC_ALL", "C").current_dir(&folder);
        let made = as_user(&mut initdb, user).output().unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));

        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(
            "\"$1\" -D \"$2\" -p \"$3\" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
             -c max_connections=400 & \
             server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf \"$4\"",
        );
        shell.arg("sh").arg(programs.join("postgres")).arg(&data).arg(port.to_string()).arg(&folder);
        shell.current_dir(&folder).env("LC_ALL", "C");
        let mut shell = as_user(&mut shell, user)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = shell.stdin.take().unwrap();
        wait_until_ready(BufReader::new(shell.stderr.take().unwrap()));
        Self { port, _shell: shell, _pipe: pipe }
    }
}

fn wait_until_ready(mut log: impl BufRead + Send + 'static) {
    let mut said = String::new();
    while !said.contains("ready to accept connections") {
        assert!(log.read_line(&mut said).unwrap() > 0, "PostgreSQL does not start: {said}");
    }
    // Whoever writes into a pipe that nobody reads waits for ever.
    std::thread::spawn(move || log.read_to_end(&mut Vec::new()));
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}

/// PostgreSQL refuses to run as root, so there it is `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let probe = std::env::temp_dir().join(format!("cxone-proxy-who-{}", std::process::id()));
    std::fs::File::create(&probe).unwrap().write_all(b"").unwrap();
    let root = std::fs::metadata(&probe).unwrap().uid() == 0;
    std::fs::remove_file(&probe).unwrap();
    root.then_some((65_534, 65_534))
}

/// The folder of `initdb` and `postgres`.
fn programs() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    // Debian keeps each version in a folder of its own.
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.map(|entry| entry.unwrap().path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .find(|folder| has(folder, "initdb") && has(folder, "postgres"))
        .expect("PostgreSQL's initdb and postgres are needed; cargo xtask test installs them")
}

fn has(folder: &Path, program: &str) -> bool {
    folder.join(program).is_file()
}
