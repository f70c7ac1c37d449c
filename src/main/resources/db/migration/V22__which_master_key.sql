-- Which master key a data key is wrapped by, so that a change of the master key can go on where it was interrupted. 0: not known,
-- which is never the newest. The engine may count and find them; it cannot read what they wrap.
alter table data_keys add master_key bigint not null default 0;
create index data_keys_by_master_key on data_keys (master_key, owner_id);
create policy rewrapping on data_keys for select to ${engine} using (true);
grant select (owner_id, owner_kind, master_key) on data_keys to ${engine};

-- What belongs to no owner (sessions, flows, addresses of webhooks) is sealed by a service key of its own, wrapped by the master
-- key like any other: with it, a change of the master key reseals two rows instead of everything. The check and the service key
-- stand here once for each master key; the program takes away those of a key that is gone.
grant update, delete on vault_keys to ${app};
