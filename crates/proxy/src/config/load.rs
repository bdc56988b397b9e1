//! Resolving: the tenant's part by its own loader, the proxy's own keys here. Every problem is kept.

use super::{
    AccessConfig, BodyLimits, Config, Database, Events, HookScheme, Hooks, JournalTimes, Log, LogFormat, Network,
    OidcConfig, Roles, SessionTimes, SsoRole, Timeouts, parse,
};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tenant::Secret;
use tenant::config::{ConfigErrors, ConfigFile, Connection, Environment, Layers, parse as shared};
use url::Url;
use workflow::wire::Way;

/// The folder that the app is built into, from the working folder.
const BUILT_APP: &str = "target/app";

/// Makes a configuration of arguments (without the program's name), environment and file.
///
/// # Errors
/// All problems at once, each with its place.
pub fn load(
    args: impl IntoIterator<Item = String>,
    env: impl IntoIterator<Item = (String, String)>,
    file: Option<ConfigFile>,
) -> Result<Config, ConfigErrors> {
    let args: Vec<String> = args.into_iter().collect();
    let env: Environment = env.into_iter().collect();
    let mut layers = Layers::collect(&args, &env, file.as_ref());
    let config = resolve(&mut layers, &env);
    layers.finish().map(|warnings| Config { warnings, ..config })
}

fn resolve(layers: &mut Layers, env: &Environment) -> Config {
    let defaults = Config::default();
    let tenant = layers.tenant(env);
    let demo = matches!(tenant.connection, Connection::Demo);
    let access = access(layers, env);
    let signs_in = !access.ways.iter().any(|way| matches!(way, Way::None | Way::Link));
    let listen = layers.parsed("listen", ([127, 0, 0, 1], 8787).into(), |text| parse::listen(text, signs_in));
    if access.oidc.is_some() && access.public_url.is_none() && !listen.ip().is_loopback() {
        layers.missing(
            "CXONE_PUBLIC_URL",
            "with auth = oidc, the address by which browsers reach the proxy is needed: the provider sends them back there",
        );
    }
    Config {
        tenant,
        listen,
        public_hosts: public_hosts(layers, access.public_url.as_deref()),
        access,
        bodies: bodies(layers),
        timeouts: timeouts(layers),
        connections: layers.parsed("limits.connections", defaults.connections, count),
        events: events(layers),
        hooks: hooks(layers),
        journal: journal(layers),
        database: database_in(layers, demo, env),
        app_dir: app_dir(layers),
        workers: layers.parsed("workers", defaults.workers, workers),
        log: Log {
            format: layers.parsed("log_format", LogFormat::Human, log_format),
            level: layers.parsed("log_level", tracing::Level::INFO, log_level),
        },
        warnings: Vec::new(),
    }
}

/// The host of the public address is served in any case.
fn public_hosts(layers: &mut Layers, public_url: Option<&str>) -> Vec<String> {
    let mut hosts = layers.list("public_hosts", Vec::new(), parse::host);
    let own = public_url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    hosts.extend(own.and_then(|rest| rest.split('/').next()).map(str::to_ascii_lowercase));
    hosts
}

fn events(layers: &mut Layers) -> Events {
    let defaults = Events::default();
    let mut time =
        |name: &str, default| layers.parsed(name, default, |text| shared::number(text).map(Duration::from_millis));
    let (poll, heartbeat) = (time("events.poll_ms", defaults.poll), time("events.heartbeat_ms", defaults.heartbeat));
    Events { poll, heartbeat, streams: layers.parsed("events.streams", defaults.streams, count) }
}

fn journal(layers: &mut Layers) -> JournalTimes {
    let defaults = JournalTimes::default();
    let lease = |text: &str| match milliseconds(text)? {
        Duration::ZERO => Err("must be more than 0".to_owned()),
        time => Ok(time),
    };
    JournalTimes {
        lease: layers.parsed("journal.lease_ms", defaults.lease, lease),
        grace: layers.parsed("journal.grace_ms", defaults.grace, milliseconds),
    }
}

fn hooks(layers: &mut Layers) -> Hooks {
    let defaults = Hooks::default();
    let header = layers.parsed("hooks.signature_header", "x-cxone-signature".to_owned(), header_name);
    let scheme = layers.parsed("hooks.scheme", HookScheme::Standard, |text| match text.trim() {
        "standard" => Ok(HookScheme::Standard),
        "hex" => Ok(HookScheme::Hex { header }),
        _ => Err("must be standard or hex".into()),
    });
    let tolerance = |text: &str| shared::number(text).map(Duration::from_millis);
    Hooks {
        scheme,
        secret: layers.optional("hooks.secret", shared::text).map(Secret::new),
        tolerance: layers.parsed("hooks.tolerance_ms", defaults.tolerance, tolerance),
        bytes: layers.parsed("limits.hook_bytes", defaults.bytes, shared::number),
    }
}

