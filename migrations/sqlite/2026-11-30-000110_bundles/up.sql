-- What phones carry along, by corridor (`PH-MY`) and language: every version that is still known, and what each had.

CREATE TABLE bundles (
    corridor TEXT NOT NULL,
    language TEXT NOT NULL,
    -- The version that is current; versions of a bundle are numbered from 1.
    number BIGINT NOT NULL,
    PRIMARY KEY (corridor, language)
) WITHOUT ROWID;

CREATE TABLE bundle_versions (
    corridor TEXT NOT NULL,
    language TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- What it is called in addresses and answers.
    version TEXT NOT NULL,
    -- A hash of all items: where it is the same, nothing is published anew.
    content_hash BLOB NOT NULL,
    -- SHA-256 of the whole answer: names it as a dictionary (RFC 9842).
    answer_hash BLOB NOT NULL,
    published_at BIGINT NOT NULL,
    -- Which key has signed it, and the signature (JWS, detached).
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    plain_bytes BIGINT NOT NULL,
    zstd_bytes BIGINT NOT NULL,
    brotli_bytes BIGINT NOT NULL,
    gzip_bytes BIGINT NOT NULL,
    PRIMARY KEY (corridor, language, number),
    CONSTRAINT bundle_versions_version UNIQUE (corridor, language, version),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
) WITHOUT ROWID;

CREATE TABLE bundle_items (
    corridor TEXT NOT NULL,
    language TEXT NOT NULL,
    item_id TEXT NOT NULL,
    -- The first version that has it so.
    from_number BIGINT NOT NULL,
    -- The first version that does not; none: the current one does.
    until_number BIGINT,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- Canonical JSON: kept as text, because every byte is signed.
    content TEXT NOT NULL,
    PRIMARY KEY (corridor, language, item_id, from_number),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
) WITHOUT ROWID;

-- The current answer in each coding, compressed once.
CREATE TABLE bundle_bodies (
    corridor TEXT NOT NULL,
    language TEXT NOT NULL,
    coding TEXT NOT NULL CONSTRAINT bundle_bodies_coding CHECK (coding IN ('zstd', 'br', 'gzip')),
    body BLOB NOT NULL,
    PRIMARY KEY (corridor, language, coding),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
) WITHOUT ROWID;
