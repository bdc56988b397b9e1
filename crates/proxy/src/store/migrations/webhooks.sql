-- Registered webhooks with the secrets that their deliveries are signed with. The tenant's id comes
-- only after the secret is kept.
CREATE TABLE webhooks (
    handle TEXT NOT NULL PRIMARY KEY,
    id TEXT,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    made_at {number} NOT NULL,
    delivered_at {number}
) {strict};

CREATE INDEX webhooks_id ON webhooks (id);

-- Deliveries that were taken, so that each counts once.
CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    webhook TEXT NOT NULL,
    received_at {number} NOT NULL,
    workflow TEXT,
    version {number},
    saved_by TEXT
) {strict};

CREATE INDEX deliveries_received ON deliveries (received_at);
