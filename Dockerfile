# Builds with PostgreSQL support; runs as an ordinary user, without a shell, with nothing but the program and what it is linked against.
#
#   docker buildx build --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" --output type=image,name=tulay,rewrite-timestamp=true .
#
# For the same image to the byte, name this base by its digest (docs/decisions/0060-supply.md): it could not be looked up where this was
# written, so here stands a tag, and packages are those of the day.
ARG RUST_IMAGE=rust:1.95-bookworm
FROM ${RUST_IMAGE} AS build
ARG SOURCE_DATE_EPOCH=0
RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev ca-certificates tzdata && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN . container/flags && cargo build --release --locked --features postgres
RUN container/assemble target/release/tulay /root-of-image \
    && cp -a data /root-of-image/usr/share/tulay/data \
    && install -d -m 0700 /state/tulay /state/tulay-keys \
    && find /root-of-image /state -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

FROM scratch
COPY --from=build /root-of-image/ /
COPY --from=build --chown=10001:10001 /state/ /var/lib/
ENV PATH=/usr/local/bin \
    MIMALLOC_PURGE_DELAY=0 \
    TULAY_LISTEN=0.0.0.0:8080 \
    TULAY_DATA_DIR=/var/lib/tulay \
    TULAY_REFERENCE_DIR=/usr/share/tulay/data
VOLUME /var/lib/tulay
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["tulay", "doctor", "--ready"]
ENTRYPOINT ["tulay"]
CMD ["serve"]
