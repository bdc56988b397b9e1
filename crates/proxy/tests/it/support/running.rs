//! The program itself, which can be killed, and its database, which can be locked.

use super::databases::raw;
use super::world::{CLIENT_ID, CLIENT_SECRET, client};
use cxone_proxy::config::Database;
use reqwest::{Client, RequestBuilder};
use sqlx::{Any, Pool};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How the program is started.
#[derive(Clone)]
pub struct Setting {
    variables: Vec<(String, String)>,
}

impl Setting {
    /// For this tenant and database, with short times for what is told late. Nobody signs in.
    pub fn new(tenant_url: &str, database: &Database) -> Self {
        let database = match database {
            Database::Sqlite(path) => format!("sqlite:{}", path.display()),
            Database::Postgres(url) => url.expose().to_owned(),
            Database::Memory => panic!("what is in memory is gone with the program"),
        };
        let variables = [
            ("CXONE_PROXY_LISTEN", "127.0.0.1:0".to_owned()),
            ("CXONE_AUTH", "none".to_owned()),
            ("CXONE_ORG", "acme".to_owned()),
            ("CXONE_CLIENT_ID", CLIENT_ID.to_owned()),
            ("CXONE_CLIENT_SECRET", CLIENT_SECRET.to_owned()),
            ("CXONE_BASE_URL", tenant_url.to_owned()),
            ("CXONE_TOKEN_URL", format!("{tenant_url}/oauth2/token")),
            ("CXONE_DATABASE_URL", database),
            ("CXONE_JOURNAL_LEASE_MS", "300".to_owned()),
            ("CXONE_JOURNAL_GRACE_MS", "600".to_owned()),
        ];
        Self { variables: variables.map(|(name, value)| (name.to_owned(), value)).to_vec() }
    }

    /// The same with another variable.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    fn command(&self) -> Command {
        // A shell that has the system tell a full file instead of ending the program.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_cxone-proxy")]);
        command.env_clear().envs(self.variables.iter().cloned()).current_dir(env!("CARGO_TARGET_TMPDIR"));
        command.stdout(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// What a command of the program says; it has to end well.
    pub async fn say(&self, args: &[&str]) -> String {
        let output = self.command().args(args).stderr(Stdio::piped()).output().await.unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        told
    }
}

/// The running program.
pub struct Program {
    child: Child,
    pub url: String,
    pub client: Client,
}

impl Program {
    pub async fn start(setting: &Setting) -> Self {
        let mut child = setting.command().stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let url = line.strip_prefix("listening on ").expect("it starts").trim_end().to_owned();
        Self { child, url, client: client() }
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    pub fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    /// A write of a workflow with this idempotency key.
    pub fn put(&self, key: &str, id: &str, text: String) -> RequestBuilder {
        let request = self.client.put(format!("{}/api/workflows/{id}", self.url));
        request.header("content-type", "application/json").header("idempotency-key", key).body(text)
    }
}

/// A database that nobody else can write into.
pub struct Locked(Pool<Any>, Option<sqlx::Transaction<'static, Any>>);

impl Locked {
    pub async fn lock(database: &Database) -> Self {
        let pool = raw(database).await;
        let held = match database {
            Database::Postgres(_) => {
                let mut held = pool.begin().await.unwrap();
                sqlx::raw_sql("LOCK TABLE write_intents, audit_entries IN ACCESS EXCLUSIVE MODE")
                    .execute(&mut *held)
                    .await
                    .unwrap();
                held
            }
            _ => pool.begin_with("BEGIN IMMEDIATE").await.unwrap(),
        };
        Self(pool, Some(held))
    }

    pub async fn unlock(mut self) {
        if let Some(held) = self.1.take() {
            held.rollback().await.unwrap();
        }
        self.0.close().await;
    }
}
