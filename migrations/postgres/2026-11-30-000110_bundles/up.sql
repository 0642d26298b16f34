-- What phones carry along, by corridor (`PH-MY`) and language: every version that is still known, and what each had.

CREATE TABLE bundles (
    corridor text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    -- The version that is current; versions of a bundle are numbered from 1.
    number bigint NOT NULL,
    PRIMARY KEY (corridor, language)
);

CREATE TABLE bundle_versions (
    corridor text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    -- What it is called in addresses and answers.
    version text NOT NULL,
    -- A hash of all items: where it is the same, nothing is published anew.
    content_hash bytea NOT NULL,
    -- SHA-256 of the whole answer: names it as a dictionary (RFC 9842).
    answer_hash bytea NOT NULL,
    published_at timestamptz NOT NULL,
    -- Which key has signed it, and the signature (JWS, detached).
    key_id text NOT NULL,
    signature text NOT NULL,
    plain_bytes bigint NOT NULL,
    zstd_bytes bigint NOT NULL,
    brotli_bytes bigint NOT NULL,
    gzip_bytes bigint NOT NULL,
    PRIMARY KEY (corridor, language, number),
    CONSTRAINT bundle_versions_version UNIQUE (corridor, language, version),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
);

CREATE TABLE bundle_items (
    corridor text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    item_id text COLLATE "C" NOT NULL,
    -- The first version that has it so.
    from_number bigint NOT NULL,
    -- The first version that does not; none: the current one does.
    until_number bigint,
    kind text NOT NULL,
    hash text NOT NULL,
    -- Canonical JSON: kept as text, because every byte is signed.
    content text NOT NULL,
    PRIMARY KEY (corridor, language, item_id, from_number),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
);

-- The current answer in each coding, compressed once.
CREATE TABLE bundle_bodies (
    corridor text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    coding text NOT NULL CONSTRAINT bundle_bodies_coding CHECK (coding IN ('zstd', 'br', 'gzip')),
    body bytea NOT NULL,
    PRIMARY KEY (corridor, language, coding),
    FOREIGN KEY (corridor, language) REFERENCES bundles (corridor, language)
);
