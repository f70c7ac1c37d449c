-- What a workspace turned on, the accounts under it, and what was observed of them. There is no status column anywhere: a status
-- is asked of these facts each time.

create table installs (
  workspace_id           uuid not null references workspaces,
  id                     uuid not null default uuidv7(),
  integration            text not null,
  created_at             timestamptz not null default now(),
  created_by             uuid not null,
  requires_billing_admin boolean not null,
  disabled_at            timestamptz,
  disabled_by            uuid,
  primary key (workspace_id, id),
  unique (workspace_id, integration),
  check ((disabled_at is null) = (disabled_by is null))
);

create table support_notes (
  workspace_id uuid not null,
  install_id   uuid not null,
  id           uuid not null default uuidv7(),
  note         text not null,
  written_at   timestamptz not null default now(),
  written_by   uuid not null,
  primary key (workspace_id, install_id, id),
  foreign key (workspace_id, install_id) references installs
);

-- Only what a person chose is stored of a step; whether it is done is derived.
create table step_results (
  workspace_id uuid not null,
  install_id   uuid not null,
  step         text not null,
  choices      jsonb,
  skipped_at   timestamptz,
  saved_at     timestamptz not null default now(),
  saved_by     uuid not null,
  primary key (workspace_id, install_id, step),
  foreign key (workspace_id, install_id) references installs
);

-- One external account or credential. Its owner is a workspace, or the person whose personal source it is.
create table connections (
  owner_id     uuid not null,
  id           uuid not null default uuidv7(),
  owner_kind   text not null check (owner_kind in ('workspace', 'person')),
  integration  text not null,
  install_id   uuid,
  label        text,
  account_id   text,
  account_name text,
  account_url  text,
  inputs       jsonb not null default '{}',
  connected_by uuid not null,
  created_at   timestamptz not null default now(),
  removed_at   timestamptz,
  removed_by   uuid,
  removed_why  text,
  primary key (owner_id, id),
  foreign key (owner_id, install_id) references installs (workspace_id, id),
  check ((owner_kind = 'workspace') = (install_id is not null))
);
create index connections_of_install on connections (owner_id, install_id) where removed_at is null;
create unique index one_connection_per_account on connections (owner_id, integration, account_id) where removed_at is null;

-- A workspace reaches a personal source only through its own link.
create table personal_links (
  workspace_id  uuid not null,
  install_id    uuid not null,
  person_id     uuid not null,
  connection_id uuid not null,
  linked_at     timestamptz not null default now(),
  linked_by     uuid not null,
  unlinked_at   timestamptz,
  unlinked_by   uuid,
  primary key (workspace_id, install_id, person_id, connection_id),
  foreign key (workspace_id, install_id) references installs,
  foreign key (person_id, connection_id) references connections (owner_id, id)
);
create index personal_links_of_source on personal_links (person_id, connection_id) where unlinked_at is null;

-- The latest observations of one connection, in one row, which pages read. History is in check_history.
create table observations (
  owner_id             uuid not null,
  connection_id        uuid not null,
  first_ok_at          timestamptz,     -- the first check that was answered well
  last_ok_at           timestamptz,     -- the latest
  ok_since             timestamptz,     -- the first of the unbroken row of good checks that is still going on
  last_attempt_at      timestamptz,     -- the latest of any kind

  refused_as           text check (refused_as in ('login_expired', 'missing_permission', 'app_misconfigured')),
  refused_code         text,            -- an answered check said no; only an answered check that says yes clears it
  refused_since        timestamptz,
  refused_at           timestamptz,
  refused_detail       text,            -- for a wrong account: who answered instead

  unreachable_as       text check (unreachable_as in ('provider_outage', 'rate_limited')),
  unreachable_code     text,            -- nobody answered; any answer clears it
  unreachable_since    timestamptz,
  unreachable_at       timestamptz,
  unreachable_attempts integer not null default 0,
  retry_not_before     timestamptz,

  granted_scopes       text[],          -- null: no answer named any
  granted_at           timestamptz,

  wrong_signatures     integer not null default 0,  -- at the connection's own webhook address, since the last good one
  wrong_signature_since timestamptz,
  first_event_at       timestamptz,
  last_event_at        timestamptz,

  failed_sync_runs     integer not null default 0,  -- in a row
  sync_failing_since   timestamptz,
  last_sync_at         timestamptz,
  sync_open_since      timestamptz,
  sync_done            integer,
  sync_total           integer,
  next_sync_by         timestamptz,

  vanished_since       timestamptz,     -- a linked resource is no longer there
  primary key (owner_id, connection_id),
  foreign key (owner_id, connection_id) references connections (owner_id, id),
  check (num_nulls(refused_as, refused_code, refused_since, refused_at) in (0, 4)),
  check (num_nulls(unreachable_as, unreachable_code, unreachable_since, unreachable_at) in (0, 4)),
  check ((wrong_signatures = 0) = (wrong_signature_since is null)),
  check ((failed_sync_runs = 0) = (sync_failing_since is null))
) with (fillfactor = 80);

