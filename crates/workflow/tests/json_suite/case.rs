//! Reading the table of cases.

/// One text and what is to become of it.
#[derive(Debug)]
pub struct Case {
    pub name: String,
    pub text: Vec<u8>,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Accepted,
    /// Line and column, first is 1.
    Refused {
        alone: (usize, usize),
        inside: (usize, usize),
    },
}

pub fn cases() -> Vec<Case> {
    let lines = include_str!("cases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(case).collect()
}

fn case(line: &str) -> Case {
    let (words, text) = line.split_once(" |").unwrap();
    let text = bytes(text.strip_prefix(' ').unwrap_or(text));
    match words.split(' ').collect::<Vec<_>>().as_slice() {
        ["y" | "iy", name] => Case { name: (*name).to_owned(), text, verdict: Verdict::Accepted },
        ["n" | "in", places, name] => {
            let (alone, inside) = places.split_once('/').unwrap_or((places, places));
            Case {
                name: (*name).to_owned(),
                text,
                verdict: Verdict::Refused { alone: place(alone), inside: place(inside) },
            }
        }
        other => panic!("{other:?}"),
    }
}

fn place(text: &str) -> (usize, usize) {
    let (line, column) = text.split_once(':').unwrap_or(("0", "0"));
    (line.parse().unwrap(), column.parse().unwrap())
}

/// The bytes of a text in which `«0A 0D»` stands for bytes and `«5B*500»` for bytes many times.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((plain, more)) = rest.split_once('«') {
        out.extend_from_slice(plain.as_bytes());
        let (code, more) = more.split_once('»').unwrap();
        let (code, times) = code.split_once('*').unwrap_or((code, "1"));
        let unit: Vec<u8> = code.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        out.extend(unit.repeat(times.parse().unwrap()));
        rest = more;
    }
    out.extend_from_slice(rest.as_bytes());
    out
}
