-- Employers beside agencies: in the same table, so that they are reviewed and rated by the same code.

-- What the entries of a register are when they come in. 'proposed_employer': workers name them.
ALTER TABLE registers ADD COLUMN kind text NOT NULL DEFAULT 'recruitment_agency'
    CONSTRAINT registers_kind CHECK (kind IN ('recruitment_agency', 'employer', 'proposed_employer'));

-- What an entry is. Whatever the public reads asks for a kind, so that it never meets the other one, nor
-- an employer whom nobody has looked up yet.
ALTER TABLE agencies ADD COLUMN kind text NOT NULL DEFAULT 'recruitment_agency'
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
    'https://tulay.invalid/', 'Facts that were looked up by hand.', '2026-11-24', to_timestamp(0),
    'proposed_employer');

-- Where the facts about an employer come from whom a worker has named: what the member of staff read
-- who let it in. Whatever comes from a list has the list's source.
CREATE TABLE entry_sources (
    agency_id uuid NOT NULL PRIMARY KEY REFERENCES agencies (id),
    name text NOT NULL,
    url text NOT NULL
);

-- Employers whom workers have named. What they wrote is sealed, and deleted with its key when somebody
-- decides: it may name a private person.
CREATE TABLE employer_proposals (
    agency_id uuid NOT NULL PRIMARY KEY REFERENCES agencies (id),
    country text NOT NULL,
    status text NOT NULL
        CONSTRAINT employer_proposals_status CHECK (status IN ('open', 'accepted', 'joined', 'refused')),
    reason text,
    sealed_content bytea,
    version bigint NOT NULL,
    proposed_on date NOT NULL,
    decided_on date,
    decided_by uuid,
    joined_into uuid REFERENCES agencies (id),
    CONSTRAINT employer_proposals_open CHECK (
        (status = 'open') = (sealed_content IS NOT NULL)
        AND (status = 'open') = (decided_on IS NULL)
        AND (status = 'refused') = (reason IS NOT NULL)
        AND (status = 'joined') = (joined_into IS NOT NULL)
    )
);
CREATE INDEX employer_proposals_queue ON employer_proposals (status, proposed_on, agency_id);

-- What is expected of agencies and of employers are two things.
ALTER TABLE score_priors ADD COLUMN kind text NOT NULL DEFAULT 'recruitment_agency'
    CONSTRAINT score_priors_kind CHECK (kind IN ('recruitment_agency', 'employer'));
ALTER TABLE score_priors ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE score_priors DROP CONSTRAINT score_priors_pkey;
ALTER TABLE score_priors ADD PRIMARY KEY (kind, origin, destination, dimension);
