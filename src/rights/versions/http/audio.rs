//! The recording of a text of a draft.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, put};

use super::read::Reader;
use super::shown::ArticleVersion;
use super::{language, place};
use crate::platform::db::Conn;
use crate::platform::http::{
    Answer, Bare, Context, IfMatch, PathOf, QueryOf, Received, Upload, input::NoParameters,
};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::rights::audio::{ArticleAudioStore, ArticleRecording, LARGEST, Recording};
use crate::rights::model::Audio;
use crate::rights::versions::actions::{self, Change, Editor, tag_of};
use crate::rights::versions::error::EditorialError;
use crate::rights::versions::store::{self, VersionRow};

/// Add the recording of a text of a draft, in the place of the one that there was.
///
/// The body is the recording itself, at most 5 MiB and ten minutes. What it is, is decided by its content: Ogg or WebM with
/// Opus, MP4, M4A or AAC, 3GP or AMR, MP3, WAV. Only the sound is kept. The public hears it when the version is published, and
/// no longer when the words of the text have changed.
#[utoipa::path(tag = "staff", operation_id = "add_article_recording",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2),
        ("language" = String, Path, description = "The language", example = "fil")),
    request_body(description = "The recording", content((ArticleRecording = "audio/ogg"),
        (ArticleRecording = "audio/webm"), (ArticleRecording = "audio/mp4"), (ArticleRecording = "audio/m4a"),
        (ArticleRecording = "audio/x-m4a"), (ArticleRecording = "audio/aac"), (ArticleRecording = "audio/3gpp"),
        (ArticleRecording = "audio/amr"), (ArticleRecording = "audio/mpeg"), (ArticleRecording = "audio/wav"),
        (ArticleRecording = "audio/x-wav"))),
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["not_an_article_recording",
        "damaged_article_recording", "article_recording_too_long", "article_version_stands"]))))]
#[put("/staff/articles/{slug}/versions/{version}/texts/{language}/audio")]
pub async fn add_article_recording(
    by: Editor,
    of: PathOf<(String, i64, String)>,
    if_match: IfMatch,
    upload: Upload,
    files: Data<ArticleAudioStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (slug, version, tag) = of.0;
    let (place, language) = (place((slug, version))?, language(&tag)?);
    let received = upload.receive_up_to(&context, by.account(), LARGEST);
    let Received {
        bytes,
        command,
        seat,
        ..
    } = received.await?;
    let (originator, now) = (by.originator(), context.now());
    let keep = async {
        let recording = actix_web::rt::task::spawn_blocking(move || Recording::of(&bytes));
        let recording = recording.await.map_err(|error| {
            tracing::error!(%error, "A recording could not be worked on");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(files.put(recording?).await?)
    };
    let add = move |conn: &mut Conn, audio: Audio| {
        let make = |_: &mut Conn, _: &VersionRow| Ok(Change::Recording(language, Some(audio)));
        let row = actions::change(conn, &by, (&place, &if_match), make, now)?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
    };
    let answer = command.run_after(&context, originator, keep, add).await;
    drop(seat);
    answer
}

/// Take the recording of a text out of a draft.
#[utoipa::path(tag = "staff", operation_id = "remove_article_recording",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2),
        ("language" = String, Path, description = "The language", example = "fil")),
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[delete("/staff/articles/{slug}/versions/{version}/texts/{language}/audio")]
pub async fn remove_article_recording(
    by: Editor,
    of: PathOf<(String, i64, String)>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (slug, version, tag) = of.0;
    let (place, language) = (place((slug, version))?, language(&tag)?);
    let (originator, now) = (by.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let make = |_: &mut Conn, _: &VersionRow| Ok(Change::Recording(language, None));
        let row = actions::change(conn, &by, (&place, &if_match), make, now)?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Listen to the recording of a text of any version, before it is published.
#[utoipa::path(tag = "staff", operation_id = "download_article_recording",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2),
        ("language" = String, Path, description = "The language", example = "fil")),
    responses((status = 200, description = "The recording", content((ArticleRecording = "audio/ogg"),
        (ArticleRecording = "audio/aac"), (ArticleRecording = "audio/amr"), (ArticleRecording = "audio/amr-wb"),
        (ArticleRecording = "audio/mpeg"), (ArticleRecording = "audio/wav")))),
    extensions(("x-problems" = json!(["gone"]))))]
#[get("/staff/articles/{slug}/versions/{version}/texts/{language}/audio")]
pub async fn download_article_recording(
    _by: Reader,
    of: PathOf<(String, i64, String)>,
    _query: QueryOf<NoParameters>,
    files: Data<ArticleAudioStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (slug, version, tag) = of.0;
    let (place, language) = (place((slug, version))?, language(&tag)?);
    let find = move |conn: &mut Conn| -> Result<Audio, EditorialError> {
        let mut texts = store::list_texts(conn, &place.slug, place.version)?.into_iter();
        let text = texts.find(|one| one.text.language == language);
        text.and_then(|one| one.audio)
            .ok_or(EditorialError::NotFound)
    };
    let audio = context.db().read_snapshot(find).await?;
    let bytes = files.get(&audio, 0..audio.bytes).await?;
    let extension = audio.media_type.trim_start_matches("audio/").to_owned();
    let disposition = format!("attachment; filename=\"{}.{extension}\"", audio.sha256);
    Ok(HttpResponse::Ok()
        .content_type(audio.media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes))
}
