//! The line between two servers: it can be cut, lose answers, alter what is said, and say it again later.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the line does to what is sent over it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It carries everything.
    Good,
    /// Nobody is reached.
    Cut,
    /// What is asked arrives, what is answered does not: as when a server is killed after it has taken something.
    LosesAnswers,
    /// The last byte of what is asked is another one.
    Alters,
    /// Somebody answers who has no key.
    Impostor,
}

/// Something that was sent over the line.
#[derive(Clone)]
pub struct Sent {
    /// Method and path.
    pub what: String,
    /// All of it, as it was sent.
    pub bytes: Vec<u8>,
    /// What was answered; nothing when the line was cut.
    pub answer: Vec<u8>,
}

impl Sent {
    pub fn status(&self) -> u16 {
        status_of(&self.answer)
    }
}

struct State {
    to: Option<SocketAddr>,
    mood: Mood,
    sent: Vec<Sent>,
}

/// A line that leads to one server.
pub struct Line {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Line {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            to: None,
            mood: Mood::Good,
            sent: Vec::new(),
        }));
        let of_thread = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&of_thread);
                std::thread::spawn(move || carry(stream.unwrap(), &state));
            }
        });
        Self { url, state }
    }

    pub fn lead_to(&self, url: &str) {
        let address = url.strip_prefix("http://").unwrap().parse().unwrap();
        self.state.lock().unwrap().to = Some(address);
    }

    pub fn be(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// The messages that were sent, oldest first.
    pub fn messages(&self) -> Vec<Sent> {
        let sent = self.state.lock().unwrap().sent.clone();
        let messages = sent.into_iter();
        messages
            .filter(|one| one.what == "POST /peer/messages")
            .collect()
    }

    /// Sends the same bytes once more; what is answered.
    pub fn again(&self, sent: &Sent) -> (u16, String) {
        let to = self.state.lock().unwrap().to.unwrap();
        let answer = exchange(to, &sent.bytes);
        (status_of(&answer), text_of(&answer))
    }
}

pub fn text_of(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer).into_owned();
    let body = text.split_once("\r\n\r\n");
    body.map(|(_, body)| body.to_owned()).unwrap_or_default()
}

fn status_of(answer: &[u8]) -> u16 {
    let text = String::from_utf8_lossy(answer);
    let status = text.split(' ').nth(1).map(str::parse);
    status.and_then(Result::ok).unwrap_or(0)
}

fn carry(mut stream: TcpStream, state: &Mutex<State>) {
    let Some(mut bytes) = read_one(&mut stream) else {
        return;
    };
    let first = String::from_utf8_lossy(&bytes);
    let what: Vec<&str> = first.split(' ').take(2).collect();
    let what = what.join(" ");
    let (to, mood) = {
        let state = state.lock().unwrap();
        (state.to, state.mood)
    };
    let answer = match (mood, to) {
        (Mood::Cut, _) | (_, None) => Vec::new(),
        (Mood::Impostor, _) => {
            let body = "{\"taken\":true}";
            let length = body.len();
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .into_bytes()
        }
        (mood, Some(to)) => {
            if mood == Mood::Alters {
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
            }
            exchange(to, &bytes)
        }
    };
    let sent = Sent {
        what,
        bytes,
        answer: answer.clone(),
    };
    state.lock().unwrap().sent.push(sent);
    if mood != Mood::LosesAnswers {
        drop(stream.write_all(&answer));
    }
}

/// A request with its body.
fn read_one(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut byte) = (Vec::new(), [0_u8]);
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return None;
        }
        bytes.extend(byte);
    }
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    bytes.extend(body);
    Some(bytes)
}

/// The answer, whole: the server is told to close the connection behind it.
fn exchange(to: SocketAddr, request: &[u8]) -> Vec<u8> {
    let head_end = request
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let (head, body) = request.split_at(head_end);
    let mut stream = TcpStream::connect(to).unwrap();
    stream.write_all(head).unwrap();
    stream.write_all(b"\r\nConnection: close").unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}
