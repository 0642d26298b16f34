-- Rights information as imported from data/rights and data/contacts. Nothing here is about a person
-- who uses the service.

-- What holds for an article in every language.
CREATE TABLE articles (
    slug text NOT NULL PRIMARY KEY,
    topic text NOT NULL,
    stages jsonb NOT NULL,
    -- Empty: any country, any sector.
    origins jsonb NOT NULL,
    destinations jsonb NOT NULL,
    sectors jsonb NOT NULL,
    urgent boolean NOT NULL,
    effective_from date,
    effective_to date,
    review_due date NOT NULL,
    legal_basis jsonb NOT NULL,
    licence jsonb NOT NULL,
    content_hash bytea NOT NULL,
    updated_at timestamptz NOT NULL
);

-- An article in one language.
CREATE TABLE article_texts (
    slug text NOT NULL REFERENCES articles (slug) ON DELETE CASCADE,
    language text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    body text NOT NULL,
    translation_status text NOT NULL
        CONSTRAINT article_texts_translation_status CHECK (translation_status IN ('source', 'human', 'machine', 'machine_reviewed')),
    -- Who published this wording, when it is not the project's own.
    published_by text,
    reviewed_by text,
    reviewed_on date,
    -- Title, summary and body, folded, for search.
    searched_title text NOT NULL,
    searched_summary text NOT NULL,
    searched_body text NOT NULL,
    content_hash bytea NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (slug, language),
    -- A review without its day, or a day without a reviewer, is no review.
    CONSTRAINT article_texts_review CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL))
);

CREATE TABLE emergency_numbers (
    country text NOT NULL,
    -- The order in which a person should see the numbers of a country.
    position bigint NOT NULL,
    service text NOT NULL,
    number text NOT NULL,
    label jsonb NOT NULL,
    source_name text NOT NULL,
    source_url text NOT NULL,
    retrieved_on date NOT NULL,
    verified boolean NOT NULL,
    PRIMARY KEY (country, position)
);

CREATE TABLE contacts (
    -- Bytewise order, as on SQLite: pages are cut by it.
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    country text NOT NULL,
    -- Whether it serves anybody; otherwise contact_nationalities says whom.
    serves_anybody boolean NOT NULL,
    serves jsonb NOT NULL,
    names jsonb NOT NULL,
    address text,
    channels jsonb NOT NULL,
    source_name text NOT NULL,
    source_url text NOT NULL,
    retrieved_on date NOT NULL,
    verified boolean NOT NULL
);
CREATE INDEX contacts_country ON contacts (country, key);

CREATE TABLE contact_nationalities (
    contact_key text NOT NULL REFERENCES contacts (key) ON DELETE CASCADE,
    country text NOT NULL,
    PRIMARY KEY (contact_key, country)
);
