# Builds with PostgreSQL support; runs as an ordinary user with nothing but the program and libpq.
FROM rust:1.95-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked --features postgres

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tulay \
    && install -d -o tulay -g tulay -m 0700 /var/lib/tulay /var/lib/tulay-keys
COPY --from=build /src/target/release/tulay /usr/local/bin/tulay
COPY data /usr/share/tulay/data
ENV TULAY_LISTEN=0.0.0.0:8080 \
    TULAY_DATA_DIR=/var/lib/tulay \
    TULAY_REFERENCE_DIR=/usr/share/tulay/data
VOLUME /var/lib/tulay
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["tulay", "doctor", "--ready"]
ENTRYPOINT ["tulay"]
CMD ["serve"]
