//! A photo or a paper, and the file that shows it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Case;
use super::visit::CLOCK_AHEAD;
use crate::platform::clock::Time;
use crate::platform::place::Point;
use crate::platform::problem::Fault;
use crate::platform::text::Prose;
use crate::text_enum;

text_enum! {
    /// What it is.
    pub enum EvidenceKind {
        /// A picture.
        Photo => "photo",
        /// A film.
        Video => "video",
        /// A recording of sound: of a machine, never of somebody who does not know.
        Recording => "recording",
        /// A copy of a paper.
        Document => "document",
        /// What was measured: noise, heat, dust.
        Measurement => "measurement",
    }
}

/// The file as it was received and as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionEvidenceFile)]
pub struct EvidenceFile {
    /// Its media type, told by its content.
    #[schema(example = "image/jpeg")]
    pub media_type: String,
    /// Its length in bytes, as it is kept.
    pub bytes: u64,
    /// SHA-256 of the file as it is kept, and as it can be downloaded; hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// SHA-256 of the file as it was received, before what a camera knew was removed; hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub received_sha256: String,
    /// When it was received.
    pub received_at: Time,
    /// How to turn a picture for viewing, as EXIF counts: 1 (as it is) to 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 8)]
    pub orientation: Option<u8>,
    /// How long a recording or a film plays, in begun seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// Whether a small picture of it can be read at `…/file/thumbnail`; not there: no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_thumbnail: bool,
}

/// A photo or a paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionEvidence)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// What it shows. Name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Prose<2000>>,
    /// When it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Time>,
    /// Where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// The file, once it is there. The service sets it, and it never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub file: Option<EvidenceFile>,
}

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&Evidence>,
    evidence: &mut Evidence,
    faults: &mut Vec<Fault>,
) {
    let had = before.and_then(|before| before.file.clone());
    if had != evidence.file && !(case.by_service && had.is_none()) {
        faults.push(Fault::new("/file", "set_by_the_service"));
    }
    let latest = case.now.plus(CLOCK_AHEAD);
    if evidence.taken_at.is_some_and(|at| at > latest) {
        faults.push(Fault::new("/taken_at", "in_the_future"));
    }
}