fn header_name(text: &str) -> Result<String, String> {
    let name = http::HeaderName::try_from(text.trim()).map_err(|_| "must be the name of a header".to_owned())?;
    Ok(name.as_str().to_owned())
}

fn access(layers: &mut Layers, env: &Environment) -> AccessConfig {
    let defaults = AccessConfig::default();
    let ways = ways(layers);
    let users = layers.is_set("operators_file");
    let operators_file = layers.optional("operators_file", |text| shared::text(text).map(PathBuf::from));
    let operators_file = operators_file.or_else(|| Some(our_folder(env)?.join("operators")));
    if operators_file.is_none() && !users && ways.contains(&Way::Password) {
        layers.missing(
            "CXONE_OPERATORS_FILE",
            "the user's data folder is not known (no HOME), so the operators' file must be named",
        );
    }
    let trusted = layers.list("trusted_proxies", Vec::new(), |text| text.parse::<Network>().map(|_| text.to_owned()));
    if trusted.is_empty() && ways.contains(&Way::Header) {
        layers.missing(
            "CXONE_TRUSTED_PROXIES",
            "with auth = header, the addresses that the single-sign-on proxy's header is believed from are needed",
        );
    }
    let oidc = oidc(layers, &ways);
    let public_url = layers.optional("public_url", parse::public_url);
    AccessConfig {
        oidc,
        public_url,
        operators_file: operators_file.unwrap_or_default(),
        trusted_proxies: trusted.iter().filter_map(|text| text.parse().ok()).collect(),
        sso_header: layers.parsed("sso_header", defaults.sso_header, parse::header),
        roles: Roles {
            administrators: layers.list("roles.administrators", Vec::new(), shared::text),
            editors: layers.list("roles.editors", Vec::new(), shared::text),
            others: layers.parsed("roles.others", SsoRole::default(), parse::role_of_others),
        },
        sessions: SessionTimes {
            idle: layers.parsed("sessions.idle_ms", defaults.sessions.idle, milliseconds),
            absolute: layers.parsed("sessions.absolute_ms", defaults.sessions.absolute, milliseconds),
        },
        start_link_file: layers.optional("start_link_file", |text| shared::text(text).map(PathBuf::from)),
        requests_per_minute: layers.parsed("limits.requests_per_minute", defaults.requests_per_minute, |text| {
            shared::number(text).and_then(|number| u32::try_from(number).map_err(|_| "is too large".into()))
        }),
        ways,
    }
}

/// The OpenID provider, where one is to be used.
fn oidc(layers: &mut Layers, ways: &[Way]) -> Option<OidcConfig> {
    let given = ["oidc.issuer", "oidc.client_id"].map(|name| layers.is_set(name));
    // As it is written: what the provider says of itself must say exactly the same.
    let issuer = layers.optional("oidc.issuer", |text| shared::base_url(text).map(|_| text.trim().to_owned()));
    let client_id = layers.optional("oidc.client_id", shared::text);
    let client_secret = layers.taken_secret("oidc.client_secret");
    let host = issuer.as_deref().and_then(|issuer| Some(Url::parse(issuer).ok()?.host_str()?.to_owned()));
    let config = OidcConfig {
        issuer: issuer.unwrap_or_default(),
        client_id: client_id.unwrap_or_default(),
        client_secret,
        name: layers.parsed("oidc.name", host.unwrap_or_default(), shared::text),
        scopes: layers.list("oidc.scopes", ["openid", "profile", "email"].map(str::to_owned).to_vec(), shared::text),
        operator_claim: layers.parsed("oidc.operator_claim", "preferred_username".to_owned(), shared::text),
        roles_claim: layers.optional("oidc.roles_claim", shared::text),
    };
    if !ways.contains(&Way::Oidc) {
        return None;
    }
    if !cfg!(feature = "oidc") {
        layers.missing("CXONE_AUTH", "this program was compiled without OpenID Connect (the feature oidc)");
    }
    for (variable, given, what) in [
        ("CXONE_OIDC_ISSUER", given[0], "the OpenID provider's issuer"),
        ("CXONE_OIDC_CLIENT_ID", given[1], "the client id that the OpenID provider knows"),
    ] {
        if !given {
            layers.missing(variable, &format!("with auth = oidc, {what} is needed"));
        }
    }
    Some(config)
}

