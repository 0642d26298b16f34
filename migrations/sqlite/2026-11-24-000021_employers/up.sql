-- Employers beside agencies: in the same table, so that they are reviewed and rated by the same code.

-- What the entries of a register are when they come in. 'proposed_employer': workers name them.
ALTER TABLE registers ADD COLUMN kind TEXT NOT NULL DEFAULT 'recruitment_agency'
    CONSTRAINT registers_kind CHECK (kind IN ('recruitment_agency', 'employer', 'proposed_employer'));

-- What an entry is. Whatever the public reads asks for a kind, so that it never meets the other one, nor
-- an employer whom nobody has looked up yet.
ALTER TABLE agencies ADD COLUMN kind TEXT NOT NULL DEFAULT 'recruitment_agency'
    CONSTRAINT agencies_kind CHECK (kind IN (
        'recruitment_agency', 'employer', 'proposed_employer', 'refused_employer'
    ));

DROP INDEX agencies_country;
CREATE INDEX agencies_of_kind ON agencies (kind, sort_key);
CREATE INDEX agencies_of_kind_in_country ON agencies (kind, country, sort_key);

-- The register of the employers whom workers have named; it has no list.
INSERT INTO registers (name, country, title, regulator, language, source_name, source_url,
    licence_note, retrieved_on, imported_at, kind)
VALUES ('named_by_workers', 'ZZ', 'Employers named by workers', 'Nobody', 'und', 'Workers',
    'https://tulay.invalid/', 'Facts that were looked up by hand.', '2026-11-24', 0, 'proposed_employer');

-- Where the facts about an employer come from whom a worker has named: what the member of staff read
-- who let it in. Whatever comes from a list has the list's source.
CREATE TABLE entry_sources (
    agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agencies (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL
) WITHOUT ROWID;

-- Employers whom workers have named. What they wrote is sealed, and deleted with its key when somebody
-- decides: it may name a private person.
CREATE TABLE employer_proposals (
    agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agencies (id),
    country TEXT NOT NULL,
    status TEXT NOT NULL
        CONSTRAINT employer_proposals_status CHECK (status IN ('open', 'accepted', 'joined', 'refused')),
    reason TEXT,
    sealed_content BLOB,
    version BIGINT NOT NULL,
    proposed_on TEXT NOT NULL,
    decided_on TEXT,
    decided_by BLOB,
    joined_into BLOB REFERENCES agencies (id),
    CONSTRAINT employer_proposals_open CHECK (
        (status = 'open') = (sealed_content IS NOT NULL)
        AND (status = 'open') = (decided_on IS NULL)
        AND (status = 'refused') = (reason IS NOT NULL)
        AND (status = 'joined') = (joined_into IS NOT NULL)
    )
) WITHOUT ROWID;
CREATE INDEX employer_proposals_queue ON employer_proposals (status, proposed_on, agency_id);

-- What is expected of agencies and of employers are two things.
CREATE TABLE score_priors_by_kind (
    kind TEXT NOT NULL
        CONSTRAINT score_priors_kind CHECK (kind IN ('recruitment_agency', 'employer')),
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    dimension TEXT NOT NULL,
    ones BIGINT NOT NULL,
    twos BIGINT NOT NULL,
    threes BIGINT NOT NULL,
    fours BIGINT NOT NULL,
    fives BIGINT NOT NULL,
    PRIMARY KEY (kind, origin, destination, dimension)
) WITHOUT ROWID;
INSERT INTO score_priors_by_kind
    SELECT 'recruitment_agency', origin, destination, dimension, ones, twos, threes, fours, fives
    FROM score_priors;
DROP TABLE score_priors;
ALTER TABLE score_priors_by_kind RENAME TO score_priors;
