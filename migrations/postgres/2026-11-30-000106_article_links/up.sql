-- Whether the pages on which articles rest can still be read.

CREATE TABLE article_links (
    url text COLLATE "C" NOT NULL PRIMARY KEY,
    -- When it is asked next; whoever asks puts this off first, so that nobody else does.
    next_at timestamptz NOT NULL,
    checked_at timestamptz,
    -- What came of it, and the status of the answer, if there was one.
    outcome text,
    http_status bigint,
    -- Since when it cannot be read.
    failing_since timestamptz,
    failures bigint NOT NULL
);
CREATE INDEX article_links_next ON article_links (next_at);
