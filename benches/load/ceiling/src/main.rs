//! Answers 1,400 bytes to everything, as many as a page of agencies takes on the wire.

use actix_web::{App, HttpResponse, HttpServer, web};

const BODY: &[u8] = &[b'a'; 1400];

async fn answer() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(web::Bytes::from_static(BODY))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_default();
    let address = format!("127.0.0.1:{port}");
    HttpServer::new(|| App::new().default_service(web::to(answer)))
        .bind(address)?
        .run()
        .await
}
