//! The network between tablets and the service, in bad places: requests are cut before they are whole, answers are lost, requests
//! come twice and in another order than they were sent. What it does follows from a seed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;

use futures_util::future::join;
use reqwest::Method;
use serde_json::{Value, json};

use super::files::shuffle;
use crate::load::Dice;
use crate::tablets::simulated::Simulated;
use crate::tablets::{PULL, PUSH, Tablet};

/// How often something is tried before the tablet waits for the next day.
const PATIENCE: usize = 4;
const CHANGES_OF_A_PAGE: i64 = 60;

/// What becomes of a request.
enum Fate {
    Arrives,
    /// The connection breaks in the middle of it.
    Cut,
    /// It is done, and nobody hears so.
    AnswerLost,
    /// It arrives two times at once.
    Twice,
}

/// What went over the network.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests that arrived.
    pub arrived: usize,
    pub cut: usize,
    pub answers_lost: usize,
    pub twice: usize,
    /// Bytes of bodies, JSON as it is before it is packed.
    pub sent: usize,
    pub received: usize,
    /// Operations in the pushes that arrived, each time they did.
    pub copies: usize,
    /// Results that were no duplicates.
    pub first: usize,
    /// Results that said that the operation had come before.
    pub duplicates: usize,
    /// Operations that had to wait for another one.
    pub held: BTreeSet<String>,
}

pub struct BadNetwork {
    pub tally: Tally,
    dice: Dice,
    /// Operations that have had a result of their own.
    seen: BTreeSet<String>,
}

impl BadNetwork {
    pub fn new(seed: u64) -> Self {
        Self {
            tally: Tally::default(),
            dice: Dice::from(seed),
            seen: BTreeSet::new(),
        }
    }

    fn fate(&mut self) -> Fate {
        match self.dice.below(100) {
            0..50 => Fate::Arrives,
            50..67 => Fate::Cut,
            67..84 => Fate::AnswerLost,
            _ => Fate::Twice,
        }
    }

    /// A tablet tries to hand in what it has, in parts and in any order.
    pub async fn hand_in(&mut self, tablet: &mut Simulated<'_>) {
        for _ in 0..PATIENCE {
            let mut left = tablet.outbox.clone();
            shuffle(&mut self.dice, &mut left);
            while !left.is_empty() {
                let most = usize::try_from(5 + self.dice.below(55)).unwrap();
                let part = left.split_off(left.len().saturating_sub(most));
                self.push(tablet, &part).await;
            }
        }
    }

    async fn push(&mut self, tablet: &mut Simulated<'_>, part: &[Value]) {
        match self.fate() {
            Fate::Arrives => {
                let results = tablet.send(part).await;
                self.count(part, &results);
                tablet.learn(&results);
            }
            Fate::Cut => {
                let body = json!({ "operations": part });
                self.cut(&tablet.tablet, PUSH, &body).await;
            }
            Fate::AnswerLost => {
                let results = tablet.send(part).await;
                self.count(part, &results);
                self.tally.answers_lost += 1;
            }
            Fate::Twice => {
                let (one, other) = join(tablet.send(part), tablet.send(part)).await;
                self.count(part, &one);
                self.count(part, &other);
                self.tally.twice += 1;
                tablet.learn(&other);
            }
        }
    }

    /// Everything arrives, and the tablet hears everything.
    pub async fn calm(&mut self, tablet: &mut Simulated<'_>) {
        let mut rounds = 0;
        while !tablet.outbox.is_empty() {
            rounds += 1;
            assert!(rounds < 1000, "{:#?}", tablet.outbox);
            let part: Vec<Value> = tablet.outbox.iter().take(100).cloned().collect();
            let results = tablet.send(&part).await;
            self.count(&part, &results);
            tablet.learn(&results);
            // What had to wait is told by a pull.
            self.hear(tablet).await;
        }
        self.hear(tablet).await;
    }

    async fn hear(&mut self, tablet: &mut Simulated<'_>) {
        loop {
            let page = self.ask(tablet).await;
            if !tablet.store(&page) {
                return;
            }
        }
    }

    /// A tablet tries to hear what is new.
    pub async fn pull(&mut self, tablet: &mut Simulated<'_>) {
        for _ in 0..PATIENCE {
            match self.fate() {
                Fate::Cut => {
                    let wanted = tablet.wanted(CHANGES_OF_A_PAGE);
                    self.cut(&tablet.tablet, PULL, &wanted).await;
                }
                Fate::AnswerLost => {
                    self.ask(tablet).await;
                    self.tally.answers_lost += 1;
                }
                Fate::Arrives => while self.page(tablet).await {},
                Fate::Twice => {
                    // The older answer comes last.
                    let (older, newer) = (self.ask(tablet).await, self.ask(tablet).await);
                    tablet.store(&newer);
                    tablet.store(&older);
                    self.tally.twice += 1;
                }
            }
        }
    }

    async fn page(&mut self, tablet: &mut Simulated<'_>) -> bool {
        let page = self.ask(tablet).await;
        tablet.store(&page);
        page["has_more"] == true
    }

    async fn ask(&mut self, tablet: &Simulated<'_>) -> Value {
        let page = tablet.ask(CHANGES_OF_A_PAGE).await;
        self.tally.arrived += 1;
        self.tally.sent += tablet.wanted(CHANGES_OF_A_PAGE).to_string().len();
        self.tally.received += page.to_string().len();
        page
    }

    /// Counts what the service has answered, whether or not the tablet hears it: each operation has one result of its own, all
    /// others are duplicates.
    fn count(&mut self, part: &[Value], results: &[Value]) {
        assert_eq!(part.len(), results.len());
        self.tally.arrived += 1;
        self.tally.copies += part.len();
        self.tally.sent += json!({ "operations": part }).to_string().len();
        self.tally.received += json!({ "results": results }).to_string().len();
        for result in results {
            if result["outcome"] == "duplicate" {
                self.tally.duplicates += 1;
            } else {
                self.tally.first += 1;
                let number = result["op_id"].as_str().unwrap().to_owned();
                if result["outcome"] == "held" {
                    self.tally.held.insert(number.clone());
                }
                assert!(self.seen.insert(number), "done twice: {result:#}");
            }
        }
    }

    /// Sends the head of a request and half of its body, and hangs up.
    async fn cut(&mut self, tablet: &Tablet<'_>, path: &str, body: &Value) {
        let request = tablet.request(Method::POST, path).await.json(body);
        let request = request.build().unwrap();
        let body = request.body().unwrap().as_bytes().unwrap();
        let address = tablet.app.url.trim_start_matches("http://");
        let mut head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\n");
        for (name, value) in request.headers() {
            write!(head, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(&body[..body.len() / 2]).unwrap();
        self.tally.cut += 1;
        self.tally.sent += body.len() / 2;
    }
}
