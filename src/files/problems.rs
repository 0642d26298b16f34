//! The refusals of this area.

use crate::platform::http::tus;
use crate::platform::problem::{Problem, ProblemCode, problem_code};
use actix_web::http::header::HeaderName;

/// Another version of the protocol is spoken here.
pub(super) const TUS_VERSION_NOT_SUPPORTED: ProblemCode =
    problem_code("tus_version_not_supported", 412);
/// The upload is at another place than was said.
pub(super) const UPLOAD_OFFSET_MISMATCH: ProblemCode = problem_code("upload_offset_mismatch", 409);
/// What arrived is not what was sent (the status is the protocol's own).
pub(super) const CHECKSUM_MISMATCH: ProblemCode = problem_code("checksum_mismatch", 460);
/// The checksum is of a kind that is not known here.
pub(super) const CHECKSUM_NOT_SUPPORTED: ProblemCode = problem_code("checksum_not_supported", 400);
/// As many uploads were begun as may be.
pub(super) const TOO_MANY_UPLOADS: ProblemCode = problem_code("too_many_uploads", 409);
/// The upload was not finished in time.
pub(super) const UPLOAD_EXPIRED: ProblemCode = problem_code("upload_expired", 410);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &TUS_VERSION_NOT_SUPPORTED,
    &UPLOAD_OFFSET_MISMATCH,
    &CHECKSUM_MISMATCH,
    &CHECKSUM_NOT_SUPPORTED,
    &TOO_MANY_UPLOADS,
    &UPLOAD_EXPIRED,
];

/// Refuses a version of the protocol, and says which is spoken.
pub(super) fn other_version() -> Problem {
    let name = HeaderName::from_static("tus-version");
    Problem::new(&TUS_VERSION_NOT_SUPPORTED).header(name, tus::VERSION)
}
