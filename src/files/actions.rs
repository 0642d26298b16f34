//! Beginning an upload, going on with it, finishing it, giving it up.

use std::sync::Arc;

use actix_web::web::Bytes;
use sha2::{Digest as _, Sha256};

use super::destination::{Destination, Owner};
use super::model::{MOST_UNFINISHED, Part, UploadState, expires_after};
use super::problems::{TOO_MANY_UPLOADS, UPLOAD_EXPIRED, UPLOAD_OFFSET_MISMATCH};
use super::store::{self, Change, UploadRow};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::{Arrival, KeptFile};
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::sealed_files::{SealedFiles, SealedFilesError};
use crate::platform::vault::SubjectKey;

/// What the state of an upload is called in its associated data; it must never change.
const STATE: &str = "uploads.state";

/// An upload.
pub(super) struct Upload {
    pub id: Id,
    pub state: UploadState,
    pub is_finished: bool,
    pub expires_at: Time,
    version: i64,
}

impl Upload {
    /// How far it has come.
    pub fn offset(&self) -> u64 {
        if self.is_finished {
            self.state.length
        } else {
            self.state.received()
        }
    }

    /// How many bytes are missing.
    pub fn missing(&self) -> u64 {
        self.state.length.saturating_sub(self.offset())
    }

    fn open(key: &SubjectKey, row: &UploadRow) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            state: key.open_json(row.id, STATE, &row.sealed_state)?,
            is_finished: row.is_finished,
            expires_at: row.expires_at,
            version: row.version,
        })
    }
}

/// Where an upload is worked on: for what, and with what.
#[derive(Clone)]
pub struct Desk {
    /// The request.
    pub context: Context,
    /// What takes the file.
    pub destination: Arc<dyn Destination>,
    /// Where parts are kept.
    pub parts: SealedFiles,
}

impl Desk {
    fn owner(&self) -> Owner {
        self.destination.owner()
    }

    fn key_with_room(&self, conn: &mut Conn) -> Result<SubjectKey, Problem> {
        self.destination.key_with_room(conn, &self.context)
    }

    /// Removes files that nothing names any more; what cannot be removed now is swept away later.
    fn noted(removed: Result<(), SealedFilesError>) {
        if let Err(error) = removed {
            tracing::warn!(%error, "Parts of an upload wait for the next sweep");
        }
    }
}

fn mismatch() -> Problem {
    Problem::new(&UPLOAD_OFFSET_MISMATCH)
}

/// Begins an upload, if there is room for it and for the file.
pub(super) fn begin(
    conn: &mut Conn,
    desk: &Desk,
    (length, file_name): (u64, Option<String>),
) -> Result<Upload, Problem> {
    let owner = desk.owner();
    desk.destination.make_ready(conn, &desk.context)?;
    let key = desk.key_with_room(conn)?;
    make_room(conn, desk, &key)?;
    let now = desk.context.now();
    let upload = Upload {
        id: desk.context.new_id(),
        state: UploadState {
            length,
            file_name,
            parts: Vec::new(),
        },
        is_finished: false,
        expires_at: expires_after(now),
        version: 1,
    };
    let row = UploadRow {
        id: upload.id,
        subject_kind: owner.kind,
        subject_id: owner.subject,
        sealed_state: key.seal_json(upload.id, STATE, &upload.state)?,
        is_finished: false,
        version: upload.version,
        expires_at: upload.expires_at,
        account_id: owner.account,
    };
    store::insert(conn, row)?;
    Ok(upload)
}

/// Of too many unfinished uploads the first into which nothing has come goes: the answer that named it may never
/// have arrived.
fn make_room(conn: &mut Conn, desk: &Desk, key: &SubjectKey) -> Result<(), Problem> {
    let rows = store::list_unfinished(conn, desk.owner(), desk.context.now())?;
    if rows.len() < MOST_UNFINISHED {
        return Ok(());
    }
    for row in &rows {
        if Upload::open(key, row)?.offset() == 0 {
            store::delete(conn, row.id)?;
            return Ok(());
        }
    }
    Err(Problem::new(&TOO_MANY_UPLOADS).with("limit", MOST_UNFINISHED))
}

