//! Compresses the built app once, as small as it gets, so that the proxy never has to.

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Below this many bytes the headers outweigh what is saved.
const SMALLEST: usize = 256;

/// Formats that are compressed already.
const COMPRESSED: &[&str] = &["br", "gz", "png", "jpg", "jpeg", "webp", "avif", "woff2"];

/// Writes `name.br` and `name.gz` beside every file of `folder` that is worth it.
pub fn folder(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            self::folder(&path)?;
        } else {
            file(&path)?;
        }
    }
    Ok(())
}

/// `bytes` as brotli, quality 11.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params).context("brotli failed")?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).context("gzip failed")
}

fn file(path: &Path) -> Result<()> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if COMPRESSED.contains(&extension) {
        return Ok(());
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.len() < SMALLEST {
        return Ok(());
    }
    for (suffix, compressed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
        if compressed.len() < bytes.len() {
            let target = path.with_extension(format!("{extension}.{suffix}"));
            fs::write(&target, compressed).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn compresses_what_is_worth_it_and_leaves_the_rest() {
        let root = std::env::temp_dir().join(format!("xtask-precompress-{}", std::process::id()));
        fs::create_dir_all(root.join("deep")).unwrap();
        let text = "the same words again and again ".repeat(40);
        fs::write(root.join("deep/app.js"), &text).unwrap();
        fs::write(root.join("small.css"), "a{}").unwrap();
        fs::write(root.join("picture.png"), &text).unwrap();
        folder(&root).unwrap();

        let mut unpacked = Vec::new();
        let packed = fs::read(root.join("deep/app.js.br")).unwrap();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let mut unpacked = String::new();
        let packed = fs::File::open(root.join("deep/app.js.gz")).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(!root.join("small.css.br").exists());
        assert!(!root.join("picture.png.br").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
