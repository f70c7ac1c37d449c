-- A grant that its provider could not end when somebody disconnected: asked again until it answers, for a day at most. Until then the
-- credential stays sealed under a field of its own, which nothing else reads, and then it is erased whatever the provider said.
create table revocations_due (
  owner_id      uuid not null,
  connection_id uuid not null,
  owner_kind    text not null,
  integration   text not null,
  attempts      smallint not null default 1,
  due_at        timestamptz not null,
  until         timestamptz not null,
  primary key (owner_id, connection_id),
  foreign key (owner_id, connection_id) references connections (owner_id, id)
);
create index revocations_due_next on revocations_due (due_at);
alter table revocations_due enable row level security;
alter table revocations_due force row level security;
create policy owner on revocations_due to ${app}
  using (owner_id = (select current_workspace()) or owner_id = (select current_person()));
create policy due_work on revocations_due to ${engine} using (true);
create policy erasing on revocations_due to ${owner} using (owner_id = (select erasing()));
grant select, insert, update, delete on revocations_due to ${app};
grant select, update (due_at, attempts) on revocations_due to ${engine};
