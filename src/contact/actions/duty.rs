//! Calling members of staff to their duty.

use super::answers::enqueue;
use super::stops::is_stopped;
use crate::contact::permit::Permit;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::Problem;

/// What the text says: that one is called, and neither about what nor where.
const TEXT: &str = "duty-text";

/// Puts a text to a telephone on duty into the outbox, in the transaction in which it is called; says whether one is
/// sent: without a gateway, and to a number that wants no texts, none is. After an hour it is not sent any more.
pub fn call_duty(
    conn: &mut Conn,
    services: &Services,
    number: &PhoneNumber,
    now: Time,
) -> Result<bool, Problem> {
    if services.config.text_gateway.is_none() || is_stopped(conn, services, number)? {
        return Ok(false);
    }
    let language = Language::try_from(services.config.default_language.clone())
        .unwrap_or_else(|_| Language::english());
    let text = services.messages.text(&language, TEXT, None, &Vec::new());
    let permit = Permit::to_duty(number.clone(), language, now);
    enqueue(conn, services, &permit, &text, now)?;
    Ok(true)
}
