//! Types and rules.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::{Date, Month};
use crate::platform::crypto::SIGNATURE_LENGTH;
use crate::platform::db::DbError;
use crate::platform::encoded::Encoded;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem, ProblemCode, problem_code};
use crate::platform::text::Line;
use crate::platform::vault::VaultError;

/// The competence of organisations that vouch.
pub const COMPETENCE: &str = "vouching";
/// The signatures, as RFC 9474 names them.
pub const ALGORITHM: &str = "RSABSSA-SHA384-PSS-Randomized";
/// Months after that of its key in which a token is still taken.
pub const MONTHS_AFTER: u32 = 2;
/// Tokens that a member of an organisation may have signed on a day.
pub const MOST_A_DAY: i64 = 50;
/// Counts are told in steps of so many.
pub const COUNT_STEP: i64 = 10;

/// Names a public key.
pub type KeyId = Encoded<32>;
/// A message that was blinded.
pub type BlindedMessage = Encoded<SIGNATURE_LENGTH>;
/// A signature, blind or not.
pub type TokenSignature = Encoded<SIGNATURE_LENGTH>;
/// Thirty-two random bytes in front, and a message of thirty-two.
pub type PreparedMessage = Encoded<64>;
/// The name by which a desk knows a worker: a number of its own, rather than of a document.
pub type WorkerReference = Line<100>;

/// A token with which an organisation vouches for whoever holds it.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "key_id": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo", "message": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg", "signature": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg" }))]
pub struct VouchingToken {
    /// Names the key with which it was signed (`/v1/vouching-keys`).
    #[schema(value_type = KeyId)]
    pub key_id: KeyId,
    /// What was signed: the random prefix of 32 bytes and the message of 32 bytes that the app made.
    #[schema(value_type = PreparedMessage)]
    pub message: PreparedMessage,
    /// The signature, after the blinding was taken off.
    #[schema(value_type = TokenSignature)]
    pub signature: TokenSignature,
}

/// A key with which an organisation vouches.
#[derive(Debug, Clone)]
pub struct VouchingKey {
    /// Its id, the subject of the key that seals its private part.
    pub id: Id,
    /// Whose it is.
    pub organisation: Id,
    /// The month in which it signs.
    pub month: Month,
    /// The public part.
    pub public_key: Vec<u8>,
    /// The private part, sealed; none when its month is over.
    pub sealed_private_key: Option<Vec<u8>>,
}

impl VouchingKey {
    /// Whether its tokens are taken on this day.
    pub fn is_valid_on(&self, today: Date) -> bool {
        let now = Month::of(today);
        self.month <= now && now <= self.month.plus(MONTHS_AFTER)
    }
}

/// A token of this worker has been redeemed already.
const VOUCHING_TOKEN_SPENT: ProblemCode = problem_code("vouching_token_spent", 409);
/// The worker has a token for this agency and recruitment.
const VOUCHED_ALREADY: ProblemCode = problem_code("vouched_already", 409);
/// The organisation has an interest in the agency.
const VOUCHING_INTEREST: ProblemCode = problem_code("vouching_interest", 403);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] =
    &[&VOUCHING_TOKEN_SPENT, &VOUCHED_ALREADY, &VOUCHING_INTEREST];

/// Why nothing is signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The organisation has no such key, or its month is over.
    #[error("this key does not sign")]
    Key,
    /// What is to be signed is no blinded message for this key.
    #[error("not a blinded message for this key")]
    Message,
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// The recruitment lies in the future.
    #[error("the recruitment lies in the future")]
    FutureMonth,
    /// The organisation has an interest in the agency.
    #[error("the organisation has an interest in the agency")]
    Interest,
    /// The worker has a token for this agency and recruitment.
    #[error("the worker has a token already")]
    VouchedAlready,
    /// The member has had as many signed today as may be.
    #[error("too many on one day")]
    TooMany {
        /// Seconds until tomorrow.
        wait: u64,
    },
    /// Pictures and keys are worked on by threads that may end.
    #[error("the work was cut off")]
    CutOff,
    /// The private key cannot be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for SigningError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

/// Why a token is not taken.
#[derive(Debug, thiserror::Error)]
pub enum RedeemError {
    /// There is no such key, or its organisation no longer vouches.
    #[error("there is no such key")]
    UnknownKey,
    /// Its time is over.
    #[error("the token's time is over")]
    Expired,
    /// The signature is not of this message under this key.
    #[error("the signature is wrong")]
    WrongSignature,
    /// It was redeemed already.
    #[error("the token was redeemed already")]
    Spent,
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for RedeemError {
    fn from(error: DbError) -> Self {
        match error.constraint().as_deref() {
            Some("spent_vouching_tokens_token_hash_key") => Self::Spent,
            _ => Self::Database(error),
        }
    }
}

impl RedeemError {
    /// The refusal, for a token that stands in the body at this place.
    pub fn into_problem(self, at: &str) -> Problem {
        let fault =
            |member: &str, code| Problem::invalid(vec![Fault::new(format!("{at}/{member}"), code)]);
        match self {
            Self::UnknownKey => fault("key_id", "unknown_key"),
            Self::Expired => fault("key_id", "key_expired"),
            Self::WrongSignature => fault("signature", "wrong_signature"),
            Self::Spent => Problem::new(&VOUCHING_TOKEN_SPENT),
            Self::Database(error) => error.into(),
        }
    }
}

impl From<SigningError> for Problem {
    fn from(error: SigningError) -> Self {
        let fault = |at: &str, code| Self::invalid(vec![Fault::new(at, code)]);
        match error {
            SigningError::Key => fault("/key_id", "unknown_key"),
            SigningError::Message => fault("/blinded_message", "not_blinded_for_this_key"),
            SigningError::UnknownAgency => fault("/agency_id", "unknown_agency"),
            SigningError::FutureMonth => fault("/recruited_month", "in_the_future"),
            SigningError::Interest => Self::new(&VOUCHING_INTEREST),
            SigningError::VouchedAlready => Self::new(&VOUCHED_ALREADY),
            SigningError::TooMany { wait } => crate::platform::http::rates::come_back_in(wait),
            SigningError::CutOff => Self::new(&crate::platform::problem::INTERNAL_ERROR),
            SigningError::Vault(error) => error.into(),
        }
    }
}
