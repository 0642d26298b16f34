-- Signals of manipulation, reviews that do not count while they are looked at, interests that moderators
-- declare, and reviews that wait for the batch with which they appear.

-- Since when a review is under suspicion: while it is, it does not count.
ALTER TABLE reviews ADD COLUMN suspected_on date;
-- The day on which an accepted review appears. Such a review is `pending` here until then: to the public and
-- to every number it is what it was.
ALTER TABLE reviews ADD COLUMN appears_on date;
CREATE INDEX reviews_filed_on ON reviews (agency_id, filed_on);
CREATE INDEX reviews_suspected_on ON reviews (suspected_on) WHERE suspected_on IS NOT NULL;
CREATE INDEX reviews_appears_on ON reviews (appears_on) WHERE appears_on IS NOT NULL;

-- What an accepted review will show of its comment, under the review's own key.
CREATE TABLE accepted_reviews (
    review_id uuid NOT NULL PRIMARY KEY,
    sealed_text bytea
);

-- What is odd about a review; for moderators only.
CREATE TABLE review_signals (
    review_id uuid NOT NULL,
    code text NOT NULL CONSTRAINT review_signals_code CHECK (code IN
        ('burst', 'near_duplicate', 'copied_elsewhere', 'one_network', 'nothing_checkable',
        'agency_network', 'rival_network', 'agency_words')),
    strength bigint NOT NULL,
    -- The numbers that the words for moderators are made of.
    evidence jsonb NOT NULL,
    found_on date NOT NULL,
    -- A moderator looked at it; it does not come back.
    cleared_on date,
    PRIMARY KEY (review_id, code)
);
CREATE TABLE review_signal_peers (
    review_id uuid NOT NULL,
    code text NOT NULL,
    peer_id uuid NOT NULL,
    PRIMARY KEY (review_id, code, peer_id)
);
CREATE INDEX review_signal_peers_peer_id ON review_signal_peers (peer_id, review_id);

-- Why a moderator let a review count again, under the review's own key.
CREATE TABLE review_clearances (
    review_id uuid NOT NULL,
    version bigint NOT NULL,
    cleared_on date NOT NULL,
    cleared_by uuid NOT NULL,
    sealed_reason bytea NOT NULL,
    PRIMARY KEY (review_id, version)
);

-- Keyed bands of a MinHash of the comment: equal where texts are alike, and nothing else.
CREATE TABLE review_sketch_bands (
    band bigint NOT NULL,
    review_id uuid NOT NULL,
    -- For two years.
    noted_on date NOT NULL,
    PRIMARY KEY (band, review_id)
);
CREATE INDEX review_sketch_bands_review_id ON review_sketch_bands (review_id);
CREATE INDEX review_sketch_bands_noted_on ON review_sketch_bands (noted_on);

-- From which coarse network a review came, under the secret of its week. Kept for fourteen days.
CREATE TABLE review_origins (
    review_id uuid NOT NULL PRIMARY KEY,
    network bytea NOT NULL,
    noted_on date NOT NULL
);
CREATE INDEX review_origins_noted_on ON review_origins (noted_on);

-- The secret of a week, sealed under a key of its own that is destroyed when the week is over.
CREATE TABLE network_weeks (
    begins_on date NOT NULL PRIMARY KEY,
    id uuid NOT NULL,
    sealed_secret bytea NOT NULL
);

-- From which coarse networks those act who speak for an agency; likewise.
CREATE TABLE representative_networks (
    organisation_id uuid NOT NULL,
    network bytea NOT NULL,
    noted_on date NOT NULL,
    PRIMARY KEY (network, organisation_id)
);
CREATE INDEX representative_networks_noted_on ON representative_networks (noted_on);

-- Reviews after whose filing the others of the agency are looked at again.
CREATE TABLE signals_due (
    review_id uuid NOT NULL PRIMARY KEY
);

-- What keeps a moderator from the reviews of an agency, as they say themselves.
CREATE TABLE moderator_interests (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    reason text NOT NULL,
    declared_on date NOT NULL,
    lifted_on date,
    lifted_by uuid,
    CONSTRAINT moderator_interests_lifted CHECK ((lifted_on IS NULL) = (lifted_by IS NULL))
);
CREATE INDEX moderator_interests_account_id ON moderator_interests (account_id, agency_id);
CREATE INDEX moderator_interests_agency_id ON moderator_interests (agency_id);

-- Suspensions and their ends are in the log, too.
ALTER TABLE transparency_pending DROP CONSTRAINT transparency_pending_decision;
ALTER TABLE transparency_pending ADD CONSTRAINT transparency_pending_decision CHECK (decision IN
        ('published', 'rejected', 'taken_down', 'changed_by_author', 'withdrawn_by_author',
        'appeal_granted', 'appeal_dismissed', 'suspended', 'reinstated'));
