//! Serving.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use actix_web::{HttpServer, web};
use tokio::task::spawn_blocking;

use super::files::raise_limit_of_files;
use super::{CommandError, say};
use crate::agencies::{Fetcher, Reach};
use crate::app::{self, Shared};
use crate::assistance::{AttachmentKeeper, CHORES, Chore};
use crate::bundles::Publisher;
use crate::config::Config;
use crate::contact::TextSender;
use crate::danger;
use crate::establishments;
use crate::files::UploadKeeper;
use crate::inspections::{self, VisitFileKeeper};
use crate::partners;
use crate::peers;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, empty_write_ahead_log};
use crate::platform::http::Services;
use crate::platform::problem::Problem;
use crate::platform::vault::{Vault, VaultError};
use crate::reference::ImportError;
use crate::reviews::{FileKeeper, ScoreKeeper};
use crate::rights::LinkChecker;
use crate::safety::Housekeeper;
use crate::start::{self, Sources, StartError};
use crate::vouching;
use crate::webhooks::{self, Deliverer};

/// How often what is over is cleared away.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

/// How long a connection may be silent. An answer counts as sent when the system has it, and on a slow line is
/// then still on its way for ten seconds: with the usual five seconds a phone would find each connection closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

pub(super) fn serve(config: Config) -> Result<(), CommandError> {
    raise_limit_of_files();
    let shared = start::start(config.clone(), &Sources::default())?;
    let of_end = shared.services.clone();
    let folder = config.reference_dir.join("registers");
    let fetcher = Fetcher::new(&folder, &shared.services, Reach::Public);
    let fetcher = fetcher.map_err(|error| StartError::from(ImportError::from(error)))?;
    let result = actix_web::rt::System::new().block_on(async move {
        let services = shared.services.clone();
        let publisher = Publisher::new(services.clone(), shared.library.clone());
        let keepers = Keepers::of(&shared);
        let server = HttpServer::new(move || app::build(&shared))
            .workers(config.workers)
            .keep_alive(KEEP_ALIVE)
            .shutdown_timeout(config.shutdown_seconds)
            .bind(config.listen)
            .map_err(|error| CommandError::Listen {
                address: config.listen,
                error,
            })?;
        greet(&config);
        fetch_lists(services.clone(), fetcher);
        deliver_webhooks(services.clone(), Deliverer::new(Reach::Public));
        send_texts(
            services.clone(),
            TextSender::new(config.text_gateway.as_ref()),
        );
        speak_with_peers(services.clone());
        check_links(services.clone());
        publish_bundles(publisher);
        let housekeeping = actix_web::rt::spawn(keep_house(services, keepers));
        let result = server.run().await;
        housekeeping.abort();
        result.map_err(CommandError::from)
    });
    // Requests are answered by now; what they wrote is on the disk before the process ends.
    of_end.replicas.shutdown();
    of_end.db.shutdown();
    result
}

/// Who looks after files.
struct Keepers {
    safety: Housekeeper,
    reviews: FileKeeper,
    requests: AttachmentKeeper,
    uploads: UploadKeeper,
    visits: VisitFileKeeper,
}

impl Keepers {
    fn of(shared: &Shared) -> Self {
        Self {
            safety: Housekeeper::new(shared.evidence.get_ref().clone()),
            reviews: FileKeeper::new(shared.review_files.get_ref().clone()),
            requests: AttachmentKeeper::new(shared.attachments.get_ref().clone()),
            uploads: UploadKeeper::new(shared.destinations.get_ref().clone()),
            visits: VisitFileKeeper::new(shared.visit_files.get_ref().clone()),
        }
    }
}

/// Clears away what is over, once a minute, for as long as the server runs.
async fn keep_house(services: web::Data<Services>, mut keepers: Keepers) {
    let (mut all_noted, mut of_scores) = (false, ScoreKeeper::default());
    let mut of_log = LogEmptier::default();
    let mut ticks = tokio::time::interval(HOUSEKEEPING);
    loop {
        ticks.tick().await;
        services.rates.forget_rested();
        let now = services.clock.now();
        keep_danger(&services, now).await;
        forget_and_route(&services, now).await;
        keep_watch(&services, now).await;
        keep_log(&services, now, &mut all_noted).await;
        keep_scores(&services, now, &mut of_scores).await;
        keep_risks(&services, now).await;
        tidy_up_files(&services, &mut keepers).await;
        keep_vouching(&services, now).await;
        of_log.look(&services).await;
    }
}

/// Forgets what is over, and finds organisations for what has none.
async fn forget_and_route(services: &web::Data<Services>, now: Time) {
    let vault = services.vault.clone();
    let cleared = services
        .db
        .write(move |conn| clear_away(conn, &vault, now))
        .await;
    if let Err(error) = cleared {
        tracing::warn!(%error, "What is over could not be cleared away");
    }
    // Each by itself: what fails again and again must not keep the others from erasing and calling.
    for (name, chore) in OTHER_CHORES.iter().chain(CHORES).copied() {
        let of_job = services.clone();
        let done = services.db.write(move |conn| chore(conn, &of_job, now));
        if let Err(problem) = done.await {
            tracing::warn!(%problem, name, "This could not be done; it is tried again");
        }
    }
}

