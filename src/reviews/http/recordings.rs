//! Comments that are spoken: adding one with the receipt code, and listening to it as a moderator.

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::recording_file::RecordingFile;
use super::tag;
use crate::identity::permissions::ModerateReviews;
use crate::identity::{Caller, ReceiptHolder, Reviews};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Bare, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem, ProblemCode, problem_code};
use crate::platform::sound::SoundError;
use crate::reviews::actions::{self, Desk, KeptRecording, RecordingError, ReviewError, Spoken};
use crate::reviews::files::ReviewFiles;
use crate::reviews::model::{LONGEST_RECORDING, Language, Recording};

/// Bytes of a recording: three minutes of speech with room to spare in every kind that phones record.
const LARGEST: usize = 2 * 1024 * 1024;

/// What was sent is no recording that can be cleaned.
pub const NOT_A_RECORDING: ProblemCode = problem_code("not_a_recording", 415);
/// The recording is cut off or damaged.
pub const DAMAGED_RECORDING: ProblemCode = problem_code("damaged_recording", 422);
/// The recording plays for too long.
pub const RECORDING_TOO_LONG: ProblemCode = problem_code("recording_too_long", 422);
/// The review has a recording.
pub const ALREADY_RECORDED: ProblemCode = problem_code("already_recorded", 409);

impl From<RecordingError> for Problem {
    fn from(error: RecordingError) -> Self {
        match error {
            RecordingError::Sound(SoundError::Unsupported) => Self::new(&NOT_A_RECORDING),
            RecordingError::Sound(SoundError::Broken) => Self::new(&DAMAGED_RECORDING),
            RecordingError::TooLong => {
                Self::new(&RECORDING_TOO_LONG).with("limit", LONGEST_RECORDING)
            }
            RecordingError::Review(error) => error.into(),
            RecordingError::Store(error) => error.into(),
            RecordingError::CutOff => Self::new(&INTERNAL_ERROR),
        }
    }
}

/// What is said about a recording besides its bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NewRecording {
    /// The language that is spoken, so that a moderator who understands it listens.
    #[param(inline)]
    language: Option<Language>,
}

/// A comment that is spoken. It is never public: a moderator writes down what is published of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "media_type": "audio/ogg", "bytes": 183_220, "seconds": 74, "language": "id",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752" }))]
pub struct ReviewRecording {
    /// What is stored: the sound alone, out of whatever it came in.
    media_type: String,
    /// Bytes of the stored file.
    #[schema(minimum = 1)]
    bytes: u64,
    /// How long it plays, in begun seconds.
    #[schema(minimum = 0, maximum = 180)]
    seconds: u64,
    /// The language that is spoken, as its author says.
    #[schema(value_type = Option<String>)]
    language: Option<Language>,
    /// SHA-256 of the file as it was received, so that the sender can see that it arrived whole.
    received_sha256: String,
}

impl From<Recording> for ReviewRecording {
    fn from(recording: Recording) -> Self {
        let facts = recording.facts;
        Self {
            media_type: facts.media_type,
            bytes: facts.bytes,
            seconds: facts.seconds,
            language: facts.language,
            received_sha256: facts.received_sha256,
        }
    }
}

impl ReviewRecording {
    /// What is known about the recording of a review.
    pub(super) fn of(
        conn: &mut Conn,
        desk: &Desk,
        review: Id,
    ) -> Result<Option<Self>, ReviewError> {
        Ok(actions::find_recording(conn, desk, review)?.map(Into::into))
    }
}

