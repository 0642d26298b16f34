-- Whether the pages on which articles rest can still be read.

CREATE TABLE article_links (
    url TEXT NOT NULL PRIMARY KEY,
    -- When it is asked next; whoever asks puts this off first, so that nobody else does.
    next_at BIGINT NOT NULL,
    checked_at BIGINT,
    -- What came of it, and the status of the answer, if there was one.
    outcome TEXT,
    http_status BIGINT,
    -- Since when it cannot be read.
    failing_since BIGINT,
    failures BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX article_links_next ON article_links (next_at);
