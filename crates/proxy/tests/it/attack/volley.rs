//! The made-up attacks, sent: most of them one after the other on one connection without waiting, those
//! that leave a connection in doubt on one of their own.
//!
//! `CXONE_ATTACKS` is how many, `CXONE_ATTACK_SEED` which.

use super::attempt::{Attempt, Known};
use super::dice::Dice;
use super::law::{Allowed, allowed};
use super::mutate::mutate;
use super::tenant::{Deed, Tenant};
use crate::support::World;
use std::collections::HashSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use workflow::wire::Way;

/// How many in an ordinary run of the tests.
const USUAL: usize = 100_000;
/// Sent together.
const VOLLEY: usize = 40;
/// Attackers at work at once, each with a proxy and a tenant of its own.
const ATTACKERS: usize = 4;
/// No answer takes that long; the proxy's own deadlines are much shorter here.
const PATIENCE: Duration = Duration::from_secs(30);
/// The proxy's deadlines for heads and bodies.
const DEADLINE: Duration = Duration::from_millis(400);

/// What the proxy itself asks about, to learn what the tenant offers.
const OFFERS: [&str; 2] = ["/api/v2/interactions/attachments?fileName=", "/api/v2/webhooks"];

/// What came of all attempts.
#[derive(Debug, Default)]
struct Tally {
    sent: usize,
    answered: usize,
    well: usize,
    reached: usize,
    refused: usize,
    closed: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_up_attacks_reach_nothing() {
    let number = |name: &str, usual| std::env::var(name).map_or(usual, |text| text.parse::<usize>().unwrap());
    let (attacks, seed) = (number("CXONE_ATTACKS", USUAL), number("CXONE_ATTACK_SEED", 1));
    let mut attackers = JoinSet::new();
    for attacker in 0..ATTACKERS {
        attackers.spawn(attack(attacker % 2 == 0, attacker, attacks / ATTACKERS, seed));
    }
    let tallies = attackers.join_all().await;
    let sum = |part: fn(&Tally) -> usize| tallies.iter().map(part).sum::<usize>();
    assert_eq!(sum(|tally| tally.sent), attacks / ATTACKERS * ATTACKERS);
    // An attack that nothing answers, or that is refused before anything is looked at, proves little.
    assert!(sum(|tally| tally.answered) * 20 > attacks * 19, "{tallies:?}");
    assert!(sum(|tally| tally.reached) * 50 > attacks, "{tallies:?}");
    assert!(sum(|tally| tally.refused) * 2 > attacks, "{tallies:?}");
    let (sent, answered, well) = (sum(|tally| tally.sent), sum(|tally| tally.answered), sum(|tally| tally.well));
    let (refused, closed, reached) =
        (sum(|tally| tally.refused), sum(|tally| tally.closed), sum(|tally| tally.reached));
    eprintln!(
        "{sent} attacks: {answered} answered ({well} well, {refused} refused), {closed} cut off; {reached} sound ones reached the tenant; 0 escaped"
    );
}

/// One attacker's part: with a session that is valid, or as a stranger.
async fn attack(signed_in: bool, attacker: usize, attacks: usize, seed: usize) -> Tally {
    let tenant = Tenant::start().await;
    let world = World::with(&tenant.url, |config| {
        config.access.ways = vec![Way::Link, Way::Header];
        config.access.trusted_proxies = vec!["192.0.2.1".parse().unwrap()];
        config.access.requests_per_minute = u32::MAX;
        config.timeouts.header = DEADLINE;
        config.timeouts.body = DEADLINE;
    })
    .await;
    let known = known(&world, signed_in).await;
    let valid = signed_in.then_some(known.token.as_str());
    let public = public_answers(&world).await;
    let mut dice = Dice::new((seed * ATTACKERS + attacker) as u64);
    let mut tally = Tally::default();
    // What a write may still read back when its volley is over.
    let mut later: HashSet<Deed> = HashSet::new();
    while tally.sent < attacks {
        let count = VOLLEY.min(attacks - tally.sent);
        let attempts: Vec<Attempt> = (0..count)
            .map(|at| {
                let mut attempt = Attempt::sound(tally.sent + at, &mut dice, &known);
                mutate(&mut attempt, &mut dice, &known);
                attempt
            })
            .collect();
        let laws: Vec<Allowed> = attempts.iter().map(|attempt| allowed(attempt, &known, valid)).collect();
        let answers = fire(&world, &attempts).await;
        for ((attempt, law), answers) in attempts.iter().zip(&laws).zip(&answers) {
            judge(attempt, law, answers, &public, &mut tally);
        }
        let (deeds, faults) = tenant.take();
        assert!(faults.is_empty(), "escaped: {faults:#?}\n{}", told(&attempts));
        tally.reached += deeds.len();
        later.extend(
            laws.iter().flat_map(|law| &law.deeds).filter(|(_, target)| target.contains("/workflows/")).cloned(),
        );
        let now: HashSet<&Deed> = laws.iter().flat_map(|law| &law.deeds).collect();
        for (method, target) in deeds {
            let place = target.split_once("?fileName=").map_or(target.as_str(), |(place, _)| place).to_owned();
            let deed = (method, place);
            let asked_by_the_proxy = signed_in && deed.0 == "OPTIONS" && OFFERS.contains(&target.as_str());
            let known = now.contains(&deed) || later.contains(&deed) || asked_by_the_proxy;
            assert!(known, "escaped: {deed:?} as {target}\n{}", told(&attempts));
        }
        tally.sent += count;
        if tally.sent % (VOLLEY * 25) == 0 || tally.sent == attacks {
            control(&world, &known, &tenant, signed_in, tally.sent, &later).await;
        }
    }
    tally
}

/// A sound request still does what it should: else nothing would be proved by all that is refused.
/// `later` is what earlier writes may still read back meanwhile.
async fn control(world: &World, known: &Known, tenant: &Tenant, signed_in: bool, number: usize, later: &HashSet<Deed>) {
    let id = format!("control_{number}");
    let attempt = Attempt::to(number, "GET", &format!("/api/workflows/{id}"), "", known);
    let answers = fire(world, &[attempt]).await;
    let status = answers[0].first().map(|answer| answer.status);
    assert_eq!(status, Some(if signed_in { 200 } else { 401 }));
    let expected = signed_in.then(|| ("GET".to_owned(), format!("/api/v2/workflows/{id}")));
    let done = tenant.take().0.into_iter().filter(|deed| !later.contains(deed));
    assert_eq!(done.collect::<Vec<_>>(), Vec::from_iter(expected));
}

async fn known(world: &World, signed_in: bool) -> Known {
    let address = world.proxy.address();
    let made_up = "A".repeat(43);
    let known =
        Known { host: address.to_string(), cookie: format!("cxone-session-{}", address.port()), token: made_up };
    if !signed_in {
        return known;
    }
    let link = world.proxy.start_link().unwrap().expose();
    let token = link.split_once("#token=").unwrap().1;
    let request =
        world.post("/api/sign-in", format!("{{\"token\":\"{token}\"}}")).header("origin", world.proxy.base_url());
    let response = world.send(request).await;
    let set = response.headers()["set-cookie"].to_str().unwrap();
    let token = set.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
    Known { token, ..known }
}

/// What anybody may be told.
async fn public_answers(world: &World) -> HashSet<Vec<u8>> {
    let mut bodies = HashSet::new();
    for path in ["/", "/healthz", "/readyz", "/api/sign-in"] {
        let response = world.send(world.get(path).header("accept", "text/html")).await;
        bodies.insert(response.bytes().await.unwrap().to_vec());
    }
    bodies
}

fn judge(attempt: &Attempt, law: &Allowed, answers: &[Answer], public: &HashSet<Vec<u8>>, tally: &mut Tally) {
    if answers.is_empty() {
        tally.closed += 1;
        return;
    }
    tally.answered += 1;
    for answer in answers {
        let escaped = |what: &str| panic!("escaped: {what}\n{}\n{}", answer.told(), attempt.told());
        for name in ["set-cookie", "location", "access-control-allow-origin", "server"] {
            if answer.header(name).is_some() {
                escaped(name);
            }
        }
        if !(200..300).contains(&answer.status) {
            tally.refused += usize::from(answer.status >= 400);
            continue;
        }
        tally.well += 1;
        if !law.admitted {
            escaped("what should not be admitted is answered well");
        }
        let metrics =
            answer.header("content-type").is_some_and(|kind| kind.starts_with("application/openmetrics-text"));
        let is_public =
            public.contains(&answer.body) || metrics || (attempt.method == b"HEAD" && answer.body.is_empty());
        if !law.signed_in && !is_public {
            escaped("a stranger is answered well");
        }
        if answer.header("x-content-type-options") != Some("nosniff") {
            escaped("an answer without the safe headers");
        }
    }
}

fn told(attempts: &[Attempt]) -> String {
    attempts.iter().map(Attempt::told).collect::<Vec<_>>().join("\n")
}

/// An answer as it came.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    fn told(&self) -> String {
        format!("{}{}", self.head, self.body.escape_ascii())
    }
}

