//! Where one complains, step by step, and until when: `data/complaint-procedures`, each with its law.

pub(super) mod http;
mod model;

pub(super) use model::all;
