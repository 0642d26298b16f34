-- What ratings are computed from, kept with every publication and its end.

-- How many published reviews of an agency gave each score: by corridor, dimension ('overall' for all
-- of it), month of publication and proof. It says no more than the published reviews themselves.
CREATE TABLE score_statistics (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    dimension TEXT NOT NULL,
    month TEXT NOT NULL,
    proof TEXT NOT NULL,
    ones BIGINT NOT NULL,
    twos BIGINT NOT NULL,
    threes BIGINT NOT NULL,
    fours BIGINT NOT NULL,
    fives BIGINT NOT NULL,
    PRIMARY KEY (agency_id, origin, destination, dimension, month, proof),
    CONSTRAINT score_statistics_counts CHECK (
        ones >= 0 AND twos >= 0 AND threes >= 0 AND fours >= 0 AND fives >= 0
        AND ones + twos + threes + fours + fives > 0
    )
) WITHOUT ROWID;

-- Agencies of which the statistics are kept, and the month to which the rating counts ages.
CREATE TABLE scored_agencies (
    agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agencies (id),
    as_of TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX scored_agencies_as_of ON scored_agencies (as_of, agency_id);

-- The month to which ages are counted now; one row.
CREATE TABLE score_epoch (
    id BIGINT NOT NULL PRIMARY KEY CONSTRAINT score_epoch_one CHECK (id = 1),
    as_of TEXT NOT NULL
) WITHOUT ROWID;

-- Imaginary reviews of that month, in hundredths, by score; of '*' for all corridors together.
CREATE TABLE score_priors (
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    dimension TEXT NOT NULL,
    ones BIGINT NOT NULL,
    twos BIGINT NOT NULL,
    threes BIGINT NOT NULL,
    fours BIGINT NOT NULL,
    fives BIGINT NOT NULL,
    PRIMARY KEY (origin, destination, dimension)
) WITHOUT ROWID;

-- What the published reviews of an agency and corridor tell of costs and contracts, together under
-- one key: a review's own value is in no row.
CREATE TABLE told_figures (
    id BLOB NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    sealed_figures BLOB NOT NULL,
    changed_on TEXT NOT NULL,
    UNIQUE (agency_id, origin, destination)
) WITHOUT ROWID;
CREATE INDEX told_figures_corridor ON told_figures (origin, destination, changed_on);

-- What recruitment costs in a corridor, as it is shown; '' for all occupations. Made anew once a day.
CREATE TABLE recruitment_costs (
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    occupation TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (origin, destination, occupation)
) WITHOUT ROWID;

-- The day on which that was last done for a corridor.
CREATE TABLE recruitment_costs_done (
    origin TEXT NOT NULL,
    destination TEXT NOT NULL,
    done_on TEXT NOT NULL,
    PRIMARY KEY (origin, destination)
) WITHOUT ROWID;
