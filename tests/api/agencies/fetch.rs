//! Lists that are fetched from their addresses, from a server on this very machine.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tulay::agencies::{Fetcher, Reach};

use super::register::{HEADER, MAPPING, Register, acts, agencies, id_of, report, runs};
use crate::harness::TestApp;
use crate::on_both;

/// A server that gives one answer after the other, and keeps what it was asked.
struct ListServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Vec<String>>>,
}

impl ListServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            answers: Arc::default(),
        };
        let (asked, answers) = (Arc::clone(&server.asked), Arc::clone(&server.answers));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (mut request, mut byte) = (Vec::new(), [0_u8]);
                while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                    request.extend(byte);
                }
                asked
                    .lock()
                    .unwrap()
                    .push(String::from_utf8(request).unwrap());
                let answer = answers.lock().unwrap().pop();
                drop(stream.write_all(answer.unwrap_or_default().as_bytes()));
            }
        });
        server
    }

    /// What it answers next.
    fn gives(&self, answer: String) {
        self.answers.lock().unwrap().push(answer);
    }

    fn gives_list(&self, tag: &str, list: &str) {
        let body = format!("{HEADER}{list}");
        self.gives(format!(
            "HTTP/1.1 200 OK\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
    }

    fn gives_status(&self, status: &str) {
        self.gives(format!(
            "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ));
    }

    fn times_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn last_asked(&self) -> String {
        self.asked.lock().unwrap().last().unwrap().to_lowercase()
    }
}

const LIST: &str = "L1,Merantau Sample,1 Road,,,,,Aktif\nL2,Bahtera Overseas,2 Street,,,,,Aktif\n";

fn fetched_register(rules: &str) -> Register {
    let fetch =
        format!("\n[source.fetch]\nurl = \"https://lists.example/my.csv\"\n{rules}\n\n[row]");
    let register = Register::with_mapping(&MAPPING.replace("\n[row]", &fetch));
    register.put("list.csv", &format!("{HEADER}{LIST}"));
    register
}

fn fetcher(app: &TestApp, register: &Register, server: &ListServer) -> Fetcher {
    // The import before was another process, whose clock did not stand still.
    app.clock.advance(Duration::from_mins(5));
    let reach = Reach::OnlyLoopbackForTests(server.address);
    Fetcher::new(&register.folder(), &app.shared.services, reach).unwrap()
}

async fn tick(app: &TestApp, fetcher: &Fetcher) {
    let (services, fetcher) = (app.shared.services.clone(), fetcher.clone());
    let ticked = tokio::task::spawn_blocking(move || fetcher.tick(&services));
    ticked.await.unwrap();
}

async fn metric(app: &TestApp, line: &str) -> Option<String> {
    let response = app.get("/metrics").await;
    let text = String::from_utf8(response.body.clone()).unwrap();
    let found = text.lines().find_map(|each| each.strip_prefix(line));
    found.map(|value| value.trim().to_owned())
}

fn failed(metric: &str) -> String {
    format!("tulay_register_fetches_total{{register=\"my_test\",outcome=\"{metric}\"}}")
}

on_both! {
    async fn a_list_is_fetched_when_it_is_due_and_only_if_it_is_new(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("every_hours = 24");
        report(&register.import(&app, &[]));
        let fetcher = fetcher(&app, &register, &server);
        server.gives_list("\"one\"", "L1,Merantau Sample,1 Road,,,,,Digantung\nL2,Bahtera Overseas,2 Street,,,,,Aktif\n");
        tick(&app, &fetcher).await;
        let id = id_of(&app, "L1").await;
        assert_eq!(acts(&app, &id).await, ["suspended", "listed"]);
        let all = runs(&app).await;
        assert_eq!(all[0]["obtained"], "fetched");
        assert_eq!(all[0]["source_url"], "https://register.example/list");
        assert!(server.last_asked().starts_with("get /my.csv"));
        assert!(!server.last_asked().contains("if-none-match"));
        // Not before it is due.
        tick(&app, &fetcher).await;
        assert_eq!(server.times_asked(), 1);
        app.clock.advance(Duration::from_hours(24 * 31));
        server.gives_status("304 Not Modified");
        tick(&app, &fetcher).await;
        assert_eq!(server.times_asked(), 2);
        assert!(server.last_asked().contains("if-none-match: \"one\""), "{}", server.last_asked());
        // Nothing newer: what is known is as of today.
        let today = app.shared.services.clock.now().date().to_string();
        assert_eq!(agencies(&app).await[0]["retrieved_on"], today);
        assert_eq!(runs(&app).await.len(), 2);
        assert_eq!(metric(&app, &failed("imported")).await.as_deref(), Some("1"));
        assert_eq!(metric(&app, &failed("unchanged")).await.as_deref(), Some("1"));
        let age = "tulay_register_list_age_seconds{register=\"my_test\"}";
        assert_eq!(metric(&app, age).await.as_deref(), Some("0"));
    }

    async fn another_mapping_reads_the_list_again(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("");
        report(&register.import(&app, &[]));
        server.gives_list("\"one\"", LIST);
        tick(&app, &fetcher(&app, &register, &server)).await;
        let mapping = std::fs::read_to_string(register.folder().join("my_test.toml")).unwrap();
        let with_rule = "[[leave_out]]\ncolumn = \"address\"\nfrom = [\"Road\"]\nwhat = \"a road\"\n";
        register.put("my_test.toml", &format!("{mapping}\n{with_rule}"));
        app.clock.advance(Duration::from_hours(31));
        server.gives_list("\"one\"", LIST);
        tick(&app, &fetcher(&app, &register, &server)).await;
        assert!(!server.last_asked().contains("if-none-match"));
        let page = app.get(&format!("/v1/agencies/{}", id_of(&app, "L1").await)).await.json();
        assert_eq!(page["address"], "1");
    }

    async fn a_failed_fetch_keeps_what_is_known_and_is_told(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("limit_bytes = 1024");
        report(&register.import(&app, &[]));
        let before = agencies(&app).await;
        let fetcher = fetcher(&app, &register, &server);
        let long = "L3,Cahaya Sample,3 Road,,,,,Aktif\n".repeat(100);
        let failures: [(&str, &dyn Fn()); 6] = [
            ("answer_refused", &|| server.gives_status("500 Internal Server Error")),
            ("answer_refused", &|| server.gives(
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".to_owned()
            )),
            ("too_large", &|| server.gives_list("\"x\"", &long)),
            ("list_unreadable", &|| server.gives_list("\"x\"", "")),
            ("answer_refused", &|| server.gives(
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\nnumber,na".to_owned()
            )),
            ("list_unreadable", &|| server.gives(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n<ht>".to_owned()
            )),
        ];
        for (at, (refusal, give)) in failures.iter().enumerate() {
            give();
            tick(&app, &fetcher).await;
            assert_eq!(server.times_asked(), at + 1);
            let all = runs(&app).await;
            assert_eq!(all[0]["outcome"], "refused");
            assert_eq!(all[0]["refusal"], *refusal, "{at}");
            // It is tried again, after longer and longer pauses.
            tick(&app, &fetcher).await;
            assert_eq!(server.times_asked(), at + 1);
            app.clock.advance(Duration::from_mins(13 * (1 << at)));
        }
        assert_eq!(agencies(&app).await, before);
        assert_eq!(metric(&app, &failed("answer_refused")).await.as_deref(), Some("3"));
        let row = "tulay_register_fetch_failures{register=\"my_test\"}";
        assert_eq!(metric(&app, row).await.as_deref(), Some("6"));
        server.gives_list("\"x\"", LIST);
        tick(&app, &fetcher).await;
        assert_eq!(metric(&app, row).await.as_deref(), Some("0"));
    }

    async fn a_list_that_is_cut_off_does_not_empty_a_register(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("");
        let rows: Vec<String> =
            (1..=60).map(|n| format!("L{n},Agency {n} Sample,{n} Road,,,,,Aktif\n")).collect();
        register.put("list.csv", &format!("{HEADER}{}", rows.concat()));
        report(&register.import(&app, &[]));
        let fetcher = fetcher(&app, &register, &server);
        server.gives_list("\"half\"", &rows[..30].concat());
        tick(&app, &fetcher).await;
        assert_eq!(runs(&app).await[0]["refusal"], "too_many_missing");
        let all = agencies(&app).await;
        assert!(all.iter().all(|agency| agency["missing_from_list_since"] == Value::Null));
        // A person who has looked at it may bring the same list.
        let day = "2026-02-01";
        let text = report(&register.import_newer(&app, day, &rows[..30].concat()));
        assert!(text.contains("30 unchanged") && text.contains("30 missing"), "{text}");
    }

    async fn of_two_instances_one_fetches(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("");
        report(&register.import(&app, &[]));
        let other = app.another();
        let (one, two) = (fetcher(&app, &register, &server), fetcher(&other, &register, &server));
        server.gives_list("\"x\"", LIST);
        tokio::join!(tick(&app, &one), tick(&other, &two));
        assert_eq!(server.times_asked(), 1);
    }

    async fn a_loopback_server_is_refused_outside_the_tests(app: TestApp) {
        let server = ListServer::start();
        let register = fetched_register("");
        let mapping = MAPPING.replace("\n[row]", &format!(
            "\n[source.fetch]\nurl = \"https://localhost:{}/my.csv\"\n\n[row]", server.address.port()
        ));
        register.put("my_test.toml", &mapping);
        report(&register.import(&app, &[]));
        app.clock.advance(Duration::from_mins(5));
        let fetcher = Fetcher::new(&register.folder(), &app.shared.services, Reach::Public).unwrap();
        tick(&app, &fetcher).await;
        assert_eq!(server.times_asked(), 0);
        assert_eq!(runs(&app).await[0]["refusal"], "address_refused");
        assert_eq!(metric(&app, &failed("address_refused")).await.as_deref(), Some("1"));
    }
}
