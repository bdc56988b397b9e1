//! Help, colour, completions: the parts of the program that are about itself.

use crate::program::{Folder, redact, run};

#[tokio::test]
async fn every_command_explains_itself_with_examples() {
    let folder = Folder::new("help");
    for command in ["validate", "diff", "apply", "merge", "deploy", "completions"] {
        let short = folder.run(&[command, "-h"]).await.exits(0);
        assert!(short.out.contains("Examples:\n  cxone-email"), "{}", short.out);
        let long = folder.run(&[command, "--help"]).await.exits(0);
        assert!(long.out.contains("Examples:\n  cxone-email"), "{}", long.out);
        insta::assert_snapshot!(format!("help-{command}"), redact(&short.out));
    }
    insta::assert_snapshot!("help", redact(&folder.run(&["-h"]).await.exits(0).out));
}

#[tokio::test]
async fn the_tenants_settings_are_flags_of_deploy_and_explained() {
    let folder = Folder::new("settings-help");
    let help = folder.run(&["deploy", "--help"]).await.exits(0).out;
    for flag in
        ["--base-url", "--client-secret-file", "--retry-max-attempts", "--dialect-transition-from", "CXONE_TOKEN_URL"]
    {
        assert!(help.contains(flag), "{flag} in {help}");
    }
    assert!(!help.contains("--listen") && !help.contains("--app-dir"), "the proxy's own: {help}");
}

#[tokio::test]
async fn colour_is_for_terminals_unless_asked_for() {
    let folder = Folder::new("colour");
    folder.file("workflow.json", r#"{"version":1}"#);
    let colourful = async |flag: &[&str], env: &[(&str, &str)]| {
        let mut command = folder.program(&[&["validate", "workflow.json"], flag].concat());
        command.envs(env.iter().copied());
        run(command, b"").await.exits(1).out.contains('\u{1b}')
    };
    assert!(!colourful(&[], &[]).await, "a pipe");
    assert!(colourful(&["--color", "always"], &[]).await);
    assert!(colourful(&[], &[("CLICOLOR_FORCE", "1")]).await);
    assert!(!colourful(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).await);
    assert!(!colourful(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]).await);
    assert!(colourful(&["--color", "always"], &[("NO_COLOR", "1")]).await, "the flag wins");
}

#[tokio::test]
async fn completions_know_the_commands() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = folder.run(&["completions", shell]).await.exits(0);
        assert!(ran.out.contains("validate") && ran.out.contains("add-node"), "{shell}");
    }
}

#[tokio::test]
async fn a_reader_that_leaves_is_no_failure() {
    use tokio::io::AsyncReadExt;
    let folder = Folder::new("broken-pipe");
    let nodes: Vec<String> = (0..20_000).map(|n| format!(r#"{{"id":"n{n}","type":"t","properties":{{}}}}"#)).collect();
    folder.file("big.json", format!(r#"{{"version":1,"nodes":[{}],"transitions":[]}}"#, nodes.join(",")));
    folder.file("node.json", r#"{"id":"new","type":"email"}"#);
    let mut child = folder.program(&["apply", "big.json", "--add-node", "node.json", "--after", "n0"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 100]).await.unwrap();
    drop(stdout);
    let output = child.wait_with_output().await.unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}
