-- Many connections of one provider that fail alike are one incident of the provider. It belongs to no tenant and names none.
create table incidents (
  id            uuid primary key default uuidv7(),
  provider      text not null,
  bucket        text not null check (bucket in ('provider_outage', 'rate_limited')),
  code          text not null,
  began_at      timestamptz not null,     -- the first of the failures that made it one
  ended_at      timestamptz,
  affected      integer not null,         -- connections that had failed alike when it was noticed
  failed_probes integer not null default 0,
  good_probes   integer not null default 0,
  last_probe_at timestamptz not null,
  next_probe_at timestamptz not null,
  probe_until   timestamptz               -- one probe per cluster: whoever holds it, until then
);
create unique index one_incident_per_provider on incidents (provider) where ended_at is null;
create index incidents_newest on incidents (began_at desc);
grant select on incidents to ${app}, ${engine};
grant insert, update on incidents to ${engine};

-- When each provider answered anybody last, written now and then.
create table provider_answers (
  provider    text primary key,
  answered_at timestamptz not null
);
grant select, insert, update on provider_answers to ${engine};

-- Connections that a provider did not answer lately: what an incident is recognized by, and who is asked again first when it ends.
create table provider_silences (
  provider      text not null,
  owner_kind    text not null,
  owner_id      uuid not null,
  connection_id uuid not null,
  bucket        text not null,
  code          text not null,
  at            timestamptz not null,
  not_before    timestamptz not null,
  primary key (provider, owner_id, connection_id)
);
create index provider_silences_newest on provider_silences (provider, at);
alter table provider_silences enable row level security;
alter table provider_silences force row level security;
create policy engine on provider_silences to ${engine} using (true) with check (true);
grant select, insert, update, delete on provider_silences to ${engine};

-- A due check of a provider in an incident is put aside until the incident ends.
alter table checks_due add held_by uuid;
create index checks_due_held on checks_due (held_by) where held_by is not null;
grant select (held_by), update (held_by) on checks_due to ${engine};
grant select (reason) on announced_statuses to ${engine};
