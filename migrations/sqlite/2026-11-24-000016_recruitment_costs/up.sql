-- What recruitment may cost, and how money is compared.

-- Limits that laws set, as data/fee-caps.toml has them.
CREATE TABLE fee_caps (
    code TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
) WITHOUT ROWID;

-- How many units of a currency a US dollar was in a month, on average, in millionths.
CREATE TABLE exchange_rates (
    currency TEXT NOT NULL,
    month TEXT NOT NULL,
    micro_units_per_usd BIGINT NOT NULL CONSTRAINT exchange_rates_positive CHECK (micro_units_per_usd > 0),
    source TEXT NOT NULL,
    PRIMARY KEY (currency, month)
) WITHOUT ROWID;
