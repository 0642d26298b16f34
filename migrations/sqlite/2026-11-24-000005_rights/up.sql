-- Rights information as imported from data/rights and data/contacts. Nothing here is about a person
-- who uses the service.

-- What holds for an article in every language.
CREATE TABLE articles (
    slug TEXT NOT NULL PRIMARY KEY,
    topic TEXT NOT NULL,
    stages TEXT NOT NULL,
    -- Empty: any country, any sector.
    origins TEXT NOT NULL,
    destinations TEXT NOT NULL,
    sectors TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    effective_from TEXT,
    effective_to TEXT,
    review_due TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    licence TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    updated_at BIGINT NOT NULL
) WITHOUT ROWID;

-- An article in one language.
CREATE TABLE article_texts (
    slug TEXT NOT NULL REFERENCES articles (slug) ON DELETE CASCADE,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    translation_status TEXT NOT NULL
        CONSTRAINT article_texts_translation_status CHECK (translation_status IN ('source', 'human', 'machine', 'machine_reviewed')),
    -- Who published this wording, when it is not the project's own.
    published_by TEXT,
    reviewed_by TEXT,
    reviewed_on TEXT,
    -- Title, summary and body, folded, for search.
    searched_title TEXT NOT NULL,
    searched_summary TEXT NOT NULL,
    searched_body TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (slug, language),
    -- A review without its day, or a day without a reviewer, is no review.
    CONSTRAINT article_texts_review CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL))
) WITHOUT ROWID;

CREATE TABLE emergency_numbers (
    country TEXT NOT NULL,
    -- The order in which a person should see the numbers of a country.
    position BIGINT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    label TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_url TEXT NOT NULL,
    retrieved_on TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    PRIMARY KEY (country, position)
) WITHOUT ROWID;

CREATE TABLE contacts (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    -- Whether it serves anybody; otherwise contact_nationalities says whom.
    serves_anybody BOOLEAN NOT NULL,
    serves TEXT NOT NULL,
    names TEXT NOT NULL,
    address TEXT,
    channels TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_url TEXT NOT NULL,
    retrieved_on TEXT NOT NULL,
    verified BOOLEAN NOT NULL
) WITHOUT ROWID;
CREATE INDEX contacts_country ON contacts (country, key);

CREATE TABLE contact_nationalities (
    contact_key TEXT NOT NULL REFERENCES contacts (key) ON DELETE CASCADE,
    country TEXT NOT NULL,
    PRIMARY KEY (contact_key, country)
) WITHOUT ROWID;
