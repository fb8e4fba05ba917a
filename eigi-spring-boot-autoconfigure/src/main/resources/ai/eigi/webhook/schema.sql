-- Conversation events: which were published, and how far the sweep has looked. Times are milliseconds since 1970.
CREATE TABLE eigi_conversation_event (
	event_key VARCHAR(200) NOT NULL PRIMARY KEY,
	lease_end BIGINT NOT NULL,
	confirmed_at BIGINT
);
CREATE INDEX eigi_conversation_event_confirmed ON eigi_conversation_event (confirmed_at);
CREATE TABLE eigi_sweep_position (
	id INTEGER NOT NULL PRIMARY KEY,
	looked_since BIGINT NOT NULL,
	looked_until BIGINT NOT NULL
);
