//! Query strings and paths, read by the contract.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::asking::{self, Reading};
use super::context::Context;
use crate::platform::problem::{MALFORMED_REQUEST, NOT_FOUND, Problem};

/// The query of an operation, checked against the contract.
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for QueryOf<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        asking::read(request, |request| read_query(request).map(Self))
    }
}

fn read_query<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Problem> {
    let context = Context::of(request)?;
    let path = request.match_pattern().unwrap_or_default();
    let contract = context.services().contract();
    let value = contract.read_query(request.method(), &path, request.query_string())?;
    serde_json::from_value(value).map_err(|error| {
        tracing::warn!(%error, route = path, "The contract accepts a query that the code cannot read");
        Problem::new(&MALFORMED_REQUEST)
    })
}

/// The query of an operation that takes no parameters of its own.
#[derive(Debug, serde::Deserialize)]
pub struct NoParameters {}

/// The variables of a path. What cannot be read names nothing that exists: 404.
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for PathOf<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        asking::read(request, read_path)
    }
}

fn read_path<T: DeserializeOwned>(request: &HttpRequest) -> Result<PathOf<T>, Problem> {
    // A query is checked even where the handler takes none, so that unknown names are told.
    let path = request.match_pattern().unwrap_or_default();
    let contract = Context::of(request)?.services().contract();
    contract.read_query(request.method(), &path, request.query_string())?;
    let value = web::Path::<T>::extract(request).into_inner();
    let value = value.map_err(|_| Problem::new(&NOT_FOUND))?;
    Ok(PathOf(value.into_inner()))
}