/// What other areas than requests for help forget every minute.
const OTHER_CHORES: &[(&str, Chore)] = &[
    ("forgetting reviews", |conn, services, now| {
        crate::reviews::forget_expired(conn, services, now).map(|_| ())
    }),
    ("forgetting replies", |conn, services, now| {
        crate::replies::forget_ended(conn, services, now).map(|_| ())
    }),
    ("forgetting conversations by text", |conn, services, now| {
        crate::texting::forget_expired(conn, services, now).map(|_| ())
    }),
    ("forgetting reports on services", |conn, services, now| {
        crate::directory::forget_reports(conn, services, now)?;
        Ok(())
    }),
    ("rejecting what tablets built on nothing", |conn, _, now| {
        inspections::reject_overdue(conn, now)?;
        Ok(())
    }),
];

/// Empties the database's log after keys were destroyed, so that they are found nowhere.
#[derive(Default)]
struct LogEmptier {
    /// How many keys were destroyed when the log was last emptied; `None` before the first time.
    emptied: Option<u64>,
    /// How many there were a minute ago: what was destroyed by then has been committed.
    before: u64,
}

impl LogEmptier {
    async fn look(&mut self, services: &web::Data<Services>) {
        let committed = std::mem::replace(&mut self.before, services.vault.destroyed());
        if self.emptied == Some(committed) {
            return;
        }
        let url = services.config.database_url.clone();
        // Not a job: a transaction could not do it.
        let emptied = spawn_blocking(move || empty_write_ahead_log(&url)).await;
        match emptied {
            Ok(Ok(true)) => self.emptied = Some(committed),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "The log could not be emptied"),
            Err(error) => tracing::warn!(%error, "The log could not be emptied"),
        }
    }
}

/// Calls the next ones where somebody is in danger and nobody has answered: before all else, and by
/// itself, so that no other failure stands in the way.
async fn keep_danger(services: &web::Data<Services>, now: Time) {
    let of_job = services.clone();
    let called = services
        .db
        .write(move |conn| danger::escalate_due(conn, &of_job, now));
    if let Err(problem) = called.await {
        tracing::error!(%problem, "The next ones could not be called; it is tried again");
    }
}

/// Makes the keys with which organisations vouch this month, and ends those of the month before.
async fn keep_vouching(services: &web::Data<Services>, now: Time) {
    match vouching::keep(services, now).await {
        Ok(0) => {}
        Ok(_) => services.public.forget(),
        Err(problem) => tracing::warn!(%problem, "Vouching keys could not be made or ended"),
    }
}

/// Looks again at reviews near which others were filed, and lets appear whatever has its day today.
async fn keep_watch(services: &web::Data<Services>, now: Time) {
    let of_job = services.clone();
    let kept = services.db.write(move |conn| {
        let suspended = crate::reviews::keep_watch(conn, &of_job, now)?;
        Ok::<_, Problem>(suspended + crate::reviews::let_appear(conn, &of_job, now)?)
    });
    match kept.await {
        Ok(0) => {}
        Ok(_) => services.public.forget(),
        Err(problem) => tracing::warn!(%problem, "Reviews could not be looked at again"),
    }
}

/// Removes files whose time is over, and those that no row names.
async fn tidy_up_files(services: &web::Data<Services>, keepers: &mut Keepers) {
    keepers.safety.tidy_up(services).await;
    let attachments = keepers.requests.tidy_up(services).await;
    let uploads = keepers.uploads.tidy_up(services).await;
    let of_reviews = keepers.reviews.tidy_up(services).await;
    let of_visits = keepers.visits.tidy_up(services).await;
    for (what, tidied) in [
        ("attachments", attachments),
        ("uploads", uploads),
        ("files of visits", of_visits),
        ("files of reviews", of_reviews),
    ] {
        if let Err(problem) = tidied {
            tracing::warn!(%problem, what, "Files could not be tidied up; it is tried again");
        }
    }
}

/// Continues the transparency log; what was published before there was one is noted first.
async fn keep_log(services: &web::Data<Services>, now: Time, all_noted: &mut bool) {
    let (first, of_job) = (!*all_noted, services.clone());
    let logged = services.db.write(move |conn| {
        let noted = if first {
            crate::reviews::note_unlogged(conn, &of_job, now)?
        } else {
            0
        };
        Ok::<_, Problem>((noted, crate::reviews::keep_log(conn, &of_job, now)?))
    });
    match logged.await {
        Ok((noted, published)) => {
            *all_noted = noted == 0;
            if noted + published > 0 {
                services.public.forget();
            }
        }
        Err(problem) => {
            tracing::warn!(%problem, "The transparency log could not be continued");
        }
    }
}

