-- A connection's webhook that we set up at its provider ourselves: its id there, so that we can end it again.
alter table webhook_endpoints
  add column subscription_id text,
  add column subscribed_at   timestamptz;
