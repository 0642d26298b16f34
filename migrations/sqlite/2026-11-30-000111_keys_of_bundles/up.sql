-- A key signs one kind of thing: access tokens and statements, or bundles that phones pass on.

ALTER TABLE signing_keys ADD COLUMN purpose TEXT NOT NULL DEFAULT 'access_tokens'
    CONSTRAINT signing_keys_purpose CHECK (purpose IN ('access_tokens', 'bundles'));
