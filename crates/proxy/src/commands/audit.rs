//! `cxone-proxy audit verify` and `cxone-proxy audit export`.

use super::{Call, CommandError, Ended, take_option};
use crate::audit::{Verdict, csv, csv_headings, events_after, json_lines, verify as look};
use crate::config::{ConfigFile, Database, load};
use crate::store::Store;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Entries held in memory at a time.
const PAGE: u32 = 1_000;

/// Looks at every seal. With `--head SEAL` that seal, noted down earlier, has to be there too: only so
/// it shows that the newest entries were cut off.
pub(super) async fn verify(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let mut args = call.args[2..].to_vec();
    let noted = take_option(&mut args, "--head")?;
    let store = open(call, args).await?;
    let verdict = look(&store, noted.as_deref()).await;
    store.close().await;
    match verdict? {
        Verdict::Whole(head) if head.sequence == 0 => writeln!(out, "The audit is empty.")?,
        Verdict::Whole(head) => writeln!(
            out,
            "The audit is whole: {} entries.\nIts newest seal is {}. Note it down: `audit verify --head SEAL` shows later that nothing was cut off.",
            head.sequence, head.seal
        )?,
        Verdict::Broken { sequence, found } => {
            let what = if found == sequence {
                format!("entry {sequence} was changed, or what came before it")
            } else {
                format!("entry {sequence} is missing; the next one is {found}")
            };
            writeln!(out, "The audit is NOT whole: {what}. Entries before it are as they were written.")?;
            return Ok(Ended::Wrong);
        }
        Verdict::Missing(head) => {
            writeln!(
                out,
                "The audit is NOT whole: its {} entries fit together, but the seal that was noted down is not among them. The newest entries were cut off, or all was written anew.",
                head.sequence
            )?;
            return Ok(Ended::Wrong);
        }
    }
    Ok(Ended::Well)
}

/// Writes every entry, the oldest first: `--format jsonl|csv`, `--output FILE`.
pub(super) async fn export(call: &Call, out: &mut (dyn Write + Send)) -> Result<Ended, CommandError> {
    let mut args = call.args[2..].to_vec();
    let format = take_option(&mut args, "--format")?.unwrap_or_else(|| "jsonl".to_owned());
    let table = match format.as_str() {
        "jsonl" => false,
        "csv" => true,
        _ => return Err(CommandError::Usage("--format must be jsonl or csv".to_owned())),
    };
    let output = take_option(&mut args, "--output")?.map(|path| call.folder.join(path));
    let store = open(call, args).await?;
    let done = match output {
        None => write_all(&store, table, out).await,
        Some(path) => {
            let failed = |source| CommandError::Write { path: path.clone(), source };
            let mut file = BufWriter::new(File::create_new(&path).map_err(failed)?);
            match write_all(&store, table, &mut file).await {
                Ok(()) => file.flush().map_err(failed),
                Err(CommandError::Print(source)) => Err(failed(source)),
                Err(error) => Err(error),
            }
        }
    };
    store.close().await;
    done.map(|()| Ended::Well)
}

async fn write_all(store: &Store, table: bool, out: &mut (dyn Write + Send)) -> Result<(), CommandError> {
    if table {
        out.write_all(csv_headings().as_bytes())?;
    }
    let mut last = 0;
    loop {
        let events = events_after(store, last, PAGE).await?;
        let Some(newest) = events.last() else { return Ok(out.flush()?) };
        last = newest.sequence;
        let text = if table { csv(&events) } else { json_lines(&events) };
        out.write_all(text.as_bytes())?;
    }
}

async fn open(call: &Call, args: Vec<String>) -> Result<Store, CommandError> {
    let file = ConfigFile::find(&args, &call.folder);
    let config = load(args, call.env.clone(), file)?;
    if config.database == Database::Memory {
        return Err(CommandError::Usage(
            "the audit of the demo is kept in memory only; name a database with CXONE_DATABASE_URL or --database-url"
                .to_owned(),
        ));
    }
    if let Database::Sqlite(path) = &config.database
        && !path.is_file()
    {
        let path: &PathBuf = path;
        return Err(CommandError::Usage(format!("there is no database {}", path.display())));
    }
    Ok(Store::open(&config.database).await?)
}