/// Say your comment instead of writing it.
///
/// The body is the recording itself, at most 2 MiB and three minutes. What it is, is decided by its content: Ogg or WebM
/// with Opus, MP4, M4A or AAC, 3GP or AMR, MP3, WAV. Only the sound is kept; all that the recorder knew is gone
/// before it is stored, sealed. It is never public, and nobody hears it but moderators, each of whom is written into the audit
/// log; one writes down what is published of it. The review waits for a moderator again. Repeat a request that was cut off
/// with the same `Idempotency-Key`.
#[utoipa::path(tag = "receipt", operation_id = "add_review_recording", params(NewRecording),
    request_body(description = "The recording", content((RecordingFile = "audio/ogg"),
        (RecordingFile = "audio/webm"), (RecordingFile = "audio/mp4"), (RecordingFile = "audio/m4a"),
        (RecordingFile = "audio/x-m4a"), (RecordingFile = "audio/aac"), (RecordingFile = "audio/3gpp"),
        (RecordingFile = "audio/amr"), (RecordingFile = "audio/mpeg"), (RecordingFile = "audio/wav"),
        (RecordingFile = "audio/x-wav"), (RecordingFile = "video/mp4"), (RecordingFile = "video/3gpp"),
        (RecordingFile = "video/webm"))),
    responses((status = 201, description = "The recording is stored", body = ReviewRecording)),
    extensions(("x-problems" = json!(["not_a_recording", "damaged_recording", "recording_too_long",
        "already_recorded", "conflict"]))))]
#[post("/receipt/review/audio")]
pub(super) async fn add_review_recording(
    author: ReceiptHolder<Reviews>,
    query: QueryOf<NewRecording>,
    upload: Upload,
    files: web::Data<ReviewFiles>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let received = upload.receive_up_to(&context, author.subject(), LARGEST);
    let Received {
        bytes,
        sha256,
        command,
        seat,
    } = received.await?;
    let (desk, by, review) = (Desk::of(&context), author.originator(), author.subject());
    let file = Id::random(&*context.services().randomness);
    let spoken = Spoken {
        bytes,
        sha256,
        language: query.0.language,
    };
    let keep = async {
        let stores = (context.db(), &files.recordings);
        Ok(actions::keep_recording(stores, &desk, review, file, spoken).await?)
    };
    let of_work = desk.clone();
    let add = move |conn: &mut Conn, kept: KeptRecording| {
        let review = actions::add_recording(conn, &of_work, &author, &kept)?;
        let shown = ReviewRecording::from(kept.recording);
        Ok(Answer::created("/v1/receipt/review".to_owned(), &shown)?.tagged(&tag(&review)))
    };
    let answer = command.run_after(&context, by, keep, add).await;
    // Only a refusal for certain: after a lost connection the row may be there, and the next sweep finds out.
    match &answer {
        Ok(_) => context.services().public.forget(),
        Err(problem) if problem.code.status < 500 => files.recordings.give_up(file).await,
        Err(_) => {}
    }
    drop(seat);
    answer
}

/// Take your spoken comment away, and leave the rest of your review.
///
/// The recording is destroyed. What was published of it is public no longer: the review waits for a moderator again. Doing
/// so twice changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "delete_review_recording",
    responses((status = 204, description = "There is no recording any more")),
    extensions(("x-problems" = json!(["conflict"]))))]
#[delete("/receipt/review/audio")]
pub(super) async fn delete_review_recording(
    author: ReceiptHolder<Reviews>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, by) = (Desk::of(&context), author.originator());
    let work = move |conn: &mut Conn| {
        actions::delete_recording(conn, &desk, &author)?;
        Ok(Answer::done())
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Listen to a spoken comment; the audit log says that you did.
///
/// Publish what is said with `published_text` and its `language`, without names and numbers.
#[utoipa::path(tag = "staff", operation_id = "download_review_recording",
    params(("review_id" = Id, Path, description = "The review")),
    responses((status = 200, description = "The recording", content((RecordingFile = "audio/ogg"),
        (RecordingFile = "audio/aac"), (RecordingFile = "audio/amr"), (RecordingFile = "audio/amr-wb"),
        (RecordingFile = "audio/mpeg"), (RecordingFile = "audio/wav")))),
    extensions(("x-problems" = json!(["gone"]))))]
#[get("/staff/reviews/{review_id}/audio")]
pub(super) async fn download_review_recording(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    files: web::Data<ReviewFiles>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = Desk::of(&context);
    let open = move |conn: &mut Conn| actions::listen(conn, &desk, &moderator, review.0);
    let (recording, key) = context.db().write(open).await?;
    let sound = files.recordings.get(recording.file, key.data_key()).await?;
    let kind = recording.facts.media_type;
    let extension = kind.trim_start_matches("audio/").to_owned();
    let disposition = format!("attachment; filename=\"{}.{extension}\"", recording.file);
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&sound)))
}