/// Sends all and returns what came for each.
async fn fire(world: &World, attempts: &[Attempt]) -> Vec<Vec<Answer>> {
    let alone = futures_util::future::join_all(attempts.iter().map(async |attempt| {
        if !attempt.alone {
            return None;
        }
        let mut line = Line::open(world).await;
        line.send(&attempt.bytes()).await;
        let mut answers = Vec::new();
        while let Some(answer) = line.answer(attempt.method == b"HEAD").await {
            answers.push(answer);
        }
        Some(answers)
    }));
    let (alone, together) = tokio::join!(alone, in_a_row(world, attempts));
    alone.into_iter().zip(together).map(|(alone, together)| alone.unwrap_or(together)).collect()
}

/// Sends those that can be followed by others on one connection, all at once; where it ends early, the
/// rest on another one.
async fn in_a_row(world: &World, attempts: &[Attempt]) -> Vec<Vec<Answer>> {
    let mut answers: Vec<Vec<Answer>> = attempts.iter().map(|_| Vec::new()).collect();
    let mut left: Vec<usize> = (0..attempts.len()).filter(|at| !attempts[*at].alone).collect();
    while !left.is_empty() {
        let mut line = Line::open(world).await;
        let bytes: Vec<u8> = left.iter().flat_map(|at| attempts[*at].bytes()).collect();
        line.send(&bytes).await;
        let mut done = 0;
        for at in &left {
            match line.answer(attempts[*at].method == b"HEAD").await {
                Some(answer) => answers[*at].push(answer),
                // Where the one before has ended the connection, this one was not looked at yet.
                None if done > 0 => break,
                None => {
                    done = 1;
                    break;
                }
            }
            done += 1;
        }
        left.drain(..done);
    }
    answers
}

