//! The second step: what a code alone does not open by accident.
//!
//! Whoever has the code asks for it, with the second word where one was chosen, and gets a token that is good for a short
//! while. It is a keyed hash over receipt, code, word and end, so nothing is stored, every instance can check it, and it
//! is void with the next code or word. It opens nothing without the code itself.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::holder::ReceiptHolder;
use super::{Receiptable, words};
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::encoded::Encoded;
use crate::platform::http::Context;
use crate::platform::http::asking::{self, Reading};
use crate::platform::problem::{Problem, ProblemCode, problem_code};

/// How long a second step is good: one look at a diary on a slow line.
const GOOD_FOR: Duration = Duration::from_mins(15);
/// The header that carries it.
const HEADER: &str = "Second-Step";
/// Bytes of its end.
const END: usize = 8;
/// Bytes of a token: its end and the keyed hash.
const TOKEN: usize = END + 32;

/// This needs the second step.
pub const SECOND_STEP_NEEDED: ProblemCode = problem_code("second_step_needed", 403);

/// What says that a second step was taken.
pub type StepToken = Encoded<TOKEN>;

/// A second step that was taken.
#[derive(Debug, Serialize)]
pub struct SecondStepTaken {
    /// What says so.
    pub token: StepToken,
    /// Until when it is good.
    pub good_until: Time,
}

/// Takes the second step for a holder who has proved the second word; `proved` is its hash, as it was proved.
pub fn take_second_step<K>(
    context: &Context,
    holder: &ReceiptHolder<K>,
    proved: Option<&str>,
) -> Result<SecondStepTaken, Problem> {
    let good_until = context.now().plus(GOOD_FOR);
    let end = good_until.as_microsecond().to_be_bytes();
    let hash = hash(&context.services().lookup, holder, end, proved);
    let token = StepToken::try_from([end.as_slice(), &hash].concat());
    let token = token.map_err(|_| Problem::new(&crate::platform::problem::INTERNAL_ERROR))?;
    Ok(SecondStepTaken { token, good_until })
}

fn hash<K>(
    lookup: &LookupKey,
    holder: &ReceiptHolder<K>,
    end: [u8; END],
    word: Option<&str>,
) -> [u8; 32] {
    // All but the last have a fixed length, so that no two of them read alike.
    let receipt = holder.receipt();
    let parts = [
        receipt.as_bytes().as_slice(),
        holder.code().as_bytes(),
        &end,
        word.unwrap_or_default().as_bytes(),
    ];
    lookup.hash(Domain::SecondStep, &parts.concat())
}

/// Proof that the holder of a receipt code has taken the second step a short while ago.
#[derive(Debug, Clone)]
pub struct SteppedHolder<K>(pub ReceiptHolder<K>);

impl<K: Receiptable> FromRequest for SteppedHolder<K> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let holder = ReceiptHolder::from_request(request, payload);
        let of_proof = request.clone();
        asking::prove(request, async move {
            let holder = holder.await?;
            let context = Context::of(&of_proof)?;
            if is_good(&context, &holder, presented(&of_proof)).await? {
                Ok(Self(holder))
            } else {
                Err(Problem::new(&SECOND_STEP_NEEDED))
            }
        })
    }
}

/// The token that a request carries, if it can be one.
fn presented(request: &HttpRequest) -> Option<StepToken> {
    let text = request.headers().get(HEADER)?.to_str().ok()?;
    text.parse().ok()
}

async fn is_good<K>(
    context: &Context,
    holder: &ReceiptHolder<K>,
    token: Option<StepToken>,
) -> Result<bool, Problem> {
    let Some(token) = token else {
        return Ok(false);
    };
    let Some((end, presented)) = token.as_bytes().split_first_chunk::<END>() else {
        return Ok(false);
    };
    let until = Time::from_microsecond(i64::from_be_bytes(*end));
    if until.is_ok_and(|until| context.now() >= until) || until.is_err() {
        return Ok(false);
    }
    let receipt = holder.receipt();
    let word = context
        .db()
        .read(move |conn| words::find(conn, receipt))
        .await?;
    let ours = hash(&context.services().lookup, holder, *end, word.as_deref());
    Ok(ours.as_slice().ct_eq(presented).into())
}