create table check_history (
  owner_id      uuid not null,
  connection_id uuid not null,
  id            uuid not null default uuidv7(),
  at            timestamptz not null,
  outcome       text not null,          -- answered, refused, unreachable
  bucket        text,
  code          text,
  primary key (owner_id, connection_id, id),
  foreign key (owner_id, connection_id) references connections (owner_id, id)
);

-- External things picked through a connection.
create table resources (
  workspace_id  uuid not null,
  install_id    uuid not null,
  id            uuid not null default uuidv7(),
  owner_id      uuid not null,          -- of the connection: the workspace, or a person
  connection_id uuid not null,
  kind          text not null,
  external_id   text not null,
  name          text not null,
  detail        text not null default '',
  private       boolean not null default false,
  choices       jsonb not null default '{}',
  linked_at     timestamptz not null default now(),
  linked_by     uuid not null,
  unlinked_at   timestamptz,
  unlinked_by   uuid,
  vanished_at   timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, install_id) references installs,
  foreign key (owner_id, connection_id) references connections (owner_id, id)
);
create unique index one_link_per_resource on resources (workspace_id, connection_id, kind, external_id) where unlinked_at is null;
create index resources_of_install on resources (workspace_id, install_id) where unlinked_at is null;
create index resources_by_external_id on resources (external_id) where unlinked_at is null;

-- Secrets. A data key belongs to an owner; a secret sits in a row of its own that nothing but the vault and a refresh writes.
create table data_keys (
  owner_id   uuid not null,
  owner_kind text not null check (owner_kind in ('workspace', 'person')),
  wrapped    bytea not null,
  made_at    timestamptz not null default now(),
  primary key (owner_id)
);

create table secrets (
  owner_id      uuid not null,
  connection_id uuid not null,
  field         text not null,
  generation    bigint not null,
  sealed        bytea not null,
  last_four     text not null default '',
  expires_at    timestamptz,            -- of the access token; null where it does not end
  lease_until   timestamptz,            -- one refresh at a time, by the database's clock
  lease_holder  uuid,
  attempt_at    timestamptz,            -- set before the refresh call, cleared by its outcome: still set means interrupted
  written_at    timestamptz not null default now(),
  primary key (owner_id, connection_id, field),
  foreign key (owner_id, connection_id) references connections (owner_id, id)
);

-- Where a connection's own webhooks arrive: {base}/hooks/{slug}/{endpoint}. The endpoint cannot be guessed; its hash finds the row.
create table webhook_endpoints (
  owner_id      uuid not null,
  connection_id uuid not null,
  endpoint_hash bytea not null unique,
  sealed        bytea not null,         -- the endpoint itself, to be shown again
  created_at    timestamptz not null default now(),
  primary key (owner_id, connection_id),
  foreign key (owner_id, connection_id) references connections (owner_id, id)
);

-- A person at the provider's consent page. It belongs to the person who started; the hash of the state finds it, once.
create table flows (
  state_hash    bytea primary key,
  person_id     uuid not null references people,
  browser_hash  bytea not null,
  workspace_id  uuid not null references workspaces,
  integration   text not null,
  connection_id uuid,                   -- the connection being renewed, or null
  verifier      bytea not null,         -- sealed
  redirect_uri  text not null,
  inputs        jsonb not null default '{}',
  return_to     text not null,
  started_at    timestamptz not null default now(),
  expires_at    timestamptz not null
);
create index flows_of_workspace on flows (workspace_id, integration, expires_at);

