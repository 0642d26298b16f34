//! Who asks comes before what they ask.
//!
//! The arguments of a handler are read side by side, and the first that fails answers. So that nobody is told that a path
//! names nothing, or that a body does not fit, before it is known that they may ask, whatever reads a path, a query or a
//! body waits until the proofs among the arguments are made. A proof that fails answers at once.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::{HttpMessage as _, HttpRequest};
use tokio::sync::Notify;

use crate::platform::problem::Problem;

/// An argument that is being read.
pub type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// What is not known yet of who asks.
#[derive(Debug, Default)]
struct Asking {
    proofs: Cell<usize>,
    proved: Notify,
}

impl Asking {
    fn of(request: &HttpRequest) -> Option<Rc<Self>> {
        request.extensions().get::<Rc<Self>>().cloned()
    }
}

/// A proof that is being made; those who wait for it go on when it is dropped.
struct Proving(Rc<Asking>);

impl Proving {
    fn begin(request: &HttpRequest) -> Self {
        let asking = Asking::of(request).unwrap_or_else(|| {
            let new = Rc::<Asking>::default();
            request.extensions_mut().insert(Rc::clone(&new));
            new
        });
        asking.proofs.set(asking.proofs.get() + 1);
        Self(asking)
    }
}

impl Drop for Proving {
    fn drop(&mut self) {
        let left = self.0.proofs.get().saturating_sub(1);
        self.0.proofs.set(left);
        if left == 0 {
            self.0.proved.notify_waiters();
        }
    }
}

/// An argument that proves who asks and that they may. It is under way from now on, not from when it is first polled: all
/// arguments are begun before the first of them goes on.
pub fn prove<T: 'static>(
    request: &HttpRequest,
    proof: impl Future<Output = Result<T, Problem>> + 'static,
) -> Reading<T> {
    let proving = Proving::begin(request);
    Box::pin(async move {
        let proved = proof.await;
        drop(proving);
        proved
    })
}

/// Waits until it is known who asks; not at all where anybody may.
pub async fn proved(request: &HttpRequest) {
    let Some(asking) = Asking::of(request) else {
        return;
    };
    while asking.proofs.get() > 0 {
        asking.proved.notified().await;
    }
}

/// An argument that says what is asked.
pub fn read<T: 'static>(
    request: &HttpRequest,
    read: impl FnOnce(&HttpRequest) -> Result<T, Problem> + 'static,
) -> Reading<T> {
    let request = request.clone();
    Box::pin(async move {
        proved(&request).await;
        read(&request)
    })
}
