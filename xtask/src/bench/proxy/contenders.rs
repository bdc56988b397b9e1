//! The sides: how each is configured and started, and that each really puts the authorization in.

use super::server::{Cores, Server, free_address, on_core};
use super::signed_in::{self, Cookie};
use super::workload::{BODIES, Work, workflow};
use crate::process::answer;
use crate::tools::traffic;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the tenant takes, and answers 401 without.
pub const AUTHORIZATION: &str = "Bearer bench-token";

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// No proxy.
    Direct,
    /// Our proxy.
    Ours,
    /// nginx.
    Nginx,
    /// HAProxy.
    Haproxy,
    /// axum and reqwest.
    Plain,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Direct, Self::Ours, Self::Nginx, Self::Haproxy, Self::Plain];

    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "no proxy",
            Self::Ours => "cxone-proxy",
            Self::Nginx => "nginx",
            Self::Haproxy => "HAProxy",
            Self::Plain => "axum + reqwest",
        }
    }
}

/// A side that runs.
pub struct Contender {
    /// Which.
    pub side: Side,
    address: SocketAddr,
    cookie: Option<Cookie>,
    server: Option<Server>,
}

/// The programs, and the folder of their configurations and logs.
pub struct Programs {
    /// The folder.
    pub folder: PathBuf,
    nginx: PathBuf,
    haproxy: PathBuf,
    /// Our proxy.
    pub ours: PathBuf,
    plain: PathBuf,
    user: String,
    upstream: SocketAddr,
}

impl Contender {
    /// Where a kind of work is asked for.
    pub fn url(&self, work: Work) -> String {
        format!("http://{}{}/{}", self.address, self.path(), work.id())
    }

    /// The headers that it needs.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match &self.cookie {
            Some(cookie) => signed_in::headers(self.address, cookie),
            None if self.side == Side::Direct => vec![("Authorization", AUTHORIZATION.to_owned())],
            None => Vec::new(),
        }
    }

    /// Checks that every body comes through whole.
    pub fn check(&self) -> Result<()> {
        for (id, bytes) in BODIES {
            let path = format!("{}/{id}", self.path());
            let answer = signed_in::ask(self.address, "GET", &path, &self.headers(), "")?;
            if answer.status != 200 || answer.body != workflow(id, bytes).into_bytes() {
                bail!("{} answers {} to GET {path}, or with another body", self.side.name(), answer.status);
            }
        }
        Ok(())
    }

    /// The processor time that its proxy has taken, in seconds, where there is one and that is told.
    pub fn processor_time(&self) -> Option<f64> {
        self.server.as_ref().and_then(Server::processor_time)
    }

    fn path(&self) -> &'static str {
        match self.side {
            Side::Ours => "/api/workflows",
            _ => "/api/v2/workflows",
        }
    }
}

