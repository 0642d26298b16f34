//! Telling which statements run, for tests that ask the database how it would run them.

use std::fmt;
use std::sync::Arc;

use diesel::Connection as _;
use diesel::connection::InstrumentationEvent;

use super::conn::Conn;

/// What separates a statement from its values where Diesel writes both.
const VALUES: &str = " -- binds:";

/// Is told the text of each statement before it runs, never the values in it.
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn(&str) + Send + Sync>);

impl Watch {
    /// Tells this function.
    pub fn new(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(super) fn follow(&self, conn: &mut Conn) {
        let tell = Arc::clone(&self.0);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                let text = query.to_string();
                tell(text.split(VALUES).next().unwrap_or_default());
            }
        });
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
