-- The firm's settings: its logo by hash, so that a new one is history of the firm; the number series by version.
alter table firm add column logo_hash text;
comment on column firm.logo_hash is 'Of the picture in firm_logo (SHA-256): its ETag. Null when there is none.';

alter table number_series add column version bigint not null default 1;
alter table number_series add column id uuid generated always as (tenant_id) stored;
comment on column number_series.version is 'Counts what an administrator sets, not the numbers that are drawn.';
create trigger history after update on number_series for each row
  when (old.version <> new.version) execute function record_history('', '');

-- A file of settings in its order of time.
create index history_settings on history (tenant_id, id) where entity in ('firm', 'number_series');
