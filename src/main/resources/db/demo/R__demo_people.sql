-- The people a newcomer can be, in demo mode alone: this folder is no part of a production start.
insert into workspaces (id, slug, name, plan) values
  ('019ab000-0000-7000-8000-000000000001', 'pinework', 'Pinework', 'business'),
  ('019ab000-0000-7000-8000-000000000002', 'elmwork', 'Elmwork', 'free')
on conflict do nothing;

insert into people (id, handle, name, operator) values
  ('019ab000-0000-7000-8000-000000000011', 'ada', 'Ada', false),
  ('019ab000-0000-7000-8000-000000000012', 'max', 'Max', false),
  ('019ab000-0000-7000-8000-000000000013', 'bea', 'Bea', false),
  ('019ab000-0000-7000-8000-000000000014', 'mia', 'Mia', false),
  ('019ab000-0000-7000-8000-000000000015', 'olga', 'Olga', true)
on conflict do nothing;

insert into members (workspace_id, person_id, name, role, billing, joined_at) values
  ('019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000011', 'Ada', 'admin', false, '2026-01-12T09:00:00Z'),
  ('019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000012', 'Max', 'manager', false, '2026-01-12T09:10:00Z'),
  ('019ab000-0000-7000-8000-000000000002', '019ab000-0000-7000-8000-000000000012', 'Max', 'manager', false, '2026-03-02T14:00:00Z'),
  ('019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000013', 'Bea', 'manager', true, '2026-01-14T10:30:00Z'),
  ('019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000014', 'Mia', 'member', false, '2026-02-02T08:15:00Z')
on conflict do nothing;