impl Programs {
    /// Finds them.
    pub fn find(workspace: &Workspace, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            folder,
            nginx: traffic::program("nginx")?,
            haproxy: traffic::program("haproxy")?,
            ours: workspace.binary("release", "cxone-proxy"),
            plain: workspace.binary("release", "plain-proxy"),
            user: answer(Command::new("id").arg("-un")).context("cannot tell who this is")?,
            upstream: free_address()?,
        })
    }

    /// Starts the tenant: nginx with files, which gives tokens and takes writes.
    pub fn upstream(&self, cores: &Cores) -> Result<Server> {
        let bodies = self.folder.join("bodies");
        fs::create_dir_all(&bodies).with_context(|| format!("cannot create {}", bodies.display()))?;
        for (id, bytes) in BODIES {
            self.write(&format!("bodies/{id}"), &workflow(id, bytes))?;
        }
        let server = format!(
            r#"
    server {{
        listen {address};
        keepalive_requests 1000000000;
        client_max_body_size 16m;
        default_type application/json;
        location = /oauth2/token {{
            return 200 '{{"access_token":"bench-token","expires_in":86400}}';
        }}
        location /api/v2/workflows/ {{
            if ($http_authorization != "{AUTHORIZATION}") {{ return 401; }}
            if ($request_method = PUT) {{ return 200 '{{"id":"small","version":4,"nodes":[],"transitions":[]}}'; }}
            alias {bodies}/;
            open_file_cache max=10;
        }}
    }}"#,
            address = self.upstream,
            bodies = bodies.display(),
        );
        self.nginx("upstream", &server, self.upstream, cores.rest)
    }

    /// Starts every side.
    pub fn contenders(&self, cores: &Cores) -> Result<Vec<Contender>> {
        Side::ALL.into_iter().map(|side| self.contender(side, cores)).collect()
    }

    fn contender(&self, side: Side, cores: &Cores) -> Result<Contender> {
        let address = if side == Side::Direct { self.upstream } else { free_address()? };
        let (server, cookie) = match side {
            Side::Direct => (None, None),
            Side::Ours => {
                let (server, cookie) = signed_in::start(self, "cxone-proxy", self.upstream, cores.measured)?;
                return Ok(Contender { side, address: server.address, cookie: Some(cookie), server: Some(server) });
            }
            Side::Nginx => (Some(self.reverse_proxy(address, cores)?), None),
            Side::Haproxy => (Some(self.haproxy(address, cores)?), None),
            Side::Plain => (Some(self.plain(address, cores)?), None),
        };
        Ok(Contender { side, address, cookie, server })
    }

    /// nginx with connections to the tenant that are kept, and buffers that hold a large body without a file.
    fn reverse_proxy(&self, address: SocketAddr, cores: &Cores) -> Result<Server> {
        let server = format!(
            r#"
    upstream tenant {{
        server {upstream};
        keepalive 128;
        keepalive_requests 1000000000;
    }}
    server {{
        listen {address};
        keepalive_requests 1000000000;
        client_max_body_size 16m;
        location /api/v2/workflows/ {{
            proxy_pass http://tenant;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Authorization "{AUTHORIZATION}";
            proxy_buffers 16 64k;
            proxy_buffer_size 64k;
            proxy_busy_buffers_size 128k;
            proxy_max_temp_file_size 0;
        }}
    }}"#,
            upstream = self.upstream,
        );
        self.nginx("nginx", &server, address, cores.measured)
    }

    fn nginx(&self, name: &str, server: &str, address: SocketAddr, core: Option<usize>) -> Result<Server> {
        let folder = self.folder.display();
        let configuration = format!(
            r#"user {user};
worker_processes 1;
daemon off;
pid {folder}/{name}.pid;
error_log {folder}/{name}-errors.log;
events {{ worker_connections 4096; }}
http {{
    access_log {log};
    sendfile on;
    tcp_nodelay on;
    client_body_temp_path {folder}/{name}-bodies;
    proxy_temp_path {folder}/{name}-proxied;
    fastcgi_temp_path {folder}/{name}-fastcgi;
    uwsgi_temp_path {folder}/{name}-uwsgi;
    scgi_temp_path {folder}/{name}-scgi;
{server}
}}
"#,
            user = self.user,
            log = if name == "upstream" { "off".to_owned() } else { format!("{folder}/{name}-access.log") },
        );
        let path = self.write(&format!("{name}.conf"), &configuration)?;
        let mut command = on_core(&self.nginx, core);
        // Before it has read its configuration it would write to a log that is not ours.
        command.arg("-e").arg(self.folder.join(format!("{name}-errors.log"))).arg("-c").arg(path);
        Server::start(&mut command, address, &self.log(name))
    }

    fn haproxy(&self, address: SocketAddr, cores: &Cores) -> Result<Server> {
        let configuration = format!(
            r#"global
    nbthread 1
    maxconn 4096

defaults
    mode http
    option http-keep-alive
    http-reuse always
    timeout connect 5s
    timeout client 60s
    timeout server 60s

frontend browsers
    bind {address}
    http-request set-header Authorization "{AUTHORIZATION}"
    default_backend tenant

backend tenant
    server tenant {upstream}
"#,
            upstream = self.upstream,
        );
        let path = self.write("haproxy.cfg", &configuration)?;
        let mut command = on_core(&self.haproxy, cores.measured);
        Server::start(command.arg("-db").arg("-f").arg(path), address, &self.log("haproxy"))
    }

    fn plain(&self, address: SocketAddr, cores: &Cores) -> Result<Server> {
        let mut command = on_core(&self.plain, cores.measured);
        command.arg(address.to_string()).arg(format!("http://{}", self.upstream)).arg(AUTHORIZATION);
        Server::start(&mut command, address, &self.log("plain-proxy"))
    }

    /// Where a program's words go.
    pub fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        write(&self.folder.join(name), text)
    }
}

fn write(path: &Path, text: &str) -> Result<PathBuf> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path.to_owned())
}
