-- The app of a provider that an operator set on a page: each part is sealed by the vault for this provider, this part and this
-- generation. The login that uses it cannot change it, and the login that changes it cannot read what is sealed. It is of no tenant.
-- A row stays when its app is removed, so that a generation never comes again.
create table provider_apps (
  provider       text primary key,
  generation     bigint not null,
  client_id      bytea,
  client_secret  bytea,
  webhook_secret bytea,
  changed_at     timestamptz not null default clock_timestamp(),
  check ((client_id is null) = (client_secret is null))
);
grant select on provider_apps to ${app};
grant insert, update on provider_apps to ${engine};
grant select (provider, generation, changed_at) on provider_apps to ${engine};

-- Who changed which part and when: insert only, and nothing of what was set.
create table provider_app_changes (
  provider       text not null,
  generation     bigint not null,
  client         boolean not null,   -- its client id and secret were set
  webhook        boolean not null,   -- its webhook secret was set; neither: both were removed
  changed_by     text not null,
  changed_at     timestamptz not null default clock_timestamp(),
  primary key (provider, generation)
);
grant select, insert on provider_app_changes to ${engine};

-- When each provider answered anybody well last, so that an operator's look at the apps reads no connections.
alter table provider_answers add worked_at timestamptz;

-- What operators see of trouble comes from facts of all kinds, and is found without reading what works.
grant select (wrong_signatures, wrong_signature_since, last_event_at, failed_sync_runs, sync_failing_since) on observations to ${engine};
drop index observations_in_trouble;
create index observations_in_trouble on observations (owner_id, connection_id)
  where refused_as is not null or unreachable_as is not null or vanished_since is not null or wrong_signatures >= 3 or failed_sync_runs >= 3;
