//! The routes of the areas, added to a server or described for the contract.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

/// To what an area adds its routes. A server is not told what the routes look like: describing some five hundred
/// costs each of its threads more time and memory than everything else at the start.
pub enum Routes<'a, 's> {
    /// Requests are answered.
    Served(&'a mut web::ServiceConfig),
    /// The contract tells of them.
    Described(&'a mut ServiceConfig<'s>),
}

impl Routes<'_, '_> {
    /// Adds a route.
    pub fn service<F>(&mut self, route: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match self {
            Self::Served(server) => drop(server.service(route)),
            Self::Described(contract) => drop(contract.service(route)),
        }
        self
    }

    /// Adds the routes of a part of an area.
    pub fn configure(&mut self, part: impl FnOnce(&mut Self)) -> &mut Self {
        part(self);
        self
    }
}
