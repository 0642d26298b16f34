-- What ratings are computed from, kept with every publication and its end.

-- How many published reviews of an agency gave each score: by corridor, dimension ('overall' for all
-- of it), month of publication and proof. It says no more than the published reviews themselves.
CREATE TABLE score_statistics (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    origin text NOT NULL,
    destination text NOT NULL,
    dimension text NOT NULL,
    month text NOT NULL,
    proof text NOT NULL,
    ones bigint NOT NULL,
    twos bigint NOT NULL,
    threes bigint NOT NULL,
    fours bigint NOT NULL,
    fives bigint NOT NULL,
    PRIMARY KEY (agency_id, origin, destination, dimension, month, proof),
    CONSTRAINT score_statistics_counts CHECK (
        ones >= 0 AND twos >= 0 AND threes >= 0 AND fours >= 0 AND fives >= 0
        AND ones + twos + threes + fours + fives > 0
    )
);

-- Agencies of which the statistics are kept, and the month to which the rating counts ages.
CREATE TABLE scored_agencies (
    agency_id uuid NOT NULL PRIMARY KEY REFERENCES agencies (id),
    as_of text NOT NULL
);
CREATE INDEX scored_agencies_as_of ON scored_agencies (as_of, agency_id);

-- The month to which ages are counted now; one row.
CREATE TABLE score_epoch (
    id bigint NOT NULL PRIMARY KEY CONSTRAINT score_epoch_one CHECK (id = 1),
    as_of text NOT NULL
);

-- Imaginary reviews of that month, in hundredths, by score; of '*' for all corridors together.
CREATE TABLE score_priors (
    origin text NOT NULL,
    destination text NOT NULL,
    dimension text NOT NULL,
    ones bigint NOT NULL,
    twos bigint NOT NULL,
    threes bigint NOT NULL,
    fours bigint NOT NULL,
    fives bigint NOT NULL,
    PRIMARY KEY (origin, destination, dimension)
);

-- What the published reviews of an agency and corridor tell of costs and contracts, together under
-- one key: a review's own value is in no row.
CREATE TABLE told_figures (
    id uuid NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    origin text NOT NULL,
    destination text NOT NULL,
    sealed_figures bytea NOT NULL,
    changed_on date NOT NULL,
    UNIQUE (agency_id, origin, destination)
);
CREATE INDEX told_figures_corridor ON told_figures (origin, destination, changed_on);

-- What recruitment costs in a corridor, as it is shown; '' for all occupations. Made anew once a day.
CREATE TABLE recruitment_costs (
    origin text NOT NULL,
    destination text NOT NULL,
    occupation text NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (origin, destination, occupation)
);

-- The day on which that was last done for a corridor.
CREATE TABLE recruitment_costs_done (
    origin text NOT NULL,
    destination text NOT NULL,
    done_on date NOT NULL,
    PRIMARY KEY (origin, destination)
);