/// Fetches the registers' lists that are due, on a thread that may wait for their servers: the end of
/// the process does not wait for it, and what it has stored by then is whole.
fn fetch_lists(services: web::Data<Services>, fetcher: Fetcher) {
    std::thread::spawn(move || {
        loop {
            fetcher.tick(&services);
            std::thread::sleep(HOUSEKEEPING);
        }
    });
}

/// How long it is waited when nothing is to be sent.
const WEBHOOKS: Duration = Duration::from_secs(2);

/// Sends what organisations' systems are told, on a thread that may wait for them: what the end of the process cuts
/// off is sent again.
fn deliver_webhooks(services: web::Data<Services>, deliverer: Deliverer) {
    std::thread::spawn(move || {
        loop {
            if deliverer.tick(&services) == 0 {
                std::thread::sleep(WEBHOOKS);
            }
        }
    });
}

/// How long it is waited when no text is to be sent.
const TEXTS: Duration = Duration::from_secs(5);

/// Sends what waits for telephones, on a thread that may wait for the gateway: what the end of the process cuts off
/// is sent again.
fn send_texts(services: web::Data<Services>, sender: TextSender) {
    std::thread::spawn(move || {
        loop {
            if sender.tick(&services) == 0 {
                std::thread::sleep(TEXTS);
            }
        }
    });
}

/// Speaks with other servers, on a thread that may wait for them: what the end of the process cuts off is sent again.
fn speak_with_peers(services: web::Data<Services>) {
    std::thread::spawn(move || {
        let deliverer = peers::Deliverer::new(app::CORRESPONDENT);
        loop {
            if deliverer.tick(&services) == 0 {
                std::thread::sleep(WEBHOOKS);
            }
        }
    });
}

/// Asks for the pages on which articles rest, one a minute, on a thread that may wait for their servers: what the end of
/// the process cuts off is asked for again.
fn check_links(services: web::Data<Services>) {
    std::thread::spawn(move || {
        let checker = LinkChecker::new(Reach::Public);
        loop {
            checker.tick(&services);
            std::thread::sleep(HOUSEKEEPING);
        }
    });
}

/// Publishes bundles anew whose content has changed: each minute, and for a tenth of the time at most.
fn publish_bundles(publisher: Publisher) {
    std::thread::spawn(move || {
        loop {
            let started = Instant::now();
            publisher.tick();
            std::thread::sleep(HOUSEKEEPING.max(started.elapsed() * 10));
        }
    });
}

/// Keeps ratings and costs of recruitment up with the calendar.
async fn keep_scores(services: &web::Data<Services>, now: Time, keeper: &mut ScoreKeeper) {
    match keeper.keep(services, now).await {
        Ok(0) => {}
        Ok(_) => services.public.forget(),
        Err(problem) => tracing::warn!(%problem, "Ratings could not be kept up to date"),
    }
}

/// Reckons risks of establishments anew, once a month or when the method has changed.
async fn keep_risks(services: &web::Data<Services>, now: Time) {
    loop {
        let of_job = services.clone();
        let reckoned = services
            .db
            .write(move |conn| establishments::keep_risks(conn, &of_job, now));
        match reckoned.await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "Risks could not be reckoned; it is tried again");
                return;
            }
        }
    }
}

/// Forgets answers, sessions and tokens whose time is over.
fn clear_away(conn: &mut Conn, vault: &Vault, now: Time) -> Result<(), VaultError> {
    crate::platform::http::command::forget_expired(conn, now)?;
    webhooks::forget_old(conn, now)?;
    partners::forget_expired(conn, now)?;
    crate::identity::expire_handovers(conn, now)?;
    peers::forget_received(conn, now)?;
    peers::forget_retired(conn, vault, now)?;
    crate::identity::forget_unused_pseudonyms(conn, now)?;
    Ok(crate::identity::forget_expired_sessions(conn, now)?)
}

fn greet(config: &Config) {
    let url = &config.public_url;
    // As it was called: after `cargo run` the program is not in the search path.
    let program = std::env::args().next();
    let program = program.as_deref().unwrap_or("tulay");
    say(&format!(
        "Tulay serves on http://{}\n\
         Read and try the interface: {url}/docs\n\
         A first request:            curl '{url}/v1/code-lists/issue_codes?lang=fil'\n\
         The first staff account, from another terminal with the same settings (docs/staff.md):\n  \
           {program} staff create --organisation 'My organisation' --kind ngo --country MY --country SG \\\n    \
             --competence assistance --name me@example.org --display-name Me \\\n    \
             --role administrator --role case_worker",
        config.listen
    ));
}

/// Asks the server on this machine, for the container's health check.
pub(super) fn ask_whether_ready(config: &Config) -> Result<(), CommandError> {
    let mut address = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let mut stream = std::net::TcpStream::connect_timeout(&address, Duration::from_secs(3))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        say("ready");
        return Ok(());
    }
    say("not ready");
    Err(CommandError::Unwell)
}
