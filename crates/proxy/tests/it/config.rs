//! Configuration: precedence, defaults, and all problems at once.

use crate::support::scratch;
use cxone_proxy::config::{ConfigFile, Connection, Database, LogFormat, Origin, RemoteTenant, keys, load};
use cxone_proxy::{Config, ConfigErrors};
use std::path::PathBuf;
use std::time::Duration;

const TENANT: [(&str, &str); 4] =
    [("CXONE_ORG", "acme"), ("CXONE_CLIENT_ID", "id"), ("CXONE_CLIENT_SECRET", "canary"), ("XDG_DATA_HOME", "/data")];

fn read(args: &[&str], env: &[(&str, &str)], file: Option<&str>) -> Result<Config, ConfigErrors> {
    let args = args.iter().map(|arg| (*arg).to_owned());
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    load(args, env, file.map(|text| ConfigFile::from_text("cxone-proxy.toml", text)))
}

#[track_caller]
fn remote(config: Config) -> RemoteTenant {
    match config.tenant.connection {
        Connection::Remote(tenant) => tenant,
        Connection::Demo => panic!("the demo"),
    }
}

#[track_caller]
fn problems(result: Result<Config, ConfigErrors>) -> Vec<String> {
    result.unwrap_err().problems.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_at_all_is_the_demo() {
    let config = read(&[], &[], None).unwrap();
    assert!(matches!(config.tenant.connection, Connection::Demo));
    assert_eq!((config.tenant.org.as_str(), config.database), ("demo", Database::Memory));
    assert_eq!(config.listen.to_string(), "127.0.0.1:8787");
}

#[test]
fn the_documented_variables_are_enough_for_a_tenant() {
    let config = read(&[], &TENANT, None).unwrap();
    assert_eq!(config.database, Database::Sqlite(PathBuf::from("/data/cxone-email-configurator/proxy.sqlite3")));
    assert_eq!(config.tenant.timeouts.read, Duration::from_secs(15));
    let tenant = remote(config);
    assert_eq!(tenant.base_url, "https://acme.niceincontact.com");
    assert_eq!(tenant.token_url, "https://acme.niceincontact.com/oauth2/token");
    assert_eq!((tenant.client_id.as_str(), tenant.client_secret.expose()), ("id", "canary"));
}

#[test]
fn flags_win_over_environment_over_file() {
    let file = "listen = \"127.0.0.1:1\"\nworkflow_id = \"file\"\nwebhook_url = \"https://file.example.com/\"";
    let env = [("CXONE_PROXY_LISTEN", "127.0.0.1:2"), ("CXONE_WORKFLOW_ID", "env")];
    let config = read(&["--listen", "127.0.0.1:3"], &env, Some(file)).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.tenant.workflow_id.as_deref(), Some("env"));
    assert_eq!(config.tenant.webhook_url.as_deref(), Some("https://file.example.com/"));
}

