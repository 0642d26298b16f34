//! Newline-delimited JSON: many things in one request, each read by itself, so that one that is
//! wrong refuses no other.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::Validate;

use super::body::read_value;
use super::{Command, Received, Upload, json};
use crate::platform::http::Context;
use crate::platform::http::seats::Seat;
use crate::platform::ids::Id;
use crate::platform::problem::{
    Fault, IDEMPOTENCY_KEY_MISSING, INTERNAL_ERROR, MALFORMED_REQUEST, Problem,
};

/// How much comes in one request.
#[derive(Debug, Clone, Copy)]
pub struct LineLimits {
    /// Bytes of the whole body.
    pub bytes: usize,
    /// Lines that are not empty.
    pub lines: usize,
    /// Faults that are told of one line.
    pub faults: usize,
}

/// A line of the body.
#[derive(Debug)]
pub struct ReadLine<T> {
    /// Its number in the body, from 1; empty lines are counted, too.
    pub number: usize,
    /// What stands on it.
    pub read: Result<T, RefusedLine>,
}

/// A line that cannot be taken.
#[derive(Debug)]
pub struct RefusedLine {
    /// What is wrong with it, with pointers into the line.
    pub faults: Vec<Fault>,
    /// What stands on it, as far as it is JSON.
    pub value: Value,
}

/// Lines that have come in, bound to their idempotency key.
pub struct ReceivedLines<T> {
    /// The lines that are not empty, in their order.
    pub lines: Vec<ReadLine<T>>,
    /// What remains to be run.
    pub command: Command<()>,
    /// Held until the lines are no longer in memory.
    pub seat: Seat,
}

impl Upload {
    /// Reads a body of newline-delimited JSON, each line as the contract has it. An idempotency key is
    /// needed: without one, whoever repeats the request because its answer was lost would be told that
    /// everything is there already, and never what the first answer said.
    pub async fn receive_lines<T>(
        self,
        context: &Context,
        holder: Id,
        limits: LineLimits,
    ) -> Result<ReceivedLines<T>, Problem>
    where
        T: DeserializeOwned + Validate + Send + 'static,
    {
        if self.key.is_none() {
            return Err(Problem::new(&IDEMPOTENCY_KEY_MISSING));
        }
        let request = self.request.clone();
        let Received {
            bytes,
            command,
            seat,
            ..
        } = self.receive_up_to(context, holder, limits.bytes).await?;
        let contract = context.services().contract();
        let route = request.match_pattern().unwrap_or_default();
        let method = request.method().clone();
        // Two megabytes take a while to check, and others wait for this thread.
        let read = spawn_blocking(move || {
            let check = |value: &Value| contract.check_line(&method, &route, value);
            read_lines(&bytes, limits, check, &route)
        });
        let lines = read.await.map_err(|_| Problem::new(&INTERNAL_ERROR))??;
        Ok(ReceivedLines {
            lines,
            command,
            seat,
        })
    }
}

fn read_lines<T: DeserializeOwned + Validate>(
    bytes: &Bytes,
    limits: LineLimits,
    check: impl Fn(&Value) -> Result<(), Problem>,
    route: &str,
) -> Result<Vec<ReadLine<T>>, Problem> {
    let numbered = bytes.split(|byte| *byte == b'\n').zip(1..);
    let full = numbered.filter(|(line, _)| !line.trim_ascii().is_empty());
    let full: Vec<(&[u8], usize)> = full.collect();
    let wrong = |code, limit| Problem::invalid(vec![Fault::new("", code).with("limit", limit)]);
    if full.is_empty() {
        return Err(wrong("too_few_items", 1));
    }
    if full.len() > limits.lines {
        return Err(wrong("too_many_items", limits.lines));
    }
    let read = full.into_iter().map(|(line, number)| ReadLine {
        number,
        read: read_line(line, number, &check, route).map_err(|mut refused| {
            refused.faults.truncate(limits.faults);
            refused
        }),
    });
    Ok(read.collect())
}

fn read_line<T: DeserializeOwned + Validate>(
    line: &[u8],
    number: usize,
    check: impl Fn(&Value) -> Result<(), Problem>,
    route: &str,
) -> Result<T, RefusedLine> {
    let value = json::read(line).map_err(|problem| RefusedLine {
        faults: placed(problem, number).faults,
        value: Value::Null,
    })?;
    let read = check(&value).and_then(|()| read_value(&value, route));
    read.map_err(|problem| RefusedLine {
        faults: problem.faults,
        value,
    })
}

/// Where a line breaks is told by its place in the body.
fn placed(mut problem: Problem, number: usize) -> Problem {
    debug_assert_eq!(problem.code, &MALFORMED_REQUEST);
    for fault in &mut problem.faults {
        for (name, value) in &mut fault.arguments {
            if *name == "line" {
                *value = number.to_string();
            }
        }
    }
    problem
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    struct Row {
        a: i64,
    }

    const LIMITS: LineLimits = LineLimits {
        bytes: 1000,
        lines: 3,
        faults: 1,
    };

    fn read(text: &str) -> Result<Vec<ReadLine<Row>>, Problem> {
        let check = |value: &Value| match value["a"].as_i64() {
            Some(_) => Ok(()),
            None => Err(Problem::invalid(vec![
                Fault::new("/a", "wrong_type"),
                Fault::new("/b", "missing_member"),
            ])),
        };
        read_lines(&Bytes::copy_from_slice(text.as_bytes()), LIMITS, check, "")
    }

    #[test]
    fn each_line_is_read_by_itself_and_keeps_its_number() {
        let lines = read("{\"a\":1}\r\n\n  \n{\"a\":\n{\"a\":\"x\"}").unwrap();
        let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 4, 5]);
        assert_eq!(lines[0].read.as_ref().unwrap().a, 1);
        let broken = lines[1].read.as_ref().unwrap_err();
        assert_eq!(broken.faults[0].code, "not_json");
        assert!(
            broken.faults[0]
                .arguments
                .contains(&("line", "4".to_owned()))
        );
        let wrong = lines[2].read.as_ref().unwrap_err();
        assert_eq!(
            (wrong.faults.len(), wrong.faults[0].code),
            (1, "wrong_type")
        );
        assert_eq!(wrong.value["a"], "x");
    }

    #[test]
    fn none_and_too_many_lines_are_refused() {
        for (text, code) in [
            ("", "too_few_items"),
            (" \n\n", "too_few_items"),
            ("1\n2\n3\n4", "too_many_items"),
        ] {
            assert_eq!(read(text).unwrap_err().faults[0].code, code, "{text:?}");
        }
        assert!(read("{\"a\":1}\n\n{\"a\":1}\n{\"a\":1}\n").is_ok());
    }
}