/// The ways to be known. Nobody signing in cannot be had beside a way to sign in.
fn ways(layers: &mut Layers) -> Vec<Way> {
    let check = |text: &str| match Way::named(text) {
        Some(way) => Ok(way.name().to_owned()),
        None => Err("must be none, link, password, header or oidc, or several of them separated by commas".to_owned()),
    };
    let names = layers.checked_list("auth", vec![Way::Link.name().to_owned()], check, |names| {
        let none = names.iter().any(|name| name == Way::None.name());
        if none && names.len() > 1 { Err("none cannot stand beside a way to sign in".to_owned()) } else { Ok(()) }
    });
    let mut ways: Vec<Way> = names.iter().filter_map(|name| Way::named(name)).collect();
    ways.sort_unstable();
    ways.dedup();
    ways
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    shared::number(text).map(Duration::from_millis)
}

fn bodies(layers: &mut Layers) -> BodyLimits {
    let defaults = BodyLimits::default();
    BodyLimits {
        workflow: layers.parsed("limits.workflow_bytes", defaults.workflow, shared::number),
        other: layers.parsed("limits.body_bytes", defaults.other, shared::number),
    }
}

fn timeouts(layers: &mut Layers) -> Timeouts {
    let defaults = Timeouts::default();
    Timeouts {
        header: layers.timeout("header", defaults.header),
        body: layers.timeout("body", defaults.body),
        shutdown: layers.timeout("shutdown", defaults.shutdown),
    }
}

fn database_in(layers: &mut Layers, demo: bool, env: &Environment) -> Database {
    if layers.is_set("database_url") {
        return layers.parsed("database_url", Database::Memory, database);
    }
    if demo {
        return Database::Memory;
    }
    match our_folder(env) {
        Some(folder) => Database::Sqlite(folder.join("proxy.sqlite3")),
        None => {
            layers.missing(
                "CXONE_DATABASE_URL",
                "the user's data folder is not known (no HOME), so the database must be named",
            );
            Database::Memory
        }
    }
}

fn app_dir(layers: &mut Layers) -> Option<PathBuf> {
    if !layers.is_set("app_dir") {
        if cfg!(feature = "embedded") {
            return None;
        }
        let built = Path::new(BUILT_APP);
        return built.join("index.html").is_file().then(|| built.to_owned());
    }
    layers.optional("app_dir", |text| {
        let folder = PathBuf::from(text);
        if folder.join("index.html").is_file() {
            Ok(folder)
        } else {
            Err("must be a folder with the built app; there is no index.html in it".into())
        }
    })
}

fn count(text: &str) -> Result<usize, String> {
    shared::number(text).and_then(|number| usize::try_from(number).map_err(|_| "is too large".into()))
}

/// Threads beyond this help nobody, and at some number the system gives no more.
fn workers(text: &str) -> Result<usize, String> {
    const MOST: usize = 512;
    count(text).and_then(|count| if count <= MOST { Ok(count) } else { Err(format!("must be at most {MOST}")) })
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be human or json".into()),
    }
}

fn log_level(text: &str) -> Result<tracing::Level, String> {
    text.parse().map_err(|_| "must be error, warn, info, debug or trace".into())
}

fn database(text: &str) -> Result<Database, String> {
    let text = text.trim();
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        return postgres(text);
    }
    let Some(path) = text.strip_prefix("sqlite:") else {
        return Err("must be sqlite:PATH, sqlite::memory: or postgres://USER:PASSWORD@HOST/NAME".into());
    };
    match path.strip_prefix("//").unwrap_or(path) {
        ":memory:" => Ok(Database::Memory),
        "" => Err("must name a file after sqlite:".into()),
        path => Ok(Database::Sqlite(PathBuf::from(path))),
    }
}

fn postgres(text: &str) -> Result<Database, String> {
    // The parser's words say what is wrong with the address without repeating it.
    let url = Url::parse(text).map_err(|error| format!("must be a postgres:// address: {error}"))?;
    if url.host_str().is_none_or(str::is_empty) || url.path().len() < 2 {
        return Err("must name a host and a database, as in postgres://USER:PASSWORD@HOST/NAME".into());
    }
    Ok(Database::Postgres(Secret::new(text)))
}

fn our_folder(env: &Environment) -> Option<PathBuf> {
    Some(data_folder(env)?.join("cxone-email-configurator"))
}

/// Where programs keep their users' data, by the habits of each system.
fn data_folder(env: &Environment) -> Option<PathBuf> {
    let named = |name: &str| env.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("XDG_DATA_HOME").filter(|path| path.is_absolute()).or_else(|| {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            named("HOME").map(|home| home.join(".local/share"))
        }
    })
}
