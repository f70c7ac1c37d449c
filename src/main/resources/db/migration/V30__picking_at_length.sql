-- What one person is about to connect: what the provider listed for them, and what they ticked so far. All of it belongs to the
-- person in that workspace, is worth a day at most, and is forgotten by a job.

create table listings (
  workspace_id  uuid not null references workspaces,
  person_id     uuid not null references people,
  connection_id uuid not null,
  kind          text not null,          -- of resource; empty: the installations themselves
  installation  text not null default '',
  started_at    timestamptz not null,
  pages         integer not null default 0,
  next          text,                   -- how the provider names the page after the last that was read
  ended         boolean not null default false,
  cut           boolean not null default false,  -- ended by us: too many pages, or the same page again and again
  reading_until timestamptz,            -- somebody reads on meanwhile
  primary key (workspace_id, person_id, connection_id, kind, installation)
);

create table listed_pages (
  workspace_id  uuid not null,
  person_id     uuid not null,
  connection_id uuid not null,
  kind          text not null,
  installation  text not null,
  page          integer not null,
  next          text,
  items         jsonb not null,
  primary key (workspace_id, person_id, connection_id, kind, installation, page),
  foreign key (workspace_id, person_id, connection_id, kind, installation) references listings on delete cascade
);

create table drafts (
  workspace_id  uuid not null references workspaces,
  person_id     uuid not null references people,
  connection_id uuid not null,
  kind          text not null,
  choices       jsonb not null default '{}',
  touched_at    timestamptz not null,
  primary key (workspace_id, person_id, connection_id, kind)
);

create table drafted (
  workspace_id  uuid not null,
  person_id     uuid not null,
  connection_id uuid not null,
  kind          text not null,
  external_id   text not null,
  installation  text not null,
  name          text not null,
  detail        text not null,
  private       boolean not null,
  archived      boolean not null,
  primary key (workspace_id, person_id, connection_id, kind, external_id),
  foreign key (workspace_id, person_id, connection_id, kind) references drafts on delete cascade
);

do $$
declare
  each_one text;
begin
  foreach each_one in array array['listings', 'listed_pages', 'drafts', 'drafted'] loop
    execute format('alter table %I enable row level security', each_one);
    execute format('alter table %I force row level security', each_one);
    execute format('create policy inside on %I to ${app} using (workspace_id = (select current_workspace()) and person_id = (select current_person()))', each_one);
    execute format('grant select, insert, update, delete on %I to ${app}', each_one);
  end loop;
end $$;

-- The engine forgets what nobody came back for.
create policy old on listings for all to ${engine} using (started_at < now() - interval '1 day');
create policy old on drafts for all to ${engine} using (touched_at < now() - interval '7 days');
grant select (started_at), delete on listings to ${engine};
grant select (touched_at), delete on drafts to ${engine};

-- What became of a linked thing at the provider.
alter table resources
  add column installation text not null default '',
  add column archived     boolean not null default false,
  add column was_named    text,
  add column renamed_at   timestamptz;
-- Whose source it came through sees it in every workspace, so that revoking can say what stops.
create policy own_source on resources for select to ${app} using (owner_id = (select current_person()));
