-- Providers that try once: what they list as failed is asked for again. No workspace's: an app's deliveries are all workspaces'.
create table reconciliations (
  integration text primary key,
  next_at     timestamptz not null,    -- when some node may look again; taking it is the lease
  seen_until  timestamptz,             -- by the provider's clock: what was tried before is done with
  looked_at   timestamptz,
  asked       bigint not null default 0,
  failure     text
);
grant select, insert, update on reconciliations to ${engine};
grant select on reconciliations to ${app};

-- How often an event was asked for: what fails again and again is left.
create table asked_again (
  integration text not null,
  event       text not null,
  times       integer not null,
  last_at     timestamptz not null default now(),
  primary key (integration, event)
);
create index asked_again_by_age on asked_again using brin (last_at);
grant select, insert, update, delete on asked_again to ${engine};
