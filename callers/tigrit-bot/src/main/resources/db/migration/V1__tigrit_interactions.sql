-- One row for each update that a person caused; the key makes an update that comes again the same row.
CREATE TABLE tigrit_interactions (
    id           bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    bot_id       bigint      NOT NULL,
    update_id    bigint      NOT NULL,
    user_id      text        NOT NULL,
    game_user_id text        NOT NULL,
    command      text,
    sent_at      timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, update_id)
);

-- A person's own, newest first.
CREATE INDEX tigrit_interactions_of_user ON tigrit_interactions (user_id, id DESC);