#[test]
fn everything_can_be_set_in_each_of_the_three_places() {
    let example = |name: &str| match name {
        "listen" => "127.0.0.1:9",
        "base_url" | "token_url" | "webhook_url" | "discovery_url" | "oidc.issuer" => "https://t.example.com/x",
        "public_url" => "https://t.example.com",
        "database_url" => "sqlite::memory:",
        "preset" => "access-key",
        "grant" => "password",
        "client_auth" => "basic",
        "http1_only" => "true",
        "hooks.scheme" => "hex",
        "log_format" => "json",
        "log_level" => "debug",
        "scope_paths" => "$contact.email,$system.date",
        "statuses.conflict" => "409,412,428",
        "statuses.later" => "423,429",
        "auth" if cfg!(feature = "oidc") => "password,header,oidc",
        "auth" => "password,header",
        "trusted_proxies" => "10.0.0.7,fd00::/8",
        "roles.others" => "none",
        name if name.starts_with("features.") => "false",
        "public_hosts" => "a.example.com,b.example.com:8443",
        "paths.workflow" | "paths.template" | "paths.attachment" | "paths.webhook" => "/v3/{id}",
        name if name.starts_with("paths.") => "/v3/list",
        name if name.ends_with("_ms")
            || name.ends_with("_bytes")
            || name.ends_with("per_minute")
            || name.ends_with("attempts")
            || name.ends_with("streams")
            || name == "workers"
            || name.ends_with("connections") =>
        {
            "7"
        }
        _ => "word",
    };
    let chosen: Vec<_> = keys()
        .into_iter()
        .filter(|key| {
            // Each is read from the disk.
            key.name != "app_dir" && !key.name.ends_with("secret_file") && key.name != "scope_catalogue_file"
        })
        .collect();
    let args: Vec<String> = chosen.iter().map(|key| format!("{}={}", key.flag, example(&key.name))).collect();
    let env: Vec<(String, String)> =
        chosen.iter().map(|key| (key.env.clone(), example(&key.name).to_owned())).collect();
    let file: String = chosen.iter().map(|key| format!("{} = \"{}\"\n", key.name, example(&key.name))).collect();
    let print = |config: Config| format!("{config:?}");
    let by_flags = load(args, [], None).map(print).unwrap();
    let by_env = load([], env, None).map(print).unwrap();
    let by_file = load([], [], Some(ConfigFile::from_text("f.toml", file))).map(print).unwrap();
    assert_eq!(by_flags, by_env);
    assert_eq!(by_env, by_file);
    assert!(by_flags.contains("webhooks: false") && by_flags.contains("read: 7ms"), "{by_flags}");
}

#[test]
fn the_file_takes_numbers_lists_and_tables() {
    let file = "scope_paths = [\"$b.c\", \"$a.b\"]\nlog_format = \"json\"\n[timeouts]\nread_ms = 1500\n[dialect]\ntransition_from = \"source\"\n[features]\nwebhooks = false\n[paths]\nworkflow = \"/v9/{id}/doc\"";
    let config = read(&[], &[], Some(file)).unwrap();
    assert_eq!(config.tenant.rules.scope_paths, ["$a.b", "$b.c"]);
    assert!(config.tenant.rules.scope_catalogue.is_empty());
    assert_eq!(config.tenant.timeouts.read, Duration::from_millis(1_500));
    assert_eq!(
        (config.tenant.rules.dialect.transition_from.as_str(), config.tenant.rules.dialect.transition_to.as_str()),
        ("source", "to")
    );
    assert_eq!((config.tenant.features.webhooks, config.log.format), (false, LogFormat::Json));
}

#[test]
fn all_problems_are_told_at_once_each_with_its_place() {
    let file = "unknown = 1\nbase_url = \"ftp://x\"\n[timeouts]\nread_ms = \"soon\"\n[paths]\nworkflow = \"/no-id\"";
    let env = [
        ("CXONE_CLIENT_ID", "id"),
        ("CXONE_DATABASE_URL", "mysql:x"),
        ("CXONE_LIMITS_CONNECTIONS", "0"),
        ("CXONE_WORKERS", "513"),
    ];
    let found = problems(read(&["--listen=0.0.0.0:80", "--nonsense", "--log-format"], &env, Some(file)));
    for place in [
        "file cxone-proxy.toml: unknown: ",
        "file cxone-proxy.toml: base_url: ",
        "file cxone-proxy.toml: timeouts.read_ms: ",
        "file cxone-proxy.toml: paths.workflow: ",
        "environment variable CXONE_DATABASE_URL: ",
        "environment variable CXONE_LIMITS_CONNECTIONS: ",
        "environment variable CXONE_WORKERS: must be at most 512",
        "flag --listen: must be a loopback address",
        "flag --nonsense: ",
        "flag --log-format: needs a value",
        "missing CXONE_ORG: ",
        "missing CXONE_CLIENT_SECRET: ",
    ] {
        assert_eq!(found.iter().filter(|problem| problem.starts_with(place)).count(), 1, "{place} in {found:#?}");
    }
    assert_eq!(found.len(), 12, "{found:#?}");
}

