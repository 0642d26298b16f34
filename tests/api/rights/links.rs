//! Whether the pages on which articles rest can still be read.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::outbound::Reach;
use tulay::rights::LinkChecker;

use super::versions::reviewer;
use crate::harness::{Person, TestApp};
use crate::on_both;

/// A server that refuses `HEAD`, and answers everything else with a status.
struct Library {
    address: SocketAddr,
    status: Arc<Mutex<&'static str>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Library {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let library = Self {
            address: listener.local_addr().unwrap(),
            status: Arc::new(Mutex::new("200 OK")),
            asked: Arc::default(),
        };
        let (status, asked) = (Arc::clone(&library.status), Arc::clone(&library.asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else {
                    continue;
                };
                for line in lines {
                    if line.unwrap_or_default().is_empty() {
                        break;
                    }
                }
                let answer = if first.starts_with("HEAD") {
                    "405 Method Not Allowed"
                } else {
                    *status.lock().unwrap()
                };
                asked.lock().unwrap().push(first);
                drop(write!(
                    stream,
                    "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                ));
            }
        });
        library
    }

    fn answers(&self, status: &'static str) {
        *self.status.lock().unwrap() = status;
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

/// Asks for pages until none is due; how many.
async fn check_all(app: &TestApp, library: &Library) -> usize {
    let (services, reach) = (
        app.shared.services.clone(),
        Reach::OnlyLoopbackForTests(library.address),
    );
    let check = move || {
        let checker = LinkChecker::new(reach);
        (0..1000).take_while(|_| checker.tick(&services)).count()
    };
    actix_web::rt::task::spawn_blocking(check).await.unwrap()
}

async fn links(by: &Person<'_>, query: &str) -> Vec<Value> {
    let page = by
        .get(&format!("/v1/staff/article-links?limit=100{query}"))
        .await;
    page.assert_status(200);
    page.json()["items"].as_array().unwrap().clone()
}

on_both! {
    async fn a_page_that_is_gone_is_told_since_when_until_it_is_back(app: TestApp) {
        let library = Library::start();
        let checked = check_all(&app, &library).await;
        assert!(checked > 5);
        // By HEAD first, and by GET where that says nothing.
        assert_eq!(library.asked(), 2 * checked);
        let by = reviewer(&app).await;
        assert!(links(&by, "&broken=true").await.is_empty());
        let all = links(&by, "").await;
        assert!(all.iter().all(|link| link["outcome"] == "readable" && link["http_status"] == 200));
        assert!(all.iter().all(|link| !link["articles"].as_array().unwrap().is_empty()));
        assert_eq!(check_all(&app, &library).await, 0);

        library.answers("404 Not Found");
        app.clock.advance(Duration::from_hours(8 * 24));
        assert_eq!(check_all(&app, &library).await, checked);
        app.clock.advance(Duration::from_hours(25));
        assert_eq!(check_all(&app, &library).await, checked);
        let by = reviewer(&app).await;
        let broken = links(&by, "&broken=true").await;
        assert_eq!((&broken[0]["outcome"], &broken[0]["failures"]), (&json!("gone"), &json!(2)));
        assert_ne!(broken[0]["failing_since"], broken[0]["checked_at"]);

        library.answers("403 Forbidden");
        app.clock.advance(Duration::from_hours(25));
        check_all(&app, &library).await;
        let by = reviewer(&app).await;
        assert!(links(&by, "&broken=true").await.is_empty());
        assert_eq!(links(&by, "").await[0]["outcome"], "unclear");
    }

    async fn several_instances_ask_once_and_none_when_it_is_turned_off(app: TestApp) {
        let library = Library::start();
        let off = app.another_with(&[("TULAY_LINK_CHECKS", "false")]);
        assert_eq!(check_all(&off, &library).await, 0);
        let other = app.another();
        let (one, two) = tokio::join!(check_all(&app, &library), check_all(&other, &library));
        assert_eq!(library.asked(), 2 * (one + two));
        let lines = library.asked.lock().unwrap().clone();
        let mut heads: Vec<&String> = lines.iter().filter(|line| line.starts_with("HEAD")).collect();
        assert_eq!(heads.len(), one + two);
        heads.sort();
        assert_eq!(check_all(&other, &library).await, 0);
    }

    async fn only_who_looks_after_articles_sees_them(app: TestApp) {
        let desk = app.organisation("Somebody else (made up)", &["MY"], &[]).await;
        let other = app.member(desk, &[tulay::identity::permissions::Role::Administrator]).await;
        other.get("/v1/staff/article-links").await.assert_problem(403, "forbidden");
    }
}