-- What is due. The engine reads this across owners and nothing else of a connection; for the rest it enters the owner's rows.
create table checks_due (
  owner_id      uuid not null,
  connection_id uuid not null,
  owner_kind    text not null,
  due_at        timestamptz not null,
  claimed_until timestamptz,
  primary key (owner_id, connection_id),
  foreign key (owner_id, connection_id) references connections (owner_id, id)
) with (fillfactor = 80);
create index checks_due_next on checks_due (due_at);

-- What happened. Insert only.
create table activity (
  workspace_id  uuid not null references workspaces,
  id            uuid not null default uuidv7(),
  at            timestamptz not null,
  integration   text not null,
  install_id    uuid,
  connection_id uuid,
  what          text not null,
  by_person     uuid,                   -- null: the system
  by_name       text,
  account       text,
  code          text,
  detail        jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index activity_of_integration on activity (workspace_id, integration, at desc, id desc);

-- Asked for by a member who may not do it: "Ask an Admin to manage".
create table access_requests (
  workspace_id uuid not null references workspaces,
  id           uuid not null default uuidv7(),
  integration  text not null,
  action       text not null,
  asked_by     uuid not null,
  asked_at     timestamptz not null default now(),
  approved_at  timestamptz,
  declined_at  timestamptz,
  decided_by   uuid,
  done_at      timestamptz,
  primary key (workspace_id, id)
);
create unique index one_open_request on access_requests (workspace_id, integration, asked_by) where declined_at is null and done_at is null;

do $$
declare
  of_workspace text;
begin
  foreach of_workspace in array array['installs', 'support_notes', 'step_results', 'resources', 'activity', 'access_requests', 'personal_links'] loop
    execute format('alter table %I enable row level security', of_workspace);
    execute format('alter table %I force row level security', of_workspace);
    execute format('create policy inside on %I to ${app} using (workspace_id = current_workspace())', of_workspace);
  end loop;
end $$;
create policy own_source on personal_links for select to ${app} using (person_id = current_person());
-- A link opens a person's source to a workspace: nobody makes one for somebody else.
create policy linked_by_oneself on personal_links as restrictive for insert to ${app} with check (person_id = current_person());

-- Rows of a connection are seen by their owner, and by a workspace that a personal source is linked into.
do $$
declare
  of_owner text;
begin
  foreach of_owner in array array['connections', 'observations', 'check_history', 'checks_due'] loop
    execute format('alter table %I enable row level security', of_owner);
    execute format('alter table %I force row level security', of_owner);
    execute format('create policy owner on %I to ${app} using (owner_id = current_workspace() or owner_id = current_person())', of_owner);
    execute format($policy$
      create policy linked on %I for select to ${app} using (exists (
        select 1 from personal_links l
        where l.workspace_id = current_workspace() and l.person_id = owner_id and l.unlinked_at is null
          and l.connection_id = %s))$policy$, of_owner, case of_owner when 'connections' then 'connections.id' else of_owner || '.connection_id' end);
  end loop;
  -- Secrets have no second way in.
  foreach of_owner in array array['secrets', 'data_keys', 'webhook_endpoints'] loop
    execute format('alter table %I enable row level security', of_owner);
    execute format('alter table %I force row level security', of_owner);
    execute format('create policy owner on %I to ${app} using (owner_id = current_workspace() or owner_id = current_person())', of_owner);
  end loop;
end $$;

alter table flows enable row level security;
alter table flows force row level security;
create policy starter on flows to ${app} using (person_id = current_person()) with check (person_id = current_person() and workspace_id = current_workspace());

grant select, insert, update on installs, step_results, connections, personal_links, observations, resources, access_requests, checks_due to ${app};
grant select, insert, update, delete on secrets, data_keys, webhook_endpoints to ${app};
grant delete on step_results, checks_due to ${app};
grant select, insert on check_history, activity, support_notes to ${app};
grant select, insert, delete on flows to ${app};

-- The engine: due work and routing, by column, across owners; never secrets, never content.
create policy due_work on checks_due to ${engine} using (true);
grant select (owner_id, connection_id, owner_kind, due_at, claimed_until), update (due_at, claimed_until) on checks_due to ${engine};
create policy routing on webhook_endpoints for select to ${engine} using (true);
grant select (owner_id, connection_id, endpoint_hash) on webhook_endpoints to ${engine};
create policy expired on flows for all to ${engine} using (expires_at < now());
grant select (state_hash, expires_at), delete on flows to ${engine};