#[test]
fn a_secret_in_a_file_is_read_and_trimmed() {
    let path = scratch("secret-file").join("secret");
    std::fs::write(&path, "canary-in-file\n").unwrap();
    let path = path.to_str().unwrap();
    let env =
        [("CXONE_ORG", "acme"), ("CXONE_CLIENT_ID", "id"), ("HOME", "/home/x"), ("CXONE_CLIENT_SECRET_FILE", path)];
    assert_eq!(remote(read(&[], &env, None).unwrap()).client_secret.expose(), "canary-in-file");

    let both = problems(read(&["--client-secret", "x", "--client-secret-file", path], &env, None));
    assert_eq!(both.len(), 1);
    assert!(both[0].starts_with("flag --client-secret-file: is given together"), "{both:?}");

    let higher = read(&["--client-secret", "by-flag"], &env, None).unwrap();
    assert_eq!(remote(higher).client_secret.expose(), "by-flag");

    let missing = problems(read(&["--client-secret-file", "/no/such/file"], &env, None));
    assert!(missing[0].starts_with("flag --client-secret-file: the file cannot be read"), "{missing:?}");
}

#[test]
fn a_secret_without_a_client_id_is_not_silently_the_demo() {
    let found =
        problems(read(&[], &[("CXONE_CLIENT_SECRET", "canary"), ("CXONE_BASE_URL", "https://x.example.com")], None));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().all(|problem| problem.contains("without a client id") && !problem.contains("canary")),
        "{found:?}"
    );
}

#[test]
fn a_secret_never_travels_in_the_clear() {
    let with = |url: &'static str| {
        let mut env = TENANT.to_vec();
        env.push(("CXONE_BASE_URL", url));
        read(&[], &env, None)
    };
    assert!(problems(with("http://tenant.example.com"))[0].contains("https://"));
    for (given, kept) in [
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://localhost:9000/", "http://localhost:9000"),
        ("https://gw.example.com/cx/", "https://gw.example.com/cx"),
    ] {
        assert_eq!(remote(with(given).unwrap()).base_url, kept);
    }
    for url in ["https://u:p@x.example.com", "https://x.example.com/?a=b", "https://x.example.com/#f", "x.example.com"]
    {
        assert_eq!(problems(with(url)).len(), 1, "{url}");
    }
}

#[test]
fn an_unreadable_file_is_told_with_the_other_problems() {
    let found = problems(load(
        ["--listen=nowhere".to_owned()],
        [],
        ConfigFile::find(&["--config=/no/such.toml".to_owned()], &PathBuf::from("/")),
    ));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("file /no/such.toml: it cannot be read"), "{found:?}");
    let broken = problems(read(&[], &[("CXONE_CLIENT_ID", "id")], Some("a = 1\nclient_secret = \"canary")));
    assert_eq!(broken.len(), 1, "nothing is called missing: {broken:?}");
    assert!(broken[0].contains("line 2") && !broken[0].contains("canary"), "{broken:?}");
}

#[test]
fn the_file_is_found_by_flag_or_in_the_working_folder() {
    let folder = scratch("find-file");
    assert_eq!(ConfigFile::find(&[], &folder), None);
    std::fs::write(folder.join("cxone-proxy.toml"), "usual").unwrap();
    std::fs::write(folder.join("other.toml"), "other").unwrap();
    let text = |args: &[&str]| {
        let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
        ConfigFile::find(&args, &folder).unwrap().text.unwrap()
    };
    assert_eq!(text(&[]), "usual");
    assert_eq!(text(&["--config", "other.toml"]), "other");
    assert_eq!(text(&["--listen", "x", "--config=other.toml"]), "other");
}

#[test]
fn unknown_variables_are_warned_about() {
    let config = read(&[], &[("CXONE_CLIENTID", "typo"), ("PATH", "/bin")], None).unwrap();
    assert_eq!(config.warnings.len(), 1);
    assert!(config.warnings[0].contains("CXONE_CLIENTID"));
}

#[test]
fn origins_compare_by_strength() {
    let file = Origin::File { file: "f".into(), key: "k".into() };
    assert!(file < Origin::Environment("E".into()) && Origin::Environment("E".into()) < Origin::Flag("--f".into()));
}
