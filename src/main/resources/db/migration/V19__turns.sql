-- When the next call of one kind to one provider may begin, by the database's clock: all nodes together keep one limit.
create table provider_turns (
  provider  text not null,
  operation text not null,
  next_at   timestamptz not null,
  primary key (provider, operation)
) with (fillfactor = 50);
grant select, insert, update on provider_turns to ${engine};