/// An upload of this owner, with the key of what it is for.
pub(super) fn find(conn: &mut Conn, desk: &Desk, id: Id) -> Result<(Upload, SubjectKey), Problem> {
    let row = store::find(conn, desk.owner(), id)?;
    let row = row.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    if row.expires_at <= desk.context.now() {
        return Err(Problem::new(&UPLOAD_EXPIRED));
    }
    let key = desk.destination.key(conn, &desk.context)?;
    let upload = Upload::open(&key, &row)?;
    Ok((upload, key))
}

/// Puts what has come in behind what there is, and finishes the file when it is whole. Of two who go on from the
/// same place one wins. Until the answer, nothing but the store knows of it: what fails is sent again.
pub(super) async fn go_on(
    desk: &Desk,
    (upload, key): (Upload, SubjectKey),
    bytes: Bytes,
) -> Result<Upload, Problem> {
    if upload.is_finished || bytes.is_empty() && upload.missing() > 0 {
        return Ok(upload);
    }
    let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if more < upload.missing() {
        add_part(desk, (upload, key), bytes).await
    } else {
        finish(desk, (upload, key), bytes).await
    }
}

/// A change of an upload that was read at a version.
struct Step {
    after: Upload,
    at: (Id, i64),
    change: Change,
}

impl Step {
    fn new(
        desk: &Desk,
        (upload, key): (&Upload, &SubjectKey),
        state: UploadState,
        is_finished: bool,
    ) -> Result<Self, Problem> {
        let expires_at = expires_after(desk.context.now());
        Ok(Self {
            change: Change {
                sealed_state: key.seal_json(upload.id, STATE, &state)?,
                is_finished,
                expires_at,
            },
            at: (upload.id, upload.version),
            after: Upload {
                id: upload.id,
                state,
                is_finished,
                expires_at,
                version: upload.version + 1,
            },
        })
    }
}

async fn add_part(
    desk: &Desk,
    (upload, key): (Upload, SubjectKey),
    bytes: Bytes,
) -> Result<Upload, Problem> {
    let parts = &desk.parts;
    let (id, file) = (upload.id, desk.context.new_id());
    let small = upload.state.small_end();
    let at = (id, upload.version);
    let content = match small {
        Some(small) => match parts.get(id, small.file, key.data_key()).await {
            Ok(before) => Bytes::from([before.as_slice(), bytes.as_ref()].concat()),
            Err(error) => return Err(explain(desk, at, error.into()).await),
        },
        None => bytes,
    };
    parts.put(id, file, key.data_key(), &content).await?;
    let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let state = upload.state.clone().with(Part { file, length });
    let Step { after, at, change } = Step::new(desk, (&upload, &key), state, false)?;
    let changed = desk.context.db().write(move |conn| {
        let changed = store::change(conn, at, change)?;
        changed.then_some(()).ok_or_else(mismatch)
    });
    let changed = changed.await;
    match (&changed, small) {
        (Ok(()), Some(small)) => Desk::noted(parts.remove(id, small.file).await),
        (Err(problem), _) if problem.code.status < 500 => {
            Desk::noted(parts.remove(id, file).await);
        }
        (Ok(()), None) | (Err(_), _) => {}
    }
    changed.map(|()| after)
}