/// A connection.
struct Line {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Line {
    async fn open(world: &World) -> Self {
        Self { stream: TcpStream::connect(world.proxy.address()).await.unwrap(), read: Vec::new() }
    }

    async fn send(&mut self, bytes: &[u8]) {
        // The other end may have closed already; then there are answers to read, or none.
        let _ = self.stream.write_all(bytes).await;
    }

    /// More bytes; `false` at the end.
    async fn more(&mut self) -> bool {
        let read = tokio::time::timeout(PATIENCE, self.stream.read_buf(&mut self.read));
        matches!(read.await.expect("the proxy answers or closes in time"), Ok(1..))
    }

    /// The next answer; `None` at the end of the connection.
    async fn answer(&mut self, to_head: bool) -> Option<Answer> {
        loop {
            let end = loop {
                match self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                    Some(at) => break at + 4,
                    None if self.more().await => {}
                    None => return None,
                }
            };
            let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
            self.read.drain(..end);
            let status: u16 = head.split(' ').nth(1)?.parse().ok()?;
            if status == 100 {
                continue;
            }
            let mut answer = Answer { status, head, body: Vec::new() };
            if to_head || matches!(status, 204 | 304) {
                return Some(answer);
            }
            let length: usize = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
            assert!(answer.header("transfer-encoding").is_none(), "answers here have a length: {}", answer.head);
            while self.read.len() < length {
                if !self.more().await {
                    return None;
                }
            }
            answer.body = self.read.drain(..length).collect();
            return Some(answer);
        }
    }
}
