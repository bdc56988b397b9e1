-- Writes of workflows: noted down before a byte goes to the tenant, and what became of them.
CREATE TABLE write_intents (
    org TEXT NOT NULL,
    -- The Idempotency-Key.
    operation TEXT NOT NULL,
    operator TEXT NOT NULL,
    workflow TEXT NOT NULL,
    base_version TEXT,
    base_digest TEXT,
    sent_digest TEXT NOT NULL,
    sent_bytes {number} NOT NULL,
    -- What is sent, compressed, until it is settled.
    sent {bytes},
    note TEXT,
    rollback_to TEXT,
    begun_at {number} NOT NULL,
    -- running (its proxy is at it), unclear (to be read back), settled.
    state TEXT NOT NULL,
    -- The run of the proxy that is at it.
    owner TEXT NOT NULL,
    -- When another one may look into it, unless its owner says that it goes on.
    due_at {number} NOT NULL,
    looks {number} NOT NULL,
    -- The first answer: JSON, and its body, compressed, unless it is a version that is kept.
    answer TEXT,
    body {bytes},
    -- What became of it.
    verdict TEXT,
    version TEXT,
    kept {number},
    settled_at {number},
    PRIMARY KEY (org, operation)
) {strict};

CREATE INDEX write_intents_due ON write_intents (state, due_at);
CREATE INDEX write_intents_settled ON write_intents (settled_at);

-- Versions of workflows, byte for byte, compressed.
CREATE TABLE workflow_versions (
    sequence {counter},
    org TEXT NOT NULL,
    workflow TEXT NOT NULL,
    version TEXT NOT NULL,
    origin TEXT NOT NULL,
    kept_at {number} NOT NULL,
    saved_by TEXT,
    operation TEXT,
    note TEXT,
    base_version TEXT,
    changes TEXT,
    rollback_to TEXT,
    bytes {number} NOT NULL,
    digest TEXT NOT NULL,
    body {bytes} NOT NULL
) {strict};

CREATE UNIQUE INDEX workflow_versions_same ON workflow_versions (org, workflow, version, digest);
CREATE INDEX workflow_versions_newest ON workflow_versions (org, workflow, sequence);