async fn finish(
    desk: &Desk,
    (upload, key): (Upload, SubjectKey),
    bytes: Bytes,
) -> Result<Upload, Problem> {
    let at = (upload.id, upload.version);
    let content = match gather(desk, (&upload, &key), bytes).await {
        Ok(content) => content,
        Err(problem) => return Err(explain(desk, at, problem).await),
    };
    let place = (desk.destination.folder(), desk.context.new_id());
    let state = UploadState {
        length: upload.state.length,
        file_name: None,
        parts: Vec::new(),
    };
    let Step { after, at, change } = Step::new(desk, (&upload, &key), state, true)?;
    let arrival = Arrival {
        sha256: Sha256::digest(&content).into(),
        content,
        file_name: upload.state.file_name,
    };
    let (of_key, of_job) = (desk.clone(), desk.clone());
    let room = desk
        .context
        .db()
        .read(move |conn| of_key.key_with_room(conn));
    let intake = desk.destination.intake();
    let finished = match intake.keep(place, arrival, room).await {
        Ok(kept) => {
            let write = move |conn: &mut Conn| store_finished(conn, &of_job, at, kept, change);
            desk.context.db().write(write).await
        }
        Err(problem) => Err(problem),
    };
    intake.give_up_refused(place, &finished).await?;
    settle(desk, at, finished).await?;
    Ok(after)
}

/// Why something was refused: perhaps because somebody else was faster, whatever it looked like.
async fn explain(desk: &Desk, (id, version): (Id, i64), problem: Problem) -> Problem {
    if problem.code.status >= 500 {
        return problem;
    }
    let of_job = desk.clone();
    let ask = move |conn: &mut Conn| {
        let row = store::find(conn, of_job.owner(), id)?;
        Ok::<_, Problem>(row.is_some_and(|row| row.version == version))
    };
    match desk.context.db().read(ask).await {
        Ok(true) => problem,
        Ok(false) => mismatch(),
        Err(error) => error,
    }
}

/// The whole file.
async fn gather(
    desk: &Desk,
    (upload, key): (&Upload, &SubjectKey),
    end: Bytes,
) -> Result<Bytes, Problem> {
    let length = usize::try_from(upload.state.length).map_err(|_| internal())?;
    let mut content = Vec::with_capacity(length);
    for part in &upload.state.parts {
        let opened = desk.parts.get(upload.id, part.file, key.data_key()).await;
        content.extend_from_slice(&opened?);
    }
    content.extend_from_slice(&end);
    if content.len() != length {
        return Err(internal());
    }
    Ok(Bytes::from(content))
}

fn internal() -> Problem {
    tracing::error!("The parts of an upload do not add up");
    Problem::new(&INTERNAL_ERROR)
}

/// Locks what the file is for first, as an erasure does.
fn store_finished(
    conn: &mut Conn,
    desk: &Desk,
    (id, version): (Id, i64),
    kept: KeptFile,
    change: Change,
) -> Result<(), Problem> {
    let new = (id, kept);
    desk.destination.add(conn, &desk.context, new)?;
    let changed = store::change(conn, (id, version), change)?;
    changed.then_some(()).ok_or_else(mismatch)
}

/// The parts of a file that is whole are not needed any more; a file that is refused will not get better by being
/// sent again.
async fn settle(desk: &Desk, at: (Id, i64), finished: Result<(), Problem>) -> Result<(), Problem> {
    let Err(problem) = finished else {
        Desk::noted(desk.parts.remove_all(at.0).await);
        return Ok(());
    };
    let problem = explain(desk, at, problem).await;
    if problem.code.status < 500 && problem.code != &UPLOAD_OFFSET_MISMATCH {
        give_up(desk, at.0).await?;
    }
    Err(problem)
}

/// Ends an upload and frees what it holds; a file that it has become stays.
pub(super) async fn give_up(desk: &Desk, id: Id) -> Result<(), Problem> {
    let of_job = desk.clone();
    let delete = move |conn: &mut Conn| {
        let found = store::find(conn, of_job.owner(), id)?;
        let row = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        store::delete(conn, row.id)?;
        Ok::<_, Problem>(())
    };
    desk.context.db().write(delete).await?;
    Desk::noted(desk.parts.remove_all(id).await);
    Ok(())
}
