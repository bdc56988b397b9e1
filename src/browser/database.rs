//! Text kept by the browser in its database (IndexedDB): as much as the disk has room for, and on the disk
//! before anybody is told that it is kept.
//!
//! One connection serves the page. It gives way to a page that wants a newer shape of the database, and then says so.

use crate::browser::timer;
use crate::reactive::spawn_local;
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, Shared, select};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use std::cell::RefCell;
use std::pin::pin;

/// How long to wait for a database that another page holds back, in ms.
const OPEN_MS: u64 = 4_000;

/// A database: its name, the version of its shape, and the names of the stores that this version has.
#[derive(Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Counts changes of the shape.
    pub version: u32,
    /// Its stores, each from keys to texts.
    pub stores: &'static [&'static str],
}

/// Why the browser does not keep or find something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room left.
    Full,
    /// It is switched off, or not offered here.
    Off,
    /// Another page holds the database back.
    HeldBack,
    /// A newer version of the app has changed the shape of the database.
    Newer,
}

/// One thing to be written.
#[derive(Clone, Debug)]
pub enum Write {
    /// Keeps a text under a key.
    Put(&'static str, String, String),
    /// Forgets what is kept under a key.
    Delete(&'static str, String),
}

type Opening = Shared<LocalBoxFuture<'static, Result<Database, Trouble>>>;

thread_local! {
    /// The connection, or its opening; one that has failed is tried anew.
    static CONNECTION: RefCell<Option<Opening>> = const { RefCell::new(None) };
}

/// The text under a key of a store.
///
/// # Errors
/// [`Trouble`].
pub async fn read(shape: &'static Shape, store: &'static str, key: &str) -> Result<Option<String>, Trouble> {
    let database = connection(shape).await?;
    let transaction = database.transaction(store).build().map_err(|error| trouble(&error))?;
    let store = transaction.object_store(store).map_err(|error| trouble(&error))?;
    store.get(key).primitive().map_err(|error| trouble(&error))?.await.map_err(|error| trouble(&error))
}

/// All texts of a store whose keys begin so, in the order of the keys.
///
/// # Errors
/// [`Trouble`].
pub async fn read_all(shape: &'static Shape, store: &'static str, prefix: &str) -> Result<Vec<String>, Trouble> {
    let database = connection(shape).await?;
    let transaction = database.transaction(store).build().map_err(|error| trouble(&error))?;
    let store = transaction.object_store(store).map_err(|error| trouble(&error))?;
    let range = prefix.to_owned()..format!("{prefix}\u{ffff}");
    let found = store.get_all::<String>().with_query(range).primitive().map_err(|error| trouble(&error))?;
    let found = found.await.map_err(|error| trouble(&error))?;
    Ok(found.filter_map(Result::ok).collect())
}

/// Writes all of it or nothing. When this is done, it is on the disk.
///
/// # Errors
/// [`Trouble`]; nothing was written.
pub async fn write(shape: &'static Shape, writes: Vec<Write>) -> Result<(), Trouble> {
    let database = connection(shape).await?;
    let transaction = writing(&database, shape)?;
    for one in writes {
        put(&transaction, one).await.map_err(|error| trouble(&error))?;
    }
    transaction.commit().await.map_err(|error| trouble(&error))
}

/// Has `decide` see the text under a key and answer with the one to keep in its place, with nobody else in between.
/// Where it answers `Err`, nothing is written. When this is done, the text is on the disk.
///
/// # Errors
/// [`Trouble`]; nothing was written.
pub async fn exchange<E>(
    shape: &'static Shape,
    store: &'static str,
    key: &str,
    decide: impl FnOnce(Option<String>) -> Result<String, E>,
) -> Result<Result<(), E>, Trouble> {
    let database = connection(shape).await?;
    let transaction = writing(&database, shape)?;
    let kept = {
        let store = transaction.object_store(store).map_err(|error| trouble(&error))?;
        let kept = store.get(key).primitive().map_err(|error| trouble(&error))?;
        kept.await.map_err(|error| trouble(&error))?
    };
    match decide(kept) {
        Err(refused) => Ok(Err(refused)),
        Ok(text) => {
            let written = put(&transaction, Write::Put(store, key.to_owned(), text)).await;
            written.map_err(|error| trouble(&error))?;
            transaction.commit().await.map_err(|error| trouble(&error))?;
            Ok(Ok(()))
        }
    }
}

/// A transaction that tells that it is done when all of it is on the disk: without being asked, browsers tell
/// when it is on its way there.
fn writing<'d>(database: &'d Database, shape: &'static Shape) -> Result<Transaction<'d>, Trouble> {
    let durable = TransactionOptions::new().with_durability(TransactionDurability::Strict);
    let transaction = database.transaction(shape.stores).with_mode(TransactionMode::Readwrite);
    transaction.with_options(durable).build().map_err(|error| trouble(&error))
}

async fn put(transaction: &Transaction<'_>, one: Write) -> Result<(), Error> {
    match one {
        Write::Put(store, key, text) => {
            let store = transaction.object_store(store)?;
            store.put(text).with_key(key).primitive()?.await?;
        }
        Write::Delete(store, key) => transaction.object_store(store)?.delete(key.as_str()).primitive()?.await?,
    }
    Ok(())
}

/// The page's connection; a new one, where there is none or the last could not be had.
async fn connection(shape: &'static Shape) -> Result<Database, Trouble> {
    let opening = CONNECTION.with_borrow_mut(|known| {
        let usable = known.clone().filter(|known| !matches!(known.peek(), Some(Err(_))));
        usable.unwrap_or_else(|| known.insert(open(shape).boxed_local().shared()).clone())
    });
    // A database that is held back may come yet, so its opening is not given up, only no longer waited for.
    match select(opening, pin!(timer::sleep(OPEN_MS))).await {
        Either::Left((opened, _)) => opened,
        Either::Right(_) => Err(Trouble::HeldBack),
    }
}

async fn open(shape: &'static Shape) -> Result<Database, Trouble> {
    let opening = Database::open(shape.name).with_version(shape.version).with_on_upgrade_needed(|_, database| {
        let there: Vec<String> = database.object_store_names().collect();
        let missing = shape.stores.iter().filter(|name| !there.iter().any(|there| there == **name));
        missing.copied().try_for_each(|name| database.create_object_store(name).build().map(drop))
    });
    let database = opening.await.map_err(|error| match error {
        OpenDbError::Base(error) => trouble(&error),
        _ => Trouble::Off,
    })?;
    let watched = database.version_changes();
    let closing = database.clone();
    spawn_local(async move {
        if let Ok(mut changes) = watched
            && changes.recv().await.is_some()
        {
            closing.close();
            CONNECTION.with_borrow_mut(|connection| *connection = None);
        }
    });
    Ok(database)
}

fn trouble(error: &Error) -> Trouble {
    let Error::DomException(exception) = error else { return Trouble::Full };
    let name = match exception {
        DomException::Other(exception) => exception.name(),
        _ => return Trouble::Full,
    };
    match name.as_str() {
        "VersionError" => Trouble::Newer,
        "SecurityError" | "NotAllowedError" | "UnknownError" => Trouble::Off,
        _ => Trouble::Full,
    }
}
