//! Open311 (`GeoReport` v2), for what is harmless: other programs read what the public may see, and report what anybody in the
//! street can see.
//!
//! What must always be true: what is read is a good practice that was published, as `/v1/good-practices` shows it; what is
//! written is a report like any other, with a receipt, sealed; which kinds there are is data (`data/open311/services.toml`), and
//! nobody is in danger now by any of them. Names, numbers and addresses of whoever reports are not kept.

mod actions;
mod form;
mod http;
mod refusal;
mod services;
mod shapes;
mod store;

pub use http::routes as open311_routes;
pub(in crate::safety) use store::forget;
