-- Sessions: the browser's token only as its hash.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    operator TEXT NOT NULL,
    role TEXT NOT NULL,
    way TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    began_at {number} NOT NULL,
    seen_at {number} NOT NULL,
    last_at {number} NOT NULL,
    ended TEXT,
    ended_at {number}
) {strict};

CREATE INDEX sessions_last_at ON sessions (last_at);
