//! Texts to telephones: a gateway on this very machine, and what it was given.

use std::sync::Arc;

use tulay::contact::TextSender;

use super::{Receiver, TestApp};

/// The path at which the gateway of the tests takes texts.
pub const GATEWAY: &str = "/texts";
/// The secret that it wants to see.
pub const GATEWAY_SECRET: &str = "planted-gateway-secret";

impl TestApp {
    /// Another instance on the same database, which hands texts to this gateway.
    pub fn another_texting(&self, gateway: &Receiver) -> Self {
        self.another_texting_with(gateway, &[])
    }

    /// The same, with other settings.
    pub fn another_texting_with(&self, gateway: &Receiver, settings: &[(&str, &str)]) -> Self {
        let secret = self.data_dir().join("gateway-secret");
        std::fs::write(&secret, GATEWAY_SECRET).unwrap();
        let url = format!("http://{}{GATEWAY}", gateway.address);
        let secret = secret.display().to_string();
        let mut all = vec![
            ("TULAY_TEXT_GATEWAY_URL", url.as_str()),
            ("TULAY_TEXT_GATEWAY_SECRET_FILE", secret.as_str()),
        ];
        all.extend(settings);
        self.another_with(&all)
    }

    /// Does what the server does all the time with texts; how many were looked at.
    pub async fn send_texts(&self) -> usize {
        let services = Arc::clone(&self.shared.services);
        let sender = TextSender::new(services.config.text_gateway.as_ref());
        let ticked = tokio::task::spawn_blocking(move || sender.tick(&services));
        ticked.await.unwrap()
    }
}

impl Receiver {
    /// The texts that it took: to which number, which words.
    pub fn texts(&self) -> Vec<(String, String)> {
        let read = |posted: &super::Posted| {
            let body = posted.json();
            let text = |name: &str| body[name].as_str().unwrap().to_owned();
            (text("to"), text("text"))
        };
        self.taken(GATEWAY).iter().map(read).collect()
    }
}
